"""What a company said that it does not do with a reader's things, and says no longer. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

from monitor.classify.edit_wording import lists, words
from monitor.classify.grammar_words import things
from monitor.languages import alternatives
from monitor.text.clause_ends import CONDITION
from monitor.text.scripts import unspaced

LONGEST = 50  # words of a sentence that is one promise
THINGS, SIGNS = 2, 5  # that two sentences name of the same; of a script without spaces
ALIKE = 0.5  # part of the things a promise names that its other wording names
_DENIES, _WE, _YOURS = (
    re.compile(rf"\b(?:{alternatives('promises', key)})\b", re.IGNORECASE)
    for key in ("denies", "we", "yours")
)
_ORDERS = re.compile(alternatives("promises", "orders"), re.IGNORECASE)
_DISCLAIMS = re.compile(rf"\b(?:{alternatives('promises', 'disclaims')})", re.IGNORECASE)


@lru_cache(maxsize=1024)  # asked for the order, for what is told, and for how urgent it is
def promises(text: str) -> bool:
    """Does it say that "we", or nobody, does something with what is the reader's: "We never read
    your messages"? Not what a reader must not do, nor what a company does not answer for.
    """
    said = words(text)
    readers = lists().owner_you | lists().owner_they
    if len(said) > LONGEST or (readers.isdisjoint(said) and not _YOURS.search(text)):
        return False
    if _ORDERS.search(text) or _DISCLAIMS.search(text):
        return False
    return _denies_of_the_company(text)


def _denies_of_the_company(text: str) -> bool:
    return any(_of_the_company(text[: found.start()]) for found in _DENIES.finditer(text))


def _of_the_company(before: str) -> bool:
    """By what stands before a denial, is it neither the reader's doing nor under a condition?"""
    if CONDITION.search(before):
        return False
    speakers = (_WE.fullmatch(word) or word for word in reversed(words(before)))
    subject = next((s for s in speakers if not isinstance(s, str) or s in lists().reader), None)
    return not isinstance(subject, str)


def denies(text: str) -> bool:
    """Has it a word for "not", in whatever language?"""
    return bool(_DENIES.search(text)) or not lists().negation.isdisjoint(words(text))


def given_up(old: str, came: Iterable[str]) -> bool:
    """Is it a promise of which none of the texts that came is another wording?"""
    return promises(old) and not said_again(old, came)


def said_again(old: str, came: Iterable[str]) -> bool:
    """Does any of the texts that came deny something of much the same things? "If you do not allow
    advertising cookies" does not.
    """
    named = _named(old)
    if not named:
        return False
    again = (text for text in came if len(named & _named(text)) >= ALIKE * len(named))
    return any(map(_denies_of_the_company, again))


def of_the_same(old: str, new: str) -> bool:
    """Do two sentences speak of the same things?"""
    both = len(_named(old) & _named(new))
    return both >= (SIGNS if unspaced(old) else THINGS)


def _named(text: str) -> frozenset[str]:
    """The things that a sentence names; without spaces each two signs that stand together."""
    if not unspaced(text):
        return things(text)
    return frozenset("".join(two) for run in words(text) for two in pairwise(run))
