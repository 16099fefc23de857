"""A link on a line of its own that is part of the sentence around it. Pure.

Some sites lay out each piece of a sentence in an element that ends the line: the link would be
taken for one of the navigation, and what is on either side of it says nothing by itself.
"""

from __future__ import annotations

import re
from dataclasses import replace

from monitor.extract.raw_blocks import RawBlock
from monitor.model import BlockKind

_PARAGRAPH = BlockKind.PARAGRAPH
_LONGEST = 140  # characters of such a link
_LEAST = 3  # words in front of it
_OPEN = re.compile(r"[^\W\d_],?$")  # no end of a sentence, and no colon before a list
_GOES_ON = re.compile(r"[,;.)]|[^\W\d_A-Z]")  # continues the sentence
# A sentence seldom ends so: what follows is its object, wherever that stands.
_WAITS = re.compile(
    r"\b(?:a|an|and|at|by|from|in|of|on|or|our|see|the|this|through|to|under|use|using|via|visit"
    r"|with|your|am|an|auf|bei|das|dem|den|der|die|im|in|mit|siehe|über|und|unter|von|zu|zur|zum"
    r"|à|au|aux|avec|dans|de|des|du|et|la|le|les|nos|notre|par|sur|voir|con|del|el|en|los|por|y)$",
    re.IGNORECASE,
)


def joined(blocks: list[RawBlock]) -> list[RawBlock]:
    """The blocks, with sentences whose links stand on lines of their own as one block each."""
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
        and bool(_OPEN.search(before.text))
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
