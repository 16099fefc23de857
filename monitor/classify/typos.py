"""Is an edit the mending, or the making, of a slip of the pen? Then it says what it said. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from monitor.classify import significance
from monitor.classify.edits import Edit
from monitor.classify.significance import Weighed, stem, tokens

# One sign decides, which no word shows; or the same words in another place.
SIGNS = ("sign", "currency", "the-servers-day", "order", "answer", "below-another-line")
LEAST = 4  # letters: shorter words differ by one letter and mean something else ("now", "not")


def only_typos(weighed: Sequence[Weighed], rule: str) -> bool:
    """Does a change mend slips of the pen, and nothing else? `rule`: why it was found to matter."""
    return bool(weighed) and rule not in SIGNS and all(is_typo(w.edit) for w in weighed)


def is_typo(edit: Edit) -> bool:
    """One word in place of another that no document would write, or a space in a word."""
    if edit.side != "changed":
        return False
    came = tokens(" ".join(edit.new[a:b] for a, b in edit.added))
    gone = tokens(" ".join(edit.old[a:b] for a, b in edit.removed))
    if "".join(came) == "".join(gone):
        return bool(came)
    if len(came) != 1 or len(gone) != 1:
        return False
    one, other = came[0], gone[0]
    if max(len(one), len(other)) < LEAST or not (one + other).isalpha():
        return False
    return known(one) != known(other) and _one_letter_apart(one, other)


def known(word: str) -> bool:
    """Do several policies write a word, in whatever form?"""
    return stem(word) in _vocabulary()


@cache
def _vocabulary() -> frozenset[str]:
    """The stems of all words that several policies write."""
    learned = significance.model().words
    return frozenset(name[1:] for name in learned if name[:1] in "+-±=#" and " " not in name)


def _one_letter_apart(one: str, other: str) -> bool:
    """A letter too many, too few, another, or two in the wrong order."""
    if sorted(one) == sorted(other) and len(one) == len(other):
        return sum(a != b for a, b in zip(one, other, strict=True)) <= 2
    long, short = sorted((one, other), key=len, reverse=True)
    if len(long) - len(short) > 1:
        return False
    at = next((i for i, (a, b) in enumerate(zip(long, short, strict=False)) if a != b), len(short))
    return long[at + 1 :] == short[at + (len(long) == len(short)) :]
