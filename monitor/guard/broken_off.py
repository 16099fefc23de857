"""Documents that end in the middle: an answer that did not come through whole. Pure."""

from __future__ import annotations

import re

from monitor.model import Document
from monitor.text.sentences import OWN_MARKS

BLOCKS_LOST = 3  # at least this many more blocks behind a cut between two words
_SENTENCE_END = re.compile(rf"[.!?:;：；{OWN_MARKS}][\"')\]]*$")


def cut_off(short: Document, long: Document) -> bool:
    """Does one document end in the middle of a sentence of the other, all before it the same?"""
    end = next((s.blocks[-1] for s in reversed(short.sections) if s.blocks), None)
    if end is None or _SENTENCE_END.search(end.key):
        return False
    ours, theirs = list(short.blocks()), list(long.blocks())
    if len(theirs) < len(ours) or theirs[-1].key == end.key:  # both end alike
        return False
    at = len(ours) - 1
    near = range(max(0, at - 3), min(len(theirs), at + 4))
    last = end.key.rstrip("\ufffd")  # what is left of a character that was cut itself
    whole = next((n for n in near if _continues(last, theirs[n].key)), None)
    if whole is None or not _breaks(last, theirs[whole].key, len(theirs) - whole):
        return False
    keys = {b.key for b in theirs}
    same = sum(b.key in keys for b in ours[:-1])
    return same >= 0.9 * (len(ours) - 1)


def _continues(last: str, whole: str) -> bool:
    return len(last) >= 3 and len(whole) > len(last) and whole.startswith(last)


def _breaks(last: str, whole: str, left: int) -> bool:
    """In the middle of a word, or with much of the document to come."""
    return (last[-1].isalnum() and whole[len(last)].isalnum()) or left > BLOCKS_LOST
