"""Does a text say that somebody trains a model on something, or only that there is AI?"""

from __future__ import annotations

import re

from monitor.languages import alternatives

_PEOPLE = (
    r"(?:employees?|staff|personnel|contractors?|agents|teams?"
    rf"|{alternatives('training', 'people')})"
)
_TRADES = (
    r"(?:guides|drivers|couriers|volunteers|moderators|reviewers|officers|workers|teachers|coaches"
    r"|engineers|guards|nurses|colleagues|managers|people)"
)
_OTHER_MODELS = "".join(
    rf"(?<!{word} )"
    for word in (
        *("business", "pricing", "price", "service", "care", "working", "staffing", "delivery"),
        *("revenue", "operating", "funding", "membership"),
    )
)
_TRAINS = re.compile(
    r"\b(?:re|pre-?)?train(?:ed|ing|s)?\b(?! (?:materials?|courses?|program|sessions?|videos?))"
    r"|\bfine-?tun|\blearns? from\b"
    r"|\b(?:improv|develop|enhanc|teach|refin)\w*\b[^.;]{0,60}"
    rf"(?:{_OTHER_MODELS}\bmodels?\b|\bai\b|machine[- ]learning|artificial intelligence|algorithm)"
    r"|\b(?:mak(?:es?|ing)|helps?) [^.;]{0,30}(?:\bmodels?|\bai|\bassistants?|\bgenerators?"
    r"|\balgorithms?) (?:get |become |to [^.;]{3,40}\b)?(?:better|smarter|more)"
    rf"|{alternatives('facts.words', 'improves')}|{alternatives('training', 'verb')}"
    r"|\b(?:feed|fed|flows?) [^.;]{0,60}to [^.;]{0,30}(?:\bmodels?|\bai|\bgenerators?)\b",
    re.IGNORECASE,
)
_OF_PEOPLE = re.compile(
    rf"\b{_PEOPLE}\b[^.;]{{0,40}}\b(?:train|{alternatives('training', 'taught')})"
    rf"|\b(?:train|{alternatives('training', 'teaches')})\w*\W+(?:\w+\W+){{0,3}}{_PEOPLE}\b"
    rf"|\btrain(?:s|ed|ing)? (?:all |new )?(?:our|the|all|new|their) (?:\w+ )?{_TRADES}\b(?!['’])",
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
