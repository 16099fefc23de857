"""A new entry of a list is news, though its neighbours say the same below their own headings."""

from __future__ import annotations

from datetime import date

import pytest

from monitor.api import compare
from monitor.model import Change, Kind
from monitor.render.wording import proofs

ON = date(2026, 5, 4)
LISTS = [
    ("Categories of data", ["Names", "Addresses", "Purchases"], "Voice prints", "Collected: Yes."),
    ("Cookies we set", ["_abc", "_def_id", "lark"], "swift_uid", "Analytics cookie, kept 2 years."),
    (
        "Vendors",
        ["Alder Ltd", "Birch GmbH", "Cedar Inc."],
        "Dogwood LLC",
        "Sends our newsletters and sees your e-mail address.",
    ),
    (
        "Plans from which we train our models",
        ["Basic", "Plus"],
        "Team",
        "Chats of this plan train our models.",
    ),
]


def page(title: str, entries: list[str], text: str) -> str:
    listed = "".join(f"<h3>{entry}</h3><p>{text}</p>" for entry in entries)
    return (
        '<html lang="en"><title>Privacy Policy</title><main><h1>Privacy Policy</h1>'
        "<p>This policy tells what Oakmoor does with what it knows of you.</p>"
        f"<h2>{title}</h2>{listed}<h2>Security</h2><p>Data is encrypted.</p></main></html>"
    )


def labels(change: Change) -> list[str]:
    return [label for proof in proofs(change.findings, ON) for label in proof.labels]


@pytest.mark.parametrize(("title", "entries", "new", "text"), LISTS)
def test_an_entry_that_came_or_went_is_told_by_its_heading(
    title: str, entries: list[str], new: str, text: str
) -> None:
    without, within = page(title, entries, text), page(title, [*entries, new], text)
    came, went = compare(without, within, on=ON), compare(within, without, on=ON)
    assert (came.kind, went.kind) == (Kind.SUBSTANTIVE, Kind.SUBSTANTIVE)
    assert came.classes
    assert any(label.startswith("New entry: ") for label in labels(came))
    assert any(label.startswith("Entry removed: ") for label in labels(went))
    assert [p.gone for p in proofs(went.findings, ON) if "Entry" in "".join(p.labels)] == [True]


def test_a_company_that_joined_a_list_gets_data() -> None:
    title, entries, new, text = LISTS[2]
    change = compare(page(title, entries, text), page(title, [*entries, new], text), on=ON)
    assert "data-sharing" in change.classes


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (["Names", "Addresses", "Purchases"], ["Addresses", "Names", "Purchases"]),
        (["Names"], ["Names", "Addresses"]),
    ],
)
def test_other_order_and_pairs_are_no_entries(old: list[str], new: list[str]) -> None:
    """Two headings over one sentence may be a repetition, a list of one is none."""
    change = compare(page("Data", old, "Kept."), page("Data", new, "Kept."), on=ON)
    assert not [f for f in change.findings if f.fact == "entry"]
