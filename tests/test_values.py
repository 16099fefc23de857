"""What stands behind a label or in a cell is said of it: another value is another statement."""

from __future__ import annotations

import pytest

import monitor
from tests.test_in_passing import kind, page

PAGE = """<main><h1>Privacy Policy</h1><h2>Data</h2><p>We keep your password safe, and you keep
it to yourself.</p>{}<p>Write to our office if anything is unclear to you.</p></main>"""
ROW = "<table><tr><th>Cookie<th>Purpose<th>Kept</tr><tr><td>_ga<td>{}<td>1 year</tr></table>"


def compared(old: str, new: str) -> monitor.Change:
    return monitor.compare(*(PAGE.format(body).encode() for body in (old, new)), "text/html")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Users: adults", "Users: anyone"),
        ("Recipients: none", "Recipients: Meta, Google"),
        ("Refunds: within 14 days", "Refunds: not available"),
        ("Default: friends only", "Default: public"),
        ("Who can read it: friends", "Who can read it: strangers"),
        ("13+", "18+"),
    ],
)
def test_another_value_behind_a_label_is_told_with_what_it_was(old: str, new: str) -> None:
    change = compared(f"<p>{old}</p>", f"<p>{new}</p>")
    assert change.kind == "substantive"
    assert change.points[0].old == old
    assert change.points[0].new == new


@pytest.mark.parametrize(
    ("old", "new"),
    [("Analytics", "Advertising"), ("Sign-in", "Profiling"), ("Security", "Marketing")],
)
def test_another_word_in_one_cell_of_a_row_is_told(old: str, new: str) -> None:
    assert compared(ROW.format(old), ROW.format(new)).kind == "substantive"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Version: 2.1", "Version: 2.2"),
        ("Written by: Ann Lee", "Written by: Bob Ray"),
        ("Next: Cookies", "Next: Security"),
        ("Related: Cookie policy", "Related: Terms of use"),
        ("Section 3: Your Data", "Section 3: Your Information"),
        ("Share: Facebook", "Share: Twitter"),
    ],
)
def test_what_a_page_says_of_itself_alarms_nobody(old: str, new: str) -> None:
    assert compared(f"<p>{old}</p>", f"<p>{new}</p>").kind != "substantive"


NUMBERED = [
    "<dl><dt>Minimum age</dt><dd>{}</dd><dt>Refund window</dt><dd>14 days</dd></dl>",
    "<h3>Devices per account</h3><p>{}</p>",
    "<p><strong>Days until we delete a route</strong></p><p>{}</p><p>Write to us.</p>",
    "<div><div>Mindestalter</div><div>{}</div></div><div><div>Region</div><div>Wien</div></div>",
    "<h4>Free returns a year</h4><div><span>{}</span></div>",
    "<dl><dt>Guests per booking</dt><dd>{}</dd></dl>",
]


@pytest.mark.parametrize("markup", NUMBERED)
@pytest.mark.parametrize(("old", "new"), [(16, 13), (5, 50), (30, 1200)])
def test_a_bare_number_below_the_words_that_it_is_a_value_of_is_told(
    markup: str, old: int, new: int
) -> None:
    """It was taken for the number of a clause, and the minimum age fell in silence."""
    assert kind(page(markup.format(old)), page(markup.format(new))) == "substantive"


@pytest.mark.parametrize(
    "markup",
    [
        "<dl><dt>Version</dt><dd>{}</dd><dt>Language</dt><dd>English</dd></dl>",
        "<h4>Page views</h4><p>{}</p>",
        "<h3>Section</h3><p>{}</p>",
        "<p>Comments</p><p>{}</p>",
        "<p>Accounts</p><p>{}</p><p>Fees</p><p>9</p>",
        "<h2>Founded</h2><p>20{}</p>",
    ],
)
def test_a_bare_number_that_the_page_counts_or_a_part_bears_alarms_nobody(markup: str) -> None:
    """Nor does a page of a table of contents: "Accounts" heads a part of the text."""
    assert kind(page(markup.format(11)), page(markup.format(14))) != "substantive"


@pytest.mark.parametrize(
    ("label", "old", "new"),
    [
        ("Late fee in per cent", "2.5", "7.5"),
        ("Largest fine in euros:", "1.000", "25.000"),
        ("Items you may lend", "12", "2"),
        ("Members per family plan", "6", "4"),
        ("How old must I be?", "16", "13"),
        ("Hours before you may cancel", "0", "24"),
    ],
)
@pytest.mark.parametrize(
    "markup", ["<h3>{}</h3><p>{}</p>", "<p><b>{}</b></p><p>{}</p><p>Write to us.</p>"]
)
def test_such_a_number_is_told_with_a_fraction_below_a_question_and_as_a_limit(
    markup: str, label: str, old: str, new: str
) -> None:
    assert kind(page(markup.format(label, old)), page(markup.format(label, new))) == "substantive"


@pytest.mark.parametrize(("old", "new"), [("B", "D"), ("II", "IV"), ("A", "C")])
def test_a_grade_that_is_all_there_is_below_its_heading_is_told(old: str, new: str) -> None:
    grades = "<dl><dt>Risk class</dt><dd>{}</dd><dt>Refund window</dt><dd>14 days</dd></dl>"
    assert kind(page(grades.format(old)), page(grades.format(new))) == "substantive"


def test_steps_that_count_up_alarm_nobody() -> None:
    steps = "".join(f"<p>{{}}</p><p>{t}</p>" for t in ("Open it", "Choose it", "Tick it", "Close"))
    old, new = steps.format("1.1", "1.2", "1.3", "1.4"), steps.format("2.1", "2.2", "2.3", "2.4")
    assert kind(page(old), page(new)) != "substantive"
