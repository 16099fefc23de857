"""Places a policy applies to or singles out: names, demonyms, abbreviations, blocs, US states.

Names come from ISO 3166 (pycountry) and CLDR (Babel); what those lack stands in rules/places.toml.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache

from monitor.classify import scope
from monitor.classify.lists import Lists
from monitor.classify.passages import Passage, touches
from monitor.classify.rules import load
from monitor.types import Document

# Letters with the marks that Indic and Thai scripts add to them.
_LETTERS = r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u0900-\u0dff\u0e31\u0e34-\u0e3a\u0e47-\u0e4e])*"
_TOKEN = re.compile(rf"{_LETTERS}(?:[.’']{_LETTERS})*")
# A word that may begin a name: most begin with a small Latin letter and are not even looked at.
_BEGINS = re.compile(
    r"(?<![^\W\d_])(?<![^\W\d_][.’'])(?<![\u0300-\u036f\u0900-\u0dff\u0e31-\u0e4e])(?![a-z])"
    + _TOKEN.pattern
)
_UNSPACED = ("ja", "zh", "ko", "th", "lo", "km", "my")  # words follow without spaces, or inflected
_MORE = 4  # times as often in one direction that it is more than a move
# Lists of companies and their places: none of these places is one that the text applies to.
_LISTS = re.compile(
    r"sub-?processor|vendor|supplier|partner|recipient|provider|affiliate|offices|locations|"
    r"contact|data cent",
    re.IGNORECASE,
)
_NAME = 40  # characters of a block that is hardly more than a name
_LOG = re.compile(r"updates|changes|changelog|change log|revisions|what.s new", re.IGNORECASE)
_JOINS = re.compile(
    r"[\s,;/&()“”\"*_]*(?:(?:and|or|und|et|y|e|o|the|a|in|of|as well as|including|such as|State of)"
    r"\b[\s,]*)*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A place named in a text.

    `scope`: 2 where the text singles out people or things there, 1 where it may, 0 a mere mention,
    -1 where it leaves the place out ("not available in the EEA").
    """

    code: str
    start: int
    end: int
    words: str
    scope: int = 0


Index = Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]


def _fold(name: str) -> tuple[str, ...]:
    return tuple(t.casefold().removesuffix("'s") for t in _TOKEN.findall(name.replace("’", "'")))


@cache
def _index(language: str) -> Index:
    """First word -> the names that begin with it, longest first."""
    import pycountry
    from babel import Locale, UnknownLocaleError

    names: dict[tuple[str, ...], str] = {}
    for code, own in load("places")["names"].items():
        for name in own:
            names[_fold(name)] = code
    for country in pycountry.countries:
        for key in ("name", "common_name", "official_name"):
            if name := getattr(country, key, ""):
                names.setdefault(
                    _fold(name.split(",")[0] if key == "name" else name), country.alpha_2
                )
    for code, name in load("places")["states"].items():
        names.setdefault(_fold(name), code)
    for code in dict.fromkeys(("en", language)):
        try:
            territories = Locale.parse(code, sep="-").territories if code else {}
        except (ValueError, UnknownLocaleError):
            continue
        for alpha_2, name in territories.items():
            if len(alpha_2) == 2 and alpha_2.isalpha() and alpha_2 not in ("EU", "EZ", "UN", "ZZ"):
                names.setdefault(_fold(name), alpha_2)
    index: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
    for words, code in names.items():
        if words and (len("".join(words)) > 3 or not words[0].isascii()):
            index[words[0]].append((words, code))
    return {k: tuple(sorted(v, key=lambda x: -len(x[0]))) for k, v in index.items()}


@cache
def _exact() -> Mapping[str, str]:
    return {name: code for code, names in load("places")["exact"].items() for name in names}


def mentions(text: str, language: str = "", *, heading: bool = False) -> tuple[Mention, ...]:
    """All places named in a text, in order, each with whether the text applies to it."""
    short = re.split(r"[-_]", language.lower())[0]
    raw = list(_named(text, short))
    if short in _UNSPACED and not text.isascii():
        raw = sorted({*raw, *_unspaced(text, short)}, key=lambda m: (m.start, -m.end))
    return tuple(_scoped(text, _american_georgia(raw), heading))


def _american_georgia(raw: list[Mention]) -> list[Mention]:
    """Among other states of the USA, or as "State of Georgia", Georgia is one of them."""
    if not any(m.code.startswith("US-") for m in raw):
        return raw
    return [replace(m, code="US-GA") if m.code == "GE" else m for m in raw]


@cache
def _joined(language: str) -> tuple[re.Pattern[str], Mapping[str, str]]:
    """The names of a language that is written without spaces, longest first, with their codes."""
    names = {
        "".join(words): code
        for entries in _index(language).values()
        for words, code in entries
        if not words[0].isascii()
    }
    longest = sorted(names, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest)) or r"(?!)"), names


def _unspaced(text: str, language: str) -> Iterator[Mention]:
    pattern, names = _joined(language)
    for m in pattern.finditer(text):
        yield Mention(names[m[0]], m.start(), m.end(), m[0])


def _named(text: str, language: str) -> Iterator[Mention]:
    index, exact = _index(language), _exact()
    read = 0  # up to here it was part of a name
    for m in _BEGINS.finditer(text):
        start, word = m.start(), m[0]
        if start < read or word[0].islower():
            continue
        for words, code in index.get(_folded(word), ()):
            if end := _end_of(words, text, m.end()):
                read = end
                yield Mention(code, start, end, text[start:end])
                break
        else:
            code = exact.get(word.replace("’", "'").removesuffix("'s"), "")
            if code and not (word == "US" and text.upper() == text):
                yield Mention(code, start, m.end(), word)


def _folded(word: str) -> str:
    return word.casefold().replace("’", "'").removesuffix("'s")


def _end_of(words: tuple[str, ...], text: str, at: int) -> int:
    """Where a name ends whose first word ends at `at`; 0 where its other words do not follow."""
    for word in words[1:]:
        m = _TOKEN.search(text, at)
        if m is None or _folded(m[0]) != word:
            return 0
        at = m.end()
    return at


def _scoped(text: str, raw: list[Mention], heading: bool) -> Iterator[Mention]:
    previous: Mention | None = None
    for m in raw:
        between = text[previous.end : m.start] if previous is not None else None
        joined = previous.scope if between is not None and previous and _joined_by(between) else 0
        previous = replace(m, scope=scope.of(text, m.start, m.end, heading=heading, joined=joined))
        yield previous


def _joined_by(between: str) -> bool:
    return len(between) < 60 and bool(_JOINS.fullmatch(between) or between.endswith(" in "))


# --------------------------------------------------------------------------- tables


def in_cells(text: str, found: Iterable[Mention]) -> Iterator[Mention]:
    """The places of such a row; one alone in its cell, or with others, is singled out."""
    found = tuple(found)
    for m in found:
        start = text.rfind(" | ", 0, m.start) + 3 if " | " in text[: m.start] else 0
        end = text.find(" | ", m.end)
        cell = text[start : end if end >= 0 else len(text)]
        for other in found:
            cell = cell.replace(other.words, "", 1)
        yield replace(m, scope=2) if _JOINS.fullmatch(cell) and m.scope >= 0 else m


def _strong(found: Iterable[Mention]) -> tuple[Mention, ...]:
    return tuple(m for m in found if m.scope > 1)


# --------------------------------------------------------------------------- changes


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


def in_scope(document: Document, language: str = "") -> frozenset[str]:
    """Codes of all places a document applies to or singles out."""
    codes = set()
    for section in document.sections:
        if section.path:
            codes |= {m.code for m in mentions(section.path[-1], language, heading=True)}
        for block in section.blocks:
            codes |= {m.code for m in mentions(block.text, language) if m.scope > 0}
    return frozenset(codes)


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

    def moved(self, code: str) -> bool:
        """It came and went about as often."""
        a, b = sorted((self.times[code, True], self.times[code, False]))
        return a > 0 and b < _MORE * a


def changes(
    passages: Iterable[Passage], old: Document, new: Document, language: str = ""
) -> tuple[PlaceChange, ...]:
    """Places that came and went. A place that only moved to another sentence did neither."""
    tally = _Tally()
    texts = {True: Lists(new), False: Lists(old)}
    for p in passages:
        if p.whole and (p.new or p.old) in texts[not p.new].texts:
            continue  # one of two copies of the same text
        sides = {}
        for new_side in (True, False):
            text, _ = p.side(new_side)
            found = mentions(text, language, heading=p.heading)
            if p.row and found and (regions := texts[new_side].rows.get(text)) is not None:
                found = tuple(in_cells(text, found)) if regions else _strong(found)
            sides[new_side] = found
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
            if m.code not in left_out and not p.whole:
                yield PlaceChange(m.code, not new_side, p, m.start, m.words, own_side=False)
        elif m.code not in other and (m.scope > 1 or (m.scope and not listed) or alone):
            scope = min(m.scope, 1) if singled else m.scope
            yield PlaceChange(m.code, new_side, p, m.start, m.words, scope)


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


def _settled(tally: _Tally, old: Document, new: Document, language: str) -> tuple[PlaceChange, ...]:
    """Without what moved; a weak mention counts only where the other document has none at all."""
    before = (
        in_scope(old, language) if any(c.scope < 2 for c in tally.came.values()) else frozenset()
    )
    after = (
        in_scope(new, language) if any(c.scope < 2 for c in tally.went.values()) else frozenset()
    )
    added = [
        c
        for code, c in tally.came.items()
        if not tally.moved(code)
        and tally.times[code, True] > tally.times[code, False]
        and (c.scope > 1 or code not in before)
    ]
    removed = [
        c
        for code, c in tally.went.items()
        if not tally.moved(code)
        and tally.times[code, False] > tally.times[code, True]
        and (c.scope > 1 or code not in after)
        and not _LOG.search(" ".join(c.passage.path[-1:]))
    ]
    return (*added, *removed)
