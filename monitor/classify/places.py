"""Places that a policy newly applies to or singles out, and those that it no longer does."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from monitor.classify import scope
from monitor.classify.changed_passages import Passage, touches
from monitor.classify.lists import Lists
from monitor.classify.mentions import (
    Mention,
    Terms,
    defined,
    in_cells,
    listed_with,
    mentions,
    strong,
)

__all__ = ["Mention", "PlaceChange", "Terms", "changes", "defined", "mentions", "singled_out"]

_MOST = 6_000  # places of one change or one document that are looked at
_MORE = 4  # times as often in one direction that it is more than a move
# Lists of companies and their places: none of these places is one that the text applies to.
_LISTS = re.compile(
    r"sub-?processor|vendor|supplier|partner|recipient|provider|affiliate|offices|locations|"
    r"contact|data cent",
    re.IGNORECASE,
)
# What the name of a group of places ends in; without it no definition is looked for.
_GROUP = re.compile(
    r"Countr(?:y|ies)|Region|Territor|Area|States?\b|Europe|Jurisdict|Market|Location"
)
_NAME = 40  # characters of a block that is hardly more than a name
_LOG = re.compile(r"updates|changes|changelog|change log|revisions|what.s new", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PlaceChange:
    """A place the text newly applies to (`added`) or no longer does, with its proof."""

    code: str
    added: bool
    passage: Passage
    start: int
    words: str
    scope: int = 2
    own_side: bool = True  # the words stand in the new text where it was added, else in the old


@dataclass(slots=True)
class _Tally:
    """Places that came or went in the passages seen so far, and in how many."""

    came: dict[str, PlaceChange] = field(default_factory=dict)
    went: dict[str, PlaceChange] = field(default_factory=dict)
    times: Counter[tuple[str, bool]] = field(default_factory=Counter)

    def add(self, change: PlaceChange) -> None:
        """Keep the strongest proof of each place and direction."""
        found = self.came if change.added else self.went
        kept = found.get(change.code)
        if kept is None or kept.scope < change.scope:
            found[change.code] = change
        elif change.own_side and not kept.own_side and kept.scope == change.scope:
            del found[change.code]  # named rather than no longer left out: proof and order
            found[change.code] = change

    def moved(self, code: str) -> bool:
        """It came and went about as often."""
        a, b = sorted((self.times[code, True], self.times[code, False]))
        return a > 0 and b < _MORE * a


def changes(
    passages: Iterable[Passage], old: Lists, new: Lists, language: str = ""
) -> tuple[PlaceChange, ...]:
    """Places that came and went. A place that only moved to another sentence did neither."""
    tally = _Tally()
    texts = {True: new, False: old}
    passages = tuple(passages)
    asked = any(_GROUP.search(text) for p in passages for text in (p.old, p.new))
    terms = {
        side: defined(lists.quoting, language) if asked else {} for side, lists in texts.items()
    }
    looked = 0
    for p in passages:
        if looked > _MOST:
            break
        if p.whole and (p.new or p.old) in texts[not p.new].texts:
            continue  # one of two copies of the same text
        sides = {}
        for new_side in (True, False):
            text, _ = p.side(new_side)
            found = mentions(text, language, heading=p.heading, terms=terms[new_side])
            if p.row and found and (regions := texts[new_side].rows.get(text)) is not None:
                found = tuple(in_cells(text, found)) if regions else strong(found)
            sides[new_side] = found
            looked += len(found)
        for new_side in (True, False):
            seen = set()
            both = sides[new_side], sides[not new_side]
            excluded = bool(both[0]) and p.whole and _left_out(p, new_side, texts)
            for change in _of_side(p, new_side, *both, language, excluded):
                tally.add(change)
                seen.add((change.code, change.added))
            tally.times.update(seen)
    return _settled(tally, old, new, language)


def _left_out(p: Passage, new_side: bool, texts: Mapping[bool, Lists]) -> bool:
    """Is a passage an entry below "not available in:", a line that both documents hold?"""
    above = texts[new_side].left_out(p.side(new_side)[0])
    return bool(above) and above in texts[not new_side].texts


def _of_side(
    p: Passage,
    new_side: bool,
    here: tuple[Mention, ...],
    there: tuple[Mention, ...],
    language: str,
    excluded: bool,
) -> Iterator[PlaceChange]:
    text, marks = p.side(new_side)
    if not here:
        return
    if excluded:  # an entry of "not available in:"
        yield from (PlaceChange(m.code, not new_side, p, m.start, m.words, 2, False) for m in here)
        return
    listed = any(_LISTS.search(name) for name in p.path[-2:])
    alone = (
        len(text) < _NAME
        and not (p.row or listed)
        and not any(c.isdigit() or c == ":" for c in text)
    )
    singled = not p.heading and _names_place(p.path, language)
    other = {m.code for m in there if m.scope > 0}
    left_out = {m.code for m in there if m.scope < 0}
    turned = _turned(p, new_side, here, there) | (left_out - other)
    for m in here:
        if m.scope > 0 and m.code in turned:  # "we do not use … in" became "we use … in"
            yield PlaceChange(m.code, new_side, p, m.start, m.words)
        elif not touches(marks, m.start, m.end):
            continue
        elif m.scope < 0:
            if m.code not in left_out and (not p.whole or _refused(m, here, text)):
                yield PlaceChange(m.code, not new_side, p, m.start, m.words, own_side=False)
        elif not (m.scope or listed or p.row) and _joins_others(m, p, new_side, here, there):
            yield PlaceChange(m.code, new_side, p, m.start, m.words)
        elif m.code not in other and (
            m.scope > 1
            or (m.scope and not listed)
            or (alone and not scope.mere(text, m.start, m.end))
        ):
            strength = min(m.scope, 1) if singled else m.scope
            yield PlaceChange(m.code, new_side, p, m.start, m.words, strength)


def _joins_others(
    m: Mention, p: Passage, new_side: bool, here: tuple[Mention, ...], there: tuple[Mention, ...]
) -> bool:
    """Is a place one more (or less) in a list of places that stays, of what is not merely seated
    or governed there? Then something holds in them, whatever the words for it."""
    known = {o.code for o in there}
    if m.code in known or p.heading:
        return False
    text, marks = p.side(new_side)
    listed = listed_with(text, m, here)
    stays = any(o.code in known and not touches(marks, o.start, o.end) for o in listed)
    return stays and not any(scope.mere(text, o.start, o.end) for o in (listed[0], m))


def _refused(m: Mention, here: tuple[Mention, ...], text: str) -> bool:
    """In a text that is new as a whole: is something really not to be had in that place? "In a
    country other than Japan" only says to whom it speaks."""
    named = any(o.code == m.code and o.scope > 0 for o in here)
    return not named and scope.refused(text, m.start, m.end)


def _turned(
    p: Passage, new_side: bool, here: tuple[Mention, ...], there: tuple[Mention, ...]
) -> set[str]:
    """Places of which one side says that something is not done there, and this side does not."""
    if p.whole or p.heading:
        return set()
    mine, others = p.side(new_side)[0], p.side(not new_side)[0]
    done = {m.code for m in here if m.scope > 0 and not scope.undone(mine, m.end)}
    kept = {m.code for m in there if m.scope > 0 and not scope.undone(others, m.end)}
    undone = {m.code for m in there if m.scope > 0} - kept
    return done & undone


def _names_place(path: tuple[str, ...], language: str) -> bool:
    """Is the nearest heading about a place? Then the places in its text are mostly asides."""
    return bool(path) and any(m.scope > 0 for m in mentions(path[-1], language, heading=True))


def _settled(tally: _Tally, old: Lists, new: Lists, language: str) -> tuple[PlaceChange, ...]:
    """Without what moved, and what the other document singles out elsewhere in other words."""
    before, after = (
        singled_out(lists, language) if any(_in_doubt(c) for c in found.values()) else {}
        for lists, found in ((old, tally.came), (new, tally.went))
    )
    added = [
        c
        for code, c in tally.came.items()
        if not tally.moved(code)
        and tally.times[code, True] > tally.times[code, False]
        and _counts(c, before)
    ]
    removed = [
        c
        for code, c in tally.went.items()
        if not tally.moved(code)
        and tally.times[code, False] > tally.times[code, True]
        and _counts(c, after)
        and not _LOG.search(" ".join(c.passage.path[-1:]))
    ]
    return (*added, *removed)


def _in_doubt(c: PlaceChange) -> bool:
    """Weak, or of a text that went as a whole: another may single the place out all the same."""
    return c.scope < 2 or (c.passage.whole and not c.added)


def _counts(c: PlaceChange, elsewhere: Mapping[str, int]) -> bool:
    most = elsewhere.get(c.code, 0)
    return not _in_doubt(c) or most < c.scope


def singled_out(lists: Lists, language: str) -> dict[str, int]:
    """How strongly a document applies to each place anywhere."""
    found: dict[str, int] = {}
    looked = 0
    for section in lists.sections:
        if looked > _MOST:
            break
        texts = [(section.path[-1], True)] if section.path else []
        texts += [(block.text, False) for block in section.blocks]
        for text, heading in texts:
            for m in mentions(text, language, heading=heading) if looked <= _MOST else ():
                looked += 1
                found[m.code] = max(m.scope, found.get(m.code, 0))
    return found
