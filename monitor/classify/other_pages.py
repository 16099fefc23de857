"""What stands below "See also" or "Trending": titles of other pages, and seldom a clause. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from monitor.classify.forms import ENDS, pattern
from monitor.extract.in_passing import matters
from monitor.languages import alternatives
from monitor.model import Block
from monitor.text.practice import is_practice
from monitor.text.scripts import ASKS, count_words

BEHIND = 2  # words behind the title of what leads elsewhere: "More articles on Acme"

_PARTY = re.compile(rf"\b(?:{alternatives('asides', 'parties')})\b", re.IGNORECASE)


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
    this page below any of them but where people talk; below news it has to matter to a reader
    besides, whom it speaks to or of.
    """
    found = [heading for heading in headings if above_other_pages(heading)]
    if not found:
        return False
    if block.links or not ENDS.search(block.text) or block.text.endswith(ASKS):
        return True
    if any(pattern("talk").search(heading) for heading in found):
        return True
    news = any(pattern("news").search(heading) for heading in found)
    return not (_is_policy(block.text) if news else _binds(block.text))


def _is_policy(text: str) -> bool:
    """News may be of any rule or fine: of a policy is what it says of "your data"."""
    return matters(text) and (is_practice(text) or bool(_PARTY.search(text)))


def _binds(text: str) -> bool:
    if pattern("pointing").search(text) or pattern("inviting").search(text):
        return False
    return any(pattern(name).search(text) for name in ("doing", "predicate")) or is_practice(text)
