"""Are two documents the same document, both whole? If not, their difference is no change."""

from __future__ import annotations

from monitor.guard import check_document
from monitor.types import Block, Comparison, Document, ExtractRules

MENU_BLOCKS = 10
MENU_WORDS = 6


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
    """Does one document end in the middle of a block of the other, all before it the same?"""
    ours, theirs = list(short.blocks()), list(long.blocks())
    if not ours or len(theirs) < len(ours):
        return False
    last = _letters(ours[-1])
    at = len(ours) - 1
    near = theirs[max(0, at - 3) : at + 4]
    whole = next((b for b in near if _continues(last, b)), None)
    if whole is None:
        return False
    keys = {b.key for b in theirs}
    same = sum(b.key in keys for b in ours[:-1])
    return same >= 0.9 * (len(ours) - 1)


def _continues(last: str, block: Block) -> bool:
    text = _letters(block)
    return len(last) >= 3 and len(text) > len(last) and text.startswith(last)


def _letters(block: Block) -> str:
    return "".join(block.key.split())
