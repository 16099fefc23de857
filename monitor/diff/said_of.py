"""The line that a block is said of: a label above its answer, the line that introduces a list.

"Off" says nothing by itself, and "Your location" is another matter below "We share:" than below
"We never share:". Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from monitor.model import Block, BlockKind
from monitor.text.scripts import COLONS, at_most
from monitor.text.short_answers import is_answer

LABEL_WORDS = 12


class Subject(NamedTuple):
    """What a block is said of."""

    line: str  # the text of the line above, "" where it is only the heading
    answer: bool = False  # the block answers it, and says nothing without it


NONE = Subject("")


def subjects(blocks: Sequence[Block]) -> list[Subject]:
    """For each block of a section, or headings among them, the line that it is said of."""
    return list(_subjects(blocks))


def _subjects(blocks: Sequence[Block]) -> Iterator[Subject]:
    lists: list[tuple[int, str]] = []  # the lines that introduce, each with its depth
    above: Block | None = None
    names = False  # is the block above a label?
    labelled = False  # does it stand below a label?
    heads = ""  # the label that plain paragraphs stand below, as below a heading
    for block in blocks:
        depth = block.level if block.kind is BlockKind.ITEM else 0
        introduced = above is not None and above.text.endswith(COLONS)
        while lists and lists[-1][0] >= depth and not (depth == 0 and introduced):
            lists.pop()
        if block.kind is BlockKind.HEADING:
            lists, above, labelled, heads = [], None, False, ""
            yield NONE
            continue
        label = above.text if above is not None and not labelled and names else ""
        answer = is_answer(block.text)
        names = not answer and _is_label(block)
        if label and (answer or (depth == 0 and not block.links)):
            labelled = True
            heads = "" if answer or label.endswith(COLONS) else label
            yield Subject(label, answer)
        else:
            labelled = False
            heads = heads if depth == 0 and not names and not answer else ""
            few = heads if heads and at_most(block.text, LABEL_WORDS) else ""
            yield Subject(lists[-1][1] if lists and not answer else few, answer)
        if depth == 0:
            lists = []
        if block.text.endswith(COLONS) or (depth and names):
            lists.append((depth, block.text))  # an item may hold a list of its own
        above = block


def may_head(block: Block) -> bool:
    """Is a block a heading, or a label that what follows is said of?"""
    return block.kind is BlockKind.HEADING or (
        block.kind is BlockKind.PARAGRAPH and not is_answer(block.text) and _is_label(block)
    )


def _is_label(block: Block) -> bool:
    """A few words without a full stop: a bold line, a question, a line with a colon."""
    if block.kind is BlockKind.ROW or block.links or block.text.endswith((".", "!", "。")):
        return False
    return at_most(block.text, LABEL_WORDS)
