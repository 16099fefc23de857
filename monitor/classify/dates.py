"""Dates in policy text: which were set, put off or removed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from monitor.classify.changed_passages import Passage, touches
from monitor.classify.date_roles import LABEL, ROLES, role_of, with_roles
from monitor.classify.lists import Lists
from monitor.classify.rules import load
from monitor.classify.written import DAY_FIRST, Found, day_first, find, nearest, without_year
from monitor.model import BlockKind, DateChange
from monitor.text import sentences

__all__ = ["ROLES", "Dated", "Found", "Reader", "changes", "find", "readers", "with_roles"]


_LINE = 90  # characters of a line that says little but a date
_SENTENCE = 300  # characters on each side of a day
_SINCE = frozenset(load("dates")["since"]["words"])
_WORD = re.compile(r"[^\W\d_]{3,}")
_NEAR = 14  # characters between a word and the day of a month that has no year
Read = tuple[Found, ...]


# --------------------------------------------------------------------------- of one document


class Reader:
    """Reads the dates of one document's texts by its language, its tables and its own dates.

    `on` is the day it is read, where that is known: days without a year are near it. `other` is
    the other version, which writes its dates alike.
    """

    def __init__(
        self,
        lists: Lists,
        language: str = "",
        on: date | None = None,
        other: Lists | None = None,
    ) -> None:
        self.lists = lists
        self._other = other
        self._declared = language
        self._on = on

    @cached_property
    def language(self) -> str:
        """The language; English of which the country is not known by how it writes dates."""
        if self._declared.lower() in ("", "en"):
            lists = (self.lists, self._other) if self._other else (self.lists,)
            if day_first(*([b.text for _, b in each.blocks()] for each in lists)):
                return DAY_FIRST
        return self._declared

    def read(
        self, text: str, heading: str = "", *, row: bool = False, is_heading: bool = False
    ) -> tuple[Found, ...]:
        """The dates of one of its texts, each with its role, in order."""
        if not _DIGIT.search(text):
            return ()
        columns = self.lists.columns.get(text, ()) if row else ()
        language = self.language if _SLASHES.search(text) else self._declared
        found = with_roles(text, language, heading, columns=columns, is_heading=is_heading)
        if len(text) < LABEL and any(f.words == "date alone" for f in found):
            label = self.lists.before.get(text, "")
            if len(label) < LABEL and not any(True for _ in find(label, language)):
                labelled = with_roles(text, language, label, is_heading=is_heading)
                found = labelled if all(f.role in ROLES for f in labelled) else found
        return tuple(sorted((*found, *self._yearless(text, found)), key=lambda f: f.start))

    def own(self, role: str) -> date | None:
        """The first date of the document with that role."""
        return self._own.get(role)

    @cached_property
    def _own(self) -> dict[str, date]:
        own: dict[str, date] = {}
        for path, block in self.lists.blocks():
            language = self.language if _SLASHES.search(block.text) else self._declared
            for f in with_roles(block.text, language, path[-1] if path else ""):
                if len(f.iso) == 10 and f.role in ROLES:
                    own.setdefault(f.role, date.fromisoformat(f.iso))
        return own

    @cached_property
    def stated(self) -> frozenset[tuple[str, str]]:
        """The role and the day, or month, of each date of the document."""
        found: set[tuple[str, str]] = set()
        for path, block in self.lists.blocks():
            read = self.read(block.text, path[-1] if path else "", row=block.kind is BlockKind.ROW)
            found.update((f.role, f.iso) for f in read)
        for section in self.lists.sections:
            if section.path:
                read = self.read(section.path[-1], is_heading=True)
                found.update((f.role, f.iso) for f in read)
        return frozenset(found)

    def _yearless(self, text: str, found: Sequence[Found]) -> Iterator[Found]:
        """Days such as "from 3 November" that take effect or end something."""
        if not _DAY_OF_MONTH.search(text):
            return
        for f in without_year(text, self._declared):
            if any(g.start < f.end and f.start < g.end for g in found):
                continue
            role, words = role_of(text, f, 0, len(text))
            close = text[max(0, f.start - _NEAR - len(words)) : f.end + _NEAR + len(words)]
            if role in ("effective", "deadline") and words in close:
                near = self._near(found)
                if near and (iso := nearest(f.iso, near)):
                    yield replace(f, iso=iso, role=role, words=words)

    def _near(self, found: Sequence[Found]) -> date | None:
        """A day near to what a text speaks of: one that it names, else the day it is read."""
        own = (day(f.iso) for f in found)
        near = next((d for d in own if d), None) or self._on
        return near or self.own("updated") or self.own("effective")


def readers(old: Lists, new: Lists, language: str, on: date | None) -> tuple[Reader, Reader]:
    """The readers of two versions of a document."""
    return Reader(old, language, on, new), Reader(new, language, on, old)


_DIGIT = re.compile(r"\d")
_SLASHES = re.compile(r"(?<!\d)\d{1,2}\s?[/-]\s?\d{1,2}\s?[/-]\s?\d\d(?:\d\d)?(?!\d)")
_DAY_OF_MONTH = re.compile(
    r"\d(?:\w\w)?\.?,? (?:de |of )?[^\W\d_]{3}|[^\W\d_]{3}\.? (?:the )?\d|\d ?[月월]"
)


def day(iso: str) -> date | None:
    """The day of an ISO date; None for a month, or the 31st of June."""
    try:
        return date.fromisoformat(iso)
    except ValueError:
        return None


# --------------------------------------------------------------------------- changes


@dataclass(frozen=True, slots=True)
class Dated:
    """A date change with the passage that proves it."""

    change: DateChange
    passage: Passage
    found: Found  # in the new text, in the old where the date went


def changes(passages: Iterable[Passage], old: Reader, new: Reader) -> tuple[Dated, ...]:
    """Dates that were set, put off or removed, old paired with new, each once.

    A document's own date that the other one states elsewhere was neither set nor removed.
    """
    loose_old: list[tuple[Passage, Found]] = []
    loose_new: list[tuple[Passage, Found]] = []
    result: list[Dated] = []
    for p in _in_place(passages, old, new):
        gone, came = _differing(p, old, new)
        for role in ROLES:
            a = [f for f in gone if f.role == role]
            b = [f for f in came if f.role == role]
            for x, y in zip(a, b, strict=False):
                result.append(Dated(DateChange(role, x.iso, y.iso), p, y))
            loose_old += [(p, f) for f in a[len(b) :]]
            loose_new += [(p, f) for f in b[len(a) :]]
    result += _pair_loose(loose_old, loose_new, old, new)
    return _once([m for m in result if not _stays(m.change, old, new)])


def _stays(change: DateChange, old: Reader, new: Reader) -> bool:
    """A document's own date that it states elsewhere as well, perhaps in other figures."""
    if change.role != "updated" or (change.old and change.new):
        return False
    reader, iso = (new, change.old) if change.old else (old, change.new)
    return any((change.role, day) in reader.stated for day in _either(iso or ""))


def _either(iso: str) -> tuple[str, ...]:
    """A day, and the one that is meant where 03/09 is the third of September."""
    year, _, rest = iso.partition("-")
    month, _, of_month = rest.partition("-")
    return (iso, f"{year}-{of_month}-{month}") if of_month and of_month <= "12" else (iso,)


def _differing(p: Passage, before: Reader, after: Reader) -> tuple[list[Found], list[Found]]:
    """Dates of one side only; the same date under another label is neither."""
    above = p.path[-1] if p.path and not p.heading else ""
    all_old = before.read(p.old, above, row=p.row, is_heading=p.heading)
    all_new = after.read(p.new, above, row=p.row, is_heading=p.heading)
    all_old, all_new = _one_day(p, all_old, all_new)
    old, new = _known(_as_there(all_old, all_new)), _known(_as_there(all_new, all_old))
    if not p.whole:
        was, now = {f.iso for f in old}, {f.iso for f in new}
        old = tuple(f for f in old if f.iso not in now)
        new = tuple(f for f in new if f.iso not in was)
    return (
        [f for f in old if touches(p.removed, f.start, f.end)],
        [f for f in new if touches(p.added, f.start, f.end)],
    )


def _as_there(here: tuple[Found, ...], there: tuple[Found, ...]) -> tuple[Found, ...]:
    """ "Until 8 May" is a deadline where the other version of the text says that one must act by
    the day that it has there."""
    cues = {f.words for f in there if f.role == "deadline"}
    return tuple(
        replace(f, role="deadline") if f.role == "other" and f.words in cues else f for f in here
    )


def _in_place(passages: Iterable[Passage], before: Reader, after: Reader) -> Iterator[Passage]:
    """The passages, with one that went and the one that came in its place as one, where only that
    shows what a day in it is: "is charged from 1 March" and "has been charged since 1 September".
    """
    last: Passage | None = None
    for p in passages:
        pair = last and _pair(last, p)
        if pair:
            read = before.read(pair.old), after.read(pair.new)
            if _one_day(pair, *read) != read:
                yield pair
                last = None
                continue
        if last:
            yield last
        last = p
    if last:
        yield last


def _pair(p: Passage, q: Passage) -> Passage | None:
    """Two short passages of one section, of which one went and the other came, as one."""
    old, new = p.old or q.old, q.new or p.new
    apart = (p.whole and q.whole and bool(p.old) != bool(q.old)) and p.path == q.path
    if not apart or p.row or q.row or p.heading or q.heading or len(old) + len(new) > _SENTENCE:
        return None
    return replace(q, old=old, new=new, removed=p.removed or q.removed, added=q.added or p.added)


def _one_day(p: Passage, old: Read, new: Read) -> tuple[Read, Read]:
    """ "Starts on 9 November" that became "started on 9 September": where an edit takes one day out
    and puts one in, the sentence says of both what it says of the one that takes effect.
    """
    gone = [f for f in old if touches(p.removed, f.start, f.end)]
    came = [f for f in new if touches(p.added, f.start, f.end)]
    if p.whole or len(gone) != 1 or len(came) != 1:
        return old, new
    x, y = gone[0], came[0]
    roles = {x.role, y.role}
    if "effective" not in roles or not all(_unsaid(f) for f in (x, y) if f.role != "effective"):
        return old, new
    if len(roles) == 1 or not _alike(p.old, x, p.new, y):
        return old, new
    words = (x if x.role == "effective" else y).words
    x, y = (
        f if f.role == "effective" else replace(f, role="effective", words=words) for f in (x, y)
    )
    return (
        tuple(x if f is gone[0] else f for f in old),
        tuple(y if f is came[0] else f for f in new),
    )


def _unsaid(f: Found) -> bool:
    """Do the words beside a day not say that it is another's: a law's, an example's?"""
    return not f.role or f.words.casefold() in _SINCE


def _alike(old: str, x: Found, new: str, y: Found) -> bool:
    """Are the sentences of two days about the same, most words of the shorter one being in both?"""
    one, other = ({*_WORD.findall(_around(text, f).casefold())} for text, f in ((old, x), (new, y)))
    return 2 * len(one & other) >= min(len(one), len(other)) > 0


def _around(text: str, f: Found) -> str:
    """The sentence of a day, without the day."""
    start = sentences.start_of(text, f.start, within=_SENTENCE)
    return (
        f"{text[start : f.start]} {text[f.end : sentences.end_of(text, f.end, within=_SENTENCE)]}"
    )


def _known(found: tuple[Found, ...]) -> tuple[Found, ...]:
    return tuple(f for f in found if f.role in ROLES)


def _pair_loose(
    old: list[tuple[Passage, Found]],
    new: list[tuple[Passage, Found]],
    before: Reader,
    after: Reader,
) -> Iterator[Dated]:
    """Dates of different passages: the same on both sides cancel; those of lines of their own pair
    in order, and so do those in running text, and a document's own date wherever it stands."""
    same = {(f.role, f.iso) for _, f in old} & {(f.role, f.iso) for _, f in new}
    for role in ROLES:
        left: list[tuple[Passage, Found]] = []
        right: list[tuple[Passage, Found]] = []
        for running in (False, True):
            a, b = (
                [
                    (p, f)
                    for p, f in found
                    if f.role == role and (role, f.iso) not in same and _running(p) == running
                ]
                for found in (old, new)
            )
            yield from _in_order(role, a, b)
            left += a[len(b) :]
            right += b[len(a) :]
        if len(left) == len(right) == 1 and (
            role == "updated"
            or (before.own(role), after.own(role)) == (day(left[0][1].iso), day(right[0][1].iso))
        ):  # a document has one such date
            yield from _in_order(role, left, right)
            continue
        for p, f in left:
            yield Dated(DateChange(role, f.iso, None), p, f)
        for p, f in right:
            yield Dated(DateChange(role, None, f.iso), p, f)


def _in_order(
    role: str, old: list[tuple[Passage, Found]], new: list[tuple[Passage, Found]]
) -> Iterator[Dated]:
    for (_, x), (p, y) in zip(old, new, strict=False):
        yield Dated(DateChange(role, x.iso, y.iso), p, y)


def _running(p: Passage) -> bool:
    """Is it more than a line that says little but a date?"""
    return len(p.new or p.old) > _LINE


def _log_entry(m: Dated) -> bool:
    return m.found.start < 3 and m.passage.new[m.found.end :].lstrip(" *_])")[:1] == ":"


def _once(dated: list[Dated]) -> tuple[Dated, ...]:
    """Each change once; a date that is part of a pair is not told alone as well."""
    pairs = [m.change for m in dated if m.change.old and m.change.new]
    paired = {(c.role, iso) for c in pairs for iso in (c.old, c.new)}
    told = {c.new for c in pairs}  # a log entry may repeat the day of the new version
    seen: set[DateChange] = set()
    result = []
    for m in dated:
        c = m.change
        iso = c.new or c.old
        alone = None in (c.old, c.new) and (
            (c.role, iso) in paired or (c.old is None and iso in told and _log_entry(m))
        )
        if c not in seen and not alone:
            seen.add(c)
            result.append(m)
    return tuple(result)
