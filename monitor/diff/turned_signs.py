"""Signs for yes and no that changed sides: the same words with another answer. Pure."""

from __future__ import annotations

import re

from monitor.model import Block, BlockKind
from monitor.text.signs import CHECKED, FILLED, NO, UNCHECKED, YES

_NONE_BEHIND = re.compile(r"[:：]\s?[–—−➖‒-]?$")  # "Data sold: –"
_EITHER = frozenset((*YES, *NO))
_NONE = frozenset({"", "-", "–", "—", "·", "−", "➖", "‒"})
# Beside each other: yes and no; elsewhere a hollow one may be a yes.
_FULL, _HOLLOW = ("●", "■"), ("○", "□")


def turned(old: Block, new: Block) -> bool:
    """Does a sign in the new block say yes where the old one said no or nothing, or back?

    In a row each cell has its answer; elsewhere the sign before the words, or behind them: "Data
    sold: ❌".
    """
    if BlockKind.ROW in (old.kind, new.kind):
        both = old.text + new.text
        hollow = [h for f, h in zip(_FULL, _HOLLOW, strict=True) if f in both and h in both]
        ours, theirs = (
            ["no" if c.strip() in hollow else _answer(c) for c in b.text.split(" | ")]
            for b in (old, new)
        )
        if len(ours) != len(theirs):
            ours, theirs = _filled(ours, theirs), _filled(theirs, ours)
        pairs = list(zip(ours, theirs, strict=True))
        return any(a != b and a is not None and b is not None for a, b in pairs)
    if ticked(old.text, new.text) or _answered_otherwise(old.text, new.text):
        return True
    before, after = _leading(old.text), _leading(new.text)
    return before is not None and after is not None and before != after


def ticked(old: str, new: str) -> bool:
    """Are the words the same, with a box ticked in one of them only, or another box?"""
    if CHECKED not in old + new:
        return False
    one, other = (text.replace(UNCHECKED, " ").split() for text in (old, new))
    words = [[word for word in side if word != CHECKED] for side in (one, other)]
    return one != other and words[0] == words[1]


def _answered_otherwise(old: str, new: str) -> bool:
    """Are the words the same, and the signs among them others?"""
    (ours, words), (theirs, same) = _signs(old), _signs(new)
    if words != same or ours == theirs:
        return False
    return bool(ours and theirs) or _NONE_BEHIND.search(old if theirs else new) is not None


def _signs(text: str) -> tuple[list[str], str]:
    """The answers that its signs give, a dash at its end among them, and the words without them."""
    answers = ["yes" if c in YES else "no" for c in text if c in _EITHER]
    words = "".join(" " if c in _EITHER else c for c in text).replace("\ufe0f", "").split()
    if not answers and words and words[-1] in _NONE:
        words.pop()
    return answers, " ".join(words)


def _filled(answers: list[str | None], other: list[str | None]) -> list[str | None]:
    """Empty cells at the end of a row leave no trace."""
    return [*answers, *[""] * (len(other) - len(answers))]


def _answer(cell: str) -> str | None:
    """ "yes", "no", "" for an empty cell, None for words."""
    cell = cell.replace("\ufe0f", "").strip(" |")
    if cell in YES or cell in (*_FULL, "+"):
        return "yes"
    if cell in NO:
        return "no"
    if cell in FILLED:
        return "filled"  # whatever a filled circle means, an open one means something else
    return "" if cell in _NONE else None


def _leading(text: str) -> str | None:
    return "yes" if text.startswith(YES) else "no" if text.startswith(NO) else None
