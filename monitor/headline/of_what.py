"""What a fact is a fact of: "72 hours" of temporary chats, an opt-out of direct marketing. Pure.

Taken from the fact's own sentence, never from a neighbour: where the sentence only points
back ("they are kept for 30 days"), nobody can say of what, and the fact is not listed.
"""

from __future__ import annotations

import re
from functools import cache

from monitor.languages import alternatives, having, part_of
from monitor.model import Finding
from monitor.text.pronouns import SUBJECTS

SHOWN = 70  # characters

# Where the words that name it end.
_END = (
    r"(?=[,;:.()“”\"!?]|$|\s(?:by|via|through|using|in (?:your|the|our|account|settings)|at any"
    r"|at (?:your|the|our|account|settings)"
    r"|under|if|unless|when|where|while|with|within|which|that|who|we|you|has"
    r"|for (?:as|up|so|no|at|a|\d+|[\w-]+ (?:hour|day|week|month|year)s?)"
    r"|and (?:to|we|you|stop|withdraw|opt|object)|on the"
    r"|on your|anytime|before|after|within|across|have|is|are|was|were|will|may|can|so|visit"
    r"|to (?:promote|improve|provide|train|develop))\b"
    r"|\s(?:at|in|via|under) (?:https?:|\S+ [>›→]|\S+\.\S)"
    r"|\s\d{1,3} (?:hour|day|week|month|year)s?\b)"
)
_OF = r"(?P<of>(?:[^\s,;:.()“”]+ ){0,9}?[^\s,;:.()“”]+)" + _END
_OUT = re.compile(
    r"\b(?:opt(?:ing|ed)?[ -]?out (?:of|from)|object(?:ing)? to|unsubscrib(?:e|ing) from"
    r"|stop (?:receiving|us from|sharing|using)|withdraw(?:ing)? (?:your )?consent (?:to|for|from)"
    r"|(?:turn|switch)(?:ing)? off|disabl(?:e|ing)|deactivat(?:e|ing)|disconnect(?:ing)?"
    r"|choose not to) (?:receiving |the |our |your |any |all |future |further )*" + _OF,
    re.IGNORECASE,
)
_OUT_OF_NOTHING = re.compile(
    r"\b(?:opt[ -]?out|object|withdraw)(?! (?:of|from|to)\b)", re.IGNORECASE
)
_TO_STOP = re.compile(
    r"^to (?:stop|prevent|avoid) (?:the |our |your |any )*(?P<of>[^,;:.]{3,90}),", re.IGNORECASE
)
_VERB = r"\s(?:is|are|was|were|will be|may be|can be|shall be)"
_SUBJECT = r"(?:^|[;:.—–] ?)(?P<of>[^;:.]{1,200}?)" + _VERB
_USED = re.compile(
    r"\bwe (?:may |will |can |also |now )*(?:share|sell|collect|include|record|process) "
    r"(?P<of>[^,;.]{3,90}?) by default\b",
    re.IGNORECASE,
)
_BETWEEN = r"(?:(?!(?:is|are|was|were|off|on|be)\b)[^\s,;.]+ ){0,6}?"  # the verb and what is done
_DEFAULT = re.compile(_SUBJECT + r"(?:n[’']t)? [^;.]{0,80}\bdefault", re.IGNORECASE)
_DONE = "(?:retain|keep|kept|stor|sav|delet|remov|eras|hold|held|preserv|maintain|anonymi|purg)"
_KEPT = re.compile(_SUBJECT + rf" {_BETWEEN}{_DONE}", re.IGNORECASE)
# "Deleted messages stay in the bin": no verb.
_KEEP = re.compile(rf"\b(?!\w+ed\b){_DONE}\w* (?:the |your |any |all )*" + _OF, re.IGNORECASE)
_STAYS = re.compile(
    r"^(?P<of>[^,;:.]{1,80}?) (?:stays?|remains?) (?!in effect|in force)", re.IGNORECASE
)
# "Call recordings: 90 days": not where the label says that it is a period.
_PERIOD = (
    r"retention|retain|stor|kept|keep|period|duration|time|delet|how long"
    rf"|{alternatives('facts.of', 'period')}"
)
_LABEL = re.compile(
    rf"^(?![^:]{{0,40}}(?:{_PERIOD}))(?P<of>[^\W\d][^:.;?]{{2,40}})"
    r": (?:[^\W\d]+ ){0,3}\d[^.;:]*$",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"^(?:(?:also|and|or|but|so|thus|therefore|instead|then|otherwise) "
    r"|(?:instead|otherwise|however|therefore|for example|please note|in any case|note"
    r"|(?:if|when|where|once|unless|until|after|while|although|in|for|to) [^,]*), )",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"^(?>.*?\b(?:will|is|are|may|can|have)\b).* (?:and|but) ", re.IGNORECASE)
_BACK = re.compile(r"\b(?:it|this|that|these|those|them|such|so)\b", re.IGNORECASE)
_CONTROLS = frozenset(  # "(setting)" says nothing of what is set
    ("setting", "settings", "option", "switch", "toggle", "control", "feature", "preference", "box")
)
_BARE = re.compile(
    r"^(?:off|out|use|for|from|in|with|until|as|on|at|to|by|longer|within|after)\b", re.IGNORECASE
)
_UNENDED = re.compile(r"\b(?:of|from|to|for|in|by|at|with|on|than|the|an?|and|or)$", re.IGNORECASE)
_PLAIN = re.compile(r"^(?:the|our|your|any|all|a|an|…)\s+", re.IGNORECASE)

_TRAINING = re.compile(r"(?:(?:ai|model|such|this) )*training", re.IGNORECASE)

# Those of whom a sentence speaks, where it says so at its head, by "if", or of their data: "On the
# Free plan, we …", "if you use the consumer version, we …", "chats of Pro and Max subscribers".
_TIER = (
    r"(?i:free|paid|trial|consumer|personal|individual|business|enterprise|commercial|education"
    r"(?:al)?|basic|premium|standard|starter|pro|plus|teams?|max|family|student)"
)
_HOLDERS = (
    r"(?:(?:[A-Z][\w’'-]*|and|or|&) |[A-Z][\w’'-]*, ){0,4}"
    + _TIER
    + r"(?:(?:,? (?:and|or) |, |/| )"
    r"(?:[A-Z][\w’'-]*|" + _TIER + r")){0,4} (?:plan|tier|edition|version|account|subscription"
    r"|workspace|licen[cs]e|subscriber|user|customer|member)s?\b"
)
_WHOSE = re.compile(
    r"(?:^(?:On|For|With|Under|In|If you (?:are|use|have)(?: on| using)?)"
    r"|(?<!except)(?<!other than) if you (?:are|use|have)(?: on| using)?"
    r"|\b(?:content|data|chats|conversations|prompts|inputs?|messages|files) (?:of|from|by))"
    r" (?:(?:the|our|a|an|all|any) )?(?P<of>" + _HOLDERS + ")"
)

_BY_FACT = {
    # What is on or off by default is what the rest of the sentence lets one turn off.
    "opt-out": (_TO_STOP, _OUT, _DEFAULT, _USED),
    "default": (_DEFAULT, _USED),
    "retention": (_KEPT, _KEEP, _STAYS, _LABEL),
}


@cache
def _names_nothing() -> re.Pattern[str]:
    return re.compile(
        rf"^(?:{SUBJECTS})\b(?! (?:data|informa|daten|donn[ée]|dat[io]\b|dados|gegevens))",
        re.IGNORECASE,
    )


@cache
def _elsewhere(fact: str) -> tuple[re.Pattern[str], ...]:
    """The patterns of the other languages: their words are too unlike to be taken for another's."""
    names = {"retention": ("kept", "keep", "hold"), "opt-out": ("out",)}.get(fact, ())
    tables = [part_of(code, "facts.of") for code in having("facts.of")]
    return tuple(
        re.compile(of[name], re.IGNORECASE) for of in tables for name in names if name in of
    )


def scope(finding: Finding) -> str:
    """What it is of, in the words of its quote; "" where it says so itself or not at all."""
    if finding.cls == "ai-training" and finding.fact == "class":
        whose = _WHOSE.search(finding.quote) if "(" not in (finding.new or "") else None
        return whose["of"] if whose else ""
    for pattern in (*_BY_FACT.get(finding.fact, ()), *_elsewhere(finding.fact)):
        for m in pattern.finditer(finding.quote):
            of = _told(m["of"])
            if of and not (finding.cls == "ai-training" and _TRAINING.fullmatch(of)):
                return of
    return ""


def vague(finding: Finding, language: str) -> bool:
    """Is it a fact of which nobody can say what it is of?

    Only asked of English, and of facts whose class does not say it: an opt-out of AI training needs
    no further word.
    """
    if language[:2] not in ("", "en") or finding.fact not in _BY_FACT or scope(finding):
        return False
    if finding.fact == "retention":
        return any(
            _names_nothing().match(_LEAD.sub("", m["of"])) for m in _KEPT.finditer(finding.quote)
        )
    return finding.cls == "choice"


@cache
def _bare_control() -> re.Pattern[str]:
    """ "The setting is on by default": which one, the sentence before it says.

    Compiled when it is asked for: quick commands import this module and do not.
    """
    return re.compile(rf"\b(?:{alternatives('headline', 'control')})", re.IGNORECASE)


def points_back(sentence: str) -> bool:
    """May a sentence speak of what the one before it named?"""
    return bool(_BACK.search(sentence) or _bare_control().search(sentence))


def of_the_one_before(sentence: str) -> bool:
    """Is it a way out that names nothing: "You can opt out in your settings."?"""
    return bool(_OUT_OF_NOTHING.search(sentence)) and not _OUT.search(sentence)


def _told(words: str) -> str:
    words = " ".join(words.split()).strip(" -–—,")
    while (shorter := _LEAD.sub("", words)) != words:
        words = shorter
    words = _CLAUSE.sub("", words)
    while (shorter := _PLAIN.sub("", words)) != words:
        words = shorter
    if (
        not words
        or _names_nothing().match(words)
        or _BARE.match(words)
        or _UNENDED.search(words)
        or words.lower() in _CONTROLS
    ):
        return ""
    if len(words) <= SHOWN:
        return words
    return words[:SHOWN].rpartition(" ")[0].rstrip(" ,;:") + "…"
