"""`fetch: auto`: plain pages stay plain, shells go to the browser, and what came of it is kept."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from monitor.app import Monitor, make_monitor
from monitor.config import Config
from monitor.errors import FetchError
from monitor.extract import extract
from monitor.guard.shells import shell
from monitor.model import BrowserSettings, Fetched, Outcome, Route, Verdict, Watch
from monitor.service.raw_pages import raw_pages
from monitor.storage import Storage
from tests.drawn_site import (
    AFTER,
    BROWSER,
    CLAUSES,
    KINDS,
    PLAIN,
    WITH_CLICK,
    body_of,
    clauses,
    needs_browser,
)
from tests.drawn_site import page as html
from tests.pages import Clock, Mailbox
from tests.rawserver import RawServer

SHELL = html('<div id="root"></div><script src="/app.js"></script>')
FULL = html(f"<main>{body_of(CLAUSES)}</main>")
CHANGED = html(f"<main>{body_of(clauses(AFTER))}</main>")


class Drawn:
    """A fetcher with a browser, both from memory."""

    def __init__(self, clock: Clock, plain: bytes, drawn: bytes | FetchError) -> None:
        self.clock, self.plain, self.drawn = clock, plain, drawn
        self.asked: list[str] = []
        self.missing = ""

    async def fetch(self, watch: Watch, *, etag: str = "", last_modified: str = "") -> Fetched:
        self.asked.append("plain")
        return self._answer(watch, self.plain)

    async def draw(self, watch: Watch) -> Fetched:
        self.asked.append("browser")
        if isinstance(self.drawn, FetchError):
            raise self.drawn
        first = self._answer(watch, self.plain)
        headers = (
            ("content-type", "text/html; charset=utf-8"),
            ("monitor-read-by", "browser"),
            ("monitor-first-answer", first.sha256),
        )
        return replace(first, body=self.drawn, headers=headers, first=first)

    def no_browser(self) -> str:
        return self.missing

    async def aclose(self) -> None:
        pass

    def _answer(self, watch: Watch, body: bytes) -> Fetched:
        headers = (("content-type", "text/html; charset=utf-8"),)
        return Fetched(watch.url, watch.url, 200, headers, body, self.clock())


class Desk:
    """A monitor of one page."""

    def __init__(self, storage: Storage, fetcher: Any, clock: Clock, **watch: Any) -> None:
        self.fetcher, self.clock, self.storage = fetcher, clock, storage
        self.mail = Mailbox()
        one = Watch("w", "Harbour", "Terms", "https://harbour.example/terms", notify=("r",))
        self.config = Config(
            path=Path("watchlist.yaml"),
            watches=(replace(one, confirm=False, **watch),),
            routes=(Route("r", ("json://r",), kinds=("substantive", "problem")),),
        )

    @property
    def monitor(self) -> Monitor:
        return make_monitor(
            self.config,
            fetcher=self.fetcher,
            storage=self.storage,
            notifier=self.mail,
            clock=self.clock,
        )

    def check(self, **later: float) -> Any:
        self.clock.advance(**(later or {"hours": 6}))
        if self.fetcher is not None:
            self.fetcher.asked.clear()
        return self.monitor.check()[0]


@contextmanager
def desk(folder: Path, plain: bytes, drawn: bytes | FetchError, **watch: Any) -> Iterator[Desk]:
    clock = Clock()
    with Storage.open(f"sqlite:///{folder / 'monitor.db'}", folder / "snapshots") as storage:
        yield Desk(storage, Drawn(clock, plain, drawn), clock, **watch)


# --------------------------------------------------------------------------- what is a shell


@pytest.mark.parametrize("name", [n for n in KINDS if n not in (*PLAIN, *WITH_CLICK)])
def test_the_plain_answer_of_a_page_that_scripts_draw_is_a_shell(name: str) -> None:
    from monitor import pipeline

    answer = KINDS[name](CLAUSES)["/"]
    if not isinstance(answer, bytes) or answer.startswith(b"HTTP/1.1 302"):
        pytest.skip("its first answer is a redirect")
    body = answer.partition(b"\r\n\r\n")[2]
    headers = (("content-type", "text/html"),)
    fetched = Fetched("https://a/b", "https://a/b", 200, headers, body, Clock()())
    assert pipeline.read_alone(fetched, Watch("w", "s", "d", "https://a/b").rules).shell


@pytest.mark.parametrize(
    "element",
    [
        "<div id=root></div>",
        '<div class="x" id="__next">\n<!-- app --></div>',
        "<section id='my-app' data-v></section>",
        "<app-root></app-root>",
        "<noscript>You need to enable JavaScript to run this app.</noscript>",
    ],
)
def test_a_few_words_around_an_empty_element_are_a_shell(element: str) -> None:
    """The head and foot of a site come plainly, what is between them does not."""
    beside = "<p>Harbour, the place where boats meet people, since 1999, in Porttown.</p>"
    body = html(f"{beside}{element}<script src=/app.js></script>")
    document = extract(body, "text/html")
    assert document.words >= 6
    assert shell(document, body, Verdict(True))
    assert not shell(document, body.replace(b"<script", b"<x"), Verdict(True))


@pytest.mark.parametrize(
    "body",
    [
        *(KINDS[name](CLAUSES)["/"] for name in PLAIN),
        html("<main><h1>Imprint</h1><p>Harbour Ltd, 1 Quay, Porttown. Call 555 0100.</p></main>"),
        html("<p>Harbour Ltd, 1 Quay, Porttown, in the county of X.</p><script>track()</script>"),
        html("<h1>Log in</h1><form><input name=user><input name=password></form>"),
    ],
)
def test_pages_with_their_text_are_none(body: bytes) -> None:
    """A short page with a counter in it would go to the browser in vain."""
    assert shell(extract(body, "text/html"), body, Verdict(True)) == ""


def test_a_refusal_is_none() -> None:
    """A browser must not be used to get around a block."""
    body = html("<h1>Access denied</h1><script>1</script>")
    assert shell(extract(body, "text/html"), body, Verdict(False, "challenge")) == ""
    assert shell(None, body, Verdict(False, "forbidden")) == ""


# --------------------------------------------------------------------------- what follows


def test_a_plain_page_never_meets_the_browser(tmp_path: Path) -> None:
    with desk(tmp_path, FULL, FetchError("browser", "none")) as one:
        assert one.check().outcome is Outcome.FIRST
        assert one.fetcher.asked == ["plain"]
        one.fetcher.plain = CHANGED
        assert one.check().outcome is Outcome.SUBSTANTIVE
        assert one.fetcher.asked == ["plain"]


def test_a_shell_is_drawn_and_from_then_on_at_once(tmp_path: Path) -> None:
    with desk(tmp_path, SHELL, FULL) as one:
        assert one.check().outcome is Outcome.FIRST
        assert one.fetcher.asked == ["plain", "browser"]
        assert one.check().outcome is Outcome.UNCHANGED
        assert one.fetcher.asked == ["browser"]
        one.fetcher.drawn = CHANGED
        result = one.check()
        assert (result.outcome, one.fetcher.asked) == (Outcome.SUBSTANTIVE, ["browser"])
        assert "train" in result.change.change.points[0].text


def test_once_a_week_a_drawn_page_is_asked_for_plainly(tmp_path: Path) -> None:
    with desk(tmp_path, SHELL, FULL) as one:
        one.check()
        assert one.check(days=8).outcome is Outcome.UNCHANGED
        assert one.fetcher.asked == ["plain", "browser"]
        assert one.check().outcome is Outcome.UNCHANGED
        assert one.fetcher.asked == ["browser"]
        one.fetcher.plain = FULL
        one.check(days=8)
        assert one.fetcher.asked == ["plain"]
        one.check()
        assert one.fetcher.asked == ["plain"]


def test_half_a_page_that_comes_plainly_is_no_change(tmp_path: Path) -> None:
    """The weekly look finds most of the text in the plain answer: nothing was removed."""
    half = html(f"<main>{body_of(CLAUSES[:5])}</main>")
    with desk(tmp_path, SHELL, FULL) as one:
        one.check()
        one.fetcher.plain = half
        assert one.check(days=8).outcome is Outcome.UNCHANGED
        assert one.fetcher.asked == ["plain", "browser"]
        assert not one.storage.changes()


def test_plain_pages_start_nothing(tmp_path: Path) -> None:
    """What `auto` costs them: neither an import nor a look for a browser."""
    code = (
        "import asyncio, sys, threading\n"
        "from pathlib import Path\n"
        "from monitor.app import make_monitor\n"
        "from monitor.config import Config\n"
        "from monitor.model import Watch\n"
        "watch = Watch('w', 'S', 'D', sys.argv[1], allow_private=True)\n"
        "folder = Path(sys.argv[2])\n"
        "config = Config(path=folder / 'w.yaml', watches=(watch,), snapshots=folder / 's',"
        " database=f'sqlite:///{folder}/m.db')\n"
        "with make_monitor(config) as monitor:\n"
        "    print(monitor.check()[0].outcome)\n"
        "bad = {'playwright', 'psutil', 'monitor.fetch.drawn.drawer'}\n"
        "print(sorted(bad & set(sys.modules)), [t.name for t in threading.enumerate()])\n"
    )
    with RawServer(KINDS["server rendered"](CLAUSES)) as site:
        done = subprocess.run(
            [sys.executable, "-c", code, f"{site.url}/", str(tmp_path)],
            capture_output=True,
            text=True,
            check=True,
            timeout=120,
        )
    first, *_, last = [line for line in done.stdout.splitlines() if line[:1] in "f["]
    assert (first, last) == ("first", "[] ['MainThread']")


def test_a_page_that_becomes_a_shell_is_drawn_and_nothing_is_told(tmp_path: Path) -> None:
    """A site that was rebuilt: its policy stands as it stood."""
    with desk(tmp_path, FULL, FULL) as one:
        one.check()
        one.fetcher.plain = SHELL
        assert one.check().outcome is Outcome.UNCHANGED
        assert one.fetcher.asked == ["plain", "browser"]


def test_a_browser_that_finds_no_more_is_not_asked_again_for_a_week(tmp_path: Path) -> None:
    with desk(tmp_path, SHELL, SHELL) as one:
        assert one.check().outcome is Outcome.QUARANTINED
        assert one.fetcher.asked == ["plain", "browser"]
        one.check()
        assert one.fetcher.asked == ["plain"]
        one.check(days=8)
        assert one.fetcher.asked == ["plain", "browser"]


STATE = json.dumps({"props": {"html": body_of(CLAUSES)}}).replace("</", "<\\/")
CARRIES = {
    "state": html(
        '<div id="__next"></div>'
        f'<script id="__NEXT_DATA__" type="application/json">{STATE}</script>'
    ),
    "a template": html(
        f'<div id="root"></div><script type="text/html">{body_of(CLAUSES)}</script>'
    ),
    "half of the page": html(
        f'<main>{body_of(CLAUSES[:4])}</main><div id="app"></div><script src="/app.js"></script>'
    ),
}


@pytest.mark.parametrize("plain", CARRIES.values(), ids=CARRIES.keys())
@pytest.mark.parametrize(
    "drawn",
    [SHELL, html("<h1>Access denied</h1><p>Please verify that you are human.</p>")],
    ids=["nothing", "a block page"],
)
def test_where_a_browser_finds_less_the_plain_answer_counts(
    tmp_path: Path, plain: bytes, drawn: bytes
) -> None:
    """Scripts that run no more, or a robot check: a short text that came plainly was set aside
    for an empty page."""
    with desk(tmp_path, plain, drawn) as one:
        outcomes = [one.check().outcome]
        assert one.fetcher.asked == ["plain", "browser"]
        outcomes += [one.check().outcome for _ in range(4)]
        assert one.fetcher.asked == ["plain"]
        assert Outcome.FIRST in outcomes
        assert one.check(days=8).outcome is Outcome.UNCHANGED
        assert "You must be at least 16" in one.storage.version("w").content.text


def test_without_a_browser_the_reason_says_what_to_do(tmp_path: Path) -> None:
    missing = FetchError("browser", "a browser needs one more package: pip install it")
    with desk(tmp_path, SHELL, missing) as one:
        result = one.check()
        assert result.outcome is Outcome.QUARANTINED
        assert "a browser may find its text, but a browser needs one more package" in result.reason
        one.config = replace(one.config, browser=BrowserSettings(executable_path="/none"))
        assert one.monitor.browser_trouble().startswith("w: ")


def test_a_drawn_page_that_cannot_be_drawn_has_failed(tmp_path: Path) -> None:
    """Its shell is no news."""
    with desk(tmp_path, SHELL, FULL) as one:
        one.check()
        one.fetcher.drawn = FetchError("timeout", "its scripts do not come to an end")
        for later in ({"hours": 6}, {"days": 8}):
            result = one.check(**later)
            assert (result.outcome, result.reason[:8]) == (Outcome.FAILED, "timeout:")
        one.fetcher.drawn = FULL
        assert one.check().outcome is Outcome.UNCHANGED


@pytest.mark.parametrize(("fetch", "asked"), [("plain", "plain"), ("browser", "plain")])
def test_a_watch_may_say_how(tmp_path: Path, fetch: str, asked: str) -> None:
    """It is the fetcher that goes by `fetch: browser`, once."""
    with desk(tmp_path, SHELL, FULL, fetch=fetch) as one:
        one.check()
        assert one.fetcher.asked == [asked]


def test_an_address_that_scripts_resolve_goes_to_the_browser_at_once(tmp_path: Path) -> None:
    """The server never sees which page of it is meant: what it sends is another one."""
    home = html("<main><h1>Harbour</h1>" + "<p>The place where boats meet people.</p>" * 40)
    with desk(tmp_path, home, FULL, url="https://harbour.example/#/terms") as one:
        assert one.check().outcome is Outcome.FIRST
        assert one.fetcher.asked == ["browser"]
    with desk(tmp_path / "other", home, FULL, url="https://harbour.example/#terms") as one:
        one.check()
        assert one.fetcher.asked == ["plain"]


def test_what_is_to_be_clicked_is_clicked_by_a_browser(tmp_path: Path) -> None:
    """Also where the plain answer has words: those of the dialog."""
    with desk(tmp_path, FULL, FULL, click=("#agree",)) as one:
        one.check()
        assert one.fetcher.asked == ["browser"]
        one.fetcher.missing = "no browser was found"
        one.check()
        assert one.fetcher.asked == ["plain"]


def test_the_first_answer_is_kept_as_long_as_the_page_that_was_drawn_from_it(
    tmp_path: Path,
) -> None:
    with desk(tmp_path, SHELL, FULL) as one:
        one.check()
        version = one.storage.version("w")
        drawn = one.storage.snapshot(version.snapshot)
        first = dict(drawn.headers)["monitor-first-answer"]
        assert one.storage.read_snapshot(first) == SHELL
        assert one.storage.read_snapshot(version.snapshot) == FULL
        one.fetcher.plain, one.fetcher.drawn = SHELL + b"<!-- 2 -->", FULL + b"<!-- 2 -->"
        one.check(hours=1)
        one.fetcher.plain, one.fetcher.drawn = SHELL + b"<!-- 3 -->", FULL + b"<!-- 3 -->"
        one.check(hours=1)
        assert one.storage.read_snapshot(first) == SHELL
        kept = {one.storage.read_snapshot(s.sha256) for s in one.storage.snapshots("w") if s.stored}
        assert SHELL + b"<!-- 2 -->" not in kept  # of no version, and not the latest


def test_a_version_drawn_from_another_answer_than_before_keeps_its_own(tmp_path: Path) -> None:
    """Terms that came back: their version was proved with the answer of the first time."""
    plain = [SHELL + f"<!-- build {n} -->".encode() for n in range(3)]
    with desk(tmp_path, plain[0], FULL) as one:
        one.check()
        for body, drawn in ((plain[1], CHANGED), (plain[2], FULL)):
            one.fetcher.plain, one.fetcher.drawn = body, drawn
            for _ in range(4):
                one.check(hours=7)
        versions = [one.storage.version("w", number) for number in (1, 2, 3)]
        assert versions[0].snapshot == versions[2].snapshot
        began = [
            [page.body for page in raw_pages(one.storage, version) if page.name != "page.raw"]
            for version in versions
        ]
        assert began[0] == [plain[0]], "what came later proves nothing of it"
        assert began[1] == [plain[1]]
        assert began[2] == [plain[0], plain[2]]
        assert one.monitor.verify().problems == ()


def test_a_drawn_page_with_a_spinner_beside_its_text_is_read(tmp_path: Path) -> None:
    """Such a spinner never ends, and never looks the same: the page would wait for ever."""
    spun = [html(f"{body_of(CLAUSES)}<p>Loading{'.' * n}</p>") for n in range(3)]
    with desk(tmp_path, SHELL, spun[0]) as one:
        assert one.check().outcome is Outcome.FIRST
    with desk(tmp_path / "little", SHELL, html("<h1>Harbour</h1><p>Loading...</p>")) as one:
        assert one.check().outcome is Outcome.QUARANTINED


# --------------------------------------------------------------------------- all of it


@needs_browser
@pytest.mark.parametrize("name", ["client rendered", "server rendered", "shadow tree"])
def test_a_change_on_a_page_of_either_kind_is_mailed(name: str, tmp_path: Path) -> None:
    with RawServer(KINDS[name](CLAUSES)) as site, _real(tmp_path, f"{site.url}/") as one:
        assert one.check().outcome is Outcome.FIRST
        paths = [seen.path for seen in site.seen]
        assert paths.count("/") == (1 if name in PLAIN else 2)
        site.routes = KINDS[name](clauses(AFTER))
        assert one.check().outcome is Outcome.SUBSTANTIVE
        one.monitor.deliver()
    assert "train" in one.mail.received[0][1] + one.mail.received[0][2]


@contextmanager
def _real(folder: Path, url: str) -> Iterator[Desk]:
    """With the fetcher that the settings make, as `monitor check` has it."""
    clock = Clock()
    with Storage.open(f"sqlite:///{folder / 'monitor.db'}", folder / "snapshots") as storage:
        one = Desk(storage, None, clock, url=url, allow_private=True)
        one.config = replace(one.config, browser=BROWSER, host_pause=0.0)
        yield one


def test_a_dry_run_draws_as_well(tmp_path: Path) -> None:
    """`monitor try` and `add` would else show less than `check` reads."""
    with desk(tmp_path, SHELL, FULL) as one:
        found = one.monitor.try_page(Watch("try", "", "", "https://harbour.example/terms"))
        assert (found.verdict.ok, one.fetcher.asked) == (True, ["plain", "browser"])
        one.fetcher.drawn = FetchError("browser", "no browser was found")
        found = one.monitor.try_page(Watch("try", "", "", "https://harbour.example/terms"))
        assert not found.verdict.ok
        assert found.verdict.detail.endswith("but no browser was found")
