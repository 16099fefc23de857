"""Phrases of the rules, matched against words in linear time.

A phrase is words in lower case: `word*` begins with, `a|b` either, `~` up to three words between.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

_WORD = re.compile(r"(?<=\w)\.ai\b|[^\W_]+|@", re.IGNORECASE)  # "x.ai" is an address, no AI
_ABBREVIATIONS = frozenset(("ab", "ag", "ai", "as", "co", "oy", "sa", "se"))
_GAP = 3
_SHORTEST = 2  # letters before a `*` in a phrase's first word


class Word(NamedTuple):  # of which a change has thousands
    """One word in lower case and where it stands."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Hit:
    """One phrase found, as indices of its first and last word."""

    label: tuple[str, str]  # class, strength
    phrase: str
    first: int
    last: int


@lru_cache(maxsize=256)  # of one change: each step asks for those of the same passages
def words(text: str, *, foreign: bool = False) -> tuple[Word, ...]:
    """The words of a text; of one in another language than English without those that are an
    abbreviation only where they are written large: "ai corrieri", "se Lei lo consente".
    """
    found = (Word(m[0].lower(), m.start(), m.end()) for m in _WORD.finditer(text))
    if not foreign:
        return tuple(found)
    return tuple(
        w for w in found if w.text not in _ABBREVIATIONS or text[w.start : w.end].isupper()
    )


_Part = tuple[frozenset[str], tuple[str, ...], bool]  # exact words, beginnings, gap before it


class Lexicon:
    """Many phrases, each with a label. What stands inside a phrase of `ignore` is not found."""

    def __init__(
        self, phrases: Iterable[tuple[tuple[str, str], str]], ignore: Iterable[str] = ()
    ) -> None:
        self._ignore = Lexicon((("", ""), phrase) for phrase in ignore) if ignore else None
        self._exact: dict[str, list[tuple[tuple[str, str], str, tuple[_Part, ...]]]] = defaultdict(
            list
        )
        self._begin: dict[str, list[tuple[tuple[str, str], str, tuple[_Part, ...]]]] = defaultdict(
            list
        )
        for label, phrase in phrases:
            head, *rest = _parts(phrase)
            entry = (label, phrase, tuple(rest))
            for word in head[0]:
                self._exact[word].append(entry)
            for word in head[1]:
                self._begin[word].append(entry)
        self._longest = max(map(len, self._begin), default=0)

    def find(self, text: tuple[Word, ...]) -> Iterator[Hit]:
        """Every phrase at every place, in order of their first words."""
        hidden: set[int] = set()
        for hit in self._ignore.find(text) if self._ignore else ():
            hidden.update(range(hit.first, hit.last + 1))
        for i, word in enumerate(text):
            for label, phrase, rest in self._starting(word.text):
                last = _match(rest, text, i)
                if last is not None and not (i in hidden and last in hidden):
                    yield Hit(label, phrase, i, last)

    def _starting(self, word: str) -> Iterator[tuple[tuple[str, str], str, tuple[_Part, ...]]]:
        yield from self._exact.get(word, ())
        for size in range(_SHORTEST, min(len(word), self._longest) + 1):
            yield from self._begin.get(word[:size], ())


def _parts(phrase: str) -> list[_Part]:
    parts: list[_Part] = []
    gap = False
    for item in phrase.split():
        if item == "~":
            gap = True
            continue
        options = item.split("|")
        exact = frozenset(o for o in options if not o.endswith("*"))
        begin = tuple(o[:-1] for o in options if o.endswith("*"))
        parts.append((exact, begin, gap))
        gap = False
    return parts


def _match(parts: tuple[_Part, ...], text: tuple[Word, ...], at: int) -> int | None:
    """Index of the last word when the parts follow the word at `at`."""
    for exact, begin, gap in parts:
        for i in range(at + 1, min(len(text), at + 2 + (_GAP if gap else 0))):
            word = text[i].text
            if word in exact or (begin and word.startswith(begin)):
                at = i
                break
        else:
            return None
    return at
