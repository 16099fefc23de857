"""Is a value said of the same thing as another: logs kept for 30 days, invoices for ten years?"""

from __future__ import annotations

import re
from functools import cache

from monitor.classify.edit_wording import lists, words
from monitor.languages import alternatives, said
from monitor.text.scripts import unspaced

OF_A_THING = ("age", "default", "notice", "price", "retention")
_STEM = 5  # letters of a word that count
_EVERYONE = frozenset(" ".join(said("said_of", "everyone")).split())
_SAID = re.compile(alternatives("said_of", "anything"))

# What a price is for each of, or all of: "per seat", "for the first five people".
_THING = rf"(?P<thing>{alternatives('prices', 'thing')})"
_EACH = re.compile(
    rf"(?:{alternatives('prices', 'each')})\s?(?:(?:active|additional|extra|paid) )?{_THING}\b",
    re.IGNORECASE,
)
_ALL_OF = re.compile(
    rf"\b(?:{alternatives('prices', 'all_of')})\b(?: [\w-]+){{0,2}} {_THING}\b", re.IGNORECASE
)


def of_the_same(fact: str, one: str, other: str) -> bool:
    """May two sentences speak of the same thing? Not where each names one that the other lacks."""
    if fact not in OF_A_THING or unspaced(one):  # no words to be told apart there
        return True
    if fact == "price" and _per(one) != _per(other):
        return False
    ours, theirs = _things(one), _things(other)
    if fact == "age":
        return _whose(one) == _whose(other)
    return not ours or not theirs or bool(ours & theirs)


def _things(sentence: str) -> frozenset[str]:
    """The beginnings of the words that name what a sentence speaks of."""
    found = (word for word in words(sentence) if word not in _small() and not _SAID.match(word))
    return frozenset(word[:_STEM] for word in found if not word[0].isdigit())


def _per(sentence: str) -> tuple[bool, bool]:
    """Is a price one for each of several, or one for a number of them? The two say nothing of
    each other: $120 for five people is less than $100 for each.
    """
    return bool(_EACH.search(sentence)), bool(_ALL_OF.search(sentence))


def _whose(sentence: str) -> str:
    """The word a sentence begins with, where it names some people only: "Sellers must be 18"."""
    first = next(iter(words(sentence)), "")
    everyone = first in _small() or first[:1].isdigit() or _SAID.match(first)
    return "" if everyone else first


def of_some(sentence: str) -> bool:
    """Does it begin with some people and what they must: "Sellers must be 18"?"""
    return bool(_whose(sentence)) and not lists().modal.isdisjoint(words(sentence)[1:2])


@cache
def _small() -> frozenset[str]:
    known = lists()
    return known.function | known.modal | known.person | known.negation | known.number | _EVERYONE
