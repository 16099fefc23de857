"""The number before a heading or a clause is no word of it: sections are counted anew."""

from __future__ import annotations

import re
from datetime import date

import pytest

from monitor import compare
from monitor.diff.heading_names import differing
from monitor.text.numbered import unnumbered


@pytest.mark.parametrize(
    "line",
    [
        *("6. Fees", "6.1 Fees", "12) Fees", "IV. Fees", "a) Fees", "Section 5. Fees"),
        *("§ 7: Fees", "Article 3. Fees", "**2.** Fees", "- 3.4.1 Fees"),
    ],
)
def test_a_number_goes(line: str) -> None:
    """Else a section that became the sixth would be told as one that came and one that went."""
    assert unnumbered(line).strip("* ") == "Fees"


@pytest.mark.parametrize(
    "line",
    [
        *("30 days", "1.2 million people", "2024 Report", "3D models", "24/7 support", "I agree"),
        *("5 rights that you have", "Fees", "§", ""),
    ],
)
def test_what_is_of_the_words_stays(line: str) -> None:
    """Else "30 days" that became "60 days" would be no change."""
    assert unnumbered(line) == line


def test_places_that_differ_by_their_number_only_are_one_place() -> None:
    """A reader told of "5. Fees" and "6. Fees" looks for what is not there."""
    apart = differing(("1. Users", "5. Fees & taxes"), ("2. Sellers", "6. Fees and taxes"))
    assert apart == ("1. Users", "2. Sellers")
    assert differing(("2023 Report",), ("2024 Report",)) == ("2023 Report", "2024 Report")


FORMS = (
    *("{}. {}", "{} {}", "{}) {}", "{}.1 {}", "§ {} {}", "Section {}: {}", "Article {}. {}"),
    *("Artikel {}: {}", "Teil {} – {}", "Annex {} {}"),
)
REFUNDS = ("Refunds", "Refunds are paid within 14 days of the return.")
DELIVERY = ("Delivery", "We deliver within three days to an address you name.")
SECURITY = ("Security", "We encrypt what you store with us, on its way and where it rests.")


def page(form: str, *sections: tuple[str, str]) -> str:
    numbered = (f"<h2>{form.format(n, h)}</h2><p>{t}</p>" for n, (h, t) in enumerate(sections, 2))
    opening = "<main><h1>Terms</h1><p>These terms hold for all who use the service.</p>"
    return f"{opening}{''.join(numbered)}</main>"


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("behind", [(REFUNDS,), (REFUNDS, SECURITY)])
def test_a_new_section_does_not_take_the_heading_of_the_next(
    form: str, behind: tuple[tuple[str, str], ...]
) -> None:
    """Its line said that “2. Refunds” is now “2. Delivery”, and “3. Refunds” a new heading."""
    less, more = page(form, *behind), page(form, DELIVERY, *behind)
    name = form.format(2, "Delivery")
    for old, new, told in ((less, more, f"New section “{name}”"), (more, less, "Section “")):
        points = compare(old, new, on=date(2026, 5, 4)).points
        assert points[0].text.startswith(told)
        assert DELIVERY[1].rstrip(".") in points[0].text
        for point in points[1:]:  # at most that a section has another number
            assert point.text.startswith("Heading “")
            assert "Delivery" not in point.text
            assert point.text.count("Refunds") == 2 or point.text.count("Security") == 2


@pytest.mark.parametrize(
    ("old", "new"),
    [("Plan 2: 5 GB", "Plan 2: 10 GB"), ("Windows 10 devices", "Windows 11 devices")],
)
def test_a_number_in_a_heading_that_is_a_value_is_told(old: str, new: str) -> None:
    """What is counted goes only where headings are paired, not from what is told of them."""
    told = compare(
        page("{1}", (old, REFUNDS[1])), page("{1}", (new, REFUNDS[1])), on=date(2026, 5, 4)
    )
    (changed,) = re.findall(r"\d+(?= GB| devices)", new)
    assert changed in " ".join(point.text for point in told.points)
