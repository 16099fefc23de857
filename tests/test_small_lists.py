"""Entries and rows of a few words, in a change of a few edits: what they stand below says all."""

from __future__ import annotations

import pytest

from monitor import compare
from monitor.model import Change

PAGE = "<html lang={}><main><h1>House</h1><p>2 + 2 = 4.</p>{}</main></html>"


def listed(head: str, *entries: str) -> str:
    return f"<h2>{head}</h2><ul>" + "".join(f"<li>{entry}</li>" for entry in entries) + "</ul>"


def table(*rows: tuple[str, ...]) -> str:
    cells = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    return (
        "<table><tr><th>Data</th><th>Kept for</th></tr>"
        + "".join(f"<tr>{row}</tr>" for row in cells)
        + "</table>"
    )


def changed(old: str, new: str, lang: str = "en") -> Change:
    return compare(PAGE.format(lang, old), PAGE.format(lang, new))


@pytest.mark.parametrize(
    ("lang", "head", "kept", "gone", "came"),
    [
        ("en", "Not allowed", "Smoking", "Dogs", "Filming"),
        ("de", "Verboten", "Rauchen", "Hunde", "Fotografieren"),
        ("fr", "Contenus interdits", "armes", "nudité", "tabac"),
        ("en", "Recipients", "hosts", "banks", "data brokers"),
        ("de", "Empfänger", "Hosting-Anbieter", "Banken", "Auskunfteien"),
    ],
)
def test_an_entry_that_came_or_went_is_a_point_beside_a_heavier_one(
    lang: str, head: str, kept: str, gone: str, came: str
) -> None:
    """They were dropped by their weight: that dogs may come in stood nowhere."""
    rent = "<h2>Rent</h2><p>The rent is {} a month.</p>"
    old, new = listed(head, kept, gone) + rent.format("500 €"), listed(head, kept, came)
    points = changed(old, new + rent.format("600 €"), lang).points
    assert any(gone in (p.old or "") for p in points)
    assert any(came in (p.new or "") for p in points)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("30 days", "until you delete them"),
        ("one year", "for as long as the law of your country wants it"),
        ("never", "90 days"),
    ],
)
def test_a_row_with_the_same_name_is_one_that_changed(old: str, new: str) -> None:
    """As one row that came and one that went it had to be put together by the reader."""
    rows = (table(("Messages", value), ("Logs", "1 year")) for value in (old, new))
    change = changed(*rows)
    assert len(change.points) == 1
    assert (change.points[0].old, change.points[0].new) == (
        f"Messages | {old}",
        f"Messages | {new}",
    )


@pytest.mark.parametrize(
    ("may_not", "may"),
    [("You may not", "You may"), ("Prohibited", "Permitted"), ("Do not post", "Do post")],
)
def test_what_is_allowed_now_is_not_told_as_if_it_always_was(may_not: str, may: str) -> None:
    """ "Under “You may”: Was “post nudity”" is untrue of a page that forbade it."""
    old = listed(may_not, "sell accounts", "post nudity") + listed(may, "post satire")
    new = listed(may_not, "sell accounts") + listed(may, "post satire", "post nudity with a label")
    told = changed(old, new).summary
    assert f"Removed under “{may_not}”: “post nudity”" in told
    assert f"Under “{may}”: Was" not in told


@pytest.mark.parametrize("value", ["5 GB", "500 MB", "2 TB"])
def test_storage_is_no_time_that_something_is_kept(value: str) -> None:
    """ "retention 15 GB → 5 GB" is what no page says."""
    old, new = (table(("Storage", size), ("Logs", "1 year")) for size in ("15 GB", value))
    assert "retention" not in changed(old, new).summary


@pytest.mark.parametrize(
    ("old", "new"),
    [("15 GB", "5 GB"), ("up to 3 users", "up to 2 users"), ("€ 4 each", "€ 6 each")],
)
def test_a_cell_is_told_whole(old: str, new: str) -> None:
    """ "Free: “15” → “5”" leaves out of what."""
    page = (
        "<table><tr><th>What</th><th>Free</th><th>Paid</th></tr><tr><td>Seats</td><td>{}</td>"
        "<td>none</td></tr><tr><td>Ads</td><td>some</td><td>few</td></tr></table>"
    )
    assert f"Free: “{old}” → “{new}”" in changed(page.format(old), page.format(new)).summary


@pytest.mark.parametrize(
    ("old", "new", "gone"),
    [
        (
            "<p>We do not allow:</p><ul><li>slurs;</li><li>targeted deadnaming of people;</li>"
            "</ul>",
            "<p>We do not allow:</p><ul><li>slurs;</li></ul><p>We do allow claims that somebody is"
            " ill on the grounds of gender, given political and religious discourse.</p>",
            ("targeted deadnaming of people",),
        ),
        (
            "<p>We will not pursue:</p><ul><li>harm;</li><li>weapons;</li><li>mass surveillance."
            "</li></ul>",
            "<p>We will have human oversight and due diligence to align with the goals of users,"
            " social responsibility and principles of international law and human rights.</p>",
            ("weapons", "mass surveillance."),
        ),
        (
            "<p>You may not:</p><ul><li>resell tickets;</li><li>film the show.</li></ul>",
            "<p>You may not:</p><ul><li>film the show.</li></ul><p>We share your name and your"
            " seat with the organiser, who may send you advertising for other shows.</p>",
            ("resell tickets",),
        ),
    ],
)
def test_what_is_no_longer_forbidden_is_told_beside_a_heavier_point(
    old: str, new: str, gone: tuple[str, ...]
) -> None:
    """The line told what is new, and not that the ban on weapons is gone."""
    page = "<html lang=en><main><h1>Rules</h1><p>These are our rules for all.</p>{}</main></html>"
    told = compare(page.format(old), page.format(new)).summary
    assert all(f"“{entry}”" in told for entry in gone)


def test_the_line_above_a_list_that_went_with_its_entries_is_no_point() -> None:
    """ "Removed: “We will not pursue”" stood beside the entries that were told with it."""
    page = "<html lang=en><main><h1>Rules</h1><p>These are our rules.</p>{}</main></html>"
    gone = "<p>We will not pursue:</p><ul><li>harm;</li><li>weapons.</li></ul>"
    points = compare(page.format(gone), page.format("<p>We have human oversight.</p>")).points
    assert "Removed: “We will not pursue”" not in [p.text for p in points]
    assert "Removed under “We will not pursue”: “harm”" in [p.text for p in points]


@pytest.mark.parametrize(
    ("lead", "was", "now"),
    [
        ("without our written consent", "cannabis", "cannabis, other than in California"),
        ("in the hall", "knives", "knives with blades above 10 cm"),
        ("on Sundays", "dogs, except guide dogs", "dogs"),
    ],
)
def test_an_entry_that_goes_on_is_the_same_one_though_the_line_above_changed(
    lead: str, was: str, now: str
) -> None:
    """It was told as added below the ban, as if it had been allowed before."""
    page = (
        "<html lang=en><main><h1>Rules</h1><p>These are our rules.</p><p>Not allowed {}:</p><ul>"
        "<li>gambling</li><li>{}</li><li>tobacco</li></ul></main></html>"
    )
    told = compare(page.format(lead, was), page.format("here", now)).summary
    assert f"Was “{was}”, now “{now}”" in told
    assert "Added under" not in told
