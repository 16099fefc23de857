"""Equal elements of two sequences, in order: patience, then bounded. Never quadratic."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Sequence

Pair = tuple[int, int]


def anchors(a: Sequence[Hashable], b: Sequence[Hashable]) -> list[Pair]:
    """Pairs (index in a, index in b) of equal elements, rising on both sides.

    Elements that stand once on each side anchor the rest; between two anchors the search begins
    again, and where nothing is unique equal runs are taken from both ends. O(n log n) per level,
    at most `_DEPTH` levels.
    """
    found: list[Pair] = []
    todo = [(0, len(a), 0, len(b), 0)]
    while todo:
        i, x, j, y, depth = todo.pop()
        while i < x and j < y and a[i] == b[j]:
            found.append((i, j))
            i, j = i + 1, j + 1
        while i < x and j < y and a[x - 1] == b[y - 1]:
            x, y = x - 1, y - 1
            found.append((x, y))
        if i == x or j == y:
            continue
        fixed = _unique(a, b, i, x, j, y) if depth < _DEPTH else []
        if not fixed:
            found += _greedy(a, b, i, x, j, y)
            continue
        for p, q in [*fixed, (x, y)]:
            todo.append((i, p, j, q, depth + 1))
            i, j = p, q  # the anchor itself opens the next stretch and is found as its beginning
    found.sort()
    return found


_DEPTH = 12


def _unique(a: Sequence[Hashable], b: Sequence[Hashable], *ends: int) -> list[Pair]:
    """Pairs of elements that stand once in a[i:x] and once in b[j:y], the longest rising run."""
    i, x, j, y = ends
    left, right = Counter(a[i:x]), Counter(b[j:y])
    place = {b[n]: n for n in range(j, y) if right[b[n]] == 1}
    pairs = [(n, place[a[n]]) for n in range(i, x) if left[a[n]] == 1 and a[n] in place]
    return rising(pairs)


def rising(pairs: Sequence[Pair]) -> list[Pair]:
    """The longest run of pairs, given by rising first part, whose second parts rise as well."""
    tails: list[int] = []  # second part of the last pair of the best run of each length
    holders: list[int] = []
    before: list[int] = []
    for n, (_, second) in enumerate(pairs):
        at = bisect_left(tails, second)
        before.append(holders[at - 1] if at else -1)
        tails[at : at + 1] = [second]
        holders[at : at + 1] = [n]
    run: list[Pair] = []
    n = holders[-1] if holders else -1
    while n >= 0:
        run.append(pairs[n])
        n = before[n]
    return run[::-1]


def _greedy(a: Sequence[Hashable], b: Sequence[Hashable], *ends: int) -> list[Pair]:
    """Equal elements where none is unique: each takes the next free one, the best run is kept."""
    i, x, j, y = ends
    places: dict[Hashable, list[int]] = {}
    for n in range(y - 1, j - 1, -1):
        places.setdefault(b[n], []).append(n)
    pairs = []
    for n in range(i, x):
        if free := places.get(a[n]):
            pairs.append((n, free.pop()))
    return rising(pairs)
