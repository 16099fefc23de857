"""What a page shows beside its text, and calls an earlier version of it. Pure.

In a tab, behind a button or below a heading of its own: read as one, two versions would be compared
each other, and what was as what is.
"""

from __future__ import annotations

import re

from monitor.extract.raw_blocks import TERM_LEVEL, Page, RawBlock
from monitor.languages import alternatives
from monitor.model import BlockKind

EARLIER = "an earlier version"
_MOST = 0.75  # share of the page's text: more is the page itself
_LONGEST = 80
_HEADING = BlockKind.HEADING
_NAMED = re.compile(
    rf"^\W*(?:{alternatives('labels', 'earlier')})(?: ?[(:–—-].{{0,40}}|（.{{0,40}})?$",
    re.IGNORECASE,
)


def is_earlier(text: str) -> bool:
    """Does a heading or a tab say that what it opens is no longer in force?"""
    return len(text) <= _LONGEST and bool(_NAMED.match(text))


def mark_earlier(page: Page) -> None:
    """Set aside what stands below a heading that says so, unless it is most of the page.

    Not below tabs or headings in a row: what stands first below the last is the first one's.
    """
    blocks = page.blocks
    for index, block in enumerate(blocks):
        if block.kind is not _HEADING or block.boilerplate or not is_earlier(block.text):
            continue
        row = (
            index and blocks[index - 1].kind is _HEADING and blocks[index - 1].level >= block.level
        )
        if block.is_title or block.level >= TERM_LEVEL or row:
            continue
        below = [block, *_below(blocks, index)]
        whole = sum(len(b.text) for b in blocks if not b.boilerplate)
        if sum(len(b.text) for b in below if not b.boilerplate) <= _MOST * whole:
            for inside in below:
                inside.boilerplate = inside.boilerplate or EARLIER


def _below(blocks: list[RawBlock], index: int) -> list[RawBlock]:
    level, found = blocks[index].level, []
    for block in blocks[index + 1 :]:
        if (block.closes and block.closes <= level) or (
            block.kind is _HEADING and not block.closes and block.level <= level
        ):
            break
        found.append(block)
    return found
