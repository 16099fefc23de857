"""Who is named with women and men in the place of one form for both: "Nutzer", "Nutzer:innen",
"Nutzerinnen und Nutzer". It is the same people. Pure.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from monitor.languages import table

_LONG = 4_000  # characters of a text that is read
_CUT = "\x1a"  # stands where an ending was cut off
_TOKEN = re.compile(rf"[\w{_CUT}]+|[^\w\s{_CUT}]")


class _Forms(NamedTuple):
    """How a language names both: by a pair or in one word; and how the one form for both ends."""

    patterns: tuple[re.Pattern[str], ...]
    articles: frozenset[str]
    ending: re.Pattern[str]


@cache
def _forms(code: str) -> _Forms | None:
    said = table(code).get("gender")
    if said is None:
        return None
    patterns = (re.compile(rf"(?<!\w)(?:{said[key]})(?!\w)", re.I) for key in ("pair", "joined"))
    articles = frozenset(said["articles"].split())
    return _Forms(tuple(patterns), articles, re.compile(f"(?:{said['ending']})?"))


def same_people(old: str, new: str, language: str) -> bool:
    """Do two texts differ only in how they name women and men among the same people?"""
    forms = _forms(language[:2].lower()) if max(len(old), len(new)) <= _LONG else None
    if forms is None:
        return False
    ours, theirs = (_tokens(text, forms) for text in (old, new))
    if len(ours) != len(theirs) or not any(_CUT in token for token in (*ours, *theirs)):
        return False
    pairs = zip(ours, theirs, strict=True)
    return all(a == b or _one_stem(a, b, forms.ending) for a, b in pairs)


def _tokens(text: str, forms: _Forms) -> list[str]:
    for pattern in forms.patterns:
        text = pattern.sub(lambda found: next(filter(None, found.groups())) + _CUT, text)
    found = _TOKEN.findall(text.casefold())
    return [token for token in found if token.rstrip(_CUT) not in forms.articles]


def _one_stem(one: str, other: str, ending: re.Pattern[str]) -> bool:
    """Is one the form for both of the other, of which an ending was cut off?"""
    if _CUT not in one and _CUT not in other:
        return False
    short, long = sorted((one.rstrip(_CUT), other.rstrip(_CUT)), key=len)
    return long.startswith(short) and bool(ending.fullmatch(long[len(short) :]))
