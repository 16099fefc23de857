"""The browser's process: found, started, its memory watched, ended with all its children."""

from __future__ import annotations

import asyncio
import os
import secrets
import shutil
import subprocess
import sys
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

from monitor.errors import FetchError
from monitor.model import BrowserSettings

if TYPE_CHECKING:
    import psutil
    from playwright.async_api import Browser, Playwright

log = structlog.get_logger(__name__)

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge")
# Where the installers of these put them, as playwright knows it.
CHANNELS = {
    "linux": {
        "chrome": "/opt/google/chrome/chrome",
        "chrome-beta": "/opt/google/chrome-beta/chrome",
        "chrome-dev": "/opt/google/chrome-unstable/chrome",
        "msedge": "/opt/microsoft/msedge/msedge",
        "msedge-beta": "/opt/microsoft/msedge-beta/msedge",
        "msedge-dev": "/opt/microsoft/msedge-dev/msedge",
    },
    "darwin": {
        "chrome": "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "msedge": "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    },
}
INSTALL = "pip install '.[browser]' in monitor's source"
START_WITHIN, CLOSE_WITHIN = 30.0, 2.0  # seconds
LOOK_EVERY = 0.25  # seconds between two looks at its memory
NOWHERE = "http://127.0.0.1:9"  # what is not of a page's own context goes here: nobody listens
# Of two lists the last one counts: what playwright leaves out is named here again.
UNWANTED_FEATURES = (
    *("AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades"),
    *("HttpsFirstBalancedModeAutoEnable", "LensOverlay", "MediaRouter", "PaintHolding"),
    *("ThirdPartyStoragePartitioning", "AvoidCorsURLLoaderRestartOnRedirect", "AimEnabled"),
    *("OptimizationHints", "NetworkTimeServiceQuerying", "PreconnectToSearch", "Translate"),
    *("WebTransport", "DialMediaRouteProvider"),
    *("IsolateSandboxedIframes", "OriginKeyedProcessesByDefault"),  # frames are read with the page
)
FLAGS = (
    "--disable-gpu",
    "--disable-quic",  # goes around proxies
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-sync",
    "--no-pings",
    "--disable-dev-shm-usage",  # a container has 64 MB of it
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # names are our gateway's affair
    "--disable-features=" + ",".join(UNWANTED_FEATURES),
    "--disable-site-isolation-trials",  # a page and its frames are read together
    "--renderer-process-limit=4",
)
UNASKED = ("--disable-popup-blocking",)  # playwright's own, which lets pages open windows


def unavailable(settings: BrowserSettings) -> str:
    """Why no page can be drawn here, and what to do; "" where one can. Starts nothing."""
    if find_spec("playwright") is None or find_spec("psutil") is None:
        return f"a browser needs one more package: {INSTALL}"
    if settings.cdp:
        return ""
    if settings.channel:
        return _not_installed(settings.channel)
    if settings.executable_path:
        found = Path(settings.executable_path)
        return "" if os.access(found, os.X_OK) else f"there is no browser at {found}"
    if executable(settings) or _own():
        return ""
    return "no browser was found: install chromium, or name one with browser.executable_path"


def lacking() -> str:
    """What playwright's driver lacks to run, such as libatomic1 in a small image; "" if nothing."""
    from playwright._impl._driver import compute_driver_executable, get_driver_env

    node, _ = compute_driver_executable()
    try:
        done = subprocess.run(  # noqa: S603 - the package's own program
            [node, "--version"],
            capture_output=True,
            text=True,
            check=False,
            timeout=START_WITHIN,
            env=get_driver_env(),
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"playwright's driver does not run: {error}"
    said = " ".join((done.stderr or f"exit code {done.returncode}").split())[:300]
    return f"playwright's driver does not run: {said}" if done.returncode else ""


def _not_installed(channel: str) -> str:
    """Why there is none of this channel; "" where there is, or playwright alone can say."""
    place = CHANNELS.get(sys.platform, {}).get(channel, "")
    missing = not os.access(place, os.X_OK) if place else channel == "chromium" and not _own()
    if not missing:
        return ""
    where = f"nothing at {place}" if place else "`playwright install chromium` has put none"
    return (
        f"browser.channel is {channel}, which is not installed here ({where}): install it, or name"
        " another browser with browser.executable_path"
    )


def executable(settings: BrowserSettings) -> str:
    """The browser's file, "" where playwright finds it by itself."""
    if settings.executable_path or settings.channel:
        return settings.executable_path
    return next((found for name in NAMES if (found := shutil.which(name))), "")


def _own() -> bool:
    """Has `playwright install` put one where it does?"""
    places = {"darwin": "Library/Caches/ms-playwright"}
    folder = Path.home() / places.get(sys.platform, ".cache/ms-playwright")
    return any(folder.glob("chromium*"))


async def _driver() -> Playwright:
    """Playwright's own process. It says no more than Exception when that ends at once, as where a
    library is missing that it needs.
    """
    from playwright.async_api import async_playwright

    try:
        return await async_playwright().start()
    except Exception as error:
        said = " ".join(str(error).split())[:300]
        raise FetchError("browser", f"its driver does not start: {said}", transient=True) from None


class Chromium:
    """One running browser. `ended_for` says why it was ended, while pages were being drawn."""

    def __init__(self, settings: BrowserSettings) -> None:
        self.settings = settings
        self.ended_for = ""
        self._mark = f"--monitor-browser={secrets.token_hex(8)}"
        self._driver: Playwright | None = None
        self._browser: Browser | None = None
        self._watching: asyncio.Task[None] | None = None

    @property
    def alive(self) -> bool:
        """Can pages be drawn?"""
        return self._browser is not None and self._browser.is_connected() and not self.ended_for

    @property
    def browser(self) -> Browser:
        """Playwright's handle of it."""
        assert self._browser is not None  # noqa: S101 - only asked of a started one
        return self._browser

    async def start(self) -> None:
        """Start it, or connect to the one that runs elsewhere; FetchError browser."""
        from playwright.async_api import Error

        try:
            async with asyncio.timeout(START_WITHIN):
                self._driver = await _driver()
                if self.settings.cdp:
                    self._browser = await self._driver.chromium.connect_over_cdp(self.settings.cdp)
                else:
                    self._browser = await self._launched(self._driver)
                    self._watching = asyncio.create_task(self._watch_memory())
        except (Error, TimeoutError, OSError) as error:
            await self.close()
            said = " ".join(str(error).split())[:300] or f"not within {START_WITHIN:g} s"
            raise FetchError("browser", f"it does not start: {said}", transient=True) from None
        except BaseException:
            await self.close()
            raise

    async def _launched(self, driver: Playwright) -> Browser:
        from playwright.async_api import Error

        async def launched(sandbox: bool) -> Browser:
            return await driver.chromium.launch(
                executable_path=executable(self.settings) or None,
                channel=self.settings.channel or None,
                chromium_sandbox=sandbox,
                args=[*FLAGS, self._mark],
                ignore_default_args=list(UNASKED),
                proxy={"server": NOWHERE},
                # What ends it is ours to say: a signal to this process is not always meant for it.
                handle_sigint=False,
                handle_sigterm=False,
                handle_sighup=False,
                timeout=START_WITHIN * 1000,
            )

        # Chromium has no sandbox for root, nor where the system gives it no namespaces of its own.
        if self.settings.sandbox != "no" and os.geteuid() != 0:
            try:
                return await launched(sandbox=True)
            except Error:
                if self.settings.sandbox == "yes":
                    raise
        if self.settings.sandbox == "yes":
            raise FetchError(
                "browser", "it has no sandbox for root, and browser.sandbox asks for it"
            )
        log.info("the browser runs without its own sandbox", root=os.geteuid() == 0)
        return await launched(sandbox=False)

    async def close(self) -> None:
        """End it, with all that belongs to it, whatever state it is in."""
        if self._watching is not None:
            self._watching.cancel()
        processes = self._processes()
        browser, self._browser = self._browser, None
        driver, self._driver = self._driver, None
        with suppress(Exception):  # it may hang, or be gone
            async with asyncio.timeout(CLOSE_WITHIN):
                if browser is not None:
                    await browser.close()
                if driver is not None:
                    await driver.stop()
        await asyncio.to_thread(_kill, processes)

    async def end(self, why: str) -> None:
        """Kill it at once: the pages that are being drawn fail."""
        self.ended_for = self.ended_for or why
        await asyncio.to_thread(_kill, self._processes())

    def memory(self) -> int:
        """Bytes that it and its children hold for themselves."""
        import psutil

        held = 0
        for process in self._processes():
            with suppress(psutil.Error):
                found = process.memory_info()
                held += max(0, found.rss - getattr(found, "shared", 0))
        return held

    async def _watch_memory(self) -> None:
        most = self.settings.memory
        while True:
            await asyncio.sleep(LOOK_EVERY)
            if self.memory() > most:
                await self.end(f"more than {most // 1_000_000} MB of memory")
                return

    def _processes(self) -> list[psutil.Process]:
        """The browser's processes, the first one first. None of one that runs elsewhere."""
        import psutil

        if self.settings.cdp:
            return []
        with suppress(psutil.Error):
            for child in psutil.Process().children(recursive=True):
                with suppress(psutil.Error):
                    if self._mark in child.cmdline():
                        return [child, *child.children(recursive=True)]
        return []


def _kill(processes: list[psutil.Process]) -> None:
    """Kill them and wait until they are gone, the driver having reaped its own."""
    import psutil

    for process in processes:
        with suppress(psutil.Error):
            process.kill()
    psutil.wait_procs(processes, timeout=CLOSE_WITHIN)
