"""The line that a block is said of: a label above its answer, the line that introduces a list.

"Off" says nothing by itself, and "Your location" is another matter below "We share:" than below
"We never share:". Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from monitor.model import Block, BlockKind
from monitor.text.scripts import count_words
from monitor.text.short_answers import is_answer

LABEL_WORDS = 12
COLONS = (":", "：")


class Subject(NamedTuple):
    """What a block is said of."""

    line: str  # the text of the line above, "" where it is only the heading
    answer: bool = False  # the block answers it; else it is an entry of the list below it


NONE = Subject("")


def subjects(blocks: Sequence[Block]) -> list[Subject]:
    """For each block of a section, or headings among them, the line that it is said of."""
    return list(_subjects(blocks))


def _subjects(blocks: Sequence[Block]) -> Iterator[Subject]:
    open_lists: list[tuple[int, str]] = []  # the lines that introduce, each with its depth
    above: Block | None = None
    for block in blocks:
        depth = block.level if block.kind is BlockKind.ITEM else 0
        introduced = bool(above and above.text.endswith(COLONS))
        while open_lists and open_lists[-1][0] >= depth and not (depth == 0 and introduced):
            open_lists.pop()
        if block.kind is BlockKind.HEADING:
            open_lists, above = [], None
            yield NONE
            continue
        if is_answer(block.text):
            label = above is not None and _is_label(above)
            yield Subject(above.text if above and label else "", answer=True)
        else:
            yield Subject(open_lists[-1][1]) if open_lists else NONE
        if depth == 0:
            open_lists = []
        if block.text.endswith(COLONS):
            open_lists.append((depth, block.text))
        above = block


def _is_label(block: Block) -> bool:
    if block.kind is BlockKind.ROW or is_answer(block.text):
        return False
    return count_words(block.text) <= LABEL_WORDS and not block.text.endswith((".", "!", "。"))
