"""A row says what it says in one word, and that word may turn."""

from __future__ import annotations

from datetime import date

import pytest

from monitor.api import compare
from monitor.model import Change

PAGE = """# Help

We explain here what the service does and which rights you have.

## {}

{}

## Contact

Write to us at the address below at any time, we answer within a week.
"""
TABLE = "| Name | State |\n|---|---|\n| {} | {} |\n| Dark mode | On |"


def change(heading: str, name: str, old: str, new: str) -> Change:
    texts = (PAGE.format(heading, TABLE.format(name, cell)) for cell in (old, new))
    return compare(*texts, "text/markdown", on=date(2026, 9, 18))


@pytest.mark.parametrize(
    ("name", "old", "new", "cls"),
    [
        ("AI training", "Disabled", "Enabled", "ai-training"),
        ("Personalised ads", "Off", "On", "tracking"),
        ("Read receipts", "Inactive", "Active", "choice"),
        ("Arbitration", "No", "Yes", "dispute-resolution"),
    ],
)
def test_a_switch_is_filed_under_what_it_is_of(name: str, old: str, new: str, cls: str) -> None:
    """Without a class of its own it reached no route, and was told as "what is covered"."""
    found = change("Settings", name, old, new)
    (switch,) = (f for f in found.findings if f.fact == "switch")
    assert (switch.cls, switch.old, switch.new) == (cls, old, new)
    assert {cls, "choice"} <= set(found.classes)
    assert found.severity != "low"


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("Logs", "30 days", "90 days"),
        ("Photos", "1 year", "2 years"),
        ("Chats", "up to 6 weeks", "up to 9 weeks"),
    ],
)
def test_a_period_in_a_table_of_storage_is_a_period_of_storage(
    name: str, old: str, new: str
) -> None:
    """The class was right by chance, and the line said “30” → “90”."""
    found = change("How long we keep data", name, old, new)
    assert f"retention {old} → {new}" in found.summary
    assert "retention" in found.classes


@pytest.mark.parametrize(
    ("heading", "old", "new"),
    [("Delivery", "3 days", "5 days"), ("How long we keep data", "on request", "in writing")],
)
def test_other_cells_are_no_such_facts(heading: str, old: str, new: str) -> None:
    """A time of delivery is no storage."""
    found = change(heading, "Parcels", old, new)
    assert not [f for f in found.findings if f.fact in ("retention", "switch")]
