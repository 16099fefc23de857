"""Sentences that state nothing themselves: they say where another text stands, "You can read the
former version here", or show what one means: "For example, Anna …". Pure.
"""

from __future__ import annotations

import re
from functools import cache

from monitor.languages import alternatives
from monitor.text.denials import denied
from monitor.text.practice import is_practice

LONGEST = 12  # words of one
INTO = 1  # words before what says that an example follows: "When, for example, …"
_NAME = re.compile(r"\W*(?=[A-ZÀ-Þ])([^\W\d_]{3,20})(?= [a-zà-ÿ]|[’']s )")


def only_points(line: str) -> bool:
    """Does it bind nobody, and tell no more than where to look?"""
    return len(line.split()) <= LONGEST and bool(_pattern().match(line))


def guides(sentence: str) -> bool:
    """Does it say where to read more, or what a reader would be wise to do?"""
    return bool(_guiding().match(sentence))


def exemplifies(sentence: str) -> bool:
    """Does it begin as an example does?"""
    return bool(_exemplary().match(sentence))


def example_of(sentence: str) -> str:
    """The name with which an example begins: "Anna" of "For example, Anna asks …"; else ""."""
    found = _exemplary().match(sentence)
    name = _NAME.match(sentence, found.end()) if found else None
    return name[1] if name else ""


@cache
def _exemplary() -> re.Pattern[str]:
    words = alternatives("headline", "example")
    return re.compile(rf"\W{{0,9}}(?:[^\W\d_]{{1,30}},? ){{0,{INTO}}}(?:{words})", re.IGNORECASE)


def courteous(sentence: str) -> bool:
    """Does it thank, greet, say what somebody cares about or what the page is about, and neither
    deny anything nor go on with what is done: "Thank you for using Plaza, which sells …"?
    """
    if not _courtesy().match(sentence) or is_practice(sentence):
        return False
    return not (_goes_on().search(sentence) or denied().search(sentence))


@cache
def _goes_on() -> re.Pattern[str]:
    return re.compile(rf"[:;]|{alternatives('headline', 'goes_on')}", re.IGNORECASE)


@cache
def _courtesy() -> re.Pattern[str]:
    return _beginning("courtesy")


@cache
def _guiding() -> re.Pattern[str]:
    return _beginning("guides", r"\b")


@cache
def _pattern() -> re.Pattern[str]:
    return _beginning("pointer", r"\W{0,9}$")


def _beginning(key: str, end: str = "") -> re.Pattern[str]:
    """What a sentence begins with; compiled when it is asked for."""
    return re.compile(rf"\W{{0,9}}(?:{alternatives('headline', key)}){end}", re.IGNORECASE)
