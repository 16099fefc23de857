"""Places that a policy newly applies to or singles out, and those that it no longer does.

Every sentence that names a place is a claim: something holds there, or the place is left out of it.
What counts is which claims one of the two documents makes and the other does not make anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

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
    named,
    strong,
)
from monitor.classify.place_claims import (
    Claims,
    claim,
    closed,
    denies,
    done_nowhere,
    left_out,
    of_everybody,
    one_of_a_list,
    turned,
)
from monitor.classify.place_tally import PlaceChange, Tally, Touched
from monitor.languages import alternatives
from monitor.text.signs import NO

__all__ = ["Mention", "PlaceChange", "Terms", "changes", "defined", "mentions"]

_LABEL = 80  # characters of a line that may be one
# A row that begins with a place and says "no" in every other cell.
_REFUSED = re.compile(
    rf"^[^|]+(?:\| *(?:{alternatives('document', 'refuses')}|{'|'.join(map(re.escape, NO))}) *)+$",
    re.IGNORECASE,
)
_MOST = 6_000  # places of one change that are looked at
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


def changes(
    passages: Iterable[Passage], old: Lists, new: Lists, language: str = ""
) -> tuple[PlaceChange, ...]:
    """Places that came and went. A place that only moved to another sentence did neither."""
    texts = {True: new, False: old}
    passages = tuple(passages)
    asked = any(_GROUP.search(text) for p in passages for text in (p.old, p.new))
    terms = {
        side: defined(lists.quoting, language) if asked else {} for side, lists in texts.items()
    }
    found: list[PlaceChange] = []
    touched = Touched()
    looked = 0
    for p in passages:
        if looked > _MOST:
            break
        if _copied(p, texts):
            found += _below_another_place(p, texts[not p.new], language)
            continue
        found += _turned_below(p, language)
        sides = {side: _read(p, side, texts[side], terms[side], language) for side in (True, False)}
        looked += len(sides[True]) + len(sides[False])
        sides = turned(p, sides, language)
        for side, there in ((True, sides[False]), (False, sides[True])):
            here = sides[side]
            found += _of_side(p, side, here, there, language)
            touched.add(p, side, here)
    return _tallied(found, passages, texts, touched, language)


def _tallied(
    found: list[PlaceChange],
    passages: Sequence[Passage],
    texts: Mapping[bool, Lists],
    touched: Touched,
    language: str,
) -> tuple[PlaceChange, ...]:
    """Without what the other document says as well."""
    ended = closed(passages, language) if found else ()
    found = _without_generalised(found, passages)
    said = {
        side: Claims(lists, language, {c.code for c in found if c.in_new is not side})
        for side, lists in texts.items()
    }
    tally = Tally()
    for c in found:
        other = texts[not c.in_new]
        known = _below_its_heading(c, other, language) or _stated(c, said[not c.in_new])
        let_in = c.added and not c.own_side
        if (c.passage.path, c.code) in ended or (let_in and done_nowhere(c.passage, language)):
            continue
        if c.own_side and c.scope > 0 and of_everybody(c.passage, c.claim.about, in_new=c.in_new):
            continue
        if c.headed or not (known or touched.elsewhere(c) or _inside(c, language)):
            tally.add(replace(c, elsewhere=_covered(c, said[not c.in_new])))
    return tally.came_and_went()


def _without_generalised(
    found: list[PlaceChange], passages: Sequence[Passage]
) -> list[PlaceChange]:
    """Without the places of a list that was made general: "in some US states" takes none away, and
    is no new place where the list was of such states, or of 40 countries; nor is a state where its
    country went.
    """
    general = {p.path for p in passages if scope.generalised(p.new, p.old)}
    counted = {p.path for p in passages if scope.counted(p.old, p.new)}
    found = [c for c in found if not (c.came and c.passage.path in counted)]
    gone = {(c.passage.path, c.code) for c in found if c.went}
    found = [c for c in found if not c.came or (c.passage.path, c.code[:-3]) not in gone]
    parts = [c for c in found if "-" in c.code]
    came = {c.passage.path for c in parts if c.added}
    wholes = {(c.passage.path, c.code.partition("-")[0]) for c in parts if not c.added}
    wholes = {(path, code) for path, code in wholes if path not in came}
    kept = [
        c
        for c in found
        if not c.came or c.passage.path not in general or (c.passage.path, c.code) not in wholes
    ]
    named = general - {c.passage.path for c in kept if c.came}
    return [c for c in kept if not c.went or c.passage.path not in named]


def _inside(c: PlaceChange, language: str) -> bool:
    """The EU lies in the EEA: where that was and is covered, the EU came or went nowhere."""
    sides = (mentions(text, language) for text in (c.passage.old, c.passage.new))
    return c.code == "EU" and all(any(m.code == "EEA" and m.scope > 0 for m in s) for s in sides)


def _below_its_heading(c: PlaceChange, other: Lists, language: str) -> bool:
    """Does a place stand below a heading that names it and that the other document has as well?
    One more sentence there is for people of whom it spoke before."""
    path = c.passage.path
    if (
        c.passage.heading
        or not c.own_side
        or not path
        or path[:-1] not in other.paths.get(path[-1], ())
    ):
        return False
    return any(m.code == c.code for m in named(path[-1], language))


def _stated(c: PlaceChange, other: Claims) -> bool:
    """Does the other document say the same? Who reads that a place is out of it must not find it
    below another heading: a sentence about anything will do."""
    anyhow = c.went and c.passage.whole
    return other.state(c.code, c.claim, anyhow=anyhow)


def _covered(c: PlaceChange, other: Claims) -> bool:
    """Does the other document say of a place that something else holds there? A sentence that says
    what is done with people or their data brings it there all the same.
    """
    if not c.own_side or (c.added and scope.practised(_said(c))):
        return False
    return other.state(c.code, c.claim, anyhow=True)


def _said(c: PlaceChange) -> str:
    """The sentence that names it."""
    text, _ = c.passage.side(c.in_new)
    return text[slice(*scope.sentence(text, c.start, c.start + len(c.words)))]


def _copied(p: Passage, texts: Mapping[bool, Lists]) -> bool:
    """Does the other document have the same text, and not in a list of places left out?"""
    text = p.new or p.old
    if not p.whole or text not in texts[not p.new].paths:
        return False
    return texts[True].left_out(text) is texts[False].left_out(text)


def _below_another_place(p: Passage, other: Lists, language: str) -> Iterator[PlaceChange]:
    """The places of a text's heading, where the other document has it below other places' only."""
    text = p.new or p.old
    there = [_titled(path, language) for path in other.paths[text]]
    if not p.heading and all(there) and scope.practised(text):
        known = {m.code for found in there for m in found}
        for m in _titled(p.path, language):
            if m.code not in known:
                yield PlaceChange(m.code, bool(p.new), p, 0, m.words, headed=True)


def _turned_below(p: Passage, language: str) -> Iterator[PlaceChange]:
    """The places of the heading above few words that say now what they denied, or deny it: "Loans:
    not available" below "Norway".
    """
    if p.whole or p.heading or p.row or max(len(p.old), len(p.new)) > _LABEL:
        return
    denied = [denies(text.rstrip(" .")) for text in (p.old, p.new)]
    if denied[0] != denied[1] and not any(named(text, language) for text in (p.old, p.new)):
        for m in _titled(p.path, language):
            yield PlaceChange(m.code, denied[0], p, 0, m.words, headed=True)


def _read(p: Passage, side: bool, lists: Lists, terms: Terms, language: str) -> tuple[Mention, ...]:
    """The places of one side of a passage."""
    text, _ = p.side(side)
    label = len(text) < _LABEL and text.endswith(":")  # of what stands below
    found = mentions(text, language, heading=p.heading or label, terms=terms)
    if not p.heading and left_out(lists, text, found):
        return tuple(replace(m, scope=scope.LEFT_OUT) for m in found)
    if p.row and found and (regions := lists.rows.get(text)) is not None:
        cells = tuple(in_cells(text, found)) if regions else strong(found)
        refused = regions and _REFUSED.search(text)
        return tuple(replace(m, scope=scope.LEFT_OUT) for m in cells) if refused else cells
    if p.whole and len(found) == 1 and one_of_a_list(text, found[0], p.path, lists, language):
        return (replace(found[0], scope=scope.SINGLED_OUT),)
    return found


def _of_side(
    p: Passage,
    new_side: bool,
    here: Sequence[Mention],
    there: Sequence[Mention],
    language: str,
) -> Iterator[PlaceChange]:
    text, marks = p.side(new_side)
    if not here:
        return
    other = {(m.code, m.scope > 0) for m in there if m.scope}
    text_there, _ = p.side(not new_side)
    affirmed = {m.code for m in there if not m.scope and scope.affirmed(text_there, m.start, m.end)}
    titled = () if p.heading else {m.code for m in _titled(p.path, language)}
    for m in here:
        strength = _strength(m, p, new_side, (here, there), language)
        if titled and strength > 0 and m.code not in titled:
            strength = scope.MAY_BE  # below "Notice to people in Colorado" mostly an aside
        covered = strength > 0
        if not strength or (m.code, covered) in other:
            continue
        contrary = (m.code, not covered) in other or (not covered and m.code in affirmed)
        if not (contrary or touches(marks, m.start, m.end)):
            continue
        among = listed_with(text, m, here)
        yield PlaceChange(
            code=m.code,
            added=covered is new_side,
            passage=p,
            start=m.start,
            words=m.words,
            scope=abs(strength),
            own_side=covered,
            claim=claim(text, m, here, p.path, strength),
            listed=(among[0].start, among[-1].end),
            alone=covered
            and not any(o.scope > 0 for o in there)
            and (not new_side or scope.narrows(text, among[0].start, among[-1].end)),
        )


def _strength(
    m: Mention,
    p: Passage,
    new_side: bool,
    both: tuple[Sequence[Mention], Sequence[Mention]],
    language: str,
) -> int:
    """How much a passage singles out a place: as its sentence does, or as the list it joins."""
    if m.scope == scope.BESIDE and p.whole:
        return 0
    listed = any(_LISTS.search(name) for name in p.path[-2:])
    if abs(m.scope) > 1 or (m.scope and not listed):
        return m.scope
    if p.row or listed:
        return 0
    if not _joins_others(m, p, new_side, *both):
        return 0
    text, _ = p.side(new_side)
    among = listed_with(text, m, both[0])
    denied = scope.denied_of(text, among[0].start, among[-1].end, language)
    return scope.LEFT_OUT if denied else scope.SINGLED_OUT


def _joins_others(
    m: Mention, p: Passage, new_side: bool, here: Sequence[Mention], there: Sequence[Mention]
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


def _titled(path: tuple[str, ...], language: str) -> tuple[Mention, ...]:
    """The places that the nearest heading is about."""
    found = mentions(path[-1], language, heading=True) if path else ()
    return tuple(m for m in found if m.scope > 0)
