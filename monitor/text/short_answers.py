"""Lines that say something only with the line above them: "Off" below "AI training". Pure."""

from __future__ import annotations

import re
from functools import cache

from monitor.languages import alternatives, having, table
from monitor.text.signs import CHECKED, NO, UNCHECKED, YES

MOST = 5  # words of an answer
_LONGEST = 40  # characters
_WORD = re.compile(r"[^\W\d_]+")
_FIRST = re.compile(r"[.,;:!–—]")
UNITS = alternatives("times", "units")
UNIT = re.compile(rf" ?(?:{UNITS})(?![\w-])", re.IGNORECASE)  # of time, behind its number
ABOUT, PER = alternatives("amounts", "about"), alternatives("amounts", "per")
_NUMBER = r"(?:\w{1,12} )?\(?\d[\d.,]*\)?"  # "30", "thirty (30)"
# "30 days", "90 %", "$12 a month", "up to 2 years"; "4.1" or "2 Contact" numbers a clause.
_AMOUNT = re.compile(
    rf"(?:(?:{ABOUT}) ){{0,3}}"
    rf"(?:[$€£¥] ?\d[\d.,]*|\d{{1,2}} ?\+|{_NUMBER} ?(?:%|[$€£¥]|USD|EUR|GBP|CHF|(?:{UNITS})\b))"
    rf"(?: ?(?:/|\b(?:{PER})\b) ?\w{{1,12}})?[.,;]?",
    re.IGNORECASE,
)


def is_answer(text: str) -> bool:
    """Does a line consist of yes or no, on or off, always or never, of an amount or a choice?"""
    if CHECKED in text and UNCHECKED in text:
        return True
    if len(text) > _LONGEST or text[-1:] in ":?":
        return False
    if text.strip(" \ufe0f") in (*YES, *NO):
        return True
    words = _WORD.findall(text.casefold())
    if 0 < len(words) <= MOST and _answers().issuperset(words):
        return True
    return bool(_AMOUNT.fullmatch(text))


def answers(text: str) -> bool:
    """Does a text begin with an answer: "No", "Yes, with partners", "Never. We ..."?"""
    return is_answer(text) or is_answer(_FIRST.split(text[: _LONGEST + 1], maxsplit=1)[0])


def affirms(text: str) -> bool | None:
    """Does an answer begin with yes (True) or no (False)? None: with neither, as "Sometimes."."""
    first = _WORD.match(text.casefold())
    said = first[0] if first and answers(text) else ""
    return True if said in _words("yes") else False if said in _words("no") else None


def labelled(text: str) -> tuple[str, str]:
    """The label of a line and what stands behind its colon: "Shared: never"; ("", text) of others.

    "Shared：never" is one too.
    """
    label, colon, value = text.replace("：", ": ").partition(": ")
    return (label, value.strip()) if colon else ("", text)


@cache
def _answers() -> frozenset[str]:
    return _words("answers")


@cache
def _words(key: str) -> frozenset[str]:
    known = (table(code)["document"][key].split() for code in having("document", key))
    return frozenset(word for words in known for word in words)
