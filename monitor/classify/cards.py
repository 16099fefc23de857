"""Short lines that came or went together and explain each other: a partner's name, what it does,
where it is. Pure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Set
from itertools import chain, pairwise
from operator import attrgetter, itemgetter

from monitor.classify.edits import Edit
from monitor.classify.forms import ENDS
from monitor.model import Point

ENTRY = 8  # words of a line


def beside_entries(edits: Iterable[Edit], heavy: Set[int]) -> set[int]:
    """The numbers of the short lines that stand in a row with one of those in `heavy`, on the same
    side of the change and below the same heading.
    """
    entries = sorted(filter(is_entry, edits), key=attrgetter("number"))
    found = {edit.number for edit in entries if edit.number in heavy}
    for one, other in chain(pairwise(entries), pairwise(entries[::-1])):
        if one.number in found and _beside(one, other):
            found.add(other.number)
    return found


def as_they_stand(told: list[tuple[Point, int]]) -> tuple[Point, ...]:
    """The points, each with its edit's number: the short lines that came or went below one heading
    in the order of the page, in the places that they have together.
    """
    cards: dict[tuple[str, tuple[str, ...]], list[int]] = defaultdict(list)
    for at, (point, _) in enumerate(told):
        if not (point.old and point.new) and _is_short(point.old or point.new or ""):
            cards[point.text.rpartition(": “")[0], point.section].append(at)
    points = [point for point, _ in told]
    for places in cards.values():
        inside = sorted((told[at] for at in places), key=itemgetter(1)) if len(places) > 1 else ()
        for at, (point, _) in zip(places, inside, strict=False):
            points[at] = point
    return tuple(points)


def _beside(one: Edit, other: Edit) -> bool:
    near = abs(one.number - other.number) == 1
    return near and one.side == other.side and one.passage.path == other.passage.path


def is_entry(edit: Edit) -> bool:
    """A few words that came or went as a line of their own."""
    text = edit.new or edit.old
    whole = edit.side != "changed" and text == (edit.passage.new or edit.passage.old)
    return whole and _is_short(text)


def _is_short(text: str) -> bool:
    return 0 < len(text.split()) <= ENTRY and not ENDS.search(text)
