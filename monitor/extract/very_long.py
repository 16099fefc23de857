"""A block longer than any paragraph in pieces that a change elsewhere leaves as they are. Pure.

A page whose text is one line of megabytes is read as one block, and whatever changes in it is
compared with all of it: half a minute for one word. In pieces only that word's piece is. Where it
is cut depends on the words before the cut alone, so that a word that comes or goes moves no other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from zlib import crc32

LONG = 50_000  # letters; no paragraph that is meant to be read is as long
SHORTEST, LONGEST = 2_000, 20_000  # letters of a piece
_CUT = re.compile(r"\s+|(?<=[。！？｡।])")
_ENDS = ".!?;:。！？｡।"
_SEEN = 24  # letters before a cut that decide about it
# One in so many gaps between words is a cut: between sentences more often than within one.
_OF_ENDS, _OF_OTHERS = 16, 1_024


def pieces(text: str) -> Iterator[str]:
    """The text without the spaces at its cuts; all of it where it is no longer than LONG."""
    if len(text) <= LONG:
        yield text
        return
    start = end = 0  # of the piece, and of the last gap that it may be forced to end at
    begins = 0  # what follows that gap
    for gap in _CUT.finditer(text):
        at = gap.start()
        if at - start > LONGEST and start < end:
            yield text[start:end]
            start = begins
        end, begins = at, gap.end()
        while at - start > LONGEST:  # not a space in all of it
            yield text[start : start + LONGEST]
            start += LONGEST
        if at - start >= SHORTEST and _is_cut(text, at):
            yield text[start:at]
            start = end = begins
    if len(text) - start > LONGEST and start < end:
        yield text[start:end]
        start = begins
    while start < len(text):
        yield text[start : start + LONGEST]
        start += LONGEST


def _is_cut(text: str, at: int) -> bool:
    one_in = _OF_ENDS if text[at - 1] in _ENDS else _OF_OTHERS
    return crc32(text[at - _SEEN : at].encode("utf-8", "surrogatepass")) % one_in == 0
