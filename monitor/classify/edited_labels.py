"""What an edit of a label is: of a title, an entry, a question, the words before a date."""

from __future__ import annotations

from itertools import chain

from monitor.classify import edit_wording
from monitor.classify.dates import find
from monitor.classify.forms import LABEL_WORDS, pattern
from monitor.classify.hunks import Hunk, dates_the_edition, labels_a_date
from monitor.classify.other_place import named_place, other_place
from monitor.classify.parts import (
    STATES_WORDS,
    Part,
    editorial_edits,
    has_value,
    is_label,
    label,
    listed,
    noise,
    of_reader,
    states,
    substantive,
)
from monitor.classify.surroundings import Context
from monitor.model import BlockDiff, BlockKind, Kind
from monitor.text.finite_verbs import asserts
from monitor.text.scripts import ASKS, count_words

EDITION_WORDS = 20  # of the longest line that says when the document was updated


def by_label(
    diff: BlockDiff,
    old: str,
    new: str,
    hunks: list[Hunk],
    path: tuple[str, ...],
    context: Context,
) -> Part | None:
    """Both sides are labels: another word, number or place of them may matter, little else does."""
    if not (diff.old and diff.new and is_label(diff.old, old) and is_label(diff.new, new)):
        return None
    if any(True for text in (old, new) for _ in find(text, context.language)):
        return None
    linked = 1 in (len(diff.old.links), len(diff.new.links))
    lines = [text for text in (old, new) if not text.endswith(ASKS) and states(text, context)]
    said = len(lines) > 1 or any(_is_rule(text, context) for text in lines)
    if not linked and diff.kind is BlockKind.PARAGRAPH and said:
        return None
    if not linked and context.unread(f"{old} {new}"):
        return editorial_edits("label", hunks) if new.endswith(ASKS) else None
    left = edit_wording.left_over(edit_wording.words(old), edit_wording.words(new))
    if not any(left):
        if has_value(new) and edit_wording.words(old) != edit_wording.words(new):
            return Part(Kind.SUBSTANTIVE, "order", tuple(edit_wording.words(new))[:6], 2)
        return noise("label-respelled")
    if not linked:
        asks = old.endswith(ASKS) and new.endswith(ASKS)
        named = (has_value(new) or asks) and named_place(hunks, chain(*left), context)
        if place := other_place(hunks, context) or named:
            return Part(Kind.SUBSTANTIVE, "place", (place,), 1)
        if all(edit_wording.significant(w) in ("negation", "modal") for w in chain(*left)):
            return None  # "Not used for training" that became "Used for training"
    counts = diff.kind is BlockKind.ITEM or listed(path, context)
    weighty = ("number", "negation") if counts else ("number",)
    if any(edit_wording.significant(w) in weighty for w in chain(*left)):
        return None
    headed = {diff.old.key, diff.new.key} <= context.headed_by and not linked
    return _as_label(label(diff.new, new, path, context), old, new, hunks, context, left, headed)


def _is_rule(text: str, context: Context) -> bool:
    """Does a line say what something does, or may not do, whatever takes its place?"""
    known = edit_wording.lists()
    bans = not (known.negation | known.modal).isdisjoint(edit_wording.words(text))
    return bans or asserts(text, context.spelled_as)


def _as_label(
    part: Part,
    old: str,
    new: str,
    hunks: list[Hunk],
    context: Context,
    left: tuple[list[str], list[str]],
    headed: bool,
) -> Part:
    """`part`, the label as it now stands, or more: an entry, or one word that became another."""
    if part.rule == "label" and headed and not pattern("inviting").search(new):
        return substantive("entry", new)
    told = part.kind is not Kind.NOISE or part.rule != "label" or of_reader(new, context.language)
    if not told and _another_word(hunks, old, new, left):
        return Part(Kind.SUBSTANTIVE, "label-word", (*left[1], *left[0]), 2)
    return part


def _another_word(hunks: list[Hunk], old: str, new: str, left: tuple[list[str], list[str]]) -> bool:
    """Does one word of a line stand in another's place: "Checked by people", "by machines"? A
    title, a question and a name say nothing by it.
    """
    if [len(side) for side in left] != [1, 1] or not all(h.old and h.new for h in hunks):
        return False
    few = min(count_words(old), count_words(new)) < STATES_WORDS - 1
    titles = new.endswith(ASKS) or any(pattern("titled").search(text) for text in (old, new))
    spoken = " ".join((old, new))[1:]
    return not (few or titles) and not any(w.capitalize() in spoken for side in left for w in side)


def by_date_label(old: str, new: str, hunks: list[Hunk], context: Context) -> Part | None:
    """Other words before a date that is the same: "Effective date: 3 June" and "In force from"."""
    if max(count_words(old), count_words(new)) > LABEL_WORDS or context.unread(new):
        return None
    return editorial_edits("date", hunks) if labels_a_date(old, new, context) else None


def by_day_of_edition(old: str, new: str, hunks: list[Hunk], context: Context) -> Part | None:
    """Another day of the document itself: "Stand: Sonntag, 3. Mai"."""
    if max(count_words(old), count_words(new)) > EDITION_WORDS:
        return None
    day = dates_the_edition(old, new, context.language)
    return editorial_edits("edition", hunks) if day else None
