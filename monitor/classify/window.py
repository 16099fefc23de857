"""The part of a change that decides its classes: its beginning and its end, bounded.

A rewritten document touches every class; what it is filed under is what stands out to a reader of
the first and last screens of its diff. It also bounds the work on a rewrite of any size.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from monitor.classify.changed_passages import Marks, Passage

LIMIT = 1600  # characters of changed text from either end
_FRAME = 140  # characters that the surroundings of a changed word take in a diff


def window(passages: Sequence[Passage], limit: int = LIMIT) -> tuple[Passage, ...]:
    """The passages within `limit` characters of either end, the last ones cut to fit."""
    sizes = [_size(p) for p in passages]
    head = _room(range(len(passages)), sizes, limit)
    tail = _room(range(len(passages) - 1, -1, -1), sizes, limit)
    kept = []
    for i, p in enumerate(passages):
        left, right = head.get(i, 0), tail.get(i, 0)
        if max(left, right) >= sizes[i]:
            kept.append(p)
        elif left or right:
            kept.append(
                replace(
                    p,
                    removed=_cut(p.removed, left, right),
                    added=_cut(p.added, left, right),
                )
            )
    return tuple(kept)


def _size(p: Passage) -> int:
    changed = sum(b - a for a, b in p.removed) + sum(b - a for a, b in p.added)
    return changed + (0 if p.whole else _FRAME)


def _room(order: Iterable[int], sizes: Sequence[int], limit: int) -> dict[int, int]:
    """How many characters each passage may use, in the order given, until the limit is spent."""
    room = {}
    spent = 0
    for i in order:
        if spent >= limit:
            break
        room[i] = limit - spent
        spent += sizes[i]
    return room


def _cut(marks: Marks, left: int, right: int) -> Marks:
    kept = []
    for a, b in marks:
        if left > 0:
            kept.append((a, min(b, a + left)))
        left -= b - a
    for a, b in reversed(marks):
        if right > 0:
            kept.append((max(a, b - right), b))
        right -= b - a
    return tuple(sorted(set(kept)))
