"""Words of interfaces in the languages we read, for telling boilerplate from policy. Pure."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib import resources

from monitor.extract.feedback import asks_for_feedback
from monitor.extract.in_passing import in_passing
from monitor.extract.live_figures import is_live
from monitor.extract.of_visitors import (
    LONGEST_DESK,
    is_desk,
    is_reading_time,
    of_visitor,
)
from monitor.languages import alternatives
from monitor.text.counted import NEUTRAL
from monitor.text.cues import has_any
from monitor.text.normalize import canonical
from monitor.text.practice import is_practice
from monitor.text.relative_times import AGO, relative_times
from monitor.text.scripts import count_words, whole_alternatives

_LONGEST_PHRASE = 60
_LONGEST_ASKING = 120
_DATE_LINE = 90
FEEDBACK = "a feedback widget"
CHAT = "a chat window"
INTERFACE = "interface text"
LIVE = "a figure of this moment"
VISITOR = "where the visitor is"
TESTIMONIAL = "a testimonial"
COPYRIGHT = "a copyright line"
_MAY_STATE = (FEEDBACK, CHAT, VISITOR, TESTIMONIAL, COPYRIGHT)  # in so many words a clause may too
LONGEST = 250  # characters of the longest block that wording alone can make boilerplate


def _phrases(text: str) -> frozenset[str]:
    lines = (line.strip() for line in text.splitlines())
    return frozenset(line for line in lines if line and not line.startswith("#"))


_INTERFACE = _phrases(
    resources.files("monitor.extract").joinpath("interface.txt").read_text(encoding="utf-8")
)
_OPENING = frozenset(phrase.split()[0] for phrase in _INTERFACE if " " in phrase)
_AROUND = " .:?!…›»→¿¡‹«←+−-▾▸▼▲"
_BESIDE = re.compile(r"(?:(?<!\s)\s++)?+[|/•·]\s*|(?<!\s)\s++[-–—]\s+")  # between two controls
_BESIDE_CUES = ("|", "/", "•", "·", "-", "–", "—")
_WORDS, _PHRASE_WORDS = 2, 5  # of a phrase that is told apart from the next without a sign
# What a person presses after "Was this helpful?"
ANSWERS = frozenset(alternatives("interface", "yes_no").split("|"))

# A heading over links to other documents.
RELATED = re.compile(
    rf"^(?:{alternatives('interface', 'related')})[:.!]?$",
    re.IGNORECASE,
)

# What a window to chat in says first, and what it says below.
_CHAT = re.compile(rf"^(?:{alternatives('interface', 'chat')})[.!?…]?$", re.IGNORECASE)
_PICTURES = re.compile("[\u2600-\u27bf\ufe0f\U0001f300-\U0001faff]")
_CAUTION = re.compile(rf"\b(?:{alternatives('interface', 'caution')})", re.IGNORECASE)
_LONGEST_CAUTION = 90

_PROTECTED = re.compile(r"\bprotected by (?:re|h)captcha\b", re.IGNORECASE)

# A line that is nothing but a copyright notice.
_COPYRIGHT = re.compile(
    r"^(?:copyright\s)?©"
    r"|^.{0,40}\s©.{0,60}$"
    r"|^(?:copyright\s)\(c\)"  # "(c) shall not be liable" is the third item of a list
    r"|^(?:copyright\s|\(c\)\s?)(?:19|20)\d\d\b.{0,80}$"
    r"|^all rights reserved\b.{0,20}$",
    re.IGNORECASE,
)

# What a cookie notice says where it has no buttons that we can see.
_PROMPT = re.compile(
    rf"cookies?\b.{{0,200}}\b(?:{alternatives('interface', 'prompt')})"
    rf"|\b(?:{alternatives('interface', 'prompt_first')})\b.{{0,200}}cookies?\b",
    re.IGNORECASE,
)

# What only the policy itself says: of itself, and before the kinds of cookies that follow.
_OF_ITSELF = re.compile(
    r"\b(?:of|in|under|by|with) this (?:(?:cookies?|privacy) )?(?:policy|notice|statement)\b"
    r"|\((?:the|this|our) [“\"][^”\"]{0,40}[”\"]\)|:$",
    re.IGNORECASE,
)
_LONGEST_PROMPT = 600  # characters

# What the buttons of a cookie dialog say.
CHOICE = re.compile(whole_alternatives("interface", "choice"), re.IGNORECASE)

# An invitation to a newsletter, and what its button says.
NEWSLETTER = re.compile(alternatives("interface", "newsletter"), re.IGNORECASE)
SUBSCRIBE = re.compile(rf"^(?:{alternatives('interface', 'subscribe')})\W*$", re.IGNORECASE)

# Who wrote a text, with what a site counts beside it.
_BYLINE = re.compile(rf"^(?:{alternatives('interface', 'byline')})", re.IGNORECASE)
# “It saves us hours every week.” — Dana, CTO
_TESTIMONIAL = re.compile(
    r"^[“\"«„].{10,220}[.!?…] ?[”\"»“]\s?(?:[—–-]{1,2}\s?\S.{0,80}"
    r"|(?:[^\W\d_a-z][\w.’'-]{0,14},? ?(?:& )?){1,4})$"
)

# A notice that the document changes or applies from a date on: such words, and a date or its year.
_OF_DOCUMENT = re.compile(rf"\b(?:{alternatives('notices', 'of_document')})\b", re.IGNORECASE)
_OF_CHANGE = re.compile(rf"\b(?:{alternatives('notices', 'of_change')})", re.IGNORECASE)
_OF_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_NOTICE_SHORTEST, _NOTICE_LENGTH = 40, 600

# What a menu offers to do: to visitors, to the page, never with their data.
_COMMAND = re.compile(rf"^(?:{alternatives('interface', 'command')})", re.IGNORECASE)
_LONGEST_COMMAND = 40

_OF, _TO = alternatives("interface", "of"), alternatives("interface", "to")
_PAGING = re.compile(
    rf"^(?:{alternatives('interface', 'page')}) \d+ ?(?:{_OF}|/) ?\d+$"
    rf"|^(?:showing )?\d+\s?(?:[-–]|{_TO})\s?\d+ (?:{_OF}) \d+\b.{{0,20}}$"
    r"|^(?:showing )?(?:all )?\d+ (?:entries|results|items|rows|records)"
    r"(?: shown| found| in total)?$"
    r"|^(?:rows|entries|results|items) (?:per|on this) page\W{0,3}\d{0,4}$",
    re.IGNORECASE,
)

# A short line around a year: when a document was made, changed or takes effect.
_DATED = re.compile(
    r"^(?:\S{1,30}\s){0,7}\S{0,20}"
    r"(?:\b(?:19|20)\d\d\b\S{0,3}|(?<!\d)(?:19|20)\d\d[年년]\S{0,12})(?:\s\S{1,30}){0,4}$"
)


# "Published on May 9, 2024Updated on May 10, 20248 min read": what stood side by side.
_GLUED = re.compile(
    r"(?<=(?:19|20)\d\d)(?=(?:last |first )?(?:updated|published|posted|modified|revised|reviewed"
    r"|written|created|effective|by [A-Z]|\d{1,3} ?min)\b)"
    r"|(?<=[a-z])(?=\d{1,3} ?min(?:ute)?s? read)"
    r"|(?<=[a-z]),? (?=last (?:modified|edited|updated|changed) (?:by (?:\S+ ){1,4})?(?:on )?"
    r"\S{0,12} ?\d)"
    r"|(?<=[^\W\d_])(?=\d{1,2}\.? [^\W\d_]{3,12} (?:19|20)\d\d$)",
    re.IGNORECASE,
)
_SIDE_BY_SIDE = re.compile(
    r" [·•|] | (?=[^\W\d_]{2,6}：)| (?=[A-ZÄÖÜÉ][\w-]{2,14}(?: [^\W\d_]{2,14})?: )"
    r"|(?<=[a-z]\.)(?=\d{1,3}(?:[.,]\d{3})* )"
)


def unglued(text: str) -> list[str]:
    """The parts of a byline that stood side by side or below each other."""
    beside = _SIDE_BY_SIDE.split(text)  # also where a count alone tells the looks apart
    if len(beside) > 1 and any(is_reading_time(p) or _counts(p) for p in beside):
        return beside
    if AGO in relative_times(text):
        return _before_when(text)
    if "min" not in text and "20" not in text:
        return [text]
    return [part for part in _GLUED.split(text) if part]


def _counts(text: str) -> bool:
    """Does a part of a byline say how often it was read?"""
    return len(text) <= _LONGEST_PHRASE and NEUTRAL in canonical(text)


def _before_when(text: str) -> list[str]:
    """ "Written by Marek" and "Updated 3 weeks ago", in whatever language."""
    for begin in range(len(text) - 1, 1, -1):
        if text[begin - 1] != " " or not text[begin].isupper():
            continue
        when = text[begin:]
        if (said := relative_times(when)) != when and said.endswith(AGO):
            return [text[: begin - 1], when]
    return [text]


_SENTENCE = re.compile(r"[.!。！।][\"'”’)\]]*$")
_SENTENCE_WORDS, _CLAUSE_WORDS = 6, 12


def is_sentence(text: str) -> bool:
    """Does a text say something as a whole, as no label or button does?"""
    words = count_words(text)
    return words >= _CLAUSE_WORDS or (words >= _SENTENCE_WORDS and bool(_SENTENCE.search(text)))


def is_command(text: str) -> bool:
    """Is this what a menu offers to do?"""
    short = len(text) <= _LONGEST_COMMAND and not text.endswith((".", ":", "。"))
    return short and bool(_COMMAND.match(text.strip(" ›→»·•")))


def is_prompt(text: str) -> bool:
    """Does it ask to accept cookies, and is no part of the policy that it speaks of?"""
    return (
        len(text) <= _LONGEST_PROMPT
        and bool(_PROMPT.search(text))
        and not _OF_ITSELF.search(text.rstrip())
    )


def is_caution(text: str) -> bool:
    """What a chat window says below its greeting: that its answers may be wrong."""
    return len(text) <= _LONGEST_CAUTION and bool(_CAUTION.search(text))


def _several(text: str) -> bool:
    """Is it nothing but what two controls or more say, side by side ("Expand all Collapse all")?"""
    if has_any(text, _BESIDE_CUES):
        parts = [part.strip(_AROUND) for part in _BESIDE.split(text)]
        if len(parts) > 1 and "" not in parts:
            return all(part in _INTERFACE for part in parts)
    words = text.strip(_AROUND).split()
    return len(words) >= 2 * _WORDS and words[0] in _OPENING and _made_of_phrases(tuple(words))


def _made_of_phrases(words: tuple[str, ...]) -> bool:
    """Phrases of several words each: single ones ("share settings") make a heading just as well."""
    if " ".join(words) in _INTERFACE:
        return len(words) >= _WORDS
    return any(
        " ".join(words[:cut]) in _INTERFACE and _made_of_phrases(words[cut:])
        for cut in range(_WORDS, min(len(words) - _WORDS, _PHRASE_WORDS) + 1)
    )


@lru_cache(maxsize=8192)
def by_wording(text: str) -> str:
    """Why the words alone make a block of at most LONGEST characters boilerplate; "" if not."""
    reason = _by_wording(text)
    return "" if reason in _MAY_STATE and is_practice(text) else reason


def _by_wording(text: str) -> str:
    low = text.casefold()
    if len(text) <= _LONGEST_ASKING and asks_for_feedback(text, low):
        return FEEDBACK
    if len(text) <= _LONGEST_PHRASE:
        if low.strip(_AROUND) in _INTERFACE or _several(low):
            return INTERFACE
        if len(text) <= 3 and not any(c.isalnum() for c in text):
            return "no word"
        if _PAGING.match(text):
            return "pagination"
        if is_reading_time(text):
            return "a byline"
    if "captcha" in low and _PROTECTED.search(text):
        return INTERFACE
    if is_live(text):
        return LIVE
    if len(text) <= _LONGEST_PHRASE and _CHAT.match(_spoken(text)):
        return CHAT
    if _BYLINE.match(text):
        return "a byline"
    if len(text) <= LONGEST_DESK and is_desk(text):
        return CHAT
    if len(text) <= _LONGEST_ASKING and of_visitor(text):
        return VISITOR
    if _TESTIMONIAL.match(text):
        return TESTIMONIAL
    if reason := in_passing(text, low):
        return reason
    return COPYRIGHT if _COPYRIGHT.search(text) else ""


def _spoken(text: str) -> str:
    """A greeting without the pictures in it: "Hi there! 👋 How can I help?"."""
    return text if text.isascii() else " ".join(_PICTURES.sub(" ", text).split())


def is_dated(text: str) -> bool:
    """A short line with a year that is not a copyright notice."""
    return len(text) <= _DATE_LINE and bool(_DATED.match(text)) and not _COPYRIGHT.search(text)


def is_notice(text: str) -> bool:
    """A sentence or two that say that the document changes, with the year of the date."""
    return (
        _NOTICE_SHORTEST <= len(text) <= _NOTICE_LENGTH
        and bool(_OF_YEAR.search(text))
        and bool(_OF_DOCUMENT.search(text))
        and bool(_OF_CHANGE.search(text))
        and not _COPYRIGHT.search(text)
    )
