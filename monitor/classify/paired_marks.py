"""Which words came where others went, and where words went without any that came. Pure."""

from __future__ import annotations

from monitor.classify.changed_passages import Marks

NEAR = 1  # characters apart: a space is counted to either side


def at_the_same_place(removed: Marks, number: int, added: Marks) -> bool:
    """Did words come where the removed ones of this number went?"""
    place = _kept_before(removed)[number]
    return any(abs(place - other) <= NEAR for other in _kept_before(added))


def where_they_stood(removed: Marks) -> Marks:
    """Where in a text from which words only went they stood: the characters that follow."""
    return tuple((place, place + 1) for place in _kept_before(removed))


def _kept_before(marks: Marks) -> list[int]:
    """The characters before each mark that stand in both texts."""
    kept, marked = [], 0
    for start, end in marks:
        kept.append(start - marked)
        marked += end - start
    return kept
