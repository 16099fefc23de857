"""Are two documents the same document, both whole? If not, their difference is no change."""

from __future__ import annotations

from monitor.guard.judge import check_document, cut_off
from monitor.model import Comparison, Document, ExtractRules
from monitor.text.scripts import count_words

MENU_BLOCKS = 10
MENU_WORDS = 6
NOT_THE_PAGE = ("language", "emptied")  # may be the page for the guard, are no change of it


def not_comparable(comparison: Comparison, *, released: bool = False) -> str:
    """Why two documents differ in nothing of the policy: a block page, a cut-off page; or "".

    Only what cannot be the policy itself: a page that merely shrank is a change, and so is one that
    was `released` although it looks cut off.
    """
    old, new = comparison.old, comparison.new
    for one, other in ((old, new), (new, old)):
        verdict = check_document(one, rules=ExtractRules(), previous=other, body_size=0)
        if released and one is new:
            continue
        if not verdict.ok and (not verdict.confirmable or verdict.reason in NOT_THE_PAGE):
            return f"not-the-page-{verdict.reason}"
    if cut_off(old, new) or (not released and cut_off(new, old)):
        return "cut-off"
    if {b.key for b in old.blocks()}.isdisjoint(b.key for b in new.blocks()):
        return "another-page" if _menu(old) is not _menu(new) else ""
    return ""


def _menu(document: Document) -> bool:
    """Is a page nothing but a choice of links or countries?"""
    blocks = list(document.blocks())
    short = sum(count_words(b.text) <= MENU_WORDS for b in blocks)
    return len(blocks) >= MENU_BLOCKS and short >= 0.8 * len(blocks)
