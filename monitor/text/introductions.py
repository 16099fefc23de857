"""Short texts that say something, among all those that only lead elsewhere. Pure."""

from __future__ import annotations

import re

from monitor.languages import alternatives
from monitor.text.scripts import COLONS, length
from monitor.text.short_answers import UNITS

_SENTENCE = 40  # characters
_LAST = 160  # characters of a long paragraph that stand right above its list
_CALL = 3  # spaces in the longest call to do something: "Get in touch with us:"
# What makes a few words a statement: somebody, a "not", a number of something.
STATES = re.compile(
    rf"\b(?:{alternatives('introductions', 'states')})\b|\d ?(?:{UNITS}|%)(?!\w)|[$€£¥] ?\d",
    re.IGNORECASE,
)
# "Our brands are:", in fewer words; what else is "ours" and listed by links is where to follow us.
_OURS = re.compile(
    rf"(?:{alternatives('introductions', 'ours')})\b"
    rf"(?! (?:{alternatives('introductions', 'elsewhere')}))"
    rf"|(?:{alternatives('introductions', 'who')}) \S+",
    re.IGNORECASE,
)
_LISTED = re.compile(alternatives("introductions", "listed"), re.IGNORECASE)


def introduces(text: str) -> bool:
    """Does it say what the links below it are: "This policy covers the following sites"?"""
    text = text.rstrip()
    if text.endswith(COLONS) or _LISTED.search(text, max(0, len(text) - _LAST)):
        return length(text) >= _SENTENCE or speaks(text)
    return False


def speaks(text: str) -> bool:
    """Does the page speak of itself or to its reader, in more than a call to follow it?"""
    return bool(_OURS.match(text) if text.count(" ") < _CALL else STATES.search(text))
