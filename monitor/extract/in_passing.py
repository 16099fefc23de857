"""What a page says in passing: tips that rotate, hours of opening, what is new at the maker's.

Each must be the whole of a block. What may be a clause in the same words is left to the text. Pure.
"""

from __future__ import annotations

import re

from monitor.languages import alternatives, said
from monitor.text.cues import has_any
from monitor.text.practice import is_practice

TIP, HEADS_TIP = "a tip that rotates", "the words over a tip"
PROMOTION = "an advertisement"
HOURS = "hours of opening"
_LONGEST_LEAD, _LONGEST_TIP, _LONGEST_HOURS = 60, 250, 140
_LONGEST_INVITATION = 90

# What heads or opens a tip that another one follows at the next look.
_LEAD = f"(?:{alternatives('passing', 'tip')})"
# Each begins with one of these, behind a sign or two. To compare them is far cheaper.
_LEADS = said("passing", "tip_cues")
_SIGNS = ' *_¿¡"“«💡🔎📌✨•-–—\ufe0f'
_TIP = re.compile(rf"^\W{{0,4}}{_LEAD}(?!\w)", re.IGNORECASE)
_LEAD_ALONE = re.compile(rf"^\W{{0,4}}{_LEAD}\W{{0,4}}$", re.IGNORECASE)

DAY_OF_THE_WEEK = rf"(?:{alternatives('hours', 'days')})\.?"
_TIME = r"(?:\d{1,2}(?:[:.h]\d{2})?(?: ?[ap]\.? ?m\.?| ?uhr| ?h\b)?|(?:12 )?noon|midnight|midday)"
_TO = alternatives("hours", "to")
_SPAN = rf"(?:{alternatives('hours', 'from')})?{_TIME} ?(?:-|–|—|{_TO}) ?{_TIME}"
_SHUT = rf"(?:{alternatives('hours', 'shut')}|24/7)"
_DAYS = frozenset(" ".join(said("hours", "begins")).split())  # two letters of each
_BEGINNINGS = _DAYS | {lead[:2] for lead in _LEADS}
_HOURS = re.compile(
    rf"^(?:{alternatives('hours', 'heads')})?\W{{0,3}}"
    rf"{DAY_OF_THE_WEEK}(?:\s?(?:-|–|—|{_TO}|,|&|/)\s?{DAY_OF_THE_WEEK}){{0,6}}"
    rf"[\s:|,.–—-]{{1,4}}(?:{_SPAN}|{_SHUT})"
    rf"(?:\s?(?:,|;|/|&|\||{_TO})\s?(?:{_SPAN}|{_SHUT})){{0,3}}"
    r"(?:\s?\(?(?:uhr|h|[A-Z]{2,4}(?:[+-]\d{1,2})?|(?:local|eastern|pacific|central)"
    r" time)\)?)?\.?$",
    re.IGNORECASE,
)
# A link by itself that asks to go and see something.
_INVITES = re.compile(
    rf"^(?:{alternatives('passing', 'invites')})\b",
    re.IGNORECASE,
)
_WHOLE = re.compile(
    rf"^(?:{alternatives('passing', 'whole')})\b.{{0,40}}$",
    re.IGNORECASE,
)
# What is of the document, or of what its reader has to do with it.
_MATTERS = re.compile(
    rf"\b(?:{alternatives('passing', 'matters')})\b",
    re.IGNORECASE,
)
_OTHERWISE = re.compile(
    rf"^(?:{alternatives('passing', 'otherwise')})\.?$",
    re.IGNORECASE,
)
_OTHERWISE_CUES = said("passing", "otherwise_cues")  # or it asks
_SCRIPTS = re.compile(alternatives("passing", "scripts"), re.IGNORECASE)
_LONGEST_SCRIPTS = 140
_ANSWER = re.compile(
    rf"\b(?:{alternatives('passing', 'answer')})\b",
    re.IGNORECASE,
)
_OF_ITSELF = re.compile(
    rf"\b(?:{alternatives('passing', 'of_itself')})",
    re.IGNORECASE,
)
_OFFER = re.compile(
    rf"\b(?i:{alternatives('passing', 'code')})[\s:“\"]{{1,3}}"
    r"(?=[A-Z0-9]*[A-Z])[A-Z0-9]{4,14}\b"
    rf"|\b\d{{1,2}} ?% (?i:{alternatives('passing', 'off')})\b"
    rf"|(?i:{alternatives('passing', 'deal')})"
)
_FROM_DAY = re.compile(  # "As of 1 February 2027", and no "from 3 to 5 March 2026"
    rf"\b(?:{alternatives('passing', 'from_day')})"
    r" (?:dem |den |the |on |\w{3,10}, )?"
    r"(?=[^\W\d]{3,12}\.? \d{1,2}(?!\d)|\d{1,2}(?!\d))"
    r"(?:(?!(?:to|till|until|bis|au|al|tot|and)\b)[^\W_]{1,12}(?:[.,/°-]{1,2} ?| )){1,5}?"
    r"\b20\d\d\b(?! ?(?:to|until|bis|-|–))"
    rf"|20\d\d ?[年년][^。]{{2,12}}?(?:{alternatives('passing', 'from_day_behind')})",
    re.IGNORECASE,
)
_UPDATED = re.compile(
    rf"^(?:{alternatives('passing', 'updated')})"
    r"(?: (?:in|with|since|for) (?:this|the last|the latest|our last) \w+)?\W?$",
    re.IGNORECASE,
)


def matters(text: str) -> bool:
    """Is it of the document, whatever else it looks like?"""
    return is_practice(text) or bool(_MATTERS.search(text))


def is_offer(text: str) -> bool:
    """Does it offer a price to who comes soon, or brings a code? What is paid is no term then."""
    return bool(_OFFER.search(text)) and not is_practice(text)


def of_itself(text: str) -> bool:
    """Does a sentence speak of the document that it stands in: "These terms do not apply to"?"""
    return bool(_OF_ITSELF.search(text))


def from_a_day(text: str) -> bool:
    """Does it say from when on, or until when, something holds: a day with its year?"""
    return "20" in text and bool(_FROM_DAY.search(text))


def _of_tips(text: str) -> str:
    """TIP for one that says in its first words that there are others, HEADS_TIP for such words
    without a tip: it is what follows.
    """
    if len(text) <= _LONGEST_LEAD and _LEAD_ALONE.match(text):
        return HEADS_TIP
    return TIP if _TIP.match(text) and may_be_tip(text) else ""


def may_be_tip(text: str) -> bool:
    """May it be the tip below such words?"""
    return len(text) <= _LONGEST_TIP and not matters(text)


def is_invitation(text: str) -> bool:
    """Does a link ask to go and see something that is none of the document?"""
    if len(text) > _LONGEST_INVITATION:
        return False
    return bool(_WHOLE.match(text)) or (bool(_INVITES.match(text)) and not matters(text))


def lists_updates(text: str) -> bool:
    """The words over a list of a page's own parts that are new: the parts say it themselves."""
    return len(text) <= _LONGEST_LEAD and bool(_UPDATED.match(text))


def of_answers(text: str) -> bool:
    """Does it say below a question for feedback what becomes of the answer?"""
    return bool(_ANSWER.search(text)) and not matters(text)


def in_passing(text: str, low: str) -> str:
    """Why a block that says nothing of the policy is boilerplate by its words; "" if not. `low` is
    the text in lower case.
    """
    if not low[0].isalpha() or low[:2] in _BEGINNINGS:
        if low[:13].lstrip(_SIGNS).startswith(_LEADS) and (reason := _of_tips(text)):
            return reason
        if low[:2] in _DAYS and len(text) <= _LONGEST_HOURS and _HOURS.match(text):
            return HOURS
    if len(text) > _LONGEST_SCRIPTS:
        return ""
    if "cript" in text and _SCRIPTS.search(text):
        return "" if matters(text) else "for browsers without scripts"
    otherwise = ("?" in text or has_any(low, _OTHERWISE_CUES)) and _OTHERWISE.match(text)
    return "interface text" if otherwise else ""
