"""Where a sentence can be cut and still says what it says."""

from __future__ import annotations

import re

from monitor.languages import alternatives

CLAUSE = 6  # words of a main clause that say something
LONG = 12  # words in which some verb or other has come
# Where a long sentence may be cut: behind its punctuation, before its conjunctions.
SEAM = re.compile(
    r"(?P<mark>[,;:]\s+|\s(?=[(–—])|(?<=[)–—])\s)"
    rf"|\s(?=(?:{alternatives('clauses', 'seam')})\s)"
)
# What takes back some of what was said: a quotation that ends before it says too much.
LIMITS = re.compile(rf"(?:{alternatives('clauses', 'limits')})\b", re.IGNORECASE)
# A sentence that begins so says what it says behind a comma: that is no place to end.
OPENS = re.compile(
    rf"\W*(?:\w{{1,3}}[.)]\s+)?(?:{alternatives('clauses', 'opens')})\s", re.IGNORECASE
)
# A verb of a main clause: what comes before the first one is still what the sentence is about.
VERB = re.compile(rf"\b(?:{alternatives('clauses', 'verb')})\b", re.IGNORECASE)
_SPEAKER = re.compile(rf"\W*(?:{alternatives('clauses', 'speaker')})\b", re.IGNORECASE)


def says(text: str, end: int) -> bool:
    """Does a sentence up to a character say something of what it is about?"""
    return bool(_SPEAKER.match(text) or VERB.search(text, 0, end))


def beginning(text: str, room: int) -> str:
    """As much of a sentence as fits and ends behind a mark, outside brackets, and before nothing
    that takes it back; "" where that is less than half of the room, or says nothing yet.
    """
    best = open_brackets = at = main = 0
    for m in SEAM.finditer(text, 0, room + 1):
        open_brackets += text.count("(", at, m.end()) - text.count(")", at, m.end())
        at = m.end()
        main = main or (at if m["mark"] else 0)
        if m["mark"] and open_brackets <= 0 and not LIMITS.match(text, m.end()):
            best = m.start()
    if OPENS.match(text):
        told = len(text[main:best].split()) >= CLAUSE and says(text[main:best], best)
    else:
        told = len(text[:best].split()) >= LONG or says(text, best)
    return text[:best] if told and 2 * best >= room else ""
