"""Relative dates: "30 days after the Last Updated date", "within 30 days of 1 May 2026".

Worked out if the other date stands in the document; else only the words are known.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from monitor.classify.changed_passages import Passage, touches
from monitor.classify.dates import Reader
from monitor.classify.rules import load
from monitor.classify.written import find
from monitor.text import sentences

_UNITS = ("day", "week", "month")
_LONGEST = 1200  # characters of a sentence that are looked at


@dataclass(frozen=True, slots=True)
class Relative:
    """One such date: its role, its ISO date ("" where it cannot be known) and its words."""

    role: str
    iso: str
    words: str
    start: int
    end: int

    @property
    def value(self) -> str:
        """The ISO date, else the words."""
        return self.iso or self.words


@dataclass(frozen=True, slots=True)
class RelativeChange:
    """A relative date that the text states only since the change, or only before it."""

    found: Relative
    passage: Passage
    added: bool


@cache
def _rule(name: str) -> re.Pattern[str]:
    return re.compile(load("dates")["relative"][name], re.IGNORECASE)


def relative(text: str, reader: Reader) -> Iterator[Relative]:
    """The relative dates of a text that say when something takes effect or must be done."""
    if not any(unit in text for unit in _UNITS):
        return
    for at, stop in sentences.spans(text, cells=False):
        sentence = text[at:stop]
        for m in _rule("span").finditer(sentence, 0, _LONGEST):
            anchor = _rule("anchor").match(sentence, m.end())
            day = _anchor(sentence, m.end(), reader, anchor)
            end = max(anchor.end() if anchor else 0, day[1] if day else 0)
            iso = _reckoned(day[0], m) if day else ""
            role = _role(sentence, m, end, iso) if end else ""
            if role:
                words = sentence[m.start() : end].strip()
                yield Relative(role, iso, words, at + m.start(), at + end)


def _role(sentence: str, m: re.Match[str], end: int, iso: str) -> str:
    """A day by which to object is a deadline; else something must take effect then.

    How long before a change the reader is notified, how long either party has to mend a breach
    and what was done in the months before the document do not count as dates.
    """
    before = sentence[: m.start()]
    if _rule("notice").search(before) or _rule("back").search(before):
        return ""
    if _rule("within").search(before) and _rule("act").search(sentence):
        return "deadline" if iso else ""
    return "effective" if _rule("effect").search(f"{before} {sentence[end:]}") else ""


def _anchor(
    sentence: str, at: int, reader: Reader, named: re.Match[str] | None
) -> tuple[date, int] | None:
    """The day that it counts from, with where its words end."""
    for f in find(sentence[at : at + 60], reader.language):
        if not sentence[at : at + f.start].strip(" the") and len(f.iso) == len("2025-11-03"):
            try:
                return date.fromisoformat(f.iso), at + f.end
            except ValueError:
                return None
    if named is None or not (role := named.lastgroup):
        return None
    day = reader.own(role) or (reader.own("effective") if role == "updated" else None)
    return (day, named.end()) if day else None


def _reckoned(day: date, m: re.Match[str]) -> str:
    """The day that lies so much after or before another; "" for working days."""
    amount = m["n"].lower()
    number = int(amount) if amount.isdigit() else load("dates")["numbers"].get(amount, 0)
    if not number or m["working"]:
        return ""
    number = -number if m["back"] else number
    unit = m["unit"].lower()
    try:
        if unit.startswith("m"):
            months = day.year * 12 + day.month - 1 + number
            year, month = divmod(months, 12)
            last = calendar.monthrange(year, month + 1)[1]
            return date(year, month + 1, min(day.day, last)).isoformat()
        return (day + timedelta(days=number * (7 if unit.startswith("w") else 1))).isoformat()
    except (ValueError, OverflowError):
        return ""


def changes(passages: Iterable[Passage], old: Reader, new: Reader) -> tuple[RelativeChange, ...]:
    """Relative dates that came or went, each once; one that only moved did neither."""
    came: dict[str, RelativeChange] = {}
    went: dict[str, RelativeChange] = {}
    for p in passages:
        for added, reader, kept in ((True, new, came), (False, old, went)):
            text, marks = p.side(added)
            for found in relative(text, reader):
                if touches(marks, found.start, found.end):
                    kept.setdefault(found.words.casefold(), RelativeChange(found, p, added))
    both = came.keys() & went.keys()
    return tuple(c for kept in (came, went) for words, c in kept.items() if words not in both)
