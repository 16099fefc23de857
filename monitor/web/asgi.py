"""The views served: Starlette around them, with headers that let nothing act."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from monitor.app import Monitor
from monitor.errors import NotFoundError
from monitor.text.queries import IN
from monitor.web.said import MOST_BYTES, Said, read
from monitor.web.views import HTML, Answer, Views

GUESS = 1.0  # seconds that a wrong token waits for its answer

HEADERS = {
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self';"
        " base-uri 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
}


@dataclass(frozen=True, slots=True)
class Pen:
    """Who knows the token may write down what they say of changes, into what `opened` gives."""

    token: str
    opened: Callable[[], Monitor]


SEARCH = ("search.html", "search")
WORKED_OUT = ("facts.html", "facts", "upcoming.html", "upcoming", "upcoming.ics")


@dataclass(frozen=True, slots=True)
class History:
    """`opened` gives it for one request; it is closed after that. The others bring up to date what
    is made of it: the search, and the facts and dates."""

    opened: Callable[[], Monitor]
    index: Callable[[], None]
    work_out: Callable[[], None]


class Pages:
    """Answers requests."""

    def __init__(self, history: History, base: str, pen: Pen | None) -> None:
        self._history = history
        self._base = base
        self._pen = pen
        self._working_out = Lock()

    async def serve(self, request: Request) -> Response:
        """A page, a feed, a file, or what was found."""
        path = request.path_params["path"]
        words = request.query_params.get("q", "")
        inside = request.query_params.get("in", "all")
        inside = inside if inside in IN else "all"
        answer = await run_in_threadpool(self._found, path, words, inside)
        if answer is None:
            return await self._nothing()
        if isinstance(answer, str):
            return RedirectResponse(answer, 308, HEADERS)
        headers = dict(HEADERS)
        if path.startswith("raw/"):  # a stranger's page: to be saved, never shown
            headers["content-disposition"] = "attachment"
        return Response(answer.body, 200, headers, media_type=answer.media_type)

    async def write(self, request: Request) -> Response:
        """What somebody says of a change, from the form below it; then the change again."""
        form = bytearray()
        async for piece in request.stream():
            form += piece
            if len(form) > MOST_BYTES:
                return Response("too long", 413, HEADERS, media_type="text/plain")
        change = request.path_params["change"]
        answer = await run_in_threadpool(self._written, change, bytes(form))
        if answer is None:
            return await self._nothing()
        if isinstance(answer, Said):
            return RedirectResponse(f"{change}.html#said", 303, HEADERS)
        if answer.status == 403:
            await asyncio.sleep(GUESS)
        return Response(answer.body, answer.status, HEADERS, media_type=HTML)

    async def _nothing(self) -> Response:
        body = await run_in_threadpool(self._missing)
        return Response(body, 404, HEADERS, media_type=HTML)

    def _found(self, path: str, words: str, inside: str) -> Answer | str | None:
        """What stands there, or where to go instead; addresses may be short as on a file host."""
        if path in SEARCH and words:
            self._history.index()
        elif path in WORKED_OUT:
            with self._working_out:  # one request at a time
                self._history.work_out()
        with self._history.opened() as monitor:
            views = self._views(monitor)
            if path in SEARCH:
                return Answer(HTML, views.search(words, inside).encode())
            short = f"{path}index.html" if path.endswith("/") else f"{path}.html"
            if answer := views.answer(path) or views.answer(short):
                return answer
            folder = views.answer(f"{path}/index.html")
            return f"{path.rpartition('/')[2]}/" if folder else None

    def _written(self, change: str, form: bytes) -> Answer | Said | None:
        """What was said, once it is stored; else the page with the problem, None for no change."""
        assert self._pen is not None  # noqa: S101 - without it there is no such address
        said = read(form, self._pen.token)
        try:
            if said.problem:
                with self._history.opened() as monitor:
                    page = self._views(monitor).change(f"changes/{change}.html", change, said)
                return Answer(HTML, page.encode("utf-8", "replace"), 403 if said.refused else 422)
            with self._pen.opened() as monitor:
                record, at = monitor.storage.change(change), monitor.clock()
                monitor.storage.add_mark(record.id, said.kind, text=said.text, by=said.by, at=at)
        except NotFoundError:
            return None
        return said

    def _missing(self) -> bytes:
        with self._history.opened() as monitor:
            return self._views(monitor).missing().encode()

    def _views(self, monitor: Monitor) -> Views:
        return Views(monitor, base=self._base, searchable=True, writable=self._pen is not None)


def application(
    opened: Callable[[], Monitor],
    *,
    index: Callable[[], None] = lambda: None,
    work_out: Callable[[], None] = lambda: None,
    base: str = "",
    pen: Pen | None = None,
) -> Starlette:
    """The pages of a history (see `History`). Read-only without a `pen`."""
    pages = Pages(History(opened, index, work_out), base, pen)
    routes = [Route("/{path:path}", pages.serve, methods=["GET", "HEAD"])]
    if pen is not None:
        routes.insert(0, Route("/changes/{change:str}.html", pages.write, methods=["POST"]))
    return Starlette(routes=routes)
