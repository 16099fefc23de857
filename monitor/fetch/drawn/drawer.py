"""The browser's own thread: started at the first page, ended when it was idle for a while.

A thread with a loop of its own, because a browser outlives the event loop of one `check`, and so
that what a page's scripts are up to never holds up the fetching of others.
"""

from __future__ import annotations

import asyncio
import atexit
import socket
import threading
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from typing import Any, TypeVar
from urllib.parse import urlsplit

from monitor.errors import FetchError
from monitor.fetch.drawn import chromium, rendering
from monitor.fetch.drawn.chromium import Chromium
from monitor.fetch.drawn.gateway import Gateway, Leave
from monitor.fetch.drawn.rendering import Drawn, Errand, NotAPageError
from monitor.fetch.drawn.sites import WELL_KNOWN
from monitor.fetch.drawn.tunnels import Tunnels
from monitor.fetch.transport import CheckedTransport
from monitor.model import BrowserSettings

T = TypeVar("T")

AT_ONCE = 2  # pages: more would only share the same cores
IDLE = 60.0  # seconds until a browser without pages is ended: it holds some 200 MB
PAGES = 100  # that one browser draws; then another one is started
LOADED = 2  # times a page's largest size, for all that it loads
CLOSE_WITHIN = 4.0  # seconds; a container engine does not wait for long
CONTEXT_WITHIN = 5.0  # seconds to end one page; then the browser is ended

__all__ = ["Drawer", "Drawn", "Errand", "NotAPageError"]


class Drawer:
    """Draws pages. Usable from any event loop; starts nothing before it is asked to draw."""

    def __init__(self, settings: BrowserSettings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._thread: _BrowserThread | None = None

    def unavailable(self) -> str:
        """Why no page can be drawn here, and what to do; "" where one can."""
        return chromium.unavailable(self._settings)

    async def draw(
        self, errand: Errand, leave_for: Callable[[tuple[str, ...], int], Leave], seconds: float
    ) -> Drawn:
        """Draw a page within this many seconds, not counting the wait for its turn.

        `leave_for` makes what it may reach, of hosts that are always allowed and most bytes.
        Raises FetchError, NotAPageError.
        """
        if missing := self.unavailable():
            raise FetchError("browser", missing)
        with self._lock:
            if self._thread is None:
                self._thread = _BrowserThread(self._settings)
            thread = self._thread
        leave = leave_for((*WELL_KNOWN, *self._settings.allow), LOADED * errand.max_bytes)
        return await asyncio.wrap_future(thread.submit(thread.drawn(errand, leave, seconds)))

    def close(self) -> None:
        """End the browser and its thread; the next page starts new ones."""
        with self._lock:
            thread, self._thread = self._thread, None
        if thread is not None:
            thread.close()


class _BrowserThread:
    """A loop in a thread, and the browser that lives in it."""

    def __init__(self, settings: BrowserSettings) -> None:
        self._settings = settings
        self._loop = asyncio.new_event_loop()
        self._browser: Chromium | None = None
        self._starting = asyncio.Lock()
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._gathering = asyncio.Lock()  # who wants all slots takes them one after the other
        self._pages = 0  # that this browser drew
        self._drawing = 0
        self._idle: asyncio.TimerHandle | None = None
        self._lookups = ThreadPoolExecutor(AT_ONCE * 4, thread_name_prefix="dns")
        self._transport: CheckedTransport | None = None
        self._thread = threading.Thread(target=self._run, name="browser", daemon=True)
        self._thread.start()
        atexit.register(self.close)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_forever()

    def submit(self, work: Coroutine[Any, Any, T]) -> Future[T]:
        """Have the thread's loop do something."""
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    def close(self) -> None:
        """End everything, whatever is under way."""
        atexit.unregister(self.close)
        if not self._thread.is_alive():
            return
        with suppress(Exception):
            self.submit(self._shut()).result(CLOSE_WITHIN)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(CLOSE_WITHIN)
        if not self._thread.is_alive():
            self._loop.close()
        self._lookups.shutdown(wait=False, cancel_futures=True)

    async def _shut(self) -> None:
        await self._end_browser()
        if self._transport is not None:
            await self._transport.aclose()
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.sleep(0.01)  # what was closed is let go by the loop's next turn

    # ----------------------------------------------------------------- one page

    async def drawn(self, errand: Errand, leave: Leave, seconds: float) -> Drawn:
        """Draw a page; by itself where the browser is worn, or was ended beside another one."""
        async with self._slots:
            if self._pages < PAGES or self._drawing == 0:
                try:
                    return await self._within(errand, leave, seconds)
                except _EndedError as error:
                    if self._drawing == 0 and not error.beside:
                        raise error.blamed() from None
        # Alone also where the browser is worn: with a page beside it, it would never be renewed.
        async with self._alone():
            try:
                return await self._within(errand, leave, seconds)
            except _EndedError as error:
                raise error.blamed() from None

    @asynccontextmanager
    async def _alone(self) -> AsyncIterator[None]:
        async with self._gathering:
            for _ in range(AT_ONCE):
                await self._slots.acquire()
        try:
            yield
        finally:
            for _ in range(AT_ONCE):
                self._slots.release()

    async def _within(self, errand: Errand, leave: Leave, seconds: float) -> Drawn:
        began = time.monotonic()
        beside = self._drawing > 0
        self._drawing += 1
        browser: Chromium | None = None
        try:
            browser = await self._running()
            async with asyncio.timeout(seconds):
                return await self._visited(browser, errand, leave)
        except TimeoutError:
            detail = f"the page is not drawn within {seconds:g} s"
            raise _timed(FetchError("timeout", detail), began) from None
        except FetchError as error:
            if browser is not None and browser.ended_for:
                raise _EndedError(browser.ended_for, beside=beside, began=began) from None
            raise _timed(error, began) from None
        except Exception as error:
            from playwright.async_api import Error

            if not isinstance(error, Error):
                raise
            if browser is not None and browser.ended_for:
                raise _EndedError(browser.ended_for, beside=beside, began=began) from None
            said = " ".join(str(error).split())[:200]
            raise _timed(FetchError("browser", said, transient=True), began) from None
        finally:
            self._drawing -= 1
            self._rest_soon()

    async def _visited(self, browser: Chromium, errand: Errand, leave: Leave) -> Drawn:
        gateway = Gateway(leave, Tunnels(self._lookups), self._plain())
        here = _address_towards(self._settings.cdp)
        async with gateway.listening(here):
            context = await browser.browser.new_context(
                proxy={
                    "server": f"http://{here}:{gateway.port}",
                    "username": gateway.user,
                    "password": gateway.password,
                },
                user_agent=errand.user_agent,
                extra_http_headers={"Accept-Language": errand.language},
                service_workers="block",
                accept_downloads=False,
                # Tall: what a page loads when it is seen is loaded.
                viewport={"width": 1280, "height": 4000},
                reduced_motion="reduce",
            )
            try:
                return await _unless_spilled(
                    rendering.drawn(context, errand, gateway), gateway, leave.most_bytes
                )
            finally:
                await self._ended(browser, context)

    async def _ended(self, browser: Chromium, context: Any) -> None:
        """The page goes, with all that it opened; with the whole browser if it will not."""
        self._pages += 1
        closing = asyncio.ensure_future(context.close())
        try:
            done, _ = await asyncio.wait({closing}, timeout=CONTEXT_WITHIN)
        finally:
            closing.cancel()
        if not done or (
            not closing.cancelled() and closing.exception() is not None and browser.alive
        ):
            await browser.end("it did not let go of a page")

    # ----------------------------------------------------------------- the browser

    async def _running(self) -> Chromium:
        async with self._starting:
            if self._idle is not None:
                self._idle.cancel()
            worn = self._pages >= PAGES and self._drawing == 1
            if self._browser is None or not self._browser.alive or worn:
                await self._end_browser()
                self._browser, self._pages = Chromium(self._settings), 0
                await self._browser.start()
            return self._browser

    async def _end_browser(self) -> None:
        browser, self._browser = self._browser, None
        if browser is not None:
            await browser.close()

    def _rest_soon(self) -> None:
        """End the browser when no page came for a while."""
        if self._idle is not None:
            self._idle.cancel()
        if self._drawing == 0:
            self._idle = self._loop.call_later(IDLE, lambda: asyncio.ensure_future(self._rested()))

    async def _rested(self) -> None:
        async with self._starting:
            if self._drawing == 0:
                await self._end_browser()

    def _plain(self) -> CheckedTransport:
        if self._transport is None:
            self._transport = CheckedTransport(connections=AT_ONCE * 4)
        return self._transport


class _EndedError(Exception):
    """The browser was ended while the page was drawn, because of it or of one `beside` it."""

    def __init__(self, why: str, *, beside: bool, began: float) -> None:
        super().__init__(why)
        self.why, self.beside, self.began = why, beside, began

    def blamed(self) -> FetchError:
        """What is said of the page that was drawn alone."""
        reason = "too-large" if "memory" in self.why else "browser"
        return _timed(FetchError(reason, f"drawing the page takes {self.why}"), self.began)


def _timed(error: FetchError, began: float) -> FetchError:
    error.seconds = round(time.monotonic() - began, 3)
    return error


async def _unless_spilled(work: Coroutine[Any, Any, Drawn], gateway: Gateway, most: int) -> Drawn:
    """The page, or FetchError too-large as soon as it loads more than it may."""
    drawing = asyncio.ensure_future(work)
    spilled = asyncio.ensure_future(gateway.spilled.wait())
    try:
        await asyncio.wait({drawing, spilled}, return_when=asyncio.FIRST_COMPLETED)
        if not drawing.done():
            raise FetchError("too-large", f"the page loads more than {most:,} bytes")
        return drawing.result()
    finally:
        for task in (drawing, spilled):
            task.cancel()
        await asyncio.gather(drawing, spilled, return_exceptions=True)


def _address_towards(cdp: str) -> str:
    """The address of this machine at which a browser finds our gateway."""
    host = urlsplit(cdp).hostname if cdp else ""
    if not host:
        return "127.0.0.1"
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe, suppress(OSError):
        probe.connect((host, 9))  # sends nothing: asks which of our addresses leads there
        return str(probe.getsockname()[0])
    return "127.0.0.1"
