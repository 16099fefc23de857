"""Sentences in a page's footer that a policy states: what becomes of data, what costs what, who may
do what. Pure.

A footer is of the site, but some pages say there, and nowhere else, what holds for their readers.
"""

from __future__ import annotations

from monitor.extract.addressed import binds_parties
from monitor.extract.in_passing import from_a_day, is_offer, of_itself
from monitor.extract.phrases import NEWSLETTER, by_wording, is_sentence
from monitor.extract.raw_blocks import Page, RawBlock
from monitor.model import BlockKind
from monitor.text.practice import is_practice

_FOOTERS = frozenset({"in <footer>", "in the footer", "in the page's footer"})
_LONGEST = 600  # characters
_OF_THE_SITE = ("ookie", "aptcha", "©", "signing up")


def read_clauses(page: Page) -> None:
    """Take for text what a footer states of its readers' rights, data and money."""
    of_footers = _regions(page)
    for block in page.blocks:
        if (
            block.boilerplate in _FOOTERS
            and of_footers[block.region]
            and block.kind is not BlockKind.HEADING
            and _states(block, page.language)
        ):
            block.boilerplate = ""


def _regions(page: Page) -> list[bool]:
    """Of each region: is it of a footer, and of nothing else such as its form to sign up?"""
    found: list[bool] = []
    for region in page.regions:
        around = region.parent < 0 or found[region.parent]
        found.append(around and region.reason in ("", *_FOOTERS))
    return found


def _states(block: RawBlock, language: str) -> bool:
    text = block.text
    if block.link_chars * 2 >= len(text) or len(text) > _LONGEST or not is_sentence(text):
        return False
    if any(sign in text for sign in _OF_THE_SITE) or NEWSLETTER.search(text) or is_offer(text):
        return False
    if by_wording(text):
        return False
    if is_practice(text) or of_itself(text) or from_a_day(text):
        return True
    return not block.links and binds_parties(text, language)
