"""What a line tells after its first point: the second one, amounts, what is no longer forbidden."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import islice

from monitor.headline.near_facts import AS_HEAVY
from monitor.headline.told_facts import SAID
from monitor.model.change import Change, Finding, Point
from monitor.text.clause_ends import beginning
from monitor.text.denials import denied
from monitor.text.pointers import courteous, exemplifies, guides
from monitor.text.scripts import count_words

ENTRY = 12  # words of an entry of a list that is told with others
LISTED = 260  # characters of such a list
BRIEF = 150  # of one beside the first point
HEAVY = 1.75  # weight from which the second point is told, where there is room
TELLS = 0.75  # weight of one that is told where there is room for it in a small change
IDLE = 0.5  # the most that one weighs which says what was said in other words
GONE = 1.25  # the same of one that is gone
LITTLE_CHANGED = 4  # points: of so few one more is told that is about as heavy
TOLD_AS_WELL = 1.1  # that weight
DATED = 12  # words of a sentence that may say no more than from when the document holds
MUCH_CHANGED = 8  # points among which a ban is looked for
MANY = 12  # points of which any is told for which there is room
MORE = 2  # others beside the second point
BESIDE = 2  # points of which one may be told after the first
WITHIN = 160  # characters of what is told beside the opening of a new section
ENDS = (".", "!", "?", "。")  # of a sentence
TITLE = 4  # words of one
LEAST_QUOTED = 60  # characters of the second point's words that say something
BEGINNING = 25  # characters from which a quotation is known again
VALUES_TURNED = re.compile(r"((?:[^“”]|“[^“”]*”:)*?)“([^”]+)” → “([^”]+)”: (“.+”)", re.DOTALL)
_BELOW = re.compile(r"(?:Under|After) “[^”]*”: ")
_NUMBER = re.compile(r"\d[\d.,]*")
_AMOUNT = re.compile(
    r"[^\w\s]?(?:within |under |up to )?\d[\d.,]* ?(?:[%$€£¥]|[^\W\d]+(?: [^\W\d]+)?)?"
)
_NAME = re.compile(r"[A-ZÀ-Þ][\w’'-]+(?: (?:(?:and|of|the) )?[A-ZÀ-Þ][\w’'-]+){0,4}")
_COSTS = re.compile(r"[$€£¥] ?\d|\d ?(?:[$€£¥%]|EUR|USD|GBP)")
_LETTERS = re.compile(r"[^\W_]")
_ENTRY_ENDS = re.compile(r"”, “[^“”]*”(?: and \d+ more)?$")  # of entries told one after another
_QUOTES = "”: “"  # before the words that a point quotes below a heading, or after others
_NEW = "New section “"
_BARE, _SECTIONS = ("Added", "Removed"), ("Section “", _NEW)  # above no list
_ENTRIES = ("Added under “", "Removed under “")


def beside(change: Change, told: Iterable[Finding]) -> list[str]:
    """What is told after the first point, as far as there is room: the second point, what else
    its new section says, values and bans, then whatever is left of a small change.
    """
    if not change.points:
        return []
    first, few = change.points[0], _few(change.points)
    quotes = _quotes(told)
    texts = _second(change, quotes)
    texts += _others(_of_its_section(first, change.points[1:]), texts)
    binding = (p for p in few if _another_value(p, change.findings) or _binds_untold(p, quotes))
    texts += _others((_going_on(p, first) for p in binding), texts)[:MORE]
    least = TELLS if len(few) > LITTLE_CHANGED else IDLE
    left = (p for p in few if p.weight >= (GONE if _is_gone(p) else least))
    left = (p for p in left if not _rests_on(p, quotes) and _is_news(p))
    return texts + _others((_going_on(p, first) for p in left), texts)


def _quotes(told: Iterable[Finding]) -> list[str]:
    """The words of the facts that are told. A price is told where it took another's place: that
    something costs it at all is a point.
    """
    stated = (f for f in told if f.fact not in ("place", "date", "modal"))
    stated = (f for f in stated if f.fact not in SAID or SAID[f.fact](f))
    return [f.quote for f in stated if f.new or f.old]


def _others(found: Iterable[str], told: Iterable[str]) -> list[str]:
    """Those that quote what is not told yet."""
    known = [*told]
    quotes = ((text, f"“{text.rpartition(_QUOTES)[2]}") for text in found)
    return [text for text, quote in quotes if not any(quote in other for other in known)]


def _second(change: Change, quotes: Sequence[str]) -> list[str]:
    """The second point, where it matters as well, or about as much as the only other one, or is
    said of something else now; and no fact that was told rests on it.
    """
    first, others = change.points[0], change.points[1:2]
    others += tuple(p for p in change.points[2 : 1 + BESIDE] if _says_something(p))
    others += tuple(p for p in change.points[1 + BESIDE : MUCH_CHANGED] if _of_a_ban(p))
    least = _least(change.points)
    news = (
        _going_on(_listed(point, change.points[1:]), first)
        for point in others
        if (point.weight >= least or point.side == "moved")
        or _of_a_ban(point)
        or _stands_for(point, first)
        if not (_names_a_heading(point) or _rests_on(point, quotes) or _only_dated(point))
        if point.text.partition("”: ")[0] != first.text.partition("”: ")[0]
        if not (point.text.startswith(_NEW) and point.section == first.section)
    )
    return [*islice(news, 1)]


def _least(points: Sequence[Point]) -> float:
    """The weight that the second point needs: less where there are few."""
    if len(points) == BESIDE:
        return min(HEAVY, points[0].weight * AS_HEAVY)
    if len(points) > LITTLE_CHANGED:
        return HEAVY
    heavy = min(TOLD_AS_WELL, points[0].weight)
    return min(HEAVY, max(heavy, points[0].weight * AS_HEAVY))


def _few(points: Sequence[Point]) -> list[Point]:
    """The points of a small change but the first: of each new section one, the others being details
    of it, and none that only says what was said in other words.
    """
    seen: set[tuple[str, ...]] = set()
    kept: list[Point] = []
    for point in points:
        detail = point.text.startswith(_NEW) and point.section in seen
        if not detail and (point.weight > IDLE or not kept):
            kept.append(point)
        seen.add(point.section)
    return kept[1:] if len(kept) <= MANY else []


def _is_gone(point: Point) -> bool:
    """Did a sentence go, and not with its whole section?"""
    return point.side == "removed" and not point.text.startswith("Section “")


def _is_news(point: Point) -> bool:
    """Another wording, or a sentence that came or went: not a heading or another label, a day that
    the line tells, where to read more, or thanks.
    """
    said = (point.new or point.old or "").rstrip()
    if point.side != "changed" and not (said.endswith(ENDS) and count_words(said) > TITLE):
        return False
    idle = _only_dated(point) or guides(said) or courteous(said) or exemplifies(said)
    return not (idle or _names_a_heading(point))


def _names_a_heading(point: Point) -> bool:
    return "eading" in point.text[:12]


def _binds_untold(point: Point, quotes: Sequence[str]) -> bool:
    return _binds(point) and not _rests_on(point, quotes)


def _of_its_section(first: Point, others: Iterable[Point]) -> list[str]:
    """What a new section says beside what it opens with: "also in “Voice”: “We record it.”"."""
    lead, mark, _ = first.text.partition("”: “")
    if first.side != "added" or not mark or not lead.startswith(_NEW) or "”, " in lead:
        return []
    here = (p for p in others if p.section == first.section and p.weight >= HEAVY)
    after = f"{lead}”, after “{(first.new or '')[:BEGINNING]}"
    said = (p.text for p in here if p.text.startswith((f"{lead}{mark}", after)))
    quote = next(said, "").rpartition(_QUOTES)[2]
    return (
        [f"also in {lead.removeprefix(_NEW[:-1])}{_QUOTES}{quote}"]
        if 0 < len(quote) <= WITHIN
        else []
    )


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
    "“12.9%” → “13.6%”: “The fee is 13.6%.”"; or only a name: "“London” → “Dublin”"?
    """
    m = VALUES_TURNED.fullmatch(point.text)
    if m is None:
        return False
    if _NAME.fullmatch(m[2]) and _NAME.fullmatch(m[3]) and not m[4].startswith(f"“{m[3]}"):
        return True
    if not (_AMOUNT.fullmatch(m[2]) and _AMOUNT.fullmatch(m[3])):
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
