"""Questions to a page, asked in a world of its own: its scripts changed nothing there."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import httpx

from monitor.errors import FetchError
from monitor.fetch import request_rules
from monitor.fetch.drawn import sites

if TYPE_CHECKING:
    from playwright.async_api import CDPSession

ANSWER_WITHIN = 8.0  # seconds for a page to answer a question; else its scripts do not end
MOST_FRAMES = 20
_FRAME = re.compile(r"<!--monitor-frame-(\d+)-->")
_BODY = re.compile(r"<body[^>]{0,2000}>")


@cache
def _script() -> str:
    return files("monitor.fetch.drawn").joinpath("in_page.js").read_text(encoding="utf-8")


class GoneError(FetchError):
    """There is no page any more: nothing else can be asked of it."""


class Inside:
    """Asks one page. `gone` says why there is no page any more, "" while there is one."""

    def __init__(self, session: CDPSession, gone: Callable[[], str]) -> None:
        self._session = session
        self._gone = gone

    async def measured(self) -> list[Any] | None:
        """[readyState, words, sum of the text]; None while the page goes on to another."""
        found = await self._asked("measure()", "")
        return found if isinstance(found, list) else None

    async def html(self, limit: int) -> str:
        """The page with its frames of the same site; FetchError too-large."""
        found = await self._asked(f"written({int(limit)})", "")
        if not isinstance(found, str):
            raise FetchError("browser", "the page cannot be written out", transient=True)
        if "<iframe" in found:
            found = await self._with_frames(found, limit)
        if len(found) > limit:
            raise request_rules.too_large(limit)
        return found

    async def _with_frames(self, html: str, limit: int) -> str:
        """Frames of the same site whose origin is another one: asked by themselves."""
        tree = (await self._send("Page.getFrameTree"))["frameTree"]
        top = tree["frame"]
        inner: dict[int, str] = {}
        for number, frame in enumerate(_frames(tree)[:MOST_FRAMES]):
            if not _same_site(frame["url"], top["url"]) or not await self._marked(frame, number):
                continue
            inside = await self._asked(f"written({int(limit)})", frame["id"])
            if isinstance(inside, str) and (body := _BODY.search(inside)):
                inner[number] = inside[body.end() : max(inside.rfind("</body>"), 0)]
        if not inner:
            return html
        html = await self._asked(f"written({int(limit)})", "") or html
        for _ in range(3):  # frames within frames
            html = _FRAME.sub(lambda m: inner.pop(int(m[1]), ""), html)
        return html

    async def _marked(self, frame: dict[str, Any], number: int) -> bool:
        """Put a number on the element that shows a frame."""
        try:
            owner = await self._send("DOM.getFrameOwner", {"frameId": frame["id"]})
            node = await self._send(
                "DOM.resolveNode",
                {
                    "backendNodeId": owner["backendNodeId"],
                    "executionContextId": await self._world(frame.get("parentId", "")),
                },
            )
            await self._send(
                "Runtime.callFunctionOn",
                {
                    "objectId": node["object"]["objectId"],
                    "functionDeclaration": "function(n)"
                    " { this.setAttribute('data-monitor-frame', n) }",
                    "arguments": [{"value": str(number)}],
                },
            )
        except FetchError as error:
            if error.reason == "timeout" or isinstance(error, GoneError):
                raise
            return False
        return True

    async def _world(self, frame_id: str) -> int:
        if not frame_id:
            frame_id = (await self._send("Page.getFrameTree"))["frameTree"]["frame"]["id"]
        made = await self._send(
            "Page.createIsolatedWorld", {"frameId": frame_id, "worldName": "monitor"}
        )
        return int(made["executionContextId"])

    async def _asked(self, question: str, frame_id: str) -> Any:
        """What a function of in_page.js answers; None where the page went on meanwhile."""
        try:
            found = await self._send(
                "Runtime.evaluate",
                {
                    "expression": f"(() => {{ {_script()}\nreturn {question}; }})()",
                    "contextId": await self._world(frame_id),
                    "returnByValue": True,
                },
            )
        except FetchError as error:
            if error.reason == "timeout" or isinstance(error, GoneError):
                raise
            return None
        if "exceptionDetails" in found:
            if "more text than" in str(found["exceptionDetails"]):
                raise FetchError("too-large", "the drawn page is larger than a page may be")
            return None
        return found["result"].get("value")

    async def _send(self, method: str, params: dict[str, Any] | None = None) -> dict[str, Any]:
        from playwright.async_api import Error

        if gone := self._gone():
            raise GoneError("browser", gone)
        try:
            async with asyncio.timeout(ANSWER_WITHIN):
                answer: dict[str, Any] = await self._session.send(method, params or {})
                return answer
        except TimeoutError:
            raise FetchError("timeout", "its scripts do not come to an end") from None
        except Error as error:
            said = " ".join(str(error).split())[:200]
            kind = GoneError if "has been closed" in said else FetchError
            raise kind("browser", self._gone() or said, transient=True) from None


def _frames(tree: dict[str, Any]) -> list[dict[str, Any]]:
    found = []
    for child in tree.get("childFrames", ()):
        found += [child["frame"], *_frames(child)]
    return found


def _same_site(one: str, other: str) -> bool:
    try:
        a, b = httpx.URL(one), httpx.URL(other)
    except (httpx.InvalidURL, ValueError):
        return False
    return bool(a.host) and sites.site_of(a.host) == sites.site_of(b.host)
