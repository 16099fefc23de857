"""What the sentence of a date says beside it: that something ends, is put off, is yet to come."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from monitor.classify.changed_passages import Passage
from monitor.classify.dates import Dated
from monitor.classify.rules import load
from monitor.text import sentences

_SENTENCE = 400  # characters on each side of a date
_CUE = 30  # characters before a date in which stands what happens on it
_HEAD = 14  # characters before a date that begins its sentence


def sense(m: Dated, beside: Sequence[Passage] = ()) -> str:
    """ "end", where something stops on a day in force; "postponed", where that day went because
    what it was the day of is put off; else "". `beside` are all passages of the change."""
    if m.change.role != "effective":
        return ""
    if m.change.new is None:
        at = m.passage.number
        near = [p for p in beside if abs(p.number - at) <= 1] or [m.passage]
        return "postponed" if any(map(_puts_off, near)) else ""
    text = m.passage.new
    start = sentences.start_of(text, m.found.start, within=_SENTENCE)
    cue = f"{text[max(start, m.found.start - _CUE) : m.found.start]} {m.found.words}"
    if _words("end").search(cue):
        return "end"
    begins = m.found.start - start < _HEAD
    return "end" if begins and _will_end().match(text, m.found.end) else ""


def puts_off(text: str) -> bool:
    """Does a text say that something is put off, paused or called off?"""
    return bool(_words("postponed").search(text))


def _puts_off(p: Passage) -> bool:
    """Do the words that came put something off? What else a paragraph suspends or cancels has
    nothing to do with a day that went, nor has a new paragraph of some length beside it.
    """
    came = " … ".join(p.new[a:b] for a, b in p.added)
    return len(came) <= _SENTENCE and bool(_words("postponed").search(came))


def about(m: Dated) -> str:
    """The text that says what is to happen on a day in force or by a deadline; "" for the
    document's own date. A short paragraph is about one thing."""
    text = m.passage.new or m.passage.old
    if m.change.role == "updated":
        return ""
    if len(text) <= _SENTENCE or m.change.new is None:
        return text if len(text) <= _SENTENCE else ""
    start = sentences.start_of(text, m.found.start, within=_SENTENCE)
    return text[start : sentences.end_of(text, m.found.end, within=_SENTENCE)]


def announced(m: Dated) -> bool:
    """Is it a new day in force of which the sentence speaks as one to come, or a deadline?"""
    if m.change.new is None or m.change.old or m.change.role == "updated":
        return False
    if m.change.role == "deadline":  # nobody is told to act by a day that is over
        return True
    text = m.passage.new
    start = sentences.start_of(text, m.found.start, within=_SENTENCE)
    end = sentences.end_of(text, m.found.end, within=_SENTENCE)
    return bool(_words("announced").search(text, start, end))


@cache
def _words(table: str) -> re.Pattern[str]:
    body = "|".join(load("dates")[table]["words"])
    return re.compile(rf"\b(?:{body})(?!\w)", re.IGNORECASE)


@cache
def _will_end() -> re.Pattern[str]:
    """ "On 24 September the interface will be discontinued"."""
    body = "|".join(load("dates")["end"]["words"])
    verb = r"\b(?:will|shall|is|are|wird|werden)(?: be)?"
    return re.compile(rf"[^.;]{{0,60}}?{verb} (?:{body})(?!\w)", re.IGNORECASE)
