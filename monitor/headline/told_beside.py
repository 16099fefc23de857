"""What a line tells after its first point: the second one, amounts, what is no longer forbidden."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import islice

from monitor.headline.near_facts import AS_HEAVY
from monitor.headline.told_facts import SAID
from monitor.model.change import Change, Finding, Point
from monitor.text.clause_ends import beginning
from monitor.text.denials import denied

ENTRY = 12  # words of an entry of a list that is told with others
LISTED = 260  # characters of such a list
BRIEF = 150  # of one beside the first point
HEAVY = 1.75  # weight from which the second point is told, where there is room
LITTLE_CHANGED = 4  # points: of so few one more is told that is about as heavy
TOLD_AS_WELL = 1.1  # that weight
DATED = 12  # words of a sentence that may say no more than from when the document holds
MUCH_CHANGED = 8  # points of which more than two are told: a value, an entry of what is forbidden
MORE = 2  # others beside the second point
BESIDE = 2  # points of which one may be told after the first
TITLE = 4  # words of one
LEAST_QUOTED = 60  # characters of the second point's words that say something
BEGINNING = 25  # characters from which a quotation is known again
VALUES_TURNED = re.compile(r"((?:[^“”]|“[^“”]*”:)*?)“([^”]+)” → “([^”]+)”: (“.+”)", re.DOTALL)
_BELOW = re.compile(r"(?:Under|After) “[^”]*”: ")
_NUMBER = re.compile(r"\d[\d.,]*")
_AMOUNT = re.compile(r"[^\w\s]?(?:within |under |up to )?\d[\d.,]* ?(?:%|[^\W\d]+(?: [^\W\d]+)?)?")
_COSTS = re.compile(r"[$€£¥] ?\d|\d ?(?:[$€£¥%]|EUR|USD|GBP)")
_LETTERS = re.compile(r"[^\W_]")
_ENTRY_ENDS = re.compile(r"”, “[^“”]*”(?: and \d+ more)?$")  # of entries told one after another
_BARE, _SECTIONS = ("Added", "Removed"), ("Section “", "New section “")  # above no list
_ENTRIES = ("Added under “", "Removed under “")


def beside(change: Change, told: Iterable[Finding]) -> list[str]:
    """The second point, where it matters as well, or about as much as the only other one, or is
    said of something else now; and no fact that was told rests on it. It is told if it has room.
    """
    first, others = change.points[:1], change.points[1:2]
    others += tuple(p for p in change.points[2 : 1 + BESIDE] if _says_something(p))
    others += tuple(p for p in change.points[1 + BESIDE : MUCH_CHANGED] if _of_a_ban(p))
    least = HEAVY
    if len(change.points) == BESIDE:
        least = min(HEAVY, first[0].weight * AS_HEAVY)
    elif first and len(change.points) <= LITTLE_CHANGED:
        heavy = min(TOLD_AS_WELL, first[0].weight)
        least = min(HEAVY, max(heavy, first[0].weight * AS_HEAVY))
    # A price is told where it took another's place: that something costs it at all is a point.
    stated = (f for f in told if f.fact not in ("place", "date", "modal"))
    stated = (f for f in stated if f.fact not in SAID or SAID[f.fact](f))
    quotes = [f.quote for f in stated if f.new or f.old]
    news = (
        _going_on(_listed(point, change.points[1:]), first[0])
        for point in others
        if (
            point.weight >= least
            or point.side == "moved"
            or _of_a_ban(point)
            or _stands_for(point, first[0])
        )
        and "eading" not in point.text[:12]
        and not _rests_on(point, quotes)
        and not _only_dated(point)
        and point.text.partition("”: ")[0] != first[0].text.partition("”: ")[0]
    )
    second = [*islice(news, 1)]
    few = change.points[1:] if len(change.points) <= MUCH_CHANGED else ()
    binding = (
        _going_on(p, first[0])
        for p in few
        if _another_value(p, change.findings) or (_binds(p) and not _rests_on(p, quotes))
    )
    return [*second, *islice((text for text in binding if text not in second), MORE)]


def _rests_on(point: Point, quotes: Iterable[str]) -> bool:
    """Is it told already by a fact that quotes the same words?"""
    return any((point.new or point.old or "") in quote or quote in point.text for quote in quotes)


def _binds(point: Point) -> bool:
    """Did a sentence get its "not", or lose it, or forbid something else? Does a new one forbid
    something, or name a price?
    """
    old, new = point.old or "", point.new or ""
    if point.side == "changed":
        if _LETTERS.findall(old) == _LETTERS.findall(new):
            return False
        return _forbids(new) or bool(denied().search(old)) is not bool(denied().search(new))
    return point.side == "added" and bool(_COSTS.search(new) or _forbids(new))


def _another_value(point: Point, findings: Iterable[Finding]) -> bool:
    """Did only an amount take another's place, neither a day nor one that a fact tells:
    "“12.9%” → “13.6%”: “The fee is 13.6%.”"?
    """
    m = VALUES_TURNED.fullmatch(point.text)
    if m is None or not (_AMOUNT.fullmatch(m[2]) and _AMOUNT.fullmatch(m[3])):
        return False
    facts = [f for f in findings if f.new and f.fact not in ("class", "place")]
    dated = any(f.fact == "date" and f.quote in (point.new or "") for f in facts)
    numbers = set(_NUMBER.findall(m[3]))
    return not dated and not any(numbers & set(_NUMBER.findall(f.new or "")) for f in facts)


def _stands_for(point: Point, first: Point) -> bool:
    """Does it say what holds now in the section of which the first point is gone?"""
    here = point.section == first.section and point.weight >= AS_HEAVY * first.weight
    return here and first.side == "removed" and point.side == "added"


def _forbids(sentence: str) -> bool:
    """Does it say "not" early on? "No 103" counts."""
    found = denied().search(sentence)
    if found is None or _NUMBER.match(sentence, found.end() + 1):
        return False
    return len(sentence[: found.start()].split()) <= TITLE


def _of_a_ban(point: Point) -> bool:
    """Did an entry come or go below a line that says "not": "We do not allow: …"?"""
    lead, below, _ = point.text.partition("”: “")
    return bool(below) and lead.startswith(_ENTRIES) and bool(denied().search(lead))


def _listed(point: Point, points: tuple[Point, ...]) -> Point:
    """The point; with the short entries beside it where it is one: "data brokers", "police"."""
    sentence = (point.new or point.old or "").endswith(".")
    return point if sentence else replace(point, text=with_its_like((point, *points), BRIEF))


def with_its_like(points: tuple[Point, ...], room: int = LISTED) -> str:
    """The first point; of short entries of one list all that fit: "Removed: “Ads”, “Maps”"."""
    first = points[0]
    said, mark, entry = first.text.rpartition(": “")
    if not mark or len(entry.split()) > ENTRY or first.side not in ("added", "removed"):
        return first.text
    sentence = entry.endswith(".”") and len(entry.split()) > TITLE
    if sentence and (said in _BARE or said.startswith(_SECTIONS)):
        return first.text
    told = [entry.removesuffix("”")]
    same = [p for p in points[1:] if p.side == first.side and p.section == first.section]
    parts = [(p, *p.text.rpartition(": “")) for p in same]
    list_of = _without_its_heading(said, first)
    if " under “" not in list_of:
        parts = [part for part in parts if _ends(part[3]) == _ends(entry)]
    entries = (
        words.removesuffix("”")
        for p, lead, _, words in parts
        if _without_its_heading(lead, p) == list_of
    )
    others = [e for e in dict.fromkeys(entries) if len(e.split()) <= ENTRY and e != told[0]]
    while others and len(" ".join((said, *told, others[0]))) <= room:
        told.append(others.pop(0))
    more = f" and {len(others)} more" if others and len(told) > 1 else ""
    return f"{said}: {', '.join(f'“{words}”' for words in told)}{more}"


def _ends(text: str) -> bool:
    """Is it a sentence? One is no entry beside a name."""
    return text.removesuffix("”").endswith(".")


def _without_its_heading(lead: str, point: Point) -> str:
    """ "Removed", where "Removed under “Partners”" names no list but the section they stand in."""
    said, under, heading = lead.partition(" under “")
    own = "".join(point.section[-1:])
    return said if under and own.startswith(heading.rstrip("”…")) else lead


def _only_dated(point: Point) -> bool:
    """Does it say no more than a day that the line tells?"""
    few = len((point.new or point.old or "").split()) <= DATED
    return point.cls == "effective-date" and (few or point.side == "changed")


def _says_something(point: Point) -> bool:
    """Not the title that a paragraph begins with: "Image and Audio Information." """
    return len((point.new or point.old or "").split()) > TITLE


def _going_on(point: Point, first: Point) -> str:
    """A point, without the sentence that it goes on from where that stands right before it."""
    after = f"Added after “{(first.new or '')[:BEGINNING]}"
    mark = "”: “"
    if not first.new or not point.text.startswith(after):
        return point.text
    return f"Added: “{point.text.partition(mark)[2]}"


def fitting(text: str, room: int) -> str:
    """A point as long as there is room, its quotation cut where a clause ends; else all of it."""
    below = _BELOW.match(text)
    said, mark, quote = text[below.end() if below else 0 :].partition(": “")
    said = f"{below[0] if below else ''}{said}"
    left = room - len(said) - len(": “ …”")
    if len(text) <= room or not mark or left < LEAST_QUOTED:
        return text
    if (fewer := text.rpartition("”, “")[0]) and _ENTRY_ENDS.search(quote):
        return fitting(f"{fewer}”", room)
    begun = beginning(quote.removesuffix("”").removesuffix(" …"), left)
    return f"{said}: “{begun} …”" if begun else text
