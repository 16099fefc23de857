"""What stands below "See also" or "Trending": titles of other pages, and seldom a clause. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from monitor.classify.forms import ENDS, pattern
from monitor.model import Block
from monitor.text.practice import is_practice
from monitor.text.scripts import ASKS, count_words

BEHIND = 2  # words behind the title of what leads elsewhere: "More articles on Acme"


def above_other_pages(heading: str) -> bool:
    """Does a heading stand above what leads elsewhere, and say no more: "Related articles", and not
    "Other ways we share your data"?
    """
    found = pattern("aside").search(heading)
    if found is None or is_practice(heading):
        return False
    return count_words(heading[found.end() :]) <= BEHIND


def leads_elsewhere(block: Block, headings: Iterable[str]) -> bool:
    """Is a block of other pages, by one of the headings that it stands below?

    A sentence without a link that says what is done, or what one must or may not, is a clause of
    this page below any of them but those of news and of what people say.
    """
    found = [heading for heading in headings if above_other_pages(heading)]
    if not found:
        return False
    spoken = any(pattern("spoken").search(heading) for heading in found)
    sentence = not block.links and ENDS.search(block.text) and not block.text.endswith(ASKS)
    return spoken or not sentence or not _binds(block.text)


def _binds(text: str) -> bool:
    if pattern("pointing").search(text) or pattern("inviting").search(text):
        return False
    return any(pattern(name).search(text) for name in ("doing", "predicate")) or is_practice(text)
