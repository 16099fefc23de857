"""Does a text say that somebody trains a model on something, or only that there is AI?"""

from __future__ import annotations

import re

from monitor.languages import alternatives, filled, part_of

_WORDS = part_of("en", "training")
_OTHER_MODELS = "".join(rf"(?<!{word} )" for word in _WORDS["other_models"].split())
_TRAINS = re.compile(
    filled(_WORDS["trains"], {"not_of_a_business": _OTHER_MODELS})
    + rf"|{alternatives('facts.words', 'improves')}|{alternatives('training', 'verb')}",
    re.IGNORECASE,
)
_PEOPLE = rf"(?:{alternatives('training', 'people')})"
_OF_PEOPLE = re.compile(
    rf"\b{_PEOPLE}\b[^.;]{{0,40}}\b(?:{alternatives('training', 'taught')})"
    rf"|\b(?:{alternatives('training', 'teaches')})\w*\W+(?:\w+\W+){{0,3}}{_PEOPLE}\b"
    rf"|\b{_WORDS['teaches']}(?:s|ed|ing)? (?:all |new )?(?:our|the|all|new|their) "
    rf"(?:\w+ )?(?:{_WORDS['trades']})\b(?!['’])",
    re.IGNORECASE,
)
LONGEST = 2_000  # characters that are looked at


def trains(text: str) -> bool:
    """Whether it does: people that are trained and outputs that are labelled do not count."""
    said = text[:LONGEST]
    return bool(_TRAINS.search(said)) and not _OF_PEOPLE.search(said)


def of_people(text: str) -> bool:
    """Are those who are trained people?"""
    return bool(_OF_PEOPLE.search(text[:LONGEST]))


def first_trained(text: str) -> int:
    """Where a text first says so; 0 where it does not."""
    found = _TRAINS.search(text[:LONGEST])
    return found.start() if found else 0
