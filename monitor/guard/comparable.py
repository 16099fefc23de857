"""Are two documents the same document, both whole? If not, they hold no change. Pure."""

from __future__ import annotations

from monitor.guard.broken_off import cut_off
from monitor.guard.judge import check_document
from monitor.model import Document, ExtractRules
from monitor.text.scripts import count_words

MENU_BLOCKS = 10
MENU_WORDS = 6
# For the guard perhaps the page, but never a change.
NOT_THE_PAGE = ("language", "other-language", "emptied")


def not_comparable(old: Document, new: Document) -> str:
    """Why two documents differ in nothing of the policy: a block page, a cut-off page; or ""."""
    return not_whole(new, old) or not_a_version(old, new)


def not_a_version(version: Document, page: Document) -> str:
    """Why `version` cannot be compared with a page that was judged already; or ""."""
    return not_whole(version, page) or _another_page(version, page)


def not_whole(document: Document, other: Document) -> str:
    """Why one of two documents is not the whole page that the other is; or "".

    Only what cannot be the policy itself: a page that merely shrank is a change.
    """
    verdict = check_document(document, rules=ExtractRules(), previous=other, body_size=0)
    if not verdict.ok and (not verdict.confirmable or verdict.reason in NOT_THE_PAGE):
        return f"not-the-page-{verdict.reason}"
    return "cut-off" if cut_off(document, other) else ""


def _another_page(old: Document, new: Document) -> str:
    if {b.key for b in old.blocks()}.isdisjoint(b.key for b in new.blocks()):
        return "another-page" if _menu(old) is not _menu(new) else ""
    return ""


def _menu(document: Document) -> bool:
    """Is a page nothing but a choice of links or countries?"""
    blocks = list(document.blocks())
    short = sum(count_words(b.text) <= MENU_WORDS for b in blocks)
    return len(blocks) >= MENU_BLOCKS and short >= 0.8 * len(blocks)
