"""A change as a person reads it: its line, its findings and their proof."""

from __future__ import annotations

from datetime import date

import pytest

from monitor.classify import classify
from monitor.classify.changed_passages import passages
from monitor.classify.class_proof import proof
from monitor.classify.features import Case
from monitor.diff import diff
from monitor.extract import extract
from monitor.headline import LIMIT
from monitor.model import (
    Block,
    BlockDiff,
    BlockKind,
    Change,
    Comparison,
    Document,
    Kind,
    Op,
    SectionDiff,
    Span,
)

OLD = """# Example User Agreement

Effective November 20, 2024

## Generative AI

If you live in the United States, we use your posts to train the AI models behind our features.

## Fees

Fees are listed in the app.
"""
NEW = OLD.replace("Effective November 20, 2024", "Effective November 3, 2025").replace(
    "in the United States, we use your posts to train the AI models behind our features.",
    "in the United States, the EU, Switzerland, Canada or Hong Kong, we use your posts and profile "
    "to train the generative AI models behind our features. This setting is on by default. "
    "You can opt out in your settings at any time.",
)


def change(old: str, new: str, on: date | None = None) -> Change:
    return classify(diff(extract(old, "text/markdown"), extract(new, "text/markdown")), on=on)


def test_the_line_says_who_when_what_and_the_way_out() -> None:
    found = change(OLD, NEW, date(2025, 9, 18))
    assert found.kind is Kind.SUBSTANTIVE
    assert found.summary.startswith(
        "takes effect 3 Nov 2025 (46 days) · now also EU, Switzerland, Canada, Hong Kong: "
        "“If you live in the …, we use your posts and profile to train the generative AI models"
    )
    assert "opt-out in settings" in found.summary
    assert {"effective-date", "region", "ai-training"} <= set(found.classes)
    assert found.severity == "critical"


def test_days_left_are_told_only_when_the_day_is_known() -> None:
    assert "days" not in change(OLD, NEW).summary


def test_every_part_of_the_answer_has_a_finding_with_its_quote() -> None:
    found = change(OLD, NEW)
    by_fact = {(f.fact, f.new) for f in found.findings}
    assert {("place", c) for c in found.regions_added} <= by_fact
    assert ("date", "2025-11-03") in by_fact
    assert {("opt-out", "in settings"), ("default", "on")} <= by_fact
    assert all(f.quote and f.rule and f.words for f in found.findings)
    place = next(f for f in found.findings if f.new == "HK")
    assert "Hong Kong" in place.quote
    assert place.section[-1] == "Generative AI"


def test_a_changed_value_tells_old_and_new() -> None:
    old = (
        "# Privacy Policy\n\n## Retention\n\nWe keep deleted chats for 30 days, then erase them.\n"
    )
    found = change(old, old.replace("30 days", "5 years"))
    kept = next(f for f in found.findings if f.fact == "retention")
    assert (kept.old, kept.new) == ("30 days", "5 years")
    assert "retention" in found.classes


def test_a_moved_date_alone_is_told_as_such() -> None:
    text = "# Privacy Policy\n\nLast updated: May 1, 2025\n\nWe respect your privacy.\n"
    found = change(text, text.replace("May 1", "June 2"))
    assert found.kind is Kind.EDITORIAL
    assert found.classes == ()  # nobody who asked for days to come must hear of it
    assert found.summary == "dated 2 Jun 2025"


def test_nothing_changed_is_noise_with_nothing_to_tell() -> None:
    found = change(OLD, OLD)
    assert found.kind is Kind.NOISE
    assert not (found.classes)
    assert not (found.dates)
    assert not (found.findings)
    assert not (found.regions_added)


def test_the_answer_is_the_same_every_time() -> None:
    assert change(OLD, NEW).to_dict() == change(OLD, NEW).to_dict()


def test_a_huge_rewrite_is_bounded() -> None:
    words = "we share data with partners and retain it for 30 days in Canada. "
    found = change(OLD, "\n\n".join(f"{i} {words * 3}" for i in range(1000)))
    assert len(found.findings) < 200
    assert len(found.summary) <= LIMIT


def test_a_change_in_another_language_is_filed_too() -> None:
    old = (
        "# Politique de confidentialité\n\nNous respectons votre vie privée et nous vous informons "
        "de vos droits dans ce document que vous pouvez consulter à tout moment.\n"
    )
    new = old + (
        "\n## Durée de conservation\n\nNous conservons vos données pendant deux ans après la "
        "suppression de votre compte.\n"
    )
    assert "retention" in change(old, new).classes


TEXT = "# Terms\n\nThese terms say how it works.\n\n{}\n"


def test_what_was_possible_and_is_done_now_is_told_with_its_subject() -> None:
    """ "data use" alone would not say that a possibility became a practice."""
    old = TEXT.format("We may use your content to train our models.")
    found = change(old, old.replace("may", "will"))
    assert found.kind is Kind.SUBSTANTIVE
    assert found.classes
    assert "“may” → “will”" in found.summary
    turn = next(f for f in found.findings if f.fact == "modal")
    assert (turn.old, turn.new) == ("may", "will")
    assert "train our models" in turn.quote


def test_a_switch_that_is_found_elsewhere_is_a_choice() -> None:
    """Whoever wants to use it must know where it is now."""
    old = TEXT.format("Go to Account > Data to change this.")
    found = change(old, old.replace("Account", "Profile"))
    assert found.kind is Kind.SUBSTANTIVE
    assert "choice" in found.classes


def test_a_practice_that_begins_where_it_was_ruled_out_is_no_farewell() -> None:
    """The line once said "no longer EEA" on the day it began there."""
    old = TEXT.format(
        "At this time, we are not enabling training for generative AI on member data from the "
        "European Economic Area, Switzerland, and the United Kingdom."
    )
    new = TEXT.format(
        "Starting on November 3, 2025 we will start to use some data from members in these "
        "regions: EU, EEA, UK, Switzerland, Canada, and Hong Kong."
    )
    found = change(old, new, date(2025, 9, 18))
    assert found.summary.startswith(
        "now also EU, EEA, UK, Switzerland, Canada, Hong Kong · takes effect 3 Nov 2025 (46 days)"
    )
    assert not found.regions_removed
    assert {"region", "effective-date", "ai-training"} <= set(found.classes)


def test_space_alone_is_nothing_that_changed() -> None:
    block = Block(BlockKind.PARAGRAPH, "We keep it.", "we keep it.")
    spans = (Span(Op.EQUAL, "We keep"), Span(Op.DELETE, " "), Span(Op.INSERT, "  "))
    only_space = BlockDiff("changed", (*spans, Span(Op.EQUAL, "it.")), old=block, new=block)
    document = Document("Terms", "en", ())
    sections = (SectionDiff("changed", ("Terms",), ("Terms",), (only_space,)),)
    assert passages(Comparison(document, document, sections)) == ()


def test_where_nothing_changed_there_is_no_proof() -> None:
    assert proof("region", Case((), "terms")) is None


def test_blocks_that_come_without_a_word_diff_count_whole() -> None:
    block = Block(BlockKind.PARAGRAPH, "We keep it.", "we keep it.")
    blocks = (BlockDiff("removed", (), old=block), BlockDiff("added", (), new=block))
    document = Document("Terms", "en", ())
    sections = (SectionDiff("changed", ("Terms",), ("Terms",), blocks),)
    gone, came = passages(Comparison(document, document, sections))
    assert (gone.old, gone.new, gone.removed) == ("We keep it.", "", ((0, 11),))
    assert (came.old, came.new, came.added) == ("", "We keep it.", ((0, 11),))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The Plus plan costs $9.99 a month.", "The Plus plan costs €9.99 a month."),
        ("Storage is £2 for each gigabyte.", "Storage is $2 for each gigabyte."),
        ("Le forfait coûte 5 € par mois.", "Le forfait coûte 5 $ par mois."),
    ],
)
def test_another_currency_is_filed_under_payment(old: str, new: str) -> None:
    """Who routes prices to a colleague would not see it."""
    page = "# Terms\n\nThese are the terms of the plans.\n\n## Plans\n\n{}\n"
    found = change(page.format(old), page.format(new))
    assert found.kind is Kind.SUBSTANTIVE
    assert "payment" in found.classes
