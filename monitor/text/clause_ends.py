"""Where a sentence can be cut and still says what it says."""

from __future__ import annotations

import re

CLAUSE = 6  # words of a main clause that say something
LONG = 12  # words in which some verb or other has come
# Where a long sentence may be cut: behind its punctuation, before its conjunctions.
SEAM = re.compile(
    r"(?P<mark>[,;:]\s+|\s(?=[(–—])|(?<=[)–—])\s)"
    r"|\s(?=(?:and|or|but|if|unless|except|which|that|when|where|because|including|und|oder|wenn|et|ou|si|que|y|o|e)\s)"
)
# What takes back some of what was said: a quotation that ends before it says too much.
LIMITS = re.compile(
    r"(?:unless|except|excluding|other than|only|provided|subject to|but|without|save"
    r"|außer|sofern|soweit|es sei denn|nur|aber|sauf|hormis|à moins|mais|salvo|excepto|a menos"
    r"|pero|tranne|eccetto|tenzij|behalve|mits)\b",
    re.IGNORECASE,
)
# A sentence that begins so says what it says behind a comma: that is no place to end.
OPENS = re.compile(
    r"\W*(?:\w{1,3}[.)]\s+)?(?:if|when|where|while|once|although|though|because|as|since|unless|upon"
    r"|to|in|for|by|with|without|depending|after|before|under|on|from|wenn|falls|sofern|um|si"
    r"|lorsque|pour|afin|en|dans|sous|cuando|para|quando|se|per|als|wanneer)\s",
    re.IGNORECASE,
)
# A verb of a main clause: what comes before the first one is still what the sentence is about.
VERB = re.compile(
    r"\b(?:will|shall|must|may|can(?:not)?|could|should|would|is|are|was|were|has|have|does?|agrees?"
    r"|commits?|means?|includes?|applies|apply|permits?|requires?|provides?|ist|sind|wird|werden"
    r"|kann|können|darf|dürfen|muss|müssen|hat|haben|est|sont|sera|seront|peut|peuvent|doit|doivent"
    r"|convenez|pouvez|devez|son|será|serán|puede|pueden|debe|deben|sono|può|possono|deve|devono"
    r"|são|pode|podem|devem|zijn|wordt|worden|kunt|kan|kunnen|mag|mogen|moet|moeten)\b",
    re.IGNORECASE,
)
_SPEAKER = re.compile(
    r"\W*(?:we|you|they|it|wir|sie|du|nous|vous|noi|nós|wij|u|je)\b", re.IGNORECASE
)


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
