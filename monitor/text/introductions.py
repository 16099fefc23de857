"""Short texts that say something, among all those that only lead elsewhere. Pure."""

from __future__ import annotations

import re

from monitor.text.scripts import COLONS, length
from monitor.text.short_answers import UNITS

_SENTENCE = 40  # characters
_LAST = 160  # characters of a long paragraph that stand right above its list
_CALL = 3  # spaces in the longest call to do something: "Get in touch with us:"
# What makes a few words a statement: somebody, a "not", a number of something.
STATES = re.compile(
    r"\b(?:we|our|you|your|not|never|only|without|unless|except|wir|unsere?|ihre?n?|sie|nicht|nie"
    r"|keine?n?|nur|ohne|nous|nos|vous|vos|votre|pas|jamais|nosotros|nuestr[oa]s?|usted|nunca"
    r"|sólo|sin|voi|vostri|nostri|mai|solo|senza|non|wij|uw|onze|niet|nooit|geen|alleen|nós"
    rf"|nossos?|você|não|apenas|sem)\b|\d ?(?:{UNITS}|%)(?!\w)|[$€£¥] ?\d",
    re.IGNORECASE,
)
# "Our brands are:", in fewer words; what else is "ours" and listed by links is where to follow us.
_OURS = re.compile(
    r"(?:our|unsere|nos|nuestr[oa]s|i nostri|le nostre|onze|noss[oa]s)\b(?! (?:social"
    r"|channels?|apps?|blogs?|feeds?|news\w*|kanäle|seiten|réseaux|redes|canali|kanalen))"
    r"|(?:we|wir|nous|wij) \S+",
    re.IGNORECASE,
)
_LISTED = re.compile(
    r"\b(?:following|listed|below|as follows|folgenden?|nachstehend\w*|suivant(?:e?s)?|ci-dessous"
    r"|siguientes?|a continuación|seguent[ei]|di seguito|volgende|onderstaande|seguintes?|abaixo)\b"
    r"|以下|次の|다음",
    re.IGNORECASE,
)


def introduces(text: str) -> bool:
    """Does it say what the links below it are: "This policy covers the following sites"?"""
    text = text.rstrip()
    if text.endswith(COLONS) or _LISTED.search(text, max(0, len(text) - _LAST)):
        return length(text) >= _SENTENCE or speaks(text)
    return False


def speaks(text: str) -> bool:
    """Does the page speak of itself or to its reader, in more than a call to follow it?"""
    return bool(_OURS.match(text) if text.count(" ") < _CALL else STATES.search(text))
