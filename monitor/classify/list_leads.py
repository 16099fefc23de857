"""The line above a list: as much of it as is told with an item, whether it denies it. Pure."""

from __future__ import annotations

import re

from monitor.classify.edit_wording import lists, words
from monitor.languages import alternatives
from monitor.text import sentences
from monitor.text.clause_ends import CONDITION, LIMITS, OPENS

_SPACE = re.compile(r"\s")
_BARS = re.compile(alternatives("clauses", "bars"), re.IGNORECASE)
_FORBIDDEN = re.compile(rf"\b(?:{alternatives('clauses', 'forbids')})", re.IGNORECASE)
EARLY = 5  # words within which a sentence denies what it lists
SHOWN = 120  # characters of a line above a list that are told with an item


def rules(heading: str) -> bool:
    """Does a heading say whether what stands below it is so: "Data we never share"?"""
    own = set(words(heading.casefold()))
    if own & (lists().negation | lists().modal):
        return True
    return bool(_BARS.search(heading) or _FORBIDDEN.search(heading))


def shown(lead: str) -> str:
    """The line without its colon; of a long one that denies its items what comes behind a comma and
    holds every "not" of it: "… Customer will not do any of the following". "" for any other.
    """
    whole = lead.rstrip(" :：")
    if len(whole) <= SHOWN:
        return whole
    rest = _last(whole) if denies(lead) else ""
    denials = _denials(rest)
    while len(rest) > SHOWN:
        rest = rest.partition(", ")[2]
    return f"… {rest}" if rest and _denials(rest) == denials else ""


def denies(lead: str) -> bool:
    """Does it deny what stands below it: "You agree not to:", "Customer will not do any of the
    following:"? "If you do not agree, we may:" and "We do not sell it, except to:" do not.
    """
    said = _last(lead)
    if OPENS.match(said):
        said = said.partition(",")[2] or said
    parts = words(said)
    at = next((i for i, word in enumerate(parts) if word in lists().negation), None)
    if at is None:
        return False
    behind = said[said.casefold().find(parts[at]) :]
    return not any(LIMITS.match(behind, m.end()) for m in _SPACE.finditer(behind))


def bars(lead: str) -> bool:
    """Is what stands below a line or a heading not done, or forbidden: "Prohibited items"?"""
    return denies(lead) or bool(_FORBIDDEN.search(lead))


def forbids(sentence: str) -> bool:
    """Does it say what is not so from its beginning on: "No knives or fireworks", "If you are a
    guest, you may not smoke or cook", and not "use it if you are not of age"?
    """
    said = sentence.partition(",")[2] if OPENS.match(sentence) else sentence
    early = words(said)[:EARLY]
    at = next((n for n, word in enumerate(early) if word in lists().negation), None)
    if at is None or (early[at + 1 : at + 2] and early[at + 1].isdigit()):
        return False  # "No 103" counts
    return denies(sentence) and not CONDITION.search(" ".join(early[:at]))


def _last(lead: str) -> str:
    return (sentences.split(lead) or [""])[-1]


def _denials(text: str) -> int:
    return sum(word in lists().negation for word in words(text))
