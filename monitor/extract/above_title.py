"""What stands above a page's title: banners of the site, unless they are of the document. Pure."""

from __future__ import annotations

import re

from monitor.extract.in_passing import PROMOTION, is_offer, matters
from monitor.extract.phrases import is_dated, is_notice
from monitor.extract.raw_blocks import Page, RawBlock
from monitor.model import BlockKind

_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_LONGEST = 200  # characters of a banner
_MOST = 4  # blocks above a title; more of them are a text of their own
_BELOW = 5  # times as much text below the title: else it is not the title of the page


def mark_above_title(page: Page) -> None:
    """Mark short lines above the only title of a page, where the text stands below it."""
    blocks, heading = page.blocks, BlockKind.HEADING
    title = next((i for i, b in enumerate(blocks) if _is_title(b, heading)), 0)
    if not title or page.selected:
        return
    above = [b for b in blocks[:title] if b.text and not b.boilerplate]
    if not above or len(above) > _MOST:
        return
    if any(_is_title(block, heading) for block in blocks[title + 1 :]):
        return
    below = sum(len(b.text) for b in blocks[title:] if not b.boilerplate)
    if _BELOW * sum(len(b.text) for b in above) <= below:
        for block in filter(_is_banner, above):
            block.boilerplate = PROMOTION


def _is_title(block: RawBlock, heading: BlockKind) -> bool:
    return block.level == 1 and block.kind is heading and not block.boilerplate


def _is_banner(block: RawBlock) -> bool:
    return (
        block.kind is BlockKind.PARAGRAPH
        and len(block.text) <= _LONGEST
        and (is_offer(block.text) or not matters(block.text))
        and not (is_dated(block.text) or _YEAR.search(block.text))
        and not is_notice(block.text)
    )
