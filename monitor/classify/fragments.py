"""A change in the pieces that a reader takes in one by one: what changed below one heading.

A piece that only respells, renumbers or dates something is passed over, if there is any other.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from monitor.classify.catalogue import empty_words
from monitor.classify.evidence import marked
from monitor.classify.lexicon import words
from monitor.classify.passages import Passage


def fragments(passages: Sequence[Passage]) -> tuple[tuple[Passage, ...], ...]:
    """The passages of each section that says something new, in order."""
    found = [tuple(g) for _, g in groupby(passages, key=_section)]
    return tuple(f for f in found if says(f)) or tuple(found)


def _section(p: Passage) -> tuple[str, ...]:
    return p.path[:-1] if p.heading else p.path


def says(fragment: tuple[Passage, ...]) -> bool:
    """Does a word stand on one side only that means something?"""
    old, new = ({w for p in fragment for w in _changed(p, side)} for side in (False, True))
    return any(
        len(w) > 1 and not w.isdigit() and w not in empty_words()
        for w in old.symmetric_difference(new)
    )


def _changed(p: Passage, new: bool) -> set[str]:
    text, marks = p.side(new)
    if not marks:
        return set()
    tokens = words(text)
    return {t.text for t, inside in zip(tokens, marked(tokens, marks), strict=True) if inside}
