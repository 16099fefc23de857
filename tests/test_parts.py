"""A document that stands on several pages is one: one version, one history, one alert."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from monitor.app import make_monitor
from monitor.cli import cli
from monitor.cli.watches import needs_attention
from monitor.config import Config
from monitor.errors import FetchError
from monitor.extract import extract
from monitor.extract.followed import followed
from monitor.model import Fetched, Outcome, Route, Watch
from monitor.text.bundle import PartBody, bundled, parts_of
from tests.pages import Clock, Internet, Mailbox
from tests.test_pdf import SAYS, SHARES

HOME = "https://plaza.example/terms"
ONE, TWO, THREE = (f"{HOME}/{name}" for name in ("one", "two", "three"))


def chapter(title: str, *more: str, extra: str = "") -> str:
    said = "".join(f"<p>{title}: {text}</p>" for text in (SAYS * 2, SHARES * 2, *more))
    return f"<html lang=en><title>{title}</title><main><h1>{title}</h1>{said}{extra}</main></html>"


HUB = "<html lang=en><title>Terms</title><main><h1>Terms</h1><p>Our terms in three chapters.</p>"
LINKS = (
    "<ul class=chapters><li><a href='terms/one'>One</a><li><a href='/terms/two#top'>Two</a>"
    "<li><a href='/terms/three'>Three</a><li><a href='/terms/one'>One again</a></ul>"
    "<a href='/jobs'>Jobs</a><a href='mailto:a@plaza.example'>Write</a>"
)


class Site:
    """A watch of several pages, with an internet to change."""

    def __init__(self, folder: Path, mail: Mailbox | None = None, **keys: object) -> None:
        self.clock = Clock()
        self.net = Internet(self.clock)
        self.net.pages |= {
            HOME: HUB + LINKS,
            ONE: chapter("One"),
            TWO: chapter("Two", "You may opt out within 30 days."),
            THREE: chapter("Three"),
        }
        watch = Watch("terms", "Plaza", "Terms", HOME, **keys)  # type: ignore[arg-type]
        config = Config(
            path=folder / "watchlist.yaml",
            watches=(watch,),
            routes=(Route("all", ("json://example.org",), kinds=("substantive", "problem")),),
            database=f"sqlite:///{folder}/monitor.db",
            snapshots=folder / "snapshots",
        )
        self.monitor = make_monitor(
            config, fetcher=self.net, notifier=mail or Mailbox(), clock=self.clock
        )

    def check(self) -> tuple[Outcome, str]:
        self.clock.advance(hours=6)
        result = self.monitor.check()[0]
        return result.outcome, result.reason or ""

    @property
    def text(self) -> str:
        return self.monitor.storage.current_document("terms").text


WAYS = {
    "listed": {"pages": (ONE, TWO, THREE)},
    "a selector": {"follow": (".chapters a",)},
    "a pattern of paths": {"follow": ("/terms/*",)},
    "a pattern of addresses": {"follow": ("https://plaza.example/terms/*",)},
}


@pytest.mark.parametrize("way", WAYS)
def test_all_chapters_are_one_version_and_a_change_of_one_is_told(tmp_path: Path, way: str) -> None:
    site = Site(tmp_path, **WAYS[way])
    assert site.check()[0] is Outcome.FIRST
    assert [line for line in site.text.splitlines() if line.startswith("# ")] == [
        *("# Terms", "# One", "# Two", "# Three"),
    ]
    assert site.check()[0] is Outcome.UNCHANGED
    site.net.pages[TWO] = chapter("Two", "You may opt out within 90 days.")
    assert site.check()[0] is Outcome.PENDING
    assert site.check()[0] is Outcome.SUBSTANTIVE
    assert "Jobs" not in site.text


def test_a_chapter_that_fails_keeps_its_last_text_and_says_so(tmp_path: Path) -> None:
    """Its text would be told as removed, and as added when the server is well again."""
    site = Site(tmp_path, pages=(ONE, TWO, THREE))
    site.check()
    whole = site.text
    for trouble, why in (
        (FetchError("timeout", "no complete answer within 60 s"), "timeout"),
        ((503, "busy"), "HTTP 503"),
        ((404, "gone"), "HTTP 404"),
        ("<title>Just a moment...</title><h1>Just a moment...</h1>", "challenge"),
        ("<title>Log in</title><h1>Please log in</h1><p>to see this page</p>", "login"),
    ):
        site.net.pages[TWO] = trouble
        outcome, reason = site.check()
        assert outcome is Outcome.UNCHANGED
        assert f"part 3 ({TWO}) keeps its last text: " in reason
        assert why in reason
    assert site.text == whole


def test_a_chapter_that_fails_for_a_day_is_told_once_and_its_return_too(tmp_path: Path) -> None:
    """Nobody reads `fetches`: for weeks its changes would be seen by no one."""
    mail = Mailbox()
    site = Site(tmp_path, mail, pages=(ONE, TWO))
    site.check()
    site.net.pages[TWO] = (503, "busy")
    for _ in range(8):
        site.check()
    site.monitor.deliver()
    assert [title for _, title, _ in mail.received] == [mail.received[0][1]]
    assert "a part of the document cannot be read" in mail.received[0][1] + mail.received[0][2]
    assert f"part 3 ({TWO})" in mail.received[0][2]
    assert needs_attention(Watch("terms", "Plaza", "Terms", HOME), site.monitor.status()[0])
    site.net.pages[TWO] = chapter("Two", "You may opt out within 30 days.")
    site.check()
    site.monitor.deliver()
    assert len(mail.received) == 2
    assert "is back" in mail.received[1][1] + mail.received[1][2]


SHELL = "<html><title>Two</title><div id=root></div><script src=/app.js></script></html>"


class Browsing(Internet):
    """An internet with a browser, which finds other text at some addresses."""

    drawn: dict[str, str | FetchError]
    missing = ""

    async def draw(self, watch: Watch) -> Fetched:
        self.requests.append((watch.url, "browser"))
        found = self.drawn.get(watch.url, self.pages[watch.url])
        drawn = await Internet(self.clock, {watch.url: found}).fetch(watch)
        return replace(drawn, first=await self.fetch(watch))

    def no_browser(self) -> str:
        return self.missing


def browsing(folder: Path, **keys: object) -> tuple[Site, Browsing]:
    """A site whose second chapter is drawn by scripts."""
    site = Site(folder, pages=(ONE, TWO), **keys)
    net = Browsing(site.clock, site.net.pages | {TWO: SHELL})
    net.drawn = {TWO: chapter("Two", "You may opt out within 30 days.")}
    site.monitor = make_monitor(
        site.monitor.config, fetcher=net, notifier=Mailbox(), clock=site.clock
    )
    return site, net


def test_a_chapter_that_scripts_draw_is_read_by_a_browser_and_the_others_are_not(
    tmp_path: Path,
) -> None:
    """A plain list of chapters led to one drawn by scripts: there was never a version."""
    site, net = browsing(tmp_path)
    assert site.check()[0] is Outcome.FIRST
    assert "You may opt out within 30 days." in site.text
    assert [url for url, how in net.requests if how == "browser"] == [TWO]
    whole = site.text
    net.drawn[TWO] = FetchError("browser", "its text did not come to rest")
    outcome, reason = site.check()
    assert outcome is Outcome.UNCHANGED
    assert f"part 3 ({TWO}) keeps its last text: a browser may find its text, but" in reason
    assert site.text == whole
    net.drawn[TWO] = chapter("Two", "You may opt out within 90 days.")
    assert [site.check()[0] for _ in range(2)] == [Outcome.PENDING, Outcome.SUBSTANTIVE]


def test_of_a_drawn_list_of_chapters_only_shells_are_drawn(tmp_path: Path) -> None:
    """Each chapter was drawn as well, three seconds each; and `try` showed the list alone."""
    site = Site(tmp_path, follow=(".chapters a",))
    net = Browsing(site.clock, site.net.pages | {HOME: SHELL, TWO: SHELL})
    net.drawn = {HOME: HUB + LINKS, TWO: chapter("Two", "You may opt out within 30 days.")}
    site.monitor = make_monitor(
        site.monitor.config, fetcher=net, notifier=Mailbox(), clock=site.clock
    )
    for outcome in (Outcome.FIRST, Outcome.UNCHANGED):
        net.requests.clear()
        assert site.check()[0] is outcome
        drawn = [url for url, how in net.requests if how == "browser"]
        assert drawn == [HOME, TWO]
    tried = site.monitor.try_page(site.monitor.config.watches[0])
    assert tried.content is not None
    assert "opt out within 30 days" in tried.content.text
    net.drawn[HOME] = HUB
    outcome, reason = site.check()
    assert (outcome, reason.partition(": ")[0]) == (Outcome.FAILED, "part")
    with pytest.raises(FetchError, match="no link of the first page"):
        site.monitor.try_page(site.monitor.config.watches[0])


def test_a_drawn_list_without_its_links_says_so_the_first_time(tmp_path: Path) -> None:
    """ "A browser may find its text, but …" sent people to their browser's settings."""
    site = Site(tmp_path, follow=(".chapters a",))
    net = Browsing(site.clock, {HOME: SHELL})
    net.drawn = {HOME: HUB}
    site.monitor = make_monitor(
        site.monitor.config, fetcher=net, notifier=Mailbox(), clock=site.clock
    )
    outcome, reason = site.check()
    assert (outcome, reason.partition(": ")[0]) == (Outcome.FAILED, "part")


def test_a_drawn_chapter_without_a_browser_says_what_is_missing(tmp_path: Path) -> None:
    """`empty: no text` sends people to the site; the cause is here."""
    site, net = browsing(tmp_path)
    net.missing = "no Chromium was found"
    outcome, reason = site.check()
    assert outcome is Outcome.FAILED
    assert "part 3" in reason
    assert "a browser may find its text, but no Chromium was found" in reason


def test_no_chapter_is_drawn_where_the_watch_says_plain(tmp_path: Path) -> None:
    site, net = browsing(tmp_path, fetch="plain")
    assert site.check()[0] is Outcome.FAILED
    assert "browser" not in [how for _, how in net.requests]


def test_another_chapter_changes_while_one_fails(tmp_path: Path) -> None:
    site = Site(tmp_path, pages=(ONE, TWO))
    site.check()
    site.net.pages |= {TWO: (503, "busy"), ONE: chapter("One", "We sell your data to partners.")}
    outcomes = [site.check()[0] for _ in range(2)]
    assert outcomes == [Outcome.PENDING, Outcome.SUBSTANTIVE]
    assert "opt out within 30 days" in site.text
    site.net.pages[TWO] = chapter("Two", "You may opt out within 30 days.")
    assert site.check() == (Outcome.UNCHANGED, "")


def test_half_a_document_is_no_first_version(tmp_path: Path) -> None:
    site = Site(tmp_path, pages=(ONE, TWO))
    site.net.pages[TWO] = (503, "busy")
    outcome, reason = site.check()
    assert outcome is Outcome.FAILED
    assert f"part 3, {TWO}: server-error: HTTP 503" in reason
    site.net.pages[TWO] = chapter("Two")
    assert site.check()[0] is Outcome.FIRST


def test_a_wall_before_the_first_page_is_held_like_any_other(tmp_path: Path) -> None:
    site = Site(tmp_path, follow=(".chapters a",))
    site.check()
    site.net.pages[HOME] = "<title>Just a moment...</title><h1>Just a moment...</h1>"
    assert site.check()[0] is Outcome.QUARANTINED
    assert len(site.net.requests) == 5


def test_next_is_followed_from_page_to_page_and_ends(tmp_path: Path) -> None:
    site = Site(tmp_path, follow=("a[rel=next]",))
    link = "<a rel=next href='{}'>Next</a>"
    site.net.pages |= {
        HOME: chapter("Start", extra=link.format("/terms/one")),
        ONE: chapter("One", extra=link.format("/terms/two")),
        TWO: chapter("Two", extra=link.format("/terms")),
    }
    assert site.check()[0] is Outcome.FIRST
    assert [url for url, _ in site.net.requests] == [HOME, ONE, TWO]


@pytest.mark.parametrize("failing", [ONE, TWO])
def test_what_comes_next_after_a_page_that_fails_is_not_gone(tmp_path: Path, failing: str) -> None:
    """Else the chapters behind a server's slip are told as removed."""
    site = Site(tmp_path, follow=("a[rel=next]",))
    link = "<a rel=next href='{}'>Next</a>"
    site.net.pages |= {
        HOME: chapter("Start", extra=link.format("/terms/one")),
        ONE: chapter("One", extra=link.format("/terms/two")),
        TWO: chapter("Two", extra=link.format("/terms/three")),
    }
    site.check()
    whole = site.text
    assert "# Three" in whole
    for trouble in ((503, "busy"), "<title>Log in</title><h1>Please log in</h1>"):
        site.net.pages[failing] = trouble
        outcome, reason = site.check()
        assert outcome is Outcome.UNCHANGED
        assert f"({failing}) keeps its last text" in reason
    assert site.text == whole


@pytest.mark.parametrize("follow", [".parts a", "/legal/*", "https://other.example/*"])
def test_chapters_that_nothing_leads_to_are_a_failure(tmp_path: Path, follow: str) -> None:
    """A slip in `follow`, or a page built anew: the list of chapters was taken for the terms."""
    site = Site(tmp_path, follow=(follow,))
    outcome, reason = site.check()
    assert outcome is Outcome.FAILED
    assert f"no link of the first page is what `follow` names: {follow}" in reason


def test_a_list_of_chapters_that_is_built_anew_is_no_change(tmp_path: Path) -> None:
    site = Site(tmp_path, follow=(".chapters a",))
    site.check()
    whole, hub = site.text, site.net.pages[HOME]
    site.net.pages[HOME] = (HUB + LINKS).replace("chapters", "toc")
    assert [site.check()[0] for _ in range(6)] == [Outcome.FAILED] * 6
    assert site.text == whole
    site.net.pages[HOME] = hub
    assert site.check()[0] is Outcome.UNCHANGED


def test_links_of_chapters_are_not_followed_further(tmp_path: Path) -> None:
    site = Site(tmp_path, follow=("main a",))
    site.net.pages |= {HOME: HUB + "<a href=/terms/one>One</a>", ONE: chapter("One") + LINKS}
    site.check()
    assert [url for url, _ in site.net.requests] == [HOME, ONE]


def test_a_frame_of_the_same_site_is_read_where_the_page_shows_nothing(tmp_path: Path) -> None:
    site = Site(tmp_path)
    site.net.pages[HOME] = "<title>Terms</title><h1>Terms</h1><iframe src='/terms/two'></iframe>"
    assert site.check()[0] is Outcome.FIRST
    assert "opt out within 30 days" in site.text


def test_what_is_tried_has_the_text_of_its_frame(tmp_path: Path) -> None:
    """Else `add` would call a page empty that is read from the next check on."""
    site = Site(tmp_path)
    site.net.pages[HOME] = "<title>Terms</title><h1>Terms</h1><iframe src='/terms/two'></iframe>"
    tried = site.monitor.try_page(Watch("try", "", "", HOME))
    assert tried.content is not None
    assert "opt out within 30 days" in tried.content.text


@pytest.mark.parametrize(
    "page",
    [
        "<title>Terms</title><h1>Terms</h1><iframe src='https://other.example/two'></iframe>",
        chapter("Terms") * 3 + "<iframe src='/terms/two'></iframe>",
    ],
    ids=["another site's", "beside text"],
)
def test_other_frames_are_left_alone(tmp_path: Path, page: str) -> None:
    site = Site(tmp_path)
    site.net.pages[HOME] = page
    site.check()
    assert [url for url, _ in site.net.requests] == [HOME]


def test_headers_that_may_be_secret_go_to_no_other_host(tmp_path: Path) -> None:
    sent: list[Watch] = []
    site = Site(tmp_path, pages=("https://other.example/two", ONE), headers=(("cookie", "s"),))
    site.net.pages["https://other.example/two"] = chapter("Two")
    fetch = site.net.fetch

    async def fetching(watch: Watch, **validators: str) -> object:
        sent.append(watch)
        return await fetch(watch, **validators)

    site.net.fetch = fetching  # type: ignore[method-assign,assignment]
    site.check()
    assert [(w.url.split("/")[2], bool(w.headers)) for w in sent] == [
        *(("plaza.example", True), ("other.example", False), ("plaza.example", True)),
    ]


def test_a_private_part_must_be_named_by_the_watchlist(tmp_path: Path) -> None:
    """An intranet's annex on another host could not be watched; a link must never lead there."""
    sent: dict[str, bool] = {}
    named, linked = "http://annex.example/two", "http://printer.example/three"
    site = Site(tmp_path, pages=(named,), follow=("main a",), allow_private=True)
    site.net.pages[HOME] = f"<main>{chapter('Terms') * 3}<a href='{linked}'>Three</a></main>"
    site.net.pages[named] = site.net.pages[linked] = chapter("Two")
    fetch = site.net.fetch

    async def fetching(watch: Watch, **validators: str) -> object:
        sent[watch.url] = watch.allow_private
        return await fetch(watch, **validators)

    site.net.fetch = fetching  # type: ignore[method-assign,assignment]
    site.check()
    assert sent == {HOME: True, named: True, linked: False}


def test_the_bytes_of_each_part_can_be_had(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "watchlist.yaml").write_text(
        f"watches: [{{id: terms, service: Plaza, document: Terms, url: {HOME}}}]"
    )
    Site(tmp_path, pages=(ONE, TWO)).check()
    raw = CliRunner().invoke(cli, ["show", "terms", "--raw", "--part", "3", "--last"])
    assert raw.stdout_bytes == chapter("Two", "You may opt out within 30 days.").encode()
    other = CliRunner().invoke(cli, ["show", "terms", "--raw", "--part", "4"])
    assert (other.exit_code, "from 3 pages" in other.output) == (1, True)


@pytest.mark.parametrize("body", [b"", b"\r\n--\xff\xfe\x00", b"a" * 5000, b"%PDF-1.7"])
def test_each_part_keeps_its_exact_bytes(body: bytes) -> None:
    parts = [
        PartBody("https://a.example/1", "text/html; charset=latin-1", body),
        PartBody("https://a.example/2\r\nX: y", "text/plain", body, "HTTP 503"),
    ]
    content_type, whole = bundled(parts)
    assert content_type.startswith("multipart/x-policy-parts")
    first, second = parts_of(whole)
    assert first == parts[0]
    assert (second.body, second.kept) == (body, "HTTP 503")
    assert bundled(parts) == (content_type, whole)


def test_a_pdf_among_the_parts_is_read() -> None:
    from tests import pdfs

    parts = [
        PartBody(HOME, "text/html", chapter("Terms").encode()),
        PartBody(ONE, "application/pdf", pdfs.printed(chapter("Annex", "We keep it a year."))),
    ]
    content_type, whole = bundled(parts)
    assert "We keep it a year." in extract(whole, content_type).text


def test_links_are_resolved_once_each_and_never_to_the_page_itself() -> None:
    page = (
        "<base href='https://plaza.example/x/'><a class=c href=one>1</a><a class=c href='one#b'>"
        "1</a><a class=c href='.'>self</a><a class=c href='javascript:x()'>j</a>"
        "<a class=c href='http://[bad'>b</a>"
    )
    assert followed(page.encode(), "text/html", HOME, ["a.c"]) == ["https://plaza.example/x/one"]
