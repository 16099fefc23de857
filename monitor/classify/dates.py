"""Dates in policy text: found in many formats and languages, given a role, paired old with new."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from monitor.classify.passages import Passage, touches
from monitor.classify.rules import load
from monitor.types import DateChange

ROLES = ("effective", "updated", "deadline")
EUROPEAN = ("en-gb", "en-ie", "en-au", "en-nz", "en-in", "en-za", "en_gb")

_YEAR = re.compile(r"(?<!\d)((?:19|20|25)\d[_*]{0,3}\d)(?!\d)")  # marks may split a year
_SHORT = re.compile(r"(?<![\d/.-])(\d{1,2})/(\d{1,2})/(\d\d)(?![\d/])")
_SEP = r"[\s*_\\\[\](),.]{0,6}"
_WORD = r"(?P<m>[^\W\d_][^\s\d_.,;:()\[\]|/*\\’']{1,14})"
_DAY = r"(?<!\d)(?P<d>\d{1,2})(?:st|nd|rd|th|er|re|º|ª|°|-?го|-?е)?\b"
_OF = r"(?:(?:(?:day\s+of|of|de|del|di|den|the)\s+)|d[’'])?"
_BEFORE_YEAR = tuple(
    re.compile(p + r"\Z", re.IGNORECASE)
    for p in (
        rf"\b{_WORD}{_SEP}(?:the\s+)?{_DAY}{_SEP}(?:of\s+)?",
        rf"{_DAY}{_SEP}{_OF}{_WORD}{_SEP}(?:(?:de|del|of|the year)\s+)?",
        r"(?<![\d./-])(?P<a>\d{1,2})\s?[./-]\s?(?P<b>\d{1,2})\s?[./-]\s?",
        rf"\b{_WORD}{_SEP}(?:(?:de|del|of)\s+)?",
        r"(?<![\d./-])(?P<a>\d{1,2})\s?[/-]\s?",
    )
)
_AFTER_YEAR = tuple(
    re.compile(p, re.IGNORECASE)
    for p in (
        r"\s?[./-]\s?(?P<b>\d{1,2})\s?[./-]\s?(?P<a>\d{1,2})(?!\d)",
        r"\s?[年년]\s?(?P<b>\d{1,2})\s?[月월]\s?(?P<a>\d{1,2})\s?[日일号號]?",
        r"\s?[年년]\s?(?P<b>\d{1,2})\s?[月월]",
        rf"(?:\.|,|\s?m\.)?\s{_WORD}\s(?P<d>\d{{1,2}})(?!\d)",
        r"-(?P<b>\d{1,2})(?![\d-])",
    )
)
_LINE = 90  # characters of a line that says little but a date
_CUT = re.compile(r"[.!?。;；]\s|\n|[。！？]| \| ")


@dataclass(frozen=True, slots=True)
class Found:
    """One date in a text: ISO (a month alone as "2025-11"), its place, its role and the words."""

    iso: str
    start: int
    end: int
    role: str = ""
    words: str = ""


@cache
def _months(language: str) -> MappingProxyType[str, int]:
    """Names of the months in one language and English, lower case; CLDR's wide and short forms."""
    from babel import Locale, UnknownLocaleError

    names: dict[str, int] = {}
    for code in dict.fromkeys((language, "en")):
        try:
            locale = Locale.parse(code)
        except (ValueError, UnknownLocaleError):
            continue
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in locale.months[context][width].items():
                    if not name.isdigit():
                        names.setdefault(name.lower().rstrip("."), number)
    names.setdefault("sept", 9)
    return MappingProxyType(names)


_ENGLISH = MappingProxyType(
    {
        name: number
        for number, forms in enumerate(
            (
                ("january", "jan"),
                ("february", "feb"),
                ("march", "mar"),
                ("april", "apr"),
                ("may",),
                ("june", "jun"),
                ("july", "jul"),
                ("august", "aug"),
                ("september", "sep", "sept"),
                ("october", "oct"),
                ("november", "nov"),
                ("december", "dec"),
            ),
            start=1,
        )
        for name in forms
    }
)
_COMMON = ("de", "fr", "es", "it", "pt", "nl", "pl", "sv", "da", "nb", "fi", "cs", "ru", "tr", "hu")


def _month(name: str, language: str) -> int | None:
    name = name.lower().rstrip(".")
    number = _ENGLISH.get(name)
    if number is not None or not name:
        return number
    short = re.split(r"[-_]", language.lower())[0]
    if short and short != "en":
        return _months(short).get(name)
    if short == "en" and name.isascii():
        return None
    for code in _COMMON:
        number = _months(code).get(name)
        if number is not None and len(name) > 2:
            return number
    return None


def find(text: str, language: str = "") -> Iterator[Found]:
    """All dates in a text, in order, without a role. Linear in its length."""
    last = 0
    for year in _YEAR.finditer(text):
        found = _around(text, year, last, language)
        if found is not None:
            last = found.end
            yield found
    for m in _SHORT.finditer(text):
        iso = _iso(2000 + int(m[3]), *_day_month(int(m[1]), int(m[2]), "/", language))
        if iso:
            yield Found(iso, m.start(), m.end())


def _around(text: str, year: re.Match[str], floor: int, language: str) -> Found | None:
    number = int(year[1].replace("_", "").replace("*", ""))
    if number >= 2500:
        number -= 543  # the Buddhist calendar
    start = max(floor, year.start() - 40)
    window = text[start : year.start()]
    for pattern in _BEFORE_YEAR[:3]:
        m = pattern.search(window)
        if m and (iso := _read(m, number, language)):
            return Found(iso, start + m.start(), year.end())
    for pattern in _AFTER_YEAR:
        m = pattern.match(text, year.end())
        if m and (iso := _read(m, number, language)):
            return Found(iso, year.start(), m.end())
    for pattern in _BEFORE_YEAR[3:]:
        m = pattern.search(window)
        if m and (iso := _read(m, number, language)):
            return Found(iso, start + m.start(), year.end())
    return None


def _read(m: re.Match[str], year: int, language: str) -> str | None:
    parts = m.groupdict()
    if parts.get("m") is not None:
        month = _month(parts["m"], language)
        return _iso(year, int(parts["d"]) if parts.get("d") else 0, month) if month else None
    if parts.get("b") is None:
        return _iso(year, 0, int(parts["a"]))
    if parts.get("a") is None:
        return _iso(year, 0, int(parts["b"]))
    if m.re in _AFTER_YEAR:
        return _iso(year, int(parts["a"]), int(parts["b"]))
    sep = "." if "." in m[0] else "/"
    return _iso(year, *_day_month(int(parts["a"]), int(parts["b"]), sep, language))


def _day_month(a: int, b: int, sep: str, language: str) -> tuple[int, int]:
    """Day and month of two numbers: by size, then by what the language writes."""
    if a > 12 or sep == ".":
        return a, b
    if b > 12:
        return b, a
    lang = language.lower()
    american = not lang or (lang.startswith("en") and lang not in EUROPEAN)
    return (b, a) if american else (a, b)


def _iso(year: int, day: int, month: int) -> str | None:
    if not 1 <= month <= 12 or not 0 <= day <= 31:
        return None
    return f"{year:04}-{month:02}" + (f"-{day:02}" if day else "")


# --------------------------------------------------------------------------- roles


@cache
def _cues(where: str) -> re.Pattern[str]:
    """One pattern for all cue words of one direction; the role is the name of the group."""
    groups = []
    cues = load("dates")[where]
    for role in ("other", *ROLES):  # at one place the first that fits
        words = cues[role]
        body = "|".join(sorted(words, key=len, reverse=True))
        groups.append(f"(?P<{role}>{body})")
    ascii_word = r"(?<![a-zA-Z])"
    return re.compile(ascii_word + "(?:" + "|".join(groups) + r")(?![a-z])", re.IGNORECASE)


@cache
def _action() -> re.Pattern[str]:
    return re.compile("|".join(load("dates")["action"]["words"]), re.IGNORECASE)


def with_roles(text: str, language: str = "", heading: str = "") -> tuple[Found, ...]:
    """The dates of a text, each with its role ("" unknown, "other" none of ours).

    A text that is but a date, or a log entry that begins with one, counts as updated.
    """
    found = sorted(find(text, language), key=lambda f: f.start)
    result = []
    for i, f in enumerate(found):
        left = found[i - 1].end if i else 0
        right = found[i + 1].start if i + 1 < len(found) else len(text)
        role, words = _role(text, f, left, right)
        role, words = (role, words) if role else _role_without_words(text, f, heading)
        result.append(Found(f.iso, f.start, f.end, role, words))
    return tuple(result)


def _role_without_words(text: str, f: Found, heading: str) -> tuple[str, str]:
    if len(text.strip(" *_#\\[]().")) - (f.end - f.start) <= 12:
        cues = list(_cues("before").finditer(heading))
        role = str(cues[0].lastgroup) if cues else "updated"
        return role, cues[0][0] if cues else "date alone"
    if not text[: f.start].strip(" *_[(") and text[f.end :].lstrip(" *_])")[:1] in (":", "–", "—"):
        return "updated", "log entry"
    if " | " in text:
        return _role(text.replace(" | ", " : "), f, 0, len(text))
    return "", ""


def _role(text: str, f: Found, left: int, right: int) -> tuple[str, str]:
    before = text[max(left, f.start - 90) : f.start]
    if cuts := list(_CUT.finditer(before)):
        before = before[cuts[-1].end() :]
    if cues := list(_cues("before").finditer(before)):
        last = cues[-1]
        role = str(last.lastgroup)
        if role == "deadline" and not _action().search(text, max(0, f.start - 200), f.end + 120):
            role = "other"
        return role, last[0]
    after = text[f.end : min(right, f.end + 40)]
    cut = _CUT.search(after)
    m = _cues("after").search(after[: cut.start()] if cut else after)
    return (str(m.lastgroup), m[0]) if m else ("", "")


# --------------------------------------------------------------------------- changes


@dataclass(frozen=True, slots=True)
class Moved:
    """A date change with the passage that proves it."""

    change: DateChange
    passage: Passage
    found: Found  # in the new text, in the old where the date went


def changes(passages: Iterable[Passage], language: str = "") -> tuple[Moved, ...]:
    """Dates that were set, moved or removed, old paired with new, each once."""
    loose_old: list[tuple[Passage, Found]] = []
    loose_new: list[tuple[Passage, Found]] = []
    result: list[Moved] = []
    for p in passages:
        gone, came = _differing(p, language)
        for role in ROLES:
            a = [f for f in gone if f.role == role]
            b = [f for f in came if f.role == role]
            for x, y in zip(a, b, strict=False):
                result.append(Moved(DateChange(role, x.iso, y.iso), p, y))
            loose_old += [(p, f) for f in a[len(b) :]]
            loose_new += [(p, f) for f in b[len(a) :]]
    result += _pair_loose(loose_old, loose_new)
    return _once(result)


def _differing(p: Passage, language: str) -> tuple[list[Found], list[Found]]:
    """Dates of one side only; the same date under another label is neither."""
    above = p.path[-1] if p.path and not p.heading else ""
    old = _known(with_roles(p.old, language, above))
    new = _known(with_roles(p.new, language, above))
    if not p.whole:
        was, now = {f.iso for f in old}, {f.iso for f in new}
        old = tuple(f for f in old if f.iso not in now)
        new = tuple(f for f in new if f.iso not in was)
    return (
        [f for f in old if touches(p.removed, f.start, f.end)],
        [f for f in new if touches(p.added, f.start, f.end)],
    )


def _known(found: tuple[Found, ...]) -> tuple[Found, ...]:
    return tuple(f for f in found if f.role in ROLES)


def _pair_loose(
    old: list[tuple[Passage, Found]], new: list[tuple[Passage, Found]]
) -> Iterator[Moved]:
    """Dates of different passages: the same on both sides cancel; short lines pair in order."""
    same = {(f.role, f.iso) for _, f in old} & {(f.role, f.iso) for _, f in new}
    for role in ROLES:
        a = sorted(
            (x for x in old if x[1].role == role and (role, x[1].iso) not in same), key=_line
        )
        b = sorted(
            (x for x in new if x[1].role == role and (role, x[1].iso) not in same), key=_line
        )
        while a and b:
            (_, x), (p, y) = a.pop(0), b.pop(0)
            yield Moved(DateChange(role, x.iso, y.iso), p, y)
        for p, f in a:
            yield Moved(DateChange(role, f.iso, None), p, f)
        for p, f in b:
            yield Moved(DateChange(role, None, f.iso), p, f)


def _line(x: tuple[Passage, Found]) -> tuple[bool, int]:
    """Dates on a line of their own come before those in running text."""
    p, _ = x
    return len(p.new or p.old) > _LINE, p.number


def _log_entry(m: Moved) -> bool:
    return m.found.start < 3 and m.passage.new[m.found.end :].lstrip(" *_])")[:1] == ":"


def _once(moved: list[Moved]) -> tuple[Moved, ...]:
    """Each change once; a date that is part of a pair is not told alone as well."""
    pairs = [m.change for m in moved if m.change.old and m.change.new]
    paired = {(c.role, iso) for c in pairs for iso in (c.old, c.new)}
    told = {c.new for c in pairs}  # a log entry may repeat the day of the new version
    seen: set[DateChange] = set()
    result = []
    for m in moved:
        c = m.change
        iso = c.new or c.old
        alone = None in (c.old, c.new) and (
            (c.role, iso) in paired or (c.old is None and iso in told and _log_entry(m))
        )
        if c not in seen and not alone:
            seen.add(c)
            result.append(m)
    return tuple(result)
