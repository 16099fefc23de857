"""A list that is made of line breaks: each line an entry, as if it stood in a list's markup. Pure.

As one block it would be told whole whenever one entry came, and whenever the order changed.
"""

from __future__ import annotations

from collections.abc import Sequence

from monitor.extract.raw_blocks import RawBlock
from monitor.model import BlockKind
from monitor.text.scripts import COLONS

_LINES = 3  # of the shortest list
_LONGEST = 120  # characters of a line


def is_list(lines: Sequence[str]) -> bool:
    """Lines that the first introduces ("We share data with:"), none of them empty."""
    first, *others = (line.strip() for line in lines)
    return (
        len(others) >= _LINES
        and first.endswith(COLONS)
        and all(0 < len(line) <= _LONGEST for line in others)
        and not _is_address(others)
    )


def make_items(blocks: Sequence[RawBlock]) -> None:
    """Make items of the blocks that the lines below an introduction became."""
    for block in blocks:
        if block.kind is BlockKind.PARAGRAPH:
            block.kind = BlockKind.ITEM


def _is_address(lines: Sequence[str]) -> bool:
    """Where somebody is reached is one block, and says nothing line by line."""
    numbered = sum(any(c.isdigit() for c in line) for line in lines)
    return 2 * numbered >= len(lines) or any("@" in line for line in lines)
