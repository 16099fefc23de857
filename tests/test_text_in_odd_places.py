"""Text of a policy in places that mostly hold none: open dialogs, drawings, lines of their own."""

from __future__ import annotations

import pytest

import monitor
from monitor.extract import extract

PAGE = """<html><body><main><h1>Terms</h1><p>Orlo Maps runs the maps and answers for the personal
data that they handle, in all countries.</p>{}<p>The app is free for private use.</p></main>{}
</body></html>"""


def changed(old: str, new: str, *, outside: bool = False) -> monitor.Change:
    pages = (PAGE.format(*(("", x) if outside else (x, ""))).encode() for x in (old, new))
    return monitor.compare(*pages)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "We may use your routes for our models. You can object until May.",
            "We may use your routes for our models. You cannot object.",
        ),
        ("Your photos are kept for a year.", "Your photos are kept for ten years."),
        (
            "Our terms of use change on 1 May 2026, also for you.",
            "Our terms of use change on 1 April 2026, also for you.",
        ),
    ],
)
def test_a_notice_in_a_dialog_that_stands_open_is_told(old: str, new: str) -> None:
    """All who come see it, and the text below may be the former one."""
    dialog = "<dialog open><h2>New</h2><p>{}</p><form><button>OK</button></form></dialog>"
    change = changed(dialog.format(old), dialog.format(new), outside=True)
    assert change.sections


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We use cookies to remember you.", "We use cookies to know you and to show you ads."),
        ("Subscribe to our newsletter.", "By subscribing you agree: we send you offers."),
        ("We and our 812 vendors process your data.", "We and our 900 vendors process your data."),
    ],
)
def test_a_dialog_that_asks_for_consent_alarms_nobody(old: str, new: str) -> None:
    dialog = "<dialog open><p>{}</p><button>Accept</button><button>Reject</button></dialog>"
    assert changed(dialog.format(old), dialog.format(new), outside=True).kind == "noise"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Users in the EU: training is off", "Users in the EU: training is on"),
        ("Your mails are kept for a year", "Your mails are kept for ten years"),
        ("Step 2: we ask you first", "Step 2: we do not ask you first"),
    ],
)
def test_what_a_diagram_says_in_words_is_told(old: str, new: str) -> None:
    svg = "<figure><svg viewBox='0 0 9 9'><g><text x=1>{}</text></g></svg></figure>"
    assert changed(svg.format(old), svg.format(new)).kind == "substantive"


@pytest.mark.parametrize(
    ("old", "new"), [("Orlo", "Orlo 2"), ("12 %", "14 %"), ("Jan", "Feb"), ("Beta", "New")]
)
def test_logos_badges_and_charts_are_no_text(old: str, new: str) -> None:
    svg = "<svg><text>{}</text><text>of all maps</text><text>x</text><text>y</text></svg>"
    assert changed(svg.format(old), svg.format(new)).kind == "noise"


@pytest.mark.parametrize(
    ("before", "link", "after", "other"),
    [
        ("If you do not want that, use", "our form", "until 3 May 2026.", "registered mail"),
        ("Disputes are decided by", "the court of Hamburg", "and by nobody else.", "an arbitrator"),
        ("Your data is read by the people in", "our list", ", who may keep it.", "all our offices"),
        ("You can object by writing to", "the data officer", "", "the head office in Dublin"),
    ],
)
def test_a_link_on_a_line_of_its_own_is_part_of_its_sentence(
    before: str, link: str, after: str, other: str
) -> None:
    """It was taken for navigation, and another link in its place for none of the policy."""
    lines = f"<div>{before}</div><div><a href=/x>{{}}</a></div>"
    lines += f"<div>{after}</div>" if after else ""
    change = changed(lines.format(link), lines.format(other))
    assert change.kind != "noise"
    assert other.split()[-1] in change.summary


def test_links_between_whole_sentences_stay_links() -> None:
    body = "<div>It is free.</div><div><a href=/x>Careers</a></div><div>Ask us first.</div>"
    document = extract(PAGE.format(body, "").encode(), "text/html")
    texts = [block.text for block in document.blocks()]
    assert "It is free." in texts
    assert "Ask us first." in texts


def test_an_entry_that_comes_to_a_list_of_line_breaks_is_told_alone() -> None:
    """The line quoted all partners, and another order of them beside it as something new."""
    names = ["Lantern Cloud", "Pigeon Mail", "Tally Pay", "Crumb Analytics"]
    listed = "<p>We share data with:<br>{}</p>".format("<br>".join(names))
    more = "<p>We share data with:<br>{}</p>".format("<br>".join([*names[::-1], "Quill AI"]))
    change = changed(listed, more)
    assert change.kind == "substantive"
    assert "Quill AI" in change.summary
    assert "Pigeon" not in change.summary


def test_an_address_of_several_lines_stays_one_block() -> None:
    lines = "<p>Write to:<br>Orlo Maps GmbH<br>Seestr. 4<br>20095 Hamburg<br>Germany</p>"
    document = extract(PAGE.format(lines, "").encode(), "text/html")
    assert any("Seestr. 4 20095 Hamburg" in block.text for block in document.blocks())
