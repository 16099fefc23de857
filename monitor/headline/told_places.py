"""The places of a change in its line, each with what holds there."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

from monitor.headline.narrowed_places import Placed, narrowed, now_only
from monitor.model.change import PLACE_LESS, PLACE_MORE, Change, Finding, Point
from monitor.text.clause_ends import SEAM
from monitor.text.denials import denied
from monitor.text.place_names import as_said, full_name, lies_in, listed

MOST = 8  # places that are named in one part
PARTS = 2  # told in each direction: what holds in these, what in those
SPARE = 40  # characters beyond its room that a clause may have rather than be cut
CLAUSE = 120  # characters of what holds there
_SAY = 3  # words that say something without their places
_COME = "now also "
GAP = "…"  # in the place of many names
LET_IN = "place-let-in"  # the rule of a place that a sentence no longer leaves out
# Four names in a row or more: "Indiana, Kentucky, New York or the United States".
_NAME = r"[A-Z][\w.’'-]+(?: (?:of (?:the )?)?[A-Z][\w.’'-]+){0,3}"
_AND = r"(?:, (?:(?:and|or|the) ){0,2}| (?:and|or) (?:the )?)"
_ROW = re.compile(rf"(?<![\w.’'-])(?:{_NAME}{_AND}){{3,}}{_NAME}")
_SEAM = re.compile(r"[,;:(] ?| (?=(?:if|where|when|in|for|to|of) )")
_GAPS = re.compile(r"…[ ,…]*…")
_CLAUSES = re.compile(r"[,;:] ?")
_SOMEWHERE = re.compile(r"\b(?:in|from|of|within|to|and|or|,) (?:the )?(?-i:[A-Z])", re.IGNORECASE)
_PLACE = "#"
_JOINS = r"(?:, | (?:and|or|und|oder|et|ou|y|o|e|en|i|och|og|a) )"
_NEIGHBOURS = re.compile(rf"([A-ZÀ-Þ]\w+){_JOINS}{_PLACE}|{_PLACE}{_JOINS}([A-ZÀ-Þ]\w+)")
_WORD = re.compile(r"\w{2,}")


class Where(NamedTuple):
    """The parts of a line on places; `whole`: they say all that its first point says."""

    parts: list[str]
    whole: bool = False


def where(change: Change) -> Where:
    """Where something holds now, where it is left out, and where it no longer holds.

    A place is told with the words that name it, unless the line's point says them.
    """
    sides, parts_of, parts = _sides(change)
    point = change.points[0] if change.points else None
    whole = False
    for said, found in sides:
        groups = _together(found)
        holds: dict[str, list[str]] = {}
        for group in groups[:PARTS]:
            what, covers = _what([f for _, f in group if f], point, len(groups))
            holds.setdefault(what, []).extend(_names(group))
            whole = whole or covers
        order = _names(found)
        for what, codes in holds.items():
            if said or what:  # what one sentence no longer names is told with that sentence
                before = _before(parts_of, codes) if said == _COME else ""
                parts.append(f"{said}{_named(sorted(codes, key=order.index))}{before}{what}")
        if parts and (more := sum(map(len, groups[PARTS:]))):
            parts[-1] += f" and {more} more place{'s' if more > 1 else ''}"
    return Where(parts, whole)


def _sides(
    change: Change,
) -> tuple[Sequence[tuple[str, Sequence[Placed]]], list[str], list[str]]:
    """The places by how they are told, those that are a part of a country that came whole, and
    what is said of countries of which a part is left.
    """
    proofs = {(f.new or f.old, bool(f.new)): f for f in change.findings if f.fact == "place"}
    added = [(code, proofs.get((code, True))) for code in change.regions_added]
    removed = [(code, proofs.get((code, False))) for code in change.regions_removed]
    spared = [(code, f) for code, f in removed if f and f.side != "removed"]
    gone = [placed for placed in removed if placed not in spared]
    less = [(code, f) for code, f in gone if f and f.rule == PLACE_LESS]
    left_out = [(code, f) for code, f in less if _left_out(f, change.points)]
    less = [placed for placed in less if placed not in left_out]
    # A sentence that names one place once more, and another for the first time, is told once.
    again = {f.quote for _, f in added if f and f.rule == PLACE_MORE}
    # "Can no longer be switched on in the UK" is nothing that the UK now has, too.
    more_said = [
        (code, f)
        for code, f in added
        if f and (f.quote in again or _denied_there(f) or _limits(f, change.points))
    ]
    added = [placed for placed in added if placed not in more_said]
    # Where all of a country comes, a part of it that is named no more is not lost.
    gone = [placed for placed in gone if placed not in (*less, *left_out)]
    gone += [(code, replace(f, rule="place-removed")) for code, f in left_out]
    parts_of = [code for code, _ in gone if any(lies_in(code, whole) for whole, _ in added)]
    gone = [placed for placed in gone if placed[0] not in parts_of]
    kept = narrowed(added, gone, change.points)
    gone = [placed for placed in gone if placed[0] not in kept]
    added = [placed for placed in added if placed[0].partition("-")[0] not in kept]
    told = ((_COME, added), ("", more_said), ("not in ", spared), ("no longer ", gone), ("", less))
    return told, parts_of, [now_only(code, left) for code, left in kept.items()]


def _left_out(f: Finding, points: Sequence[Point]) -> bool:
    """Does its sentence stand as it stood, but for the names of places: "We go to Austria (,
    Poland) and Italy"?
    """
    for p in (p for p in points if p.old and p.new and f.quote in p.old):
        old, new = _WORD.findall(p.old or ""), _WORD.findall(p.new or "")
        gone = [word for word in old if word not in new]
        beside = _NEIGHBOURS.findall((p.old or "").replace((*f.words, "")[0], _PLACE))
        stays = any(name in new for pair in beside for name in pair if name)
        if stays and set(new) <= set(old) and all(word[:1].isupper() for word in gone):
            return True
    return False


def _denied_there(f: Finding) -> bool:
    """Is it said "not" before the place, or in its own clause: "People in India cannot …", "In
    Norway, nobody …"? What a later clause denies is another matter.
    """
    at = max(0, f.quote.find((*f.words, "")[0]))
    clauses = _CLAUSES.split(f.quote[at:])
    brief = len(f.quote[:at].split()) < _SAY and len(clauses[0].split()) < _SAY
    said = (f.quote[:at], *clauses[: 1 + brief])
    return any(denied().search(text) for text in said)


def _limits(f: Finding, points: Sequence[Point]) -> bool:
    """Did a sentence that named no place and spoke to all only get one: "If you live in the EU, you
    can ask us …"?
    """
    changed = ((p.old, p.new) for p in points if p.side == "changed" and p.old and p.new)
    return any(
        f.quote in new
        and not _SOMEWHERE.search(old)
        and set(_WORD.findall(old.casefold())) <= set(_WORD.findall(new.casefold()))
        for old, new in changed
    )


def _before(named_before: Sequence[str], codes: Sequence[str]) -> str:
    """Of a country that came as a whole, the parts of it that were named until now."""
    named = [part for part in named_before if any(lies_in(part, code) for code in codes)]
    names = ", ".join(full_name(part) if "-" in part else part for part in named)
    return f" (before only {names})" if named else ""


def _together(found: Sequence[Placed]) -> list[list[Placed]]:
    """The places of one sentence, or of many below one heading; those of no known words as one."""
    groups = _grouped(found, lambda f: f.quote)
    if len(groups) > PARTS:
        groups = _grouped(found, _section)
    return groups


def _section(f: Finding) -> object:
    """Its section; a heading is of none but its own, and where there is none it stands alone."""
    return f.quote if f.quote in f.section or not f.section else f.section


def _grouped(found: Sequence[Placed], by: Callable[[Finding], object]) -> list[list[Placed]]:
    groups: dict[object, list[Placed]] = {}
    for code, f in found:
        groups.setdefault(by(f) if f else None, []).append((code, f))
    return list(groups.values())


def _names(placed: Sequence[Placed]) -> list[str]:
    """Their codes; for a country of which only parts are named, those of the parts."""
    return [part for code, f in placed for part in as_said(code, f.quote if f else "")]


def _named(codes: list[str]) -> str:
    more = len(codes) - MOST
    return f"{listed(codes[:MOST])} and {more} more" if more > 1 else listed(codes)


def _what(proofs: Sequence[Finding], point: Point | None, groups: int) -> tuple[str, bool]:
    """What holds in the places, and whether that is all that the point says."""
    if not proofs:
        return "", False
    first = proofs[0]
    room = CLAUSE if groups == 1 else CLAUSE * 4 // 5
    said, names = first.quote, (*first.words, "")[0]
    if len(said) > room and len(_WORD.findall(short := _ROW.sub(GAP, said))) > _SAY:
        said, names = (short, GAP) if short != said else (said, names)
    if point is not None and all(_within(f, point) for f in proofs):
        behind = names == GAP and said.find(GAP) <= room // 2  # what holds is said there
        if not behind or (point.old and not point.text.startswith(("Now says", "Now with"))):
            return "", False
        return f": “{_cut(said, names, room)}”", True
    heading = first.section[-1] if first.section else ""
    several = len({f.quote for f in proofs}) > 1
    if heading and (several or not _WORD.search(_ROW.sub("", said))):
        return f" under “{_cut(heading, '', room)}”", False
    return f": {_stood(first)}“{_cut(said, names, room)}”", False


def _stood(f: Finding) -> str:
    """What became of the words: all of them went, or they stand without the place's name."""
    if f.rule in (PLACE_LESS, LET_IN):
        return "removed "
    return "was " if f.side == "removed" else ""


def _within(f: Finding, point: Point) -> bool:
    """Do the words of the point name the place as its finding does?"""
    said = f.quote.strip("… ")
    if any(text and (said in text or text in said) for text in (point.new, point.old)):
        return True
    return f.section == point.section and all(word in point.text for word in f.words)


def _cut(text: str, names: str, room: int) -> str:
    """What a sentence says, and the clause that names the place, cut between words."""
    text = _GAPS.sub(GAP, text.strip(" :;,–—-*_#|"))
    if len(text) <= room + SPARE:
        return text
    at = max(0, text.find(names))
    if at + 2 * len(names) <= room:
        return f"{_words(text, room)} …"
    seams = [m.end() for m in _SEAM.finditer(text, 0, at) if at - m.end() <= room // 3]
    start = seams[0] if seams else text.rfind(" ", 0, at) + 1
    after = text[start:]
    tail = after if len(after) <= room // 2 else f"{_words(after, room // 2)} …"
    return f"{_words(text, room // 2)} … {tail}"


def _words(text: str, room: int) -> str:
    """As much of the beginning as fits, up to where a clause ends if one does near that."""
    ends = [m.start() for m in SEAM.finditer(text, room * 3 // 5, room)]
    return (text[: ends[-1]] if ends else text[:room].rpartition(" ")[0]).rstrip(" ,;:–—(")
