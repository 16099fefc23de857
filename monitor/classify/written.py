"""Dates as they are written: many formats and languages, read as ISO dates."""

from __future__ import annotations

import re
from calendar import monthrange
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType

from monitor.languages import said

EUROPEAN = ("en-gb", "en-ie", "en-au", "en-nz", "en-in", "en-za", "en_gb")

DAY_FIRST = "en-GB"  # stands for English that writes the day before the month

_YEAR = re.compile(
    r"(?<!\d)((?:19|20|25)\d[_*]{0,3}\d)(?!\d(?!\d? min\b))"
)  # marks may split a year; "5 min read" may stand right behind it
_COMPACT = re.compile(r"(?<![\w./-])((?:19|20)\d\d)(0[1-9]|1[0-2])([0-2]\d|3[01])(?![\w/-])")
_SHORT = re.compile(r"(?<![\d/.-])(\d{1,2})/(\d{1,2})/(\d\d)(?![\d/])")
_SEP = r"[\s*_\\\[\](),.]{0,6}"
_WORD = r"(?P<m>[^\W\d_][^\s\d_.,;:()\[\]|/*\\’']{1,14})"
_DAY = r"(?<!\d)(?P<d>\d{1,2})(?:st|nd|rd|th|er|re|\.?[ºª]|°|-?го|-?е)?(?!\w)"
_OF = r"(?:(?:(?:day\s+of|of|de|del|di|den|the)\s+)|d[’'])?"
_BEFORE_YEAR = tuple(
    re.compile(p + r"\Z", re.IGNORECASE)
    for p in (
        rf"\b{_WORD}{_SEP}(?:the\s+)?{_DAY}{_SEP}(?:of\s+)?",
        rf"{_DAY}{_SEP}{_OF}{_WORD}{_SEP}(?:(?:de|del|of|the year)\s+)?",
        r"(?<![\d./-])(?P<a>\d{1,2})\s?[./-]\s?(?P<b>\d{1,2})\s?[./-]\s?",
        rf"\b{_WORD}{_SEP}(?:(?:de|del|of)\s+)?",
        r"(?<![\w./-])(?P<d>\d{1,2})[-–/](?P<m>[^\W\d_]{3,9})\.?[-–/]",
        r"(?<![\d./-])(?P<a>\d{1,2})\s?[/-]\s?",
    )
)
_SLASHED = re.compile(r"(?<![\d./-])(\d{1,2})[/-](\d{1,2})[/-](?:19|20)\d\d(?!\d)")
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_NAMED = re.compile(  # "3 November 2025" or "November 3, 2025"
    rf"\b(?:(?P<day>\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{_MONTH})"
    rf"|(?P<month>{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,?)) (?:19|20)\d\d\b",
    re.IGNORECASE,
)
_SPELLED = re.compile(
    r"\b(?:(?P<british>(?:organi|authori|recogni|personali|utili)s(?:e|ed|es|ing|ation|ations)|behaviours?"
    r"|programmes?|colours?|favour\w*|honour\w*|centres?|licences?|whilst|cheques?|fulfil)"
    r"|(?P<american>(?:organi|authori|recogni|personali|utili)z(?:e|ed|es|ing|ation|ations)|behaviors?"
    r"|programs?|colors?|favor\w*|honor\w*|centers?|fulfill))\b",
    re.IGNORECASE,
)
_AFTER_YEAR = tuple(
    re.compile(p, re.IGNORECASE)
    for p in (
        r"\s?[./-]\s?(?P<b>\d{1,2})\s?[./-]\s?(?P<a>\d{1,2})(?!\d)"
        r"(?:T\d\d:\d\d(?::\d\d)?(?:\.\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?)?",  # as machines print it
        r"\s?[年년]\s?(?P<b>\d{1,2})\s?[月월]\s?(?P<a>\d{1,2})\s?[日일号號]?",
        r"\s?[年년]\s?(?P<b>\d{1,2})\s?[月월]",
        rf"(?:\.|,|\s?m\.)?\s{_WORD}\s(?P<d>\d{{1,2}})(?!\d)",
        r"-(?P<b>\d{1,2})(?![\d-])",
    )
)


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
    """All dates in a text, without a role. Linear in its length."""
    last = 0
    if not text.isascii():
        text = text.translate(_DIGITS)
        yield from _in_other_forms(text, language)
    for year in _YEAR.finditer(text):
        found = _around(text, year, last, language)
        if found is not None:
            last = found.end
            yield found
    for m in _COMPACT.finditer(text):
        if iso := _iso(int(m[1]), int(m[3]), int(m[2])):
            yield Found(iso, m.start(), m.end())
    for m in _SHORT.finditer(text):
        iso = _iso(2000 + int(m[3]), *_day_month(int(m[1]), int(m[2]), "/", language))
        if iso:
            yield Found(iso, m.start(), m.end())


_DIGITS = {ord(c): str(n % 10) for n, c in enumerate("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹०१२३४५६७८९")}
_ERAS = {name: int(year) for name, year in map(str.split, said("eras", "begin"))}
_OTHER_FORMS = re.compile(
    rf"(?P<era>{'|'.join(_ERAS)})\s?(?P<n>元|\d{{1,3}})\s?年\s?(?P<b>\d{{1,2}})\s?月"
    r"(?:\s?(?P<a>\d{1,2})\s?日)?"
    r"|(?<!\d)(?P<d>\d{1,2}) tháng (?P<m>\d{1,2}),? năm (?P<y>(?:19|20)\d\d)(?!\d)"
)


def _in_other_forms(text: str, language: str) -> Iterator[Found]:
    """In years of an era ("令和8年5月2日"), with words between the numbers, with dotted months."""
    for m in _OTHER_FORMS.finditer(text):
        if m["era"]:
            year = _ERAS[m["era"]] + (1 if m["n"] == "元" else int(m["n"]))
            iso = _iso(year, int(m["a"] or 0), int(m["b"]))
        else:
            iso = _iso(int(m["y"]), int(m["d"]), int(m["m"]))
        if iso:
            yield Found(iso, m.start(), m.end())
    months = _dotted(re.split(r"[-_]", language.lower())[0])
    for m in months.finditer(text) if months else ():
        year = int(m["y"]) - (543 if int(m["y"]) >= 2500 else 0)
        if iso := _iso(year, int(m["d"]), _month(m["m"], language) or 0):
            yield Found(iso, m.start(), m.end())


@cache
def _dotted(language: str) -> re.Pattern[str] | None:
    """A day, a month whose short name has a dot inside ("ม.ค."), a year."""
    names = [re.escape(n) for n in _months(language) if "." in n] if language else []
    if not names:
        return None
    return re.compile(
        rf"(?<!\d)(?P<d>\d{{1,2}}) (?P<m>{'|'.join(names)})\.?,? (?:พ\.ศ\. ?)?"
        r"(?P<y>(?:19|20|25)\d\d)(?!\d)"
    )


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
    if day > monthrange(year, month)[1]:
        day = 0  # "April 31": the month is all that can be counted on
    return f"{year:04}-{month:02}" + (f"-{day:02}" if day else "")


def day_first(*versions: Sequence[str]) -> bool:
    """Do the English texts of a document's versions write 3 November as 3/11?

    By a day that can be no month, else by how they write dates with a month's name, else by their
    spelling.
    """
    numbers = [
        (int(m[1]), int(m[2])) for texts in versions for t in texts for m in _SLASHED.finditer(t)
    ]
    days = sum(a > 12 >= b for a, b in numbers)
    months = sum(b > 12 >= a for a, b in numbers)
    if days != months:
        return days > months
    named = _kinds(_NAMED, versions[0])
    if named["day"] != named["month"]:
        return named["day"] > named["month"]
    spelled = _kinds(_SPELLED, versions[0])
    return spelled["british"] > 1 and spelled["british"] > 2 * spelled["american"]


def _kinds(pattern: re.Pattern[str], texts: Sequence[str]) -> Counter[str | None]:
    return Counter(m.lastgroup for text in texts[:_SPELLING] for m in pattern.finditer(text))


# --------------------------------------------------------------------------- without a year

_CJK_DAY = re.compile(r"(?<![年년\d])(?<![年년] )(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일号號]")
_YEAR_NEAR = re.compile(r"[\s,.\]*_(/-]{0,4}(?:of |de |del )?(?:19|20)\d\d(?!\d)")
_YEARLY = re.compile(
    r"\b(?:each|every|any|per) (?:calendar )?year|\byearly|\bannual", re.IGNORECASE
)
_SPELLING = 60  # texts that decide on the spelling
NEAREST = 150  # days from the day it is read; farther away the year is not sure


def without_year(text: str, language: str) -> Iterator[Found]:
    """Days of a month that stand without a year ("11-03" for its ISO date), none of every year."""
    if not _YEARLY.search(text):
        for day, month, start, end in _days(text, language):
            if not _YEAR_NEAR.match(text, end):
                yield Found(f"{month:02}-{day:02}", start, end)


def nearest(month_day: str, near: date) -> str:
    """The ISO date of such a day in the year that is nearest to a day.

    "" where the nearest is not clearly nearer than the next.
    """
    for year in (near.year, near.year + 1, near.year - 1):
        try:
            found = date.fromisoformat(f"{year}-{month_day}")
        except ValueError:  # the 29th of February, or none
            continue
        if abs((found - near).days) <= NEAREST:
            return found.isoformat()
    return ""


def _days(text: str, language: str) -> Iterator[tuple[int, int, int, int]]:
    """Day, month, start and end of each."""
    for m in _CJK_DAY.finditer(text):
        yield int(m[2]), int(m[1]), m.start(), m.end()
    for name in _month_names(re.split(r"[-_]", language.lower())[0]).finditer(text):
        month = _month(name[0], language)
        before = _DAY_BEFORE.search(text, max(0, name.start() - 12), name.start())
        after = _DAY_AFTER.match(text, name.end())
        if not month or (name[0] == name[0].lower() and not before):
            continue  # "may" and "march" are words as well
        if before:
            yield int(before["d"]), month, before.start(), name.end()
        elif after:
            yield int(after["d"]), month, name.start(), after.end()


_DAY_BEFORE = re.compile(rf"{_DAY}\.?\s{_OF}\Z", re.IGNORECASE)
_DAY_AFTER = re.compile(rf"\.?\s(?:the\s)?{_DAY}", re.IGNORECASE)


@cache
def _month_names(language: str) -> re.Pattern[str]:
    names = {*_ENGLISH, *(n for n in _months(language or "en") if len(n) > 2)}
    body = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
    return re.compile(rf"(?<![^\W\d_])(?:{body})(?![^\W\d_])", re.IGNORECASE)
