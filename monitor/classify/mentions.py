"""Places named in a text, each with whether the text applies to it.

Names come from ISO 3166 (pycountry) and CLDR (Babel); what those lack stands in rules/places.toml.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from operator import attrgetter

from monitor.classify import scope
from monitor.classify.rules import load
from monitor.languages import alternatives, table
from monitor.text.lines import Lines
from monitor.text.scripts import UNSPACED_LANGUAGES

# Letters with the marks that Indic and Thai scripts add to them.
_LETTERS = r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u0900-\u0dff\u0e31\u0e34-\u0e3a\u0e47-\u0e4e])*"
_TOKEN = re.compile(rf"{_LETTERS}(?:[.’']{_LETTERS})*")
# A word that may begin a name, without the article that French and Italian join to it: most begin
# with a small Latin letter and are not even looked at.
_BEGINS = re.compile(
    r"(?<![^\W\d_])(?<![^\W\d_][.’'])(?<![\u0300-\u036f\u0900-\u0dff\u0e31-\u0e4e])"
    r"(?:(?:[lLdD]|[dD]ell|[nN]ell|[aA]ll|[dD]all|[sS]ull|[qQ]u)[’'](?=[^\W\d_]{2}))?(?![a-z])"
    rf"(?P<word>{_TOKEN.pattern})"
)
# What CLDR names beside the countries: blocs, and parts of countries that have no code in ISO 3166.
_NO_COUNTRIES = ("EU", "EZ", "UN", "ZZ", "AC", "CP", "CQ", "DG", "EA", "TA", "XA", "XB")
_PARTS = {"IC": "ES-CN"}  # with a code as a part of its country
_INFLECTED = ("cs", "et", "fi", "hr", "hu", "lt", "lv", "pl", "ru", "sk", "sl", "uk")
_STEM, _ENDING = 4, 4  # letters of a name that stay, at least, and of what it may end in instead
_VOWELS = "aeiouyáéíóúýąęěůőűаеиоуыюяєії"
_BETWEEN = 60  # characters between two places of one list
_RUN = 100  # places of one list that are looked at on either side of one
# "in Ghana and, from 4 January 2027, in Togo"
_DATED = re.compile(rf", (?:{alternatives('passing', 'from_day')}) [^,;.]{{3,30}}(?=,)")
_BRACKETS = re.compile(r"\([^()]*\)|^[^()]*\)")


@dataclass(frozen=True, slots=True)
class Mention:
    """A place named in a text.

    `scope`: 2 where the text singles out people or things there, 1 where it may, 0 a mere mention,
    -2 where it leaves the place out ("not available in the EEA"), -1 where it speaks to all others
    ("if you live outside Japan").
    """

    code: str
    start: int
    end: int
    words: str
    scope: int = 0


Index = Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]


@cache
def _joins() -> re.Pattern[str]:
    """What stands between two places of which the same is said."""
    words = (
        r"[\s,;/&()“”\"*_、]*(?:(?:and|or|nor|of|the|a|in|as well as|including|such as|States? of"
        r"|countries|non-|{joins})\b[\s,]*|(?:{joins_elided})[’']|{joins_unspaced})*"
    )
    return re.compile(scope.filled(words), re.IGNORECASE)


@cache
def _listed() -> re.Pattern[str]:
    """What stands between two places of one list."""
    words = (
        r"-?[\s,/&“”\"、]*(?:(?:and|or|of|{list_and})\b|{joins_unspaced})?\s*"
        r"(?:(?:the|{list_articles})\s)?"
    )
    return re.compile(scope.filled(words), re.IGNORECASE)


def _fold(name: str) -> tuple[str, ...]:
    return tuple(_folded(t) for t in _TOKEN.findall(name))


def _folded(word: str) -> str:
    """Without case, marks that Turkish capitals leave, and the English genitive."""
    return _even(word).removesuffix("'s")


def _even(text: str) -> str:
    return text.casefold().replace("i̇", "i").replace("’", "'")


@cache
def _index(language: str) -> Index:
    """First word -> the names that begin with it, longest first."""
    import pycountry

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
    own = (language, "zh-Hant") if language == "zh" else (language,)
    for code in dict.fromkeys(("en", *own)):
        for name, alpha_2 in _territories(code):
            names.setdefault(_fold(name), alpha_2)
    index: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
    for words, code in names.items():
        if words and (len("".join(words)) > 3 or not words[0].isascii()):
            index[words[0]].append((words, code))
    return {k: tuple(sorted(v, key=lambda x: -len(x[0]))) for k, v in index.items()}


def _territories(language: str) -> Iterator[tuple[str, str]]:
    """What countries are called in a language, with their codes."""
    from babel import Locale, UnknownLocaleError

    try:
        territories = Locale.parse(language, sep="-").territories if language else {}
    except (ValueError, UnknownLocaleError):
        return
    for alpha_2, name in territories.items():
        if len(alpha_2) == 2 and alpha_2.isalpha() and alpha_2 not in _NO_COUNTRIES:
            yield name, _PARTS.get(alpha_2, alpha_2)


@cache
def _stems(language: str) -> Mapping[str, str]:
    """What stays of a name of one word whatever its case: "hiszpani" of "Hiszpania"."""
    if language not in _INFLECTED:
        return {}
    names = [found[0] for name, _ in _territories(language) if len(found := _fold(name)) == 1]
    stems = ((name[:-1] if name[-1] in _VOWELS else name, name) for name in names)
    return {stem: name for stem, name in stems if len(stem) >= _STEM}


@cache
def _first_words(language: str) -> Mapping[str, frozenset[str]]:
    """Code -> the first words of its names."""
    found: dict[str, set[str]] = defaultdict(set)
    for first, entries in _index(language).items():
        for _, code in entries:
            found[code].add(first)
    for stem, name in _stems(language).items():
        for _, code in _index(language).get(name, ()):
            found[code].add(stem)
    return {code: frozenset(words) for code, words in found.items()}


@cache
def _exact(language: str) -> Mapping[str, str]:
    tables = (load("places")["exact"], table(language).get("places", {}).get("exact_here", {}))
    return {name: code for table in tables for code, names in table.items() for name in names}


MOST = 1_000  # places of one paragraph that are looked at: more are not a list of places

_start = attrgetter("start")
Terms = Mapping[str, tuple[str, ...]]  # "Designated Countries": the codes of those


def mentions(
    text: str, language: str = "", *, heading: bool = False, terms: Terms | None = None
) -> tuple[Mention, ...]:
    """All places named in a text, in order, each with whether the text applies to it.

    `terms` are the names that its document gives to groups of places; each stands for all of them.
    """
    raw = named(text, language)
    for term, codes in (terms or {}).items():
        for m in re.finditer(rf"(?<!\w){re.escape(term)}(?!\w)", text):
            raw += [Mention(code, m.start(), m.end(), term) for code in codes]
    if terms:
        raw.sort(key=lambda m: (m.start, m.code))
        raw = _american_georgia(raw[:MOST])
    return tuple(_scoped(text, raw, heading))


def named(text: str, language: str = "") -> list[Mention]:
    """The same without looking whether the text applies to them, which takes most of the time."""
    short = re.split(r"[-_]", language.lower())[0]
    raw = list(islice(_named(text, short), MOST))
    if short in UNSPACED_LANGUAGES and not text.isascii():
        more = islice(_unspaced(text, short), MOST)
        raw = sorted({*raw, *more}, key=lambda m: (m.start, -m.end))[:MOST]
    return _american_georgia(raw)


def naming(texts: Iterable[str], codes: Collection[str], language: str) -> list[int]:
    """The numbers of the texts in which `named` may find one of some places; in no other it does.

    Far cheaper than to read them all.
    """
    short = re.split(r"[-_]", language.lower())[0]
    wanted = {*codes, *(["GE"] if "US-GA" in codes else [])}  # see `_american_georgia`
    plain = Lines([text.replace("’", "'") for text in texts])
    exact = plain.holding([name for name, code in _exact(short).items() if code in wanted])
    words = frozenset().union(*(_first_words(short).get(code, ()) for code in wanted))
    return sorted({*exact, *Lines([_even(text) for text in plain.texts]).holding(words)})


def defined(texts: Iterable[str], language: str) -> Terms:
    """The names that texts give to groups of places: “Designated Countries” means the EU and …"""
    found: dict[str, tuple[str, ...]] = {}
    for text in texts:
        for name, start, end in scope.terms(text):
            short = re.split(r"[-_]", language.lower())[0]
            if codes := tuple(dict.fromkeys(m.code for m in _named(text[start:end], short))):
                found.setdefault(name, codes)
    return found


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
    longest = "|".join(map(re.escape, sorted(names, key=len, reverse=True))) or "(?!)"
    short = {name: code for name, code in _exact(language).items() if name.isalpha()}
    beside = "|".join(sorted(short, key=len, reverse=True))  # "EUの": signs that are letters too
    pattern = rf"{longest}|(?<![A-Za-z.])(?:{beside})(?![A-Za-z.])"
    return re.compile(pattern), {**names, **short}


def _unspaced(text: str, language: str) -> Iterator[Mention]:
    pattern, names = _joined(language)
    for m in pattern.finditer(text):
        yield Mention(names[m[0]], m.start(), m.end(), m[0])


def _named(text: str, language: str) -> Iterator[Mention]:
    index, exact = _index(language), _exact(language)
    read = 0  # up to here it was part of a name
    for m in _BEGINS.finditer(text):
        start, (word, end) = m.start("word"), _unsuffixed(m["word"], m.end(), language)
        if start < read or word[0].islower():
            continue
        for words, code in index.get(_first(word, index, language), ()):
            if last := _end_of(words, text, end, language):
                read = last
                yield Mention(code, start, last, text[start:last])
                break
        else:
            code = exact.get(word.replace("’", "'").removesuffix("'s"), "")
            if code and not (word == "US" and text.upper() == text):
                yield Mention(code, start, end, word)


def _end_of(words: tuple[str, ...], text: str, at: int, language: str) -> int:
    """Where a name ends whose first word ends at `at`; 0 where its other words do not follow."""
    for word in words[1:]:
        m = _TOKEN.search(text, at)
        if m is None:
            return 0
        found, at = _unsuffixed(m[0], m.end(), language)
        if _folded(found) != word:
            return 0
    return at


def _unsuffixed(word: str, end: int, language: str) -> tuple[str, int]:
    """A word without the ending that Turkish joins to it, and its end: "Almanya’daki"."""
    if language != "tr":
        return word, end
    name = re.split("[’']", word, maxsplit=1)[0]
    return name, end - len(word) + len(name)


def _first(word: str, index: Index, language: str) -> str:
    """The first word of a name as the index holds it; "Kaliforniens" as "kalifornien"."""
    folded = _folded(word)
    if language in _INFLECTED and folded not in index:
        stems = (folded[: len(folded) - n] for n in range(_ENDING + 1))
        return next((_stems(language)[s] for s in stems if s in _stems(language)), folded)
    bare = folded.removesuffix("s")
    return bare if language == "de" and folded not in index and bare in index else folded


def _scoped(text: str, raw: list[Mention], heading: bool) -> list[Mention]:
    """The places with how the text speaks of them: those of one list are read as one."""
    found: list[Mention] = []
    before: Mention | None = None  # the place that a list may go on from
    joined = 0
    for run in _runs(text, raw):
        aside = before is not None and scope.is_aside(text[before.end : run[0].start])
        if aside:  # "China (excluding Hong Kong)" says what is meant by China
            found += run
            continue
        between = _between(text, before, run[0]) if before is not None else ""
        if not _goes_on(between) or (joined < 0 and scope.is_instance(between)):
            joined = 0  # the EEA, in "outside the USA, such as in the EEA"
        joined = scope.of(text, run[0].start, run[-1].end, heading=heading, joined=joined)
        found += (replace(m, scope=joined) for m in run)
        before = run[-1]
    return found


def _runs(text: str, raw: Sequence[Mention]) -> Iterator[list[Mention]]:
    """The places in the lists that they stand in."""
    run: list[Mention] = []
    aside = False
    for m in raw:
        between = _between(text, run[-1], m) if run else ""
        if run and (not _in_one_list(text, run[-1], m) or (aside and ")" in between)):
            yield run
            run, aside = [], scope.is_aside(between)
        run.append(m)
    if run:
        yield run


def _between(text: str, a: Mention, b: Mention) -> str:
    """What stands between two places, without the last point of "U.S." or "D.C."."""
    between = text[a.end : b.start]
    return between.removeprefix(".") if "." in a.words else between


def listed_with(text: str, m: Mention, found: Sequence[Mention]) -> tuple[Mention, ...]:
    """The places of a text that stand in one list with a place of it, the place itself included.

    `found` is in the order of the text.
    """
    at = bisect_left(found, m.start, key=_start)
    at = found.index(m, at)
    first = last = at
    while first and at - first < _RUN and _in_one_list(text, found[first - 1], found[first]):
        first -= 1
    most = min(len(found) - 1, at + _RUN)
    while last < most and _in_one_list(text, found[last], found[last + 1]):
        last += 1
    return tuple(found[first : last + 1])


def _in_one_list(text: str, a: Mention, b: Mention) -> bool:
    between = _DATED.sub("", _between(text, a, b))
    if len(between) >= _BETWEEN or scope.is_instance(between):
        return False
    return bool(_listed().fullmatch(between) or _joins().fullmatch(between))


def _goes_on(between: str) -> bool:
    """ "In the US and, from 3 May, in Brazil": the same is said of the next place. What stands in
    brackets between them is only about the one before."""
    if not between or len(between) >= 2 * _BETWEEN:
        return False
    between = _BRACKETS.sub("", between)
    return bool(_joins().fullmatch(between)) or (
        between.endswith(" in ") and len(between) < _BETWEEN and not scope.ends_sentence(between)
    )


# --------------------------------------------------------------------------- tables


def in_cells(text: str, found: Iterable[Mention]) -> Iterator[Mention]:
    """The places of such a row, in order; one alone in its cell, or with others, is singled out."""
    waiting = deque(found)
    start = 0
    for cell in text.split(" | "):
        end = start + len(cell)
        there, rest = [], []
        while waiting and waiting[0].start < end:
            m = waiting.popleft()
            there.append(m)
            rest.append(text[start : m.start])
            start = max(start, m.end)
        alone = there and _joins().fullmatch("".join(rest) + text[start:end])
        yield from (replace(m, scope=2) if alone and m.scope >= 0 else m for m in there)
        start = end + len(" | ")


def strong(found: Iterable[Mention]) -> tuple[Mention, ...]:
    """Those that are singled out."""
    return tuple(m for m in found if m.scope > 1)
