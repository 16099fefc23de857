"""That somebody trains on something, in the words of the page that say it."""

from __future__ import annotations

import re
from functools import cache

from monitor import languages
from monitor.headline.told_facts import NOT_USED, SAID
from monitor.model.change import Finding, Point
from monitor.text.denials import denied
from monitor.text.safe import shorten
from monitor.text.training import first_trained, trains

QUOTED = 150  # characters of the words that say that something is trained
LEFT_OUT = 40  # characters from which words amid them are left out
_CLAUSE = re.compile(r"[,:;] ")
# "To improve your experience, we may use …": why, before who does what with what.
_PURPOSE = re.compile(
    r"\W*(?:(?:in order )?to|as part of|for (?:this|that|these) purposes?)\b[^,;.]{5,90}, (?=\w)",
    re.IGNORECASE,
)


def trained(
    points: tuple[Point, ...], findings: tuple[Finding, ...], facts: list[str]
) -> list[str]:
    """That somebody trains on something, where no fact says so already: in the words that say it,
    unless the first point is made of them.
    """
    if any("AI training" in text for text in facts):
        return []
    own = [f for f in findings if f.cls == "ai-training" and f.side != "removed"]
    own = [f for f in own if f.new != NOT_USED and trains(f.quote)]
    own = [f for f in own if f.fact != "class" or not trains(f.quote_before or "")]
    # What users must not do with the service is no training of its own.
    banned = [f for f in own if _banned(f, findings, points)]
    said = [
        f for f in own if f not in banned or denied().search(f.quote, 0, first_trained(f.quote))
    ]
    if not said:
        return []
    stated = [f for f in said if f.fact not in SAID]
    if not stated and facts:  # "on by default", "not retroactive": what they are of
        return ["AI training"]
    if not all(trains(point.text) for point in points[:1]):
        return [f"AI training: “{_showing((stated or said)[0].quote)}”"]
    none = ((f.new or "").startswith(NOT_USED) or f in banned for f in said)
    return [] if all(none) else ["AI training"]


def own_denial(text: str, findings: tuple[Finding, ...], points: tuple[Point, ...]) -> bool:
    """Does a text of :func:`trained` quote that the platform does not train on something? That
    users must not is news of its own.
    """
    quote = text.partition("“")[2]
    no = denied().search(quote, 0, first_trained(quote))
    who = _CLAUSE.split(quote[: no.start()])[-1] if no else ""
    if no is None or not _users().isdisjoint(who.casefold().split()):
        return False
    own = (f for f in findings if f.cls == "ai-training" and _overlap(quote, f.quote))
    return not any(_banned(f, findings, points) for f in own)


@cache
def _users() -> frozenset[str]:
    """Words for those to whom a policy speaks."""
    readers = " ".join(languages.said("kind", "reader")).split()
    return frozenset(("you", "users", "customers", "developers", *readers))


def _banned(f: Finding, findings: tuple[Finding, ...], points: tuple[Point, ...]) -> bool:
    """Does it stand among what users must not do, by its class or by the line above its list?"""
    if any(_overlap(f.quote, other.quote) for other in findings if other.cls == "acceptable-use"):
        return True
    items = (p for p in points if p.new and _overlap(f.quote, p.new))
    return any(denied().search(p.text.partition("”: ")[0]) for p in items if "”: " in p.text)


def _showing(quote: str) -> str:
    """As much of a quotation as fits: its beginning up to a "not", if there is one, and the words
    that say that something is trained.
    """
    at = first_trained(quote)
    if (opening := _PURPOSE.match(quote)) and opening.end() < at:
        return f"… {_showing(quote[opening.end() :])}"
    no = denied().search(quote, 0, at)
    head = quote.find(" ", max(QUOTED // 3, no.end() + QUOTED // 10 if no else 0))
    start = quote.rfind(" ", 0, max(0, at - QUOTED // 10))
    if at < QUOTED * 2 // 3 or not 0 < head < start - LEFT_OUT:
        return shorten(quote, max(QUOTED, at + QUOTED // 3))
    return f"{quote[:head]} … {shorten(quote[start:], QUOTED * 2 // 3)}"


def _overlap(one: str, other: str) -> bool:
    """Do two quotations, each perhaps cut at its ends, show the same words?"""
    third = len(one) // 3
    return one[third : 2 * third] in other or one[: 2 * third].strip("… ")[:third] in other
