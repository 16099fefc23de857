"""The words of blocks as bags, and how much two of them share. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from monitor.model import Block, BlockKind
from monitor.text.normalize import canonical
from monitor.text.scripts import pieces

_NUMBER = re.compile(
    r"[\W_]*(?:[^\W\d_]{1,12}\W{1,2})?(?:\d{1,3}(?:\.\d{1,3})*|[IVX]{1,5}|[A-Z](?=[.)]))\b[\W_]+(?=[^\W\d_])"
)


def _bag(block: Block) -> Counter[str]:
    """A block's words. The number of a heading is none: "2. Refunds" is "3. Refunds" behind a new
    section, not that section's "2. Delivery"."""
    number = counted(block)
    text = canonical(block.text[number.end() :]) if number else block.key
    return Counter(pieces(text.casefold()))


def counted(block: Block) -> re.Match[str] | None:
    """The number before the words of a heading, with what is counted: "Section 2: ", "§ 4 "."""
    return _NUMBER.match(block.text) if block.kind is BlockKind.HEADING else None


class Words:
    """The words of blocks as bags, each counted once."""

    def __init__(self, old: Sequence[Block], new: Sequence[Block]) -> None:
        self._blocks = (old, new)
        self._old: dict[int, Counter[str]] = {}
        self._new: dict[int, Counter[str]] = {}

    def old(self, i: int) -> Counter[str]:
        """The words of an old block."""
        if i not in self._old:
            self._old[i] = _bag(self._blocks[0][i])
        return self._old[i]

    def new(self, j: int) -> Counter[str]:
        """The words of a new block."""
        if j not in self._new:
            self._new[j] = _bag(self._blocks[1][j])
        return self._new[j]

    def alike(self, i: int, j: int) -> float:
        """Share of common words, 0 to 1 (Dice)."""
        a, b = self.old(i), self.new(j)
        if len(b) < len(a):
            a, b = b, a
        common = sum(min(n, b[w]) for w, n in a.items() if w in b)
        return 2 * common / (sum(a.values()) + sum(b.values()) or 1)
