"""Places a policy applies to or singles out: names, demonyms, abbreviations, blocs, US states.

Names come from ISO 3166 (pycountry) and CLDR (Babel); what those lack stands in rules/places.toml.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from monitor.classify.passages import Passage, touches
from monitor.classify.rules import load
from monitor.types import Document

_TOKEN = re.compile(r"[^\W\d_]+(?:[.’'][^\W\d_]+)*")
_JOINS = re.compile(r"[\s,;/&()“”\"*_]*(?:(?:and|or|und|et|y|e|o|the|as well as)\b[\s,]*)*", re.I)


@dataclass(frozen=True, slots=True)
class Mention:
    """A place named in a text. `scope`: the text applies to it or singles it out."""

    code: str
    start: int
    end: int
    words: str
    scope: bool = False


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
    for parent in ("US", "CA"):
        for state in pycountry.subdivisions.get(country_code=parent):  # type: ignore[no-untyped-call]
            names.setdefault(_fold(state.name), state.code)
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
        if words and len("".join(words)) > 3:
            index[words[0]].append((words, code))
    return {k: tuple(sorted(v, key=lambda x: -len(x[0]))) for k, v in index.items()}


@cache
def _exact() -> Mapping[str, str]:
    return {name: code for code, names in load("places")["exact"].items() for name in names}


def mentions(text: str, language: str = "", *, heading: bool = False) -> tuple[Mention, ...]:
    """All places named in a text, in order, each with whether the text applies to it."""
    raw = list(_named(text, re.split(r"[-_]", language.lower())[0]))
    return tuple(_scoped(text, raw, heading))


def _named(text: str, language: str) -> Iterator[Mention]:
    tokens = [(m.start(), m.end(), m[0]) for m in _TOKEN.finditer(text)]
    index, exact = _index(language), _exact()
    shouting = text.upper() == text
    folded = [t[2].casefold().replace("’", "'").removesuffix("'s") for t in tokens]
    i = 0
    while i < len(tokens):
        start, end, word = tokens[i]
        step = 1
        if word[0].isupper():
            for words, code in index.get(folded[i], ()):
                if tuple(folded[i : i + len(words)]) == words:
                    step = len(words)
                    end = tokens[i + step - 1][1]
                    yield Mention(code, start, end, text[start:end])
                    break
            else:
                code = exact.get(word.replace("’", "'").removesuffix("'s"), "")
                if code and not (shouting and word == "US"):
                    yield Mention(code, start, end, word)
        i += step


@cache
def _context(name: str) -> re.Pattern[str]:
    body = "|".join(load("places")["context"][name])
    end = r"(?: (?:the|our|all|certain|State of|states? of))*[ “\"(*]*\Z"
    return re.compile(rf"(?:\b|(?<=\W)|^)(?:{body}){end}" if "before" in name else body, re.I)


def _scoped(text: str, raw: list[Mention], heading: bool) -> Iterator[Mention]:
    previous: Mention | None = None
    for m in raw:
        scope = heading or _own_scope(text, m)
        if previous is not None and not scope and _JOINS.fullmatch(text, previous.end, m.start):
            scope = previous.scope
        before = text[max(0, m.start - 70) : m.start]
        after = text[m.end : m.end + 40]
        if not heading and (
            _context("not_before").search(before) or _context("not_after").match(after)
        ):
            scope = False
        previous = Mention(m.code, m.start, m.end, m.words, scope)
        yield previous


def _own_scope(text: str, m: Mention) -> bool:
    if _context("after").match(text, m.end):
        return True
    return _context("before").search(text[max(0, m.start - 70) : m.start]) is not None


# --------------------------------------------------------------------------- changes


@dataclass(frozen=True, slots=True)
class PlaceChange:
    """A place the text newly applies to (`added`) or no longer does, with its proof."""

    code: str
    added: bool
    passage: Passage
    start: int
    words: str


def in_scope(document: Document, language: str = "") -> frozenset[str]:
    """Codes of all places a document applies to or singles out."""
    codes = set()
    for section in document.sections:
        if section.path:
            codes |= {m.code for m in mentions(section.path[-1], language, heading=True)}
        for block in section.blocks:
            codes |= {m.code for m in mentions(block.text, language) if m.scope}
    return frozenset(codes)


def changes(
    passages: Iterable[Passage], old: Document, new: Document, language: str = ""
) -> tuple[PlaceChange, ...]:
    """Places that came and went. A place that only moved to another sentence did neither."""
    came: dict[str, PlaceChange] = {}
    went: dict[str, PlaceChange] = {}
    for p in passages:
        for side, found in ((True, came), (False, went)):
            text, marks = p.side(side)
            for m in mentions(text, language, heading=p.heading) if marks else ():
                if m.scope and touches(marks, m.start, m.end) and m.code not in found:
                    found[m.code] = PlaceChange(m.code, side, p, m.start, m.words)
    if not came and not went:
        return ()
    before = in_scope(old, language) if came else frozenset()
    after = in_scope(new, language) if went else frozenset()
    return tuple(
        [c for code, c in came.items() if code not in before and code not in went]
        + [c for code, c in went.items() if code not in after and code not in came]
    )
