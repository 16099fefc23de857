"""Lines with a date that only seem to say of the page when it was updated, or by when to act."""

from __future__ import annotations

from datetime import date

import pytest

import monitor
from monitor.classify.date_roles import with_roles

PAGE = """<main><h1>{}</h1>{}<p>Orlo Maps runs the maps and answers for the personal data that
they handle.</p><p>Members may leave at any time.</p></main>"""
SEEN = date(2026, 9, 18)


@pytest.mark.parametrize(
    "lead", ["Update: From", "Update – starting", "Updated terms: from", "Version 3: From"]
)
def test_an_update_that_says_from_when_on_is_dated_by_that_day(lead: str) -> None:
    """It was taken for the day on which the page was changed, and its advance was no news."""
    line = f"<p>{lead} {{}} 2026 we will use posts of members to train AI models.</p>"
    old, new = (PAGE.format("Terms", line.format(d)) for d in ("3 November", "3 October"))
    change = monitor.compare(old, new, on=SEEN)
    assert change.kind == "substantive"
    assert [(d.role, d.new) for d in change.dates] == [("effective", "2026-10-03")]


@pytest.mark.parametrize("line", ["Last updated as of 3 May 2026", "Updated: as of 3 May 2026"])
def test_the_day_of_an_update_stays_one(line: str) -> None:
    assert [found.role for found in with_roles(line, "en")] == ["updated"]


@pytest.mark.parametrize(
    "title",
    ["How do I object to profiling?", "What we do with your data", "Write to us by mail or phone"],
)
def test_a_small_word_in_a_title_makes_no_deadline_of_the_date_below(title: str) -> None:
    """ "do" is "until" in Polish, and the day an article was written became one to act by."""
    found = with_roles("September 01, 2026 10:00", "en", title)
    assert [f.role for f in found] == ["updated"]


@pytest.mark.parametrize(
    ("title", "role"),
    [("Applies from", "effective"), ("Deadline for objections", "deadline"), ("By:", "deadline")],
)
def test_a_title_that_labels_the_date_below_still_does(title: str, role: str) -> None:
    assert [f.role for f in with_roles("1 May 2026", "en", title)] == [role]
