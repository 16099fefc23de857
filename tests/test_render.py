"""Alerts as a person gets them: nothing missing, nothing hostile, nothing cut in the middle."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from monitor import compare, render
from monitor.model import (
    Block,
    BlockDiff,
    BlockKind,
    Change,
    DateChange,
    Finding,
    Kind,
    Op,
    Point,
    SectionDiff,
    Span,
)
from monitor.model.change import PLACE_LESS
from monitor.model.records import ChangeRecord
from monitor.render.excerpts import CONTEXT, RUN, TOTAL, excerpt
from monitor.render.wording import headline, proofs, say_date, say_days, when
from monitor.text.place_names import full_name
from monitor.text.safe import clean, shorten, web_link

NOW = datetime(2025, 9, 18, 6, 0, tzinfo=UTC)
TODAY = NOW.date()
QUOTE = "From November 3, 2025 we use your posts to train our models if you live in the EU."


def spans(marked: str) -> tuple[Span, ...]:
    """Spans from the marks that people read: "a [-b-]{+c+} d"."""
    found = []
    for match in re.finditer(r"\[-(.*?)-\]|\{\+(.*?)\+\}|((?:(?!\[-|\{\+).)+)", marked, re.DOTALL):
        removed, added, same = match.groups()
        op = Op.DELETE if removed is not None else Op.INSERT if added is not None else Op.EQUAL
        found.append(Span(op, removed or added or same or ""))
    return tuple(found)


def section(*blocks: str, path: tuple[str, ...] = ("AI", "Your data")) -> SectionDiff:
    return SectionDiff(
        "changed", path, path, tuple(BlockDiff("changed", spans(block)) for block in blocks)
    )


def record(change: Change, **fields: object) -> ChangeRecord:
    base: dict[str, object] = {
        "id": "3f9a1c20be77",
        "watch_id": "linkedin-user-agreement",
        "service": "LinkedIn",
        "document": "User Agreement",
        "url": "https://www.linkedin.com/legal/user-agreement",
        "from_version": 3,
        "to_version": 4,
        "seen_at": NOW,
        "recorded_at": NOW.replace(minute=2),
        "change": change,
    }
    return ChangeRecord(**(base | fields))  # type: ignore[arg-type]


STORY = Change(
    Kind.SUBSTANTIVE,
    classes=("ai-training", "region", "effective-date", "choice"),
    regions_added=("EU", "EEA", "CH", "GB", "CA", "HK"),
    dates=(DateChange("effective", None, "2025-11-03"),),
    findings=(
        Finding("region", "place", QUOTE, ("AI",), None, "EU"),
        Finding("region", "place", QUOTE, ("AI",), None, "HK"),
        Finding("effective-date", "date", QUOTE, ("AI",), None, "2025-11-03", "effective"),
        Finding("choice", "default", "The setting is on by default.", ("AI",), "off", "on"),
    ),
    severity="high",
    summary="now also EU, EEA, CH, GB, CA, HK · takes effect 3 Nov 2025 · AI training"
    " · opt-out in settings",
    sections=(section("We use posts {+" + QUOTE + "+} to [-show-]{+make+} things."),),
)

POINTED = replace(
    STORY,
    points=(Point(f"Added: “{QUOTE}”", "added", None, QUOTE, ("AI",), "region", 3.0),),
)


def bodies(change: Change, **fields: object) -> list[str]:
    message = render.alert(record(change, **fields), now=NOW)
    return [message.title, message.text, message.html]


class Tags(HTMLParser):
    """Reads an HTML body as a mail client would."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.inside: list[str] = []
        self.marked: dict[str, str] = {"ins": "", "del": ""}
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self.inside and self.inside.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        self.text += data
        for tag in self.marked:
            if tag in self.inside:
                self.marked[tag] += data + "|"


# ------------------------------------------------------------------ what an alert says


def test_title_says_who_what_and_by_when() -> None:
    message = render.alert(record(POINTED), now=NOW)
    assert message.title == (
        "LinkedIn · User Agreement: now also EU, EEA, Switzerland, UK, Canada, Hong Kong · "
        "takes effect 3 Nov 2025 (46 days) · on by default (was off) · Added: “From November 3, "
        "2025 we use your posts to…"
    )


def test_bodies_hold_all_that_is_needed_to_act_and_to_prove() -> None:
    message = render.alert(record(STORY), now=NOW)
    for body in (message.text, Tags(message.html).text):
        for needed in (
            "LinkedIn · User Agreement",
            "3 Nov 2025",
            "in 46 days",
            QUOTE,
            "The setting is on by default.",
            "AI › Your data",
            "https://www.linkedin.com/legal/user-agreement",
            "3 → 4",
            "3f9a1c20be77",
            "first seen 18 Sep 2025 06:00 UTC, confirmed 18 Sep 2025 06:02 UTC",
            "monitor diff linkedin-user-agreement 3 4",
        ):
            assert needed in body
    assert "[-show-]{+make+}" in message.text


def test_html_marks_words_with_ins_and_del_as_well_as_colour() -> None:
    """A reader who does not see red and green still sees what was removed."""
    page = Tags(render.alert(record(STORY), now=NOW).html)
    assert page.marked["ins"] == f"{QUOTE}|make|"
    assert page.marked["del"] == "show|"
    styles = [a["style"] or "" for tag, a in page.tags if tag in ("ins", "del")]
    assert all("background" in s and "text-decoration" in s for s in styles)


def test_without_a_summary_the_title_is_made_from_the_findings() -> None:
    change = Change(
        Kind.SUBSTANTIVE,
        classes=("region", "effective-date", "minors"),
        regions_added=("KR",),
        regions_removed=("US-CA",),
        dates=(DateChange("deadline", None, "2025-09-18"),),
        sections=STORY.sections,
    )
    assert (
        headline(change, TODAY)
        == "now also South Korea · no longer California (US) · act by 18 Sep 2025 (today)"
    )
    assert headline(Change(Kind.EDITORIAL), TODAY) == "wording"


def test_a_line_that_was_stored_before_points_is_kept_as_it_was() -> None:
    said = Change(Kind.SUBSTANTIVE, summary="takes effect 3 Nov 2025 · AI training")
    assert headline(said, TODAY) == "takes effect 3 Nov 2025 · AI training"


def test_a_reminder_counts_the_days_anew() -> None:
    """The change was seen weeks ago; two dates on one day count alike."""
    both = (DateChange("deadline", None, "2025-11-03"), *POINTED.dates)
    told = headline(replace(POINTED, dates=both), date(2025, 10, 27))
    assert "act by 3 Nov 2025 (7 days) · takes effect 3 Nov 2025 (7 days)" in told
    assert "in effect since 3 Nov 2025" in headline(POINTED, date(2025, 11, 27))


def test_ids_and_commands_can_be_typed_as_they_stand() -> None:
    body = bodies(STORY, watch_id="a__b--c")[1]
    assert "monitor diff a__b--c 3 4" in body
    assert "a__b--c · versions 3 → 4" in body


def test_a_deadline_stands_before_other_dates_and_old_dates_are_told() -> None:
    dates = when(
        (
            DateChange("updated", "2025-01-01", "2025-09-18"),
            DateChange("effective", "2025-10-01", "2025-11"),
            DateChange("deadline", None, "2025-11-03"),
            DateChange("effective", "2024-05-01", None),
            DateChange("effective", None, "2025-09-17"),
        ),
        TODAY,
    )
    assert [(d.label, d.day, d.old, d.left) for d in dates] == [
        ("Act by", "3 Nov 2025", "", "in 46 days"),
        ("Takes effect", "Nov 2025", "1 Oct 2025", ""),
        ("In effect since", "17 Sep 2025", "", "1 day ago"),
        ("Dated", "18 Sep 2025", "1 Jan 2025", ""),
        ("No longer says “takes effect”", "1 May 2024", "", ""),
    ]


def test_what_is_gone_is_quoted_as_it_was_and_the_own_date_comes_last() -> None:
    """A reader who sees an old sentence must not take it for what the page says now."""
    change = replace(
        STORY,
        dates=(),
        findings=(
            Finding("effective-date", "date", "Last updated: 1 May 2025", (), None, "2025-05-01",
                    "updated"),
            Finding("ai-training", "class", "We do not train.", (), "not used for training", None),
            Finding("effective-date", "date", "From 3 November.", (), "2025-11-03", None,
                    "effective"),
        ),
    )  # fmt: skip
    text = render.alert(record(change), now=NOW).text
    said = text[: text.index("WHAT CHANGED")]
    assert "Removed: “We do not train.”" in said
    assert "Last updated" not in said, "nobody has to hear of it"
    assert "(today)" not in said, "the document's own date counts no days"


@pytest.mark.parametrize(
    ("rule", "line", "label"),
    [
        (
            "place-removed",
            "no longer California (US): was",
            "No longer California",
        ),
        (
            PLACE_LESS,
            "California (US): removed",
            "California (US-CA): removed",
        ),
        ("place-left-out", "not in California", "Not in California"),
    ],
)
def test_the_label_of_a_place_says_what_the_line_says(rule: str, line: str, label: str) -> None:
    """Of a sentence that went the line said "removed", the label "no longer California"."""
    said = "In California it holds."
    side = "added" if rule == "place-left-out" else ""
    where = {"rule": rule, "side": side, "words": ("California",)}
    found = Finding("region", "place", said, (), "US-CA", None, **where)
    change = Change(Kind.SUBSTANTIVE, "low", regions_removed=("US-CA",), findings=(found,))
    assert headline(change, TODAY).startswith(line)
    assert proofs(change.findings, TODAY)[0].labels[0].startswith(label)


def test_findings_with_one_quote_are_told_once() -> None:
    found = proofs(
        (
            Finding("region", "place", QUOTE, (), None, "EU"),
            Finding("region", "place", QUOTE, (), "US-CA", None, side="added"),  # left out by it
            Finding("region", "class", QUOTE),
            Finding("ai-training", "class", QUOTE),
            Finding("choice", "opt-out", QUOTE, (), None, "Settings › Privacy"),
            Finding("minors", "age", QUOTE, (), "13", "16"),
            Finding("retention", "retention", "Kept.", (), "30 days", None),
            Finding("region", "place", "Moved.", (), "EU", "EEA"),
            Finding("ai-training", "class", "Train.", (), None, "used for training"),
            Finding("ai-training", "class", "Train."),
            Finding("choice", "retroactive", "Train.", (), "yes", None),
            Finding("choice", "default", "Train.", (), None, "off"),
            Finding("legal-basis", "basis", "Train.", (), None, "consent"),
        ),
        TODAY,
    )
    quotes = [(p.quote, p.gone) for p in found]
    assert quotes[:3] == [(QUOTE, False), ("Kept.", True), ("Moved.", False)]
    assert quotes[3:] == [("Train.", False), ("Train.", True)], "gone and said are told apart"
    assert found[0].labels == (
        "Now also European Union (EU)",
        "No longer California (US-CA)",
        "AI training",
        "Opt-out: Settings › Privacy",
        "Age: 13 → 16",
    )
    assert found[1].labels == ("Retention: no longer 30 days",)
    assert found[2].labels == ("Place: EU → EEA",)
    assert found[3].labels == (
        "AI training: used for training",
        "Off by default",
        "Legal basis: consent",
    )
    assert found[4].labels == ("No longer also for what was before",)


def test_many_points_are_counted_not_all_listed() -> None:
    findings = tuple(Finding("data-use", "class", f"Quote number {n}.") for n in range(40))
    points = tuple(
        Point(f"New: {n}", "added", None, f"Quote number {n}.", ("AI",), weight=1)
        for n in range(40)
    )
    for found in ({"findings": findings}, {"points": points}):
        change = Change(Kind.SUBSTANTIVE, sections=STORY.sections, **found)  # type: ignore[arg-type]
        for body in bodies(change)[1:3]:
            assert "Quote number 3." in body
            assert "Quote number 4." not in body
            assert "and 36 more points" in body


def test_words_for_dates_days_and_places() -> None:
    assert [say_date(d) for d in ("2025-11-03", "2025-11", "soon", "2025-13-01")] == [
        "3 Nov 2025",
        "Nov 2025",
        "soon",
        "2025-13-01",
    ]
    assert [say_days(d) for d in (46, 1, 0, -1, -3)] == [
        "46 days",
        "1 day",
        "today",
        "1 day ago",
        "3 days ago",
    ]
    assert [full_name(c) for c in ("GB", "EEA", "US-CA", "XX-YY", "HK", "QQ")] == [
        "United Kingdom",
        "European Economic Area",
        "California",
        "XX-YY",
        "Hong Kong",
        "QQ",
    ]


# ------------------------------------------------------------------ the diff


def test_unchanged_text_is_shortened_but_never_the_change() -> None:
    before = " ".join(f"old{n}" for n in range(200))
    after = " ".join(f"end{n}" for n in range(200))
    diff = excerpt((section(f"{before} [-may-]{{+will+}} {after}"),))
    words = " ".join(p.text for p in diff.parts[0].paragraphs[0].pieces).split()
    assert words[0] == "…"
    assert words[-1] == "…"
    assert {"may", "will", "old199", "end0"} <= set(words)
    assert len(words) <= 2 * CONTEXT + 6
    assert diff.complete


def test_a_long_insertion_is_cut_between_words_and_says_how_to_see_the_rest() -> None:
    long = " ".join(f"word{n}" for n in range(500))
    change = Change(Kind.SUBSTANTIVE, sections=(section("{+" + long + "+}"),))
    for body in bodies(change)[1:3]:
        text = body if body.startswith("LinkedIn") else Tags(body).text
        assert f"word{RUN - 1}" in text
        assert set(re.findall(r"word\d\S*", text)) <= {
            *long.split(),
            f"word{RUN - 1}+}}",
        }
        assert f"… {500 - RUN} more words added" in text
        assert "monitor diff linkedin-user-agreement 3 4" in text


def test_a_cut_that_would_hide_two_words_is_not_made() -> None:
    text = " ".join(["word"] * (RUN + 2))
    assert excerpt((section("{+" + text + "+}"),)).complete


def test_a_huge_change_stays_readable_and_counts_what_is_missing() -> None:
    """A site-wide rewrite must neither be refused by the channel nor pretend to be complete."""
    sections = tuple(
        section(*["{+" + "word " * 100 + "+}"] * 4, path=(f"Section {n}",)) for n in range(60)
    )
    diff = excerpt(sections)
    message = render.alert(record(Change(Kind.SUBSTANTIVE, sections=sections)), now=NOW)
    assert diff.left_out == 60 * 4 * 100 - TOTAL
    assert diff.sections_left_out == 58
    assert f"{diff.left_out} more changed words in 58 more sections" in message.text
    assert len(message.text) < 20_000
    assert len(message.html) < 60_000


def test_sections_with_many_blocks_say_how_many_are_missing() -> None:
    diff = excerpt((section(*["{+" + "word " * 100 + "+}"] * 20),))
    gaps = [p for p in diff.parts[0].paragraphs[-1].pieces if p.op == "gap"]
    assert gaps[0].text == "… 13 more changed paragraphs"


def test_text_without_spaces_between_words_is_cut_too() -> None:
    diff = excerpt((section("{+" + "数据" * 5_000 + "+}"),))
    shown = "".join(p.text for p in diff.parts[0].paragraphs[0].pieces if p.op == "insert")
    assert len(shown) == RUN
    assert diff.left_out == 10_000 - RUN


@pytest.mark.parametrize(
    ("fate", "old", "new", "said"),
    [
        ("renamed", ("AI", "Old"), ("AI", "New"), "renamed from “Old”"),
        ("renamed", ("AI", "Old"), ("ML", "New"), "renamed from “AI › Old”"),
        ("moved", ("Top", "X"), ("End", "X"), "moved from “Top”"),
        ("moved", ("X",), ("X",), "moved"),
        ("added", (), ("AI", "New"), "new section"),
        ("removed", ("AI", "Old"), (), "section removed"),
    ],
)
def test_a_section_without_changed_words_is_one_line(
    fate: str, old: tuple[str, ...], new: tuple[str, ...], said: str
) -> None:
    diff = excerpt((SectionDiff(fate, old, new),))
    assert diff.parts[0].fate == said
    change = Change(Kind.EDITORIAL, sections=(SectionDiff(fate, old, new),))
    for body in bodies(change)[1:3]:
        assert said in body


def test_moved_and_whole_blocks_are_shown() -> None:
    block = Block(BlockKind.PARAGRAPH, "Some text that stands here.", "some text")
    diff = excerpt(
        (
            SectionDiff(
                "changed",
                ("A",),
                ("A",),
                (
                    BlockDiff("moved", (Span(Op.EQUAL, "word " * 60),), new=block),
                    BlockDiff("moved", (), new=block),
                    BlockDiff("added", (), new=block),
                    BlockDiff("removed", (), old=block),
                    BlockDiff("changed", spans("a [- -]{+\u200b+} b")),
                ),
            ),
        )
    )
    shown = [(p.label, [(x.op, x.text) for x in p.pieces]) for p in diff.parts[0].paragraphs]
    assert shown[0] == ("moved", [("equal", " ".join(["word"] * 24) + " …")])
    assert shown[1:] == [
        ("moved", [("equal", block.text)]),
        ("", [("insert", block.text)]),
        ("", [("delete", block.text)]),
    ]


def test_a_new_sections_heading_is_not_told_twice() -> None:
    heading = Block(BlockKind.HEADING, "Your data", "your data")
    blocks = (
        BlockDiff("added", (Span(Op.INSERT, "Your data"),), BlockKind.HEADING, new=heading),
        BlockDiff("added", (Span(Op.INSERT, "We sell it."),)),
    )
    diff = excerpt((SectionDiff("added", (), ("AI", "Your data"), blocks),))
    assert [p.pieces[0].text for p in diff.parts[0].paragraphs] == ["We sell it."]
    kept = excerpt((SectionDiff("changed", ("AI",), ("AI",), blocks),))
    assert len(kept.parts[0].paragraphs) == 2


def test_space_that_went_leaves_no_gap_in_the_text() -> None:
    """ "United States , the EU" looks like an error of the page."""
    diff = excerpt((section("in the US[- -]{+, the EU +}to[- -]day{+ +}."),))
    assert (
        "".join(p.text for p in diff.parts[0].paragraphs[0].pieces) == "in the US, the EU today ."
    )


def test_text_before_the_first_heading_has_a_name() -> None:
    assert (
        "Section top of the page:"
        in bodies(Change(Kind.SUBSTANTIVE, sections=(section("{+New+}", path=()),)))[1]
    )


@pytest.mark.parametrize("sections", [(), (section("a [- -]{+\u200b+} b"),)])
def test_a_diff_is_never_empty(sections: tuple[SectionDiff, ...]) -> None:
    """An alert without a diff is the complaint made most often about such tools."""
    for body in bodies(Change(Kind.EDITORIAL, sections=sections))[1:3]:
        assert "no words were added or removed" in body


# ------------------------------------------------------------------ hostile page text

EVIL = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "\"><a href='javascript:alert(1)'>x</a>",
    "{{ 7 * 7 }}{% for x in range(9) %}{{ x }}{% endfor %}{# gone #}",
    "\x1b[31mred\x1b[0m \x1b]8;;http://evil.example\x07link\x1b]8;;\x07",
    "line\r\nBcc: all@example.org\n\nbody",
    "\u202egnp.exe \u2066hidden\u2069 \U000e0041",
    "\ud800 lone surrogate \x00 nul \x9b31m",
    "[click here](http://evil.example) <!channel> <@U123> <http://evil.example|bank> @everyone",
    "**bold** __under__ ~~gone~~ ||spoiler|| ```code```",
    "[-not removed-] {+not added+}",
)


def hostile(text: str) -> Change:
    return Change(
        Kind.SUBSTANTIVE,
        classes=(text,),
        dates=(DateChange(text, text, text), DateChange("effective", None, "2025-11-03")),
        findings=(Finding(text, text, text, (text,), text, text),),
        summary=text,
        sections=(
            SectionDiff(
                "renamed",
                (text, "a"),
                (text, "b"),
                (
                    BlockDiff("changed", (Span(Op.EQUAL, text), Span(Op.INSERT, text))),
                    BlockDiff("removed", (Span(Op.DELETE, text),)),
                ),
            ),
        ),
    )


@pytest.mark.parametrize("text", EVIL)
def test_page_text_can_do_nothing_in_any_channel(text: str) -> None:
    fields = {"service": text, "document": text, "url": "javascript:alert(1)//" + text}
    title, plain_body, html = bodies(hostile(text), **fields)
    for body in (title, plain_body, html):
        body.encode("utf-8")
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", body)
        assert "49" not in body.replace("&#49", "")  # 7 * 7 was not computed
    assert "\n" not in title
    page = Tags(html)
    calm = Tags(bodies(hostile("calm"), service="calm", document="calm", url="")[2])
    assert {tag for tag, _ in page.tags} <= {tag for tag, _ in calm.tags}
    assert not any(a.get("href") for _, a in page.tags)
    assert not any(name.startswith("on") for _, a in page.tags for name in a)


@given(st.text(st.characters(codec=None), max_size=80))
def test_any_page_text_gives_a_message_that_can_be_sent(text: str) -> None:
    title, plain_body, html = bodies(hostile(text), service=text, document=text)
    (title + plain_body + html).encode()
    assert len(title) <= 200
    assert "\n" not in title
    assert {tag for tag, _ in Tags(html).tags} <= ALL_TAGS


ALL_TAGS = {
    *("html", "head", "meta", "title", "style", "body", "table", "tr", "td", "p", "span"),
    *("b", "br", "ins", "del", "i", "a", "code", "div"),
}


def test_own_marks_in_page_text_cannot_fake_a_diff() -> None:
    change = Change(Kind.SUBSTANTIVE, sections=(section("x {+new+}", "y {+z+}"),))
    fake = Span(Op.EQUAL, "[-You may leave-] {+You must pay+} ")
    block = BlockDiff("changed", (fake, Span(Op.INSERT, "new")))
    change = Change(Kind.SUBSTANTIVE, sections=(SectionDiff("changed", ("A",), ("A",), (block,)),))
    legend, diff = bodies(change)[1].split("WHAT CHANGED")[1].split("\n", 1)
    assert "[-You may leave-] {+You must pay+}" in diff, "evidence is never altered"
    assert re.findall(r"⟦\+(.*?)\+⟧", diff) == ["new"]
    assert "⟦−removed−⟧ ⟦+added+⟧" in legend


def test_no_line_of_the_plain_body_begins_with_page_text() -> None:
    """A heading or quote mark at the start of a line would be formatted by chat channels."""
    change = Change(Kind.SUBSTANTIVE, sections=(section("# {+> - 1. new+}"),))
    assert not re.search(r"^\s*(#|>|-|\d\.)", bodies(change)[1], re.MULTILINE)


def test_titles_are_bounded_whatever_the_page_says() -> None:
    change = Change(Kind.SUBSTANTIVE, summary="word " * 400, sections=STORY.sections)
    title = bodies(change, service="S" * 300, document="d " * 300)[0]
    assert len(title) <= 200
    assert title.endswith("word…")


@given(st.text(), st.integers(1, 80))
def test_shorten_keeps_its_limit_and_whole_words(text: str, limit: int) -> None:
    short = shorten(text, limit)
    assert len(short) <= max(limit, 1)
    assert short == clean(text).strip() or short.endswith("…")


@given(st.text(st.characters(codec=None), max_size=200))
@example("\r\x1b\x85")
def test_clean_text_is_one_encodable_line_and_stays_as_it_is(text: str) -> None:
    once = clean(text)
    assert once.encode("utf-8").decode() == once
    assert "\n" not in once
    assert "\x1b" not in once
    assert clean(once) == once


@pytest.mark.parametrize(
    "words",
    [
        "Write to privacy@here.com or @here.",
        "Press `Delete` in **Settings** -> ~~old~~ menu",
        "if x<y then [see](below) ||never||",
        "mail privacy@channel.example <b>now</b>",
    ],
)
def test_the_characters_of_the_evidence_are_never_altered(words: str) -> None:
    """`privacy@here.com` with another @ cannot be written to, nor found on the page."""
    points = (Point("New", "added", None, words, ("AI",), weight=2),)
    change = Change(Kind.SUBSTANTIVE, sections=(section("{+" + words + "+}"),), points=points)
    message = render.alert(record(change), now=NOW)
    assert f"New: “{words}”" in message.text
    assert "{+" + words + "+}" in message.text
    assert f"“{words}”" in Tags(message.html).text


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://a.example/x?y=1&z=2#f", "https://a.example/x?y=1&z=2#f"),
        ("javascript:alert(1)", ""),
        ("https://a.example/' onclick='x", ""),
        ("data:text/html,x", ""),
    ],
)
def test_only_web_addresses_are_linked(url: str, link: str) -> None:
    assert web_link(url) == link


# ------------------------------------------------------------------ notices


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        ("quarantined", "the page looks wrong and was set aside · 135 words left of 4,200"),
        ("failing", "the page cannot be fetched · 135 words left of 4,200"),
        ("recovered", "the page is back"),
        ("withdrawn", "the change was taken back"),
        ("settled", "the newer text is back"),
        ("test", "test message"),
    ],
)
def test_notices_say_what_it_means_for_the_reader(kind: str, title: str) -> None:
    message = render.notice(
        kind,
        watch_id="x-terms",
        service="X",
        document="Terms",
        url="https://x.example/terms",
        now=NOW,
        reason="135 words left of 4,200",
    )
    assert message.title == f"X · Terms: {title}"
    for body in (message.text, Tags(message.html).text):
        for needed in ("135 words left", "https://x.example/terms", "x-terms", "18 Sep 2025"):
            assert needed in body
        assert "monitor fetches x-terms" in body


def test_a_reminder_says_how_long_is_left_and_what_to_do() -> None:
    message = render.notice(
        "reminder",
        watch_id="linkedin-user-agreement",
        service="LinkedIn",
        document="User Agreement",
        url="https://x.example/terms",
        now=datetime(2025, 10, 27, 23, 0, tzinfo=UTC),
        reason="opt-out in settings",
        change=record(STORY),
        date=STORY.dates[0],
    )
    assert message.title == (
        "LinkedIn · User Agreement: 7 days left · takes effect 3 Nov 2025 · opt-out in settings"
    )
    assert "The change: now also EU, EEA" in message.text
    assert "3f9a1c20be77" in message.html


def test_a_withdrawn_change_is_named() -> None:
    message = render.notice(
        "withdrawn",
        watch_id="x",
        service="X",
        document="Terms",
        url="https://x.example/",
        now=NOW,
        change=record(STORY),
    )
    assert message.title.startswith("X · Terms: the change was taken back: now also EU")
    assert "monitor diff linkedin-user-agreement 3 4" in message.text


def test_a_test_message_needs_no_page() -> None:
    message = render.notice(
        "test", watch_id="", service="monitor", document="test alert", url="", now=NOW
    )
    assert "No page has changed" in message.text
    assert "href" not in message.html


def test_an_unknown_kind_of_notice_is_an_error() -> None:
    with pytest.raises(KeyError):
        render.notice("news", watch_id="", service="", document="", url="", now=NOW)


def test_the_same_change_gives_the_same_message() -> None:
    assert render.alert(record(STORY), now=NOW) == render.alert(record(STORY), now=NOW)
    assert date(2025, 9, 18) == TODAY


def test_a_word_without_end_or_arabic_text_does_not_break_the_mail() -> None:
    """A long address in a page made the card wider than a phone; Arabic stood on the left."""
    change = replace(STORY, sections=(section("We {+https://a.example/" + "a" * 300 + "+}"),))
    html = render.alert(record(change), now=NOW).html
    assert re.search(r'<table class="card"[^>]*overflow-wrap:anywhere;word-break:break-word', html)
    assert '<p class="ink" dir="auto"' in html
    assert '<p class="ink rule" dir="auto"' in html


@pytest.mark.parametrize(
    ("line", "side", "words"),
    [
        ("now says “We keep it for ever.”", "Was", "We keep it a day."),
        ("no longer says “We keep it a day.”", "Now", "We keep it for ever."),
        ("retention", "Was", "We keep it a day."),
    ],
)
def test_words_that_the_line_quotes_are_not_quoted_again(
    line: str, side: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each thing once: the line above the quotes often is one of them."""
    monkeypatch.setattr("monitor.render.telling.told", lambda change, today: line)
    points = (Point("x", "changed", "We keep it a day.", "We keep it for ever.", ("R",), weight=1),)
    change = Change(Kind.SUBSTANTIVE, points=points, sections=STORY.sections)
    text = render.alert(record(change), now=NOW).text.partition("WHAT CHANGED")[0]
    assert f"{side}: “{words}”" in text
    for quote in ("We keep it a day.", "We keep it for ever."):
        assert text.count(quote) == 1


def test_one_or_two_more_points_are_told_and_not_counted() -> None:
    """ "and 1 more point" stood in the place of "Managers have no access", which was gone."""
    page = "<html lang=en><main><h1>Notice</h1>{}</main></html>"
    rules = [
        "Only Ann sees it",
        "Managers have no access",
        "It is kept 30 days",
        "Ask Tom",
        "No ads",
    ]
    new = ["Ann and Tom see it", "Managers may look", "It is kept 90 days", "Ask Ann", "Few ads"]
    old, now = (page.format("".join(f"<p>{t}.</p>" for t in texts)) for texts in (rules, new))
    change = compare(old, now)
    at = datetime(2026, 9, 18, tzinfo=UTC)
    record = ChangeRecord("0" * 12, "w", "Acme", "T", "https://a.example", 1, 2, at, at, change)
    body = render.alert(record, now=at).text.partition("WHAT CHANGED")[0]
    assert "more point" not in body
    assert all(text in body for text in new)
