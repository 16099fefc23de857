"""The views served: Starlette around them, with headers that let nothing act."""

from __future__ import annotations

from collections.abc import Callable

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from monitor.app import Monitor
from monitor.text.queries import IN
from monitor.web.views import HTML, Answer, Views

HEADERS = {
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self';"
        " base-uri 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
}


def application(
    opened: Callable[[], Monitor], *, index: Callable[[], None] = lambda: None, base: str = ""
) -> Starlette:
    """The pages of a history; `opened` gives it for one request, and it is closed after that.

    `index` brings the search up to date.
    """

    def found(path: str, words: str, inside: str) -> Answer | None:
        if path == "search.html" and words:
            index()
        with opened() as monitor:
            views = Views(monitor, base=base, searchable=True)
            if path == "search.html":
                return Answer(HTML, views.search(words, inside).encode())
            return views.answer(path)

    def not_found() -> bytes:
        with opened() as monitor:
            return Views(monitor, searchable=True).missing().encode()

    async def serve(request: Request) -> Response:
        path = request.path_params["path"]
        words = request.query_params.get("q", "")
        inside = request.query_params.get("in", "all")
        inside = inside if inside in IN else "all"
        answer = await run_in_threadpool(found, path, words, inside)
        if answer is None:
            body = await run_in_threadpool(not_found)
            return Response(body, 404, HEADERS, media_type=HTML)
        headers = dict(HEADERS)
        if path.startswith("raw/"):  # a stranger's page: to be saved, never shown
            headers["content-disposition"] = "attachment"
        return Response(answer.body, 200, headers, media_type=answer.media_type)

    return Starlette(routes=[Route("/{path:path}", serve, methods=["GET", "HEAD"])])
