"""Where a sentence can be cut and still says what it says."""

from __future__ import annotations

import re
from itertools import islice

from monitor.languages import alternatives

OPENED = 3  # commas of what a sentence opens with: "using your login, or our apps, data is …"
CLAUSE = 6  # words of a main clause that say something
NEAR = 30  # characters before a place that tell whether more must follow
LONG = 12  # words in which some verb or other has come
# Where a long sentence may be cut: behind its punctuation, before its conjunctions.
SEAM = re.compile(
    r"(?P<mark>[,;:]\s+|\s(?=[(–—])|(?<=[)–—])\s)"
    rf"|\s(?=(?:{alternatives('clauses', 'seam')})\s)"
)
# What takes back some of what was said: a quotation that ends before it says too much.
CONDITION = re.compile(rf"\b(?:{alternatives('clauses', 'condition')})\b", re.IGNORECASE)
LIMITED = re.compile(  # "unless you object", "if you allow it"
    rf"\b(?:{alternatives('clauses', 'limits')}|{alternatives('clauses', 'condition')})\b",
    re.IGNORECASE,
)
LIMITS = re.compile(rf"(?:{alternatives('clauses', 'limits')})\b", re.IGNORECASE)
# A sentence that begins so says what it says behind a comma: that is no place to end.
OPENS = re.compile(
    rf"\W*(?:\w{{1,3}}[.)]\s+)?(?:{alternatives('clauses', 'opens')})\s", re.IGNORECASE
)
# A verb of a main clause: what comes before the first one is still what the sentence is about.
VERB = re.compile(rf"\b(?:{alternatives('clauses', 'verb')})\b", re.IGNORECASE)
_WANTS = re.compile(rf"(?:[–—]|\b(?:{alternatives('clauses', 'wants')}))[,;:]?$", re.IGNORECASE)
_GOES_ON = re.compile(rf"(?:{alternatives('clauses', 'seam')})\b", re.IGNORECASE)
_WORD = re.compile(r"\w+")
_SPEAKER = re.compile(rf"\W*(?:{alternatives('clauses', 'speaker')})\b", re.IGNORECASE)


def says(text: str, end: int) -> bool:
    """Does a sentence up to a character say something of what it is about?"""
    return bool(_SPEAKER.match(text) or VERB.search(text, 0, end))


def limited(text: str) -> bool:
    """Does it say what is so, and but for whom: "We read it unless you object"?"""
    return any(LIMITS.match(text, m.start()) for m in _WORD.finditer(text) if m.start())


def main_clause(text: str) -> int:
    """Where a sentence that opens with when, if or in what case says what it says; 0 for others.

    "When you visit us, using your login, data is collected": not behind the first comma.
    """
    if not OPENS.match(text):
        return 0
    commas = [m.end() for m in SEAM.finditer(text) if m["mark"] and m["mark"][0] == ","]
    named = (at for at in commas if _SPEAKER.match(text, at) or VERB.match(text, at))
    early = (at for at in commas[:OPENED] if not _GOES_ON.match(text, at))
    first = (at for at in early if _has_a_verb(text, at))
    return next(named, 0) or next(first, 0) or (commas[0] if commas else 0)


def breaks_off(text: str, end: int) -> bool:
    """Does what stands before a place want what follows: "you agree", "may, but need not"; or
    is it within dashes, or just behind them?
    """
    return bool(_WANTS.search(text, max(0, end - NEAR), end))


def _has_a_verb(text: str, start: int) -> bool:
    """Does a verb stand among the first words from a place on?"""
    ends = [m.end() for m in islice(_WORD.finditer(text, start), CLAUSE)]
    return bool(ends) and VERB.search(text, start, ends[-1]) is not None


def beginning(text: str, room: int) -> str:
    """As much of a sentence as fits and ends behind a mark, outside brackets, and before nothing
    that takes it back; "" where that is less than half of the room, or says nothing yet.
    """
    best = open_brackets = at = 0
    for m in SEAM.finditer(text, 0, room + 1):
        open_brackets += text.count("(", at, m.end()) - text.count(")", at, m.end())
        at = m.end()
        goes_on = LIMITS.match(text, at) or breaks_off(text, m.start())
        if m["mark"] and open_brackets <= 0 and not goes_on:
            best = m.start()
    if main := main_clause(text):
        told = len(text[main:best].split()) >= CLAUSE and says(text[main:best], best)
    else:
        told = len(text[:best].split()) >= LONG or says(text, best)
    return text[:best] if told and 2 * best >= room else ""
