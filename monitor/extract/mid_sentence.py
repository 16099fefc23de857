"""Sentences that were cut into blocks: at a link, or at the end of each line. Pure.

Some sites lay out each piece of a sentence in an element that ends the line: the link would be
taken for one of the navigation, and what is on either side of it says nothing by itself. Others
made their page of a PDF, and each of its lines is a paragraph.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise

from monitor.extract.raw_blocks import RawBlock
from monitor.languages import alternatives
from monitor.model import BlockKind

_PARAGRAPH = BlockKind.PARAGRAPH
_LONGEST = 140  # characters of such a link
_LINE = 60  # characters of a line that was full
_LINES = 3  # full lines that go on in the next block, from which a page is wrapped
_DIGITS = 3  # of a page's number
_FURNITURE = 4  # blocks between the text of two pages
_PAGES = 3  # times that something stands there in a page of that kind
_LEAST = 3  # words in front of it
_OPEN = re.compile(r"[^\W\d_],?$")  # no end of a sentence, and no colon before a list
_GOES_ON = re.compile(r"[,;.)]|[^\W\d_A-Z]")  # continues the sentence
_END = 3  # characters of an end: a letter, a comma, and a line break
_BELOW = re.compile(r"[^\W\d_A-Z]|[(«](?!\w{1,4}\))")  # begins no sentence, and no "(a)" of a list
# A sentence seldom ends so: what follows is its object, wherever that stands.
_WAITS = re.compile(rf"\b(?:{alternatives('clauses', 'waits')})$", re.IGNORECASE)


def joined(blocks: list[RawBlock]) -> list[RawBlock]:
    """The blocks, with sentences that were cut into several as one block each."""
    return _at_links(_at_lines(blocks))


def _at_lines(blocks: list[RawBlock]) -> list[RawBlock]:
    blocks = _without_page_breaks(blocks)
    cut = {at for at, (one, other) in enumerate(pairwise(blocks), 1) if _runs_on(one, other)}
    if len(cut) < _LINES:
        return blocks
    result: list[RawBlock] = []
    for at, block in enumerate(blocks):
        if at in cut:
            result[-1] = _one(result[-1], block)
        else:
            result.append(block)
    return result


def _without_page_breaks(blocks: list[RawBlock]) -> list[RawBlock]:
    """Without what stands at the end of a page between a line and the one that it runs on in: its
    number, and what stands on every page.
    """
    if not any(_is_number(b) for b in blocks):
        return blocks
    often = Counter(b.text for b in blocks)
    gone: set[int] = set()
    for at, block in enumerate(blocks):
        if at in gone or not _ends_open(block):
            continue
        after = at + 1
        while (
            after < len(blocks)
            and after - at <= _FURNITURE
            and (_is_furniture(blocks[after], often))
        ):
            after += 1
        between = range(at + 1, after)
        numbered = any(_is_number(blocks[n]) for n in between)
        if numbered and after < len(blocks) and _runs_on(block, blocks[after]):
            gone.update(between)
    return [b for n, b in enumerate(blocks) if n not in gone] if gone else blocks


def _is_furniture(block: RawBlock, often: Mapping[str, int]) -> bool:
    return _is_number(block) or (len(block.text) < _LINE and often[block.text] >= _PAGES)


def _is_number(block: RawBlock) -> bool:
    return len(block.text) <= _DIGITS and block.text.isdigit()


def _ends_open(line: RawBlock) -> bool:
    """Is it a full line without an end?"""
    return line.kind is _PARAGRAPH and len(line.text) >= _LINE and _is_open(line.text)


def _is_open(text: str) -> bool:
    """Does it break off behind a letter or a comma? Only its end is looked at."""
    return bool(_OPEN.search(text, max(0, len(text) - _END)))


def _runs_on(line: RawBlock, after: RawBlock) -> bool:
    """Is a block a full line without an end, and the next one what follows it?"""
    return (
        after.kind is _PARAGRAPH
        and line.region == after.region
        and bool(_BELOW.match(after.text))
        and _ends_open(line)
        and not (line.is_link or after.is_link)
        and not (line.control_chars or after.control_chars or line.closes or after.closes)
    )


def _at_links(blocks: list[RawBlock]) -> list[RawBlock]:
    if not any(b.is_link for b in blocks):
        return blocks
    result: list[RawBlock] = []
    at = 0
    while at < len(blocks):
        block = blocks[at]
        after = blocks[at + 1] if at + 1 < len(blocks) else None
        before = result[-1] if result else None
        if before is None or not _is_piece(before, block):
            result.append(block)
            at += 1
            continue
        goes_on = after is not None and _continues(block, after)
        if not goes_on and not _WAITS.search(before.text):
            result.append(block)
            at += 1
            continue
        result[-1] = _one(before, block, *((after,) if goes_on and after else ()))
        at += 1 + goes_on
    return result


def _is_piece(before: RawBlock, link: RawBlock) -> bool:
    """Is a block a link below words that do not end?"""
    return (
        link.is_link
        and len(link.links) == 1
        and before.kind is _PARAGRAPH
        and link.kind is _PARAGRAPH
        and len(link.text) <= _LONGEST
        and before.region == link.region
        and not before.is_link
        and not (before.control_chars or link.control_chars or before.closes)
        and before.text.count(" ") >= _LEAST - 1
        and _is_open(before.text)
    )


def _continues(link: RawBlock, after: RawBlock) -> bool:
    return (
        after.kind is _PARAGRAPH
        and after.region == link.region
        and not (after.is_link or after.control_chars or after.closes)
        and bool(_GOES_ON.match(after.text))
    )


def _one(first: RawBlock, *others: RawBlock) -> RawBlock:
    text = first.text
    for other in others:
        text += other.text if other.text[:1] in ",;.)" else f" {other.text}"
    pieces = (first, *others)
    return replace(
        first,
        text=text,
        links=tuple(link for piece in pieces for link in piece.links),
        link_chars=sum(piece.link_chars for piece in pieces),
        is_link=False,
    )
