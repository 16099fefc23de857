"""What stands above a page's title: banners of the site, unless they are of the document. Pure."""

from __future__ import annotations

import re

from monitor.extract.in_passing import PROMOTION, matters
from monitor.extract.phrases import is_dated, is_notice
from monitor.extract.raw_blocks import Page, RawBlock
from monitor.model import BlockKind

_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_LONGEST = 200  # characters of a banner
_MOST = 4  # blocks above a title; more of them are a text of their own
_BELOW = 5  # times as much text below the title: else it is not the title of the page


def mark_above_title(page: Page) -> None:
    """Mark short lines above the only title of a page, where the text stands below it."""
    titles = [i for i, b in enumerate(page.blocks) if b.is_title and not b.boilerplate]
    if len(titles) != 1 or page.selected:
        return
    above = [b for b in page.blocks[: titles[0]] if b.text and not b.boilerplate]
    if not above or len(above) > _MOST:
        return
    below = sum(len(b.text) for b in page.blocks[titles[0] :] if not b.boilerplate)
    if _BELOW * sum(len(b.text) for b in above) <= below:
        for block in filter(_is_banner, above):
            block.boilerplate = PROMOTION


def _is_banner(block: RawBlock) -> bool:
    return (
        block.kind is BlockKind.PARAGRAPH
        and len(block.text) <= _LONGEST
        and not matters(block.text)
        and not (is_dated(block.text) or _YEAR.search(block.text))
        and not is_notice(block.text)
    )
