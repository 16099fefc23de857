"""One page in the browser: opened, left to rest, written out as HTML."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import httpx

from monitor.errors import FetchError
from monitor.fetch import request_rules
from monitor.fetch.certificates import BROWSERS
from monitor.fetch.drawn.gateway import REFUSED, Gateway, port_of
from monitor.fetch.drawn.inside import ANSWER_WITHIN, Inside

if TYPE_CHECKING:
    from playwright.async_api import BrowserContext, Page, Request, Response, Route

LOOK_EVERY = 0.1  # seconds between two looks at the text
RESTED = 0.5  # seconds without a change of the text, with no answer under way
BUSY_RESTED = 2.0  # the same while answers are under way: some pages never cease to ask
STEADY, STEADY_RESTED = 3, 3.0  # words that may come and go, as a spinner's, and for how long
FEW_WORDS = 60  # a page of fewer may be about to ask for its text
FEW_RESTED = 2.5  # seconds that it gets
MOST_REST = 15.0  # seconds for one page to come to rest; then it is read as it stands
CLICK_WITHIN = 3.0  # seconds for what is to be clicked to be there
UNWANTED = frozenset(("image", "media", "font", "texttrack", "beacon", "ping", "manifest"))
DRAWABLE = ("", "text/html", "application/xhtml+xml")  # all else is a file
# Neither windows, nor ways out that no proxy carries (a browser of others may lack our switches).
_WITHOUT = (
    "window.open = () => null; window.print = () => {};"
    " for (const way of ['RTCPeerConnection', 'webkitRTCPeerConnection', 'WebTransport'])"
    " delete window[way];"
)


@dataclass(frozen=True)
class Errand:
    """One page to be drawn."""

    url: str  # with its fragment, which a page's script may read
    user_agent: str
    headers: tuple[tuple[str, str], ...]  # of the watch; for its own site alone
    language: str  # Accept-Language
    click: tuple[str, ...]  # CSS of what is to be clicked, one after the other
    max_bytes: int


@dataclass
class Drawn:
    """A page as its scripts left it, and the answer that it began with."""

    html: str
    final_url: str
    status: int
    headers: request_rules.Headers
    first: bytes
    redirects: tuple[str, ...]
    unseen: tuple[str, ...]  # hosts of which scripts were not loaded
    unclicked: tuple[str, ...]  # what was to be clicked and is not there
    seconds: float = 0.0


class NotAPageError(Exception):
    """The address gives a file: there is nothing to draw."""


@dataclass
class _Traffic:
    """What the page is asking for at the moment, and what it was refused."""

    under_way: set[Any] = field(default_factory=set)
    unseen: set[str] = field(default_factory=set)
    documents: list[Response] = field(default_factory=list)  # answers to the page's own address
    gone: str = ""  # why there is no page any more


async def drawn(context: BrowserContext, errand: Errand, gateway: Gateway) -> Drawn:
    """Open the page, let it come to rest, and write it out. Raises FetchError, NotAPageError."""
    began = time.monotonic()
    page, traffic = await context.new_page(), _Traffic()
    home = httpx.URL(errand.url)
    context.on("page", _closed)
    page.on("dialog", _dismissed)
    _listen(page, traffic, gateway)
    await context.add_init_script(_WITHOUT)
    await context.route("**/*", _gate(page, traffic, gateway, errand, home))
    await _open(page, errand, gateway, home)
    inside = Inside(await context.new_cdp_session(page), lambda: traffic.gone)
    await _rest(inside, traffic)
    unclicked = []
    for selector in errand.click:
        if not await _clicked(page, selector):
            unclicked.append(selector)
        await _rest(inside, traffic)
    html = await inside.html(errand.max_bytes)
    answer = _answer(page, traffic, gateway)
    return Drawn(
        html=html,
        final_url=page.url,
        status=answer.status,
        headers=await _headers(answer),
        first=await _body(answer),
        redirects=_redirects(answer, errand.url, page.url),
        unseen=tuple(sorted(traffic.unseen)),
        unclicked=tuple(unclicked),
        seconds=round(time.monotonic() - began, 3),
    )


def _answer(page: Page, traffic: _Traffic, gateway: Gateway) -> Response:
    """The answer that the page which was read began with; FetchError where none may be read."""
    answer = traffic.documents[-1] if traffic.documents else None
    if answer is not None and answer.headers.get(REFUSED):
        raise _translated("", gateway, httpx.URL(answer.url))
    if answer is None or not page.url.startswith(("http:", "https:")):
        raise _translated("", gateway, httpx.URL("http://page.invalid"))
    return answer


# --------------------------------------------------------------------------- what it may load


def _closed(page: Page) -> None:
    """A window that the page has opened."""
    asyncio.ensure_future(_quietly(page.close()))  # noqa: RUF006 - ends with the context at the latest


def _dismissed(dialog: Any) -> None:
    asyncio.ensure_future(_quietly(dialog.dismiss()))  # noqa: RUF006


async def _quietly(work: Any) -> None:
    with suppress(Exception):  # playwright's, where the page has gone meanwhile
        await work


def _listen(page: Page, traffic: _Traffic, gateway: Gateway) -> None:
    def own(request: Request) -> bool:
        return request.is_navigation_request() and _main(request, page)

    def begun(request: Request) -> None:
        traffic.under_way.add(request)
        if own(request):
            gateway.leave.admit(request.url)

    def answered(response: Response) -> None:
        if own(response.request):
            traffic.documents.append(response)

    def ended(request: Request) -> None:
        traffic.under_way.discard(request)

    def failed(request: Request) -> None:  # or became a download: the page stays what it was
        traffic.under_way.discard(request)
        traffic.documents[:] = [d for d in traffic.documents if d.request != request]

    def crashed(_: Page) -> None:
        traffic.gone = "the page has crashed"

    def closed(_: Page) -> None:
        traffic.gone = traffic.gone or "the page has closed"

    page.on("request", begun)
    page.on("response", answered)
    page.on("requestfinished", ended)
    page.on("requestfailed", failed)
    page.on("crash", crashed)
    page.on("close", closed)


def _main(request: Request, page: Page) -> bool:
    with suppress(Exception):  # of a worker, or of a frame that has gone
        return request.frame == page.main_frame
    return False


def _gate(
    page: Page, traffic: _Traffic, gateway: Gateway, errand: Errand, home: httpx.URL
) -> Callable[[Route], Any]:
    """What is not text is not loaded; of other sites only what is allowed."""

    async def gate(route: Route) -> None:
        request = route.request
        if request.resource_type in UNWANTED:
            await _quietly(route.abort())
            return
        try:
            url = httpx.URL(request.url)
            usable = request_rules.usable(url)
        except (httpx.InvalidURL, ValueError):
            usable = False
        if not usable:
            await _quietly(route.abort())
            return
        if request.is_navigation_request() and _main(request, page):
            gateway.leave.admit(request.url)
        elif not gateway.leave.includes(url.host):
            if request.resource_type in ("script", "fetch", "xhr"):
                traffic.unseen.add(url.host)
            await _quietly(route.abort("blockedbyclient"))
            return
        if errand.headers and request_rules.same_site(home, url):
            await _quietly(route.continue_(headers={**request.headers, **dict(errand.headers)}))
        else:
            await _quietly(route.continue_())

    return gate


# --------------------------------------------------------------------------- opening it


async def _open(page: Page, errand: Errand, gateway: Gateway, home: httpx.URL) -> None:
    from playwright.async_api import Error

    try:
        response = await page.goto(errand.url, wait_until="commit", timeout=0)
    except Error as error:
        raise _translated(str(error), gateway, home) from None
    if response is None:
        return
    if response.headers.get(REFUSED):
        raise _translated("", gateway, httpx.URL(response.url))
    kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if response.ok and kind not in DRAWABLE:
        raise NotAPageError()


_SAID = (  # what Chromium says, our reason, whether it may pass
    ("ERR_CERT", "tls", False),
    ("ERR_SSL", "tls", True),
    ("ERR_TOO_MANY_REDIRECTS", "too-many-redirects", False),
    ("ERR_UNSAFE_PORT", "forbidden-address", False),
    ("ERR_UNSAFE_REDIRECT", "bad-redirect", False),
    ("ERR_INVALID_REDIRECT", "bad-redirect", False),
    ("ERR_EMPTY_RESPONSE", "reset", True),
    ("ERR_CONNECTION", "reset", True),
    ("ERR_CONTENT_LENGTH_MISMATCH", "truncated", True),
    ("ERR_INCOMPLETE_CHUNKED", "truncated", True),
    ("ERR_TIMED_OUT", "timeout", True),
    ("ERR_INVALID_HTTP", "protocol", False),
    ("ERR_HTTP2", "protocol", True),
)


def _translated(said: str, gateway: Gateway, home: httpx.URL) -> Exception:
    """Our word for what kept the page from opening: what the gateway refused comes first."""
    if "Download is starting" in said or "ERR_ABORTED" in said:
        return NotAPageError()
    # What else the browser asked for, of its own accord or a script's, is not the page's error.
    places = (*reversed(gateway.leave.went), f"{home.host}:{port_of(home)}")
    found = next((gateway.refused[place] for place in places if place in gateway.refused), None)
    if found is not None:
        return found
    code = next((part for part in re.findall(r"net::(ERR_\w+)", said)), "")
    for start, reason, passing in _SAID:
        if code.startswith(start):
            why = BROWSERS.get(code, f"the browser says {code}")
            return FetchError(reason, why, transient=passing)
    return FetchError("browser", " ".join(said.split())[:200] or "no answer", transient=True)


def _redirects(answer: Response, asked: str, final: str) -> tuple[str, ...]:
    """Where redirects led, one after the other; at last where the page's script went."""
    trail: list[str] = []
    request: Request | None = answer.request
    while request is not None and len(trail) < 20:
        trail.append(request.url)
        request = request.redirected_from
    trail.reverse()
    if trail and _plain(final) != _plain(trail[-1]):
        trail.append(final)
    return tuple(trail[1:] if trail and _plain(trail[0]) == _plain(asked) else trail)


def _plain(url: str) -> str:
    return url.partition("#")[0]


async def _headers(answer: Response) -> request_rules.Headers:
    from playwright.async_api import Error

    try:
        found = await answer.headers_array()
    except Error:
        return ()
    raw = ((h["name"].encode("latin-1", "replace"), h["value"].encode()) for h in found)
    return request_rules.readable_headers(raw)


async def _body(answer: Response) -> bytes:
    from playwright.async_api import Error

    try:
        async with asyncio.timeout(ANSWER_WITHIN):
            return await answer.body()
    except (Error, TimeoutError):  # the browser has let it go: the drawn page alone remains
        return b""


# --------------------------------------------------------------------------- rest, and clicks


async def _rest(inside: Inside, traffic: _Traffic) -> None:
    """Wait until the text rests; for MOST_REST at the most."""
    began = still_since = steady_since = time.monotonic()
    before: list[Any] = ["", 0, 0]
    words = 0
    while (now := time.monotonic()) - began < MOST_REST:
        state = await inside.measured() or ["", 0, 0]  # nothing: it goes on to another page
        if abs(state[1] - words) > STEADY or state[0] != before[0]:
            words, steady_since = state[1], now
        if state != before:
            before, still_since = state, now
        elif state[0] in ("interactive", "complete"):
            needed = BUSY_RESTED if traffic.under_way else RESTED
            if words < FEW_WORDS:
                needed = max(needed, FEW_RESTED)
            if now - still_since >= needed:
                return
        if words >= FEW_WORDS and now - steady_since >= STEADY_RESTED and state[0] == "complete":
            return
        await asyncio.sleep(LOOK_EVERY)


async def _clicked(page: Page, selector: str) -> bool:
    from playwright.async_api import Error

    try:
        await page.locator(selector).first.click(timeout=CLICK_WITHIN * 1000)
    except Error:
        return False
    return True
