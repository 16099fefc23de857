"""What stands behind a label or in a cell is said of it: another value is another statement."""

from __future__ import annotations

import pytest

import monitor

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
