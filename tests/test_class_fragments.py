"""A change is filed by what its pieces say, each by itself, and every class shows its words."""

from __future__ import annotations

from monitor.classify.fragments import fragments
from monitor.classify.passages import Passage, passages
from monitor.comparison import compare
from monitor.diff import diff
from monitor.extract import extract

CARD = "We keep the number of your card for ninety days after a purchase."
OLD = f"# Policy\n\n## Payment\n\n{CARD}\n\n## Your choices\n\nYou can write to us.\n"


def pieces(old: str, new: str) -> list[tuple[str, ...]]:
    """The section of every piece of a change."""
    found = diff(extract(old, "text/markdown"), extract(new, "text/markdown"))
    return [f[0].path[-1:] for f in fragments(passages(found))]


def test_what_changed_below_different_headings_is_told_apart() -> None:
    new = OLD.replace("ninety", "thirty").replace("write to us", "opt out in your settings")
    assert pieces(OLD, new) == [("Payment",), ("Your choices",)]


def test_a_piece_that_only_respells_or_dates_is_passed_over() -> None:
    old = OLD + "\n## Security\n\nVersion 3 of May 2024: Personal Data is encrypted.\n"
    new = old.replace("3 of May 2024: Personal Data", "4 of June 2025: personal data")
    assert pieces(old, new.replace("ninety", "thirty")) == [("Payment",)]
    assert pieces(old, new) == [("Security",)], "unless there is nothing else"


def test_passages_of_one_section_stay_together() -> None:
    section = ("Policy", "Payment")
    one = Passage(section, "", "Refunds end.", (), ((0, 12),))
    two = Passage(section, "", "Fees rise.", (), ((0, 10),))
    assert fragments((one, two)) == ((one, two),)


def test_every_class_is_told_with_changed_words_that_speak_for_it() -> None:
    """A class without a quote would ask to be believed."""
    new = OLD.replace("You can write to us.", "You can opt out of cookies in your settings.")
    change = compare(OLD, new, "text/markdown")
    assert "choice" in change.classes
    for cls in change.classes:
        findings = [f for f in change.findings if f.cls == cls]
        assert any(f.quote and f.words for f in findings), cls


def test_words_that_stayed_do_not_make_a_class() -> None:
    new = OLD.replace("your card", "your loyalty badge")
    assert "choice" not in compare(OLD, new, "text/markdown").classes
