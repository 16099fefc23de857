"""The small words of each language: the grammar round what is said, by which it is known. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache

from monitor.classify.edit_wording import lists
from monitor.classify.rules import own
from monitor.languages import codes, table

STEM = 4  # letters in which two forms of a word begin alike
LONGEST = 2_000  # characters of a text of which the words are looked at
_WORD = re.compile(r"\w+")


@cache
def small_words() -> frozenset[str]:
    """The words of all languages that are the grammar around what is said."""
    known = lists()
    return known.function | known.modal | known.person | known.negation | known.number


@lru_cache(maxsize=1024)  # of one change: each that went is held against each that came
def things(text: str) -> frozenset[str]:
    """The beginnings of its words, whatever they end in: "nagrań" and "nagrania"; small words
    name no thing.
    """
    said = _WORD.findall(text[:LONGEST].casefold())
    return frozenset(w[:STEM] for w in said if len(w) >= STEM and w not in small_words())


@cache
def fillers(language: str) -> frozenset[str]:
    """The words that are only the grammar of a text. In English not "door", "die" and "son", which
    are so in Dutch, German and French.
    """
    english = language[:2].lower() == "en"
    return frozenset(own("kind")["function"].split()) if english else lists().function


def spoken(said: Iterable[str]) -> str:
    """The code of the language that most small words of a text are of; "" where none is known."""
    found = Counter(said)
    counts = {code: sum(found[w] for w in known) for code, known in _small_by_language().items()}
    best = max(counts, key=counts.__getitem__)
    return best if counts[best] else ""


@cache
def _small_by_language() -> dict[str, frozenset[str]]:
    tables = {code: table(code).get("kind", {}) for code in codes()}
    return {code: frozenset(t.get("function", "").split()) for code, t in tables.items()}


@cache
def others(language: str) -> frozenset[str]:
    """The words for may, must and not of all languages but one; none where that is not known."""
    tables = {code: table(code).get("kind", {}) for code in codes()}
    here = tables.pop(language[:2].lower(), None)
    if here is None:
        return frozenset()
    return _modal(*tables.values()) - _modal(here)


def _modal(*tables: Mapping[str, str]) -> frozenset[str]:
    return frozenset(
        w for t in tables for key in ("modal", "negation") for w in t.get(key, "").split()
    )
