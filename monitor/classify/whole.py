"""Are two documents the same document, both whole? If not, their difference is no change."""

from __future__ import annotations

import re

from monitor.guard import check_document
from monitor.types import Comparison, Document, ExtractRules

BLOCKS_LOST = 3  # so many more blocks behind a cut between two words
MENU_BLOCKS = 10
MENU_WORDS = 6
_SENTENCE_END = re.compile(r"[.!?:;。！？][\"')\]]*$")


def not_comparable(comparison: Comparison) -> str:
    """Why the difference of two documents is none of the policy: a wall, a cut-off page; or "".

    Only what cannot be the policy itself: a page that merely shrank is a change.
    """
    old, new = comparison.old, comparison.new
    for one, other in ((old, new), (new, old)):
        verdict = check_document(one, rules=ExtractRules(), previous=other, body_size=0)
        if not verdict.ok and (not verdict.confirmable or verdict.reason == "language"):
            return f"not-the-page-{verdict.reason}"
    if _cut_off(old, new) or _cut_off(new, old):
        return "cut-off"
    if not {b.key for b in old.blocks()} & {b.key for b in new.blocks()}:
        return "another-page" if _menu(old) is not _menu(new) else ""
    return ""


def _menu(document: Document) -> bool:
    """Is a page nothing but a choice of links or countries?"""
    blocks = list(document.blocks())
    short = sum(len(b.text.split()) <= MENU_WORDS for b in blocks)
    return len(blocks) >= MENU_BLOCKS and short >= 0.8 * len(blocks)


def _cut_off(short: Document, long: Document) -> bool:
    """Does one document end in the middle of a sentence of the other, all before it the same?"""
    ours, theirs = list(short.blocks()), list(long.blocks())
    if not ours or len(theirs) < len(ours) or _SENTENCE_END.search(ours[-1].key):
        return False
    at = len(ours) - 1
    near = range(max(0, at - 3), min(len(theirs), at + 4))
    whole = next((n for n in near if _continues(ours[-1].key, theirs[n].key)), None)
    if whole is None or not _breaks(ours[-1].key, theirs[whole].key, len(theirs) - whole):
        return False
    keys = {b.key for b in theirs}
    same = sum(b.key in keys for b in ours[:-1])
    return same >= 0.9 * (len(ours) - 1)


def _continues(last: str, whole: str) -> bool:
    return len(last) >= 3 and len(whole) > len(last) and whole.startswith(last)


def _breaks(last: str, whole: str, left: int) -> bool:
    """In the middle of a word, or with much of the document to come."""
    return (last[-1].isalnum() and whole[len(last)].isalnum()) or left > BLOCKS_LOST
