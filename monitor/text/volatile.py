"""Volatile words of a text made neutral, for :func:`monitor.text.normalize.canonical`.

Pure, linear time.

What a server or the calendar changes by itself: ids, counters, copyright years,
tracking parameters, and the same date written another way. Careful throughout: a figure that the
policy states is never touched.
"""

from __future__ import annotations

import re
from functools import cache

from monitor.languages import alternatives, having, part_of
from monitor.text.counted import without_counts
from monitor.text.cues import has_any

# Ids that a server makes up for each answer.
_ID = re.compile(
    r"(?<![\w-])(?:[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
    r"|[A-Za-z0-9_-]{16,512}+)(?![\w-])"
)
_ID_LABELLED = re.compile(
    r"\b((?:trace|request|session|ray|correlation|incident|event|visitor"
    r"|transaction)[ -]?(?:id|number|nr|no)\b"
    r"|x-[a-z-]{2,20}-id)(\s{0,2}[:#=]?\s{0,2})(?=[\w.-]{0,40}\d)[\w.-]{4,80}",
    re.IGNORECASE,
)

_LABELS = (
    *("trace", "request", "session", "ray", "correlation", "incident", "event", "visitor"),
    *("transaction", "x-"),
)
_ID_LENGTH = 16
_LABELLED_LENGTH = 400  # an id stands in a line, not in a clause

# Behind a count the line ends, or the next one begins: "500 shares a month" is a limit.
_ALONE = r"(?=\s*(?:$|[·•|)\]/]|,?\s*\d|on this\b)|(?-i:(?<!\s)(?=[A-Z][a-z])))"


@cache
def _count() -> re.Pattern[str]:
    """What a site counts, beside what is counted."""
    counted = alternatives("interface", "counts_behind")
    return re.compile(
        r"(?<![\w.,])(?<!\d )\d(?:[\d.,]| (?=\d{3}\b)){0,12}+\s?[kKmM]?\+?"
        rf"(?= (?:{counted})\b{_ALONE})"
        rf"|(?<=\bview count )\d[\d.,]{{0,12}}|(?<=\bview count: )\d[\d.,]{{0,12}}"
        rf"|(?<=\b(?:views|likes|reads)[: ])\s?\d[\d.,]{{0,12}}+\s?[kKmMbB]?{_ALONE}"
        r"|(?<![\w.,])\d{1,3}(?= min(?:ute)?s?(?: de)? (?:read|lecture|lectura|leitura|lesezeit)\b)"
        r"|(?<=\()\d[\d.,]{0,8}(?= ?[KMk]i?B\))|(?<=\(PDF, )\d[\d.,]{0,8}(?= ?[KMk]i?B\))"
        r"|(?<![\w:])\d{1,2}:\d\d / \d{1,2}:\d\d(?![\w:])",
        re.IGNORECASE,
    )


@cache
def _helpful() -> re.Pattern[str]:
    """How many found the page so."""
    of, found = alternatives("interface", "of"), alternatives("interface", "helpful")
    number = r"\d[\d.,]{0,9}"
    return re.compile(rf"\b{number}(?: (?:out )?(?:{of}) {number})?(?= (?:{found}))", re.IGNORECASE)


@cache
def _reading() -> re.Pattern[str]:
    """How long the page takes to read: minutes, and no "lectura de 5 artículos al mes"."""
    nearly = f"(?:(?:{alternatives('reading', 'nearly')}) ?)?"
    minutes = rf"[ -]?(?:{alternatives('reading', 'minutes')})"
    return re.compile(
        rf"(\b(?:{alternatives('reading', 'time')})\W{{1,4}}{nearly})\d{{1,3}}(?={minutes})",
        re.IGNORECASE,
    )


_COUNT_LENGTH = 90


@cache
def _touched_first() -> re.Pattern[str]:
    return re.compile(
        r"^\W*(?:(?:last|first|originally|article|page|document) ){0,2}"
        rf"(?:{alternatives('interface', 'touched')})\b",
        re.IGNORECASE,
    )


@cache
def _clock() -> re.Pattern[str]:
    """A year, and behind it the hour of that day."""
    return re.compile(
        rf"((?:19|20)\d\d)(?:[,.]? (?:{alternatives('times', 'at')})|[,.]?(?: ?[-–—|])?)"
        r" \d{1,2}:\d\d(?::\d\d)?"
        r"(?: ?[ap]\.?m\b\.?)?(?: (?:uhr|utc|gmt|cet|[ecmp][sd]t)\b)?",
        re.IGNORECASE,
    )


_YEARS = r"(?:19|20)\d\d(?:\s?[-/,]\s?(?:(?:19|20)\d\d|\d\d|present))?"
_COPYRIGHT_CUES = ("©", "(c)", "copyright")
_COPYRIGHT = re.compile(
    rf"((?:©|\(c\)|\bcopyright\b)(?:[\s,:]{{0,3}}(?:©|\(c\)"
    rf"|copyright))?[\s,:]{{0,3}}(?:by )?)({_YEARS})(?!\d)",
    re.IGNORECASE,
)
_COPYRIGHT_AFTER = re.compile(rf"(?<!\d){_YEARS}(?=\s{{0,2}}(?:©|\(c\)(?!\w)))", re.IGNORECASE)
_COPYRIGHT_OWNER = re.compile(rf"(©\s?[^\d©]{{1,60}}?[\s,]){_YEARS}(?!\d)", re.IGNORECASE)
_COPYRIGHT_LENGTH = 240

_URL = re.compile(r"https?://[^\s<>\"'()\[\]{}]{1,2000}")
_TRACKING = re.compile(
    r"^(?:utm_|mc_|pk_|hsa_|_hs|__|ga_|at_)|^(?:fbclid|gclid|dclid|msclkid|igshid|yclid|twclid"
    r"|trk|ref|ref_src|referrer"
    r"|sid|session|sessionid|phpsessid|jsessionid|rev|revision|ver|v|ts|t|time|timestamp|cache"
    r"|cb|nonce|token|sig"
    r"|signature|expires|hash|h|e|oh|oe|label|source|src|hl|helpref|visit_id|rd|mcid|zippy"
    r"|icid|ocid|cid)$",
    re.IGNORECASE,
)

# --------------------------------------------------------------------------- dates


@cache
def _months() -> dict[str, int]:
    lists = (part_of(code, "months")["names"] for code in having("months"))
    return {
        name: number
        for names in lists
        for number, forms in enumerate(names, start=1)
        for name in forms.split()
    }


@cache
def _named_days() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """ "May 3, 2026" and "3 May 2026", with the day of the week before it."""
    weekday = rf"(?:(?:{alternatives('asides', 'weekdays')}),? )?"
    month = "|".join(sorted(_months(), key=len, reverse=True))
    day, year = r"([0-3]?\d)", r"((?:19|20)\d\d)(?!\d)"
    forms = (
        rf"\b{weekday}({month})\.? {day}(?:st|nd|rd|th)?,? {year}",
        rf"\b{weekday}{day}(?:st|nd|rd|th|er|\.|º|°)?(?: of| de)? ({month})\.?,?"
        rf"(?: de| del)? {year}",
    )
    first, second = (re.compile(form, re.IGNORECASE) for form in forms)
    return first, second


_DATE_YMD = re.compile(r"(?<![\w.,/-])((?:19|20)\d\d)([-/.])([01]?\d)\2([0-3]?\d)(?![\w/-]|[.,]\d)")
_DATE_NUM = re.compile(
    r"(?<![\w.,/-])([0-3]?\d)([-/.])([0-3]?\d)\2((?:19|20)\d\d)(?![\w/-]|[.,]\d)"
)


_MAY_BE_MONEY = re.compile(r"\d[.,]00(?!\d)|\d[.,'’ ]\d{3}(?!\d)")
_BETWEEN_THOUSANDS = re.compile(r"(?<=\d)[.,'’ ](?=\d{3})")
_YEAR = re.compile(r"(?:19|20)\d\d")


def _iso(year: str, month: int, day: int, original: str) -> str:
    return f"{year}-{month:02}-{day:02}" if 1 <= month <= 12 and 1 <= day <= 31 else original


def _numeric(match: re.Match[str]) -> str:
    first, second, year = int(match[1]), int(match[3]), match[4]
    if not (1 <= first <= 31 and 1 <= second <= 31) or (first > 12 and second > 12):
        return match[0]
    if first == second or first > 12 or second > 12:  # the day is plain whatever the order
        return _iso(year, min(first, second), max(first, second), match[0])
    if match[2] == ".":  # dots are day first everywhere
        return _iso(year, second, first, match[0])
    # 03/05 is May or March: the same key for both orders, never that of a plain date
    return f"{year}/{min(first, second):02}/{max(first, second):02}"


def _dates(text: str) -> str:
    month_first, day_first = _named_days()
    months = _months()
    text = month_first.sub(lambda m: _iso(m[3], months[m[1].lower()], int(m[2]), m[0]), text)
    text = day_first.sub(lambda m: _iso(m[3], months[m[2].lower()], int(m[1]), m[0]), text)
    text = _DATE_YMD.sub(
        lambda m: (
            m[0]
            if m[2] == "/" and int(m[3]) < int(m[4]) <= 12
            else _iso(m[1], int(m[3]), int(m[4]), m[0])
        ),
        text,
    )
    return _DATE_NUM.sub(_numeric, text)


# --------------------------------------------------------------------------- in a text


_DIGITS = re.compile(r"\D+")


def _looks_made_up(token: str) -> bool:
    """A token that no person wrote: hexadecimal, a long number, or mixed letters and digits."""
    digits = len(_DIGITS.sub("", token))
    if digits == len(token):
        return True
    if digits < 3 or token.count("-") + token.count("_") > len(token) // 6:
        return len(token) == 36 and token.count("-") == 4 and digits > 3
    letters = {c for c in token if c.isalpha()}
    if letters <= set("abcdefABCDEF"):
        return True
    mixed = any(c.isupper() for c in letters) and any(c.islower() for c in letters)
    return len(token) >= 20 and (mixed or digits >= 5)


def _id(match: re.Match[str]) -> str:
    return "⟨id⟩" if _looks_made_up(match[0]) else match[0]


def _url(match: re.Match[str]) -> str:
    url = match[0]
    tail = ""
    while url[-1] in ".,;:!?":
        tail = url[-1] + tail
        url = url[:-1]
    address, _, query = url.partition("?")
    query, _, fragment = query.partition("#")
    kept = [
        part
        for part in query.split("&")
        if part
        and not _TRACKING.search(part.partition("=")[0])
        and not _ID.search(part.partition("=")[2])
    ]
    return (
        address
        + ("?" + "&".join(kept) if kept else "")
        + ("#" + fragment if fragment else "")
        + tail
    )


def _bylines_clock(text: str) -> str:
    """The day on which a page was touched, without the time of that day."""
    return _clock().sub(r"\1", text) if _touched_first().match(text) else text


def _copyright(text: str) -> str:
    text = _COPYRIGHT.sub(r"\1⟨year⟩", text)
    text = _COPYRIGHT_AFTER.sub("⟨year⟩", text)
    return _COPYRIGHT_OWNER.sub(r"\1⟨year⟩", text)


@cache
def _money() -> re.Pattern[str]:
    names = rf"(?:[$€£¥₹₽₺₩฿₫₴₪]|\b(?:{alternatives('amounts', 'money')})\b)"
    number = r"(?<![\d.,])(?:[1-9]\d{0,2}(?:[.,'’ ]\d{3})+|\d+)(?:[.,]00)?(?![.,]?\d)"
    return re.compile(rf"{names} ?{number}|{number}(?= ?{names})", re.IGNORECASE)


def _written_out(amount: re.Match[str]) -> str:
    """ "1.000,00" and "1 000" as 1000."""
    bare = amount[0][:-3] if amount[0][-3:] in (".00", ",00") else amount[0]
    return _BETWEEN_THOUSANDS.sub("", bare)


def volatile_numbers(text: str) -> str:
    """`text`, which has a digit, without ids, counts, copyright years, and with plain dates."""
    if "://" in text:
        text = _URL.sub(_url, text)
    low = text.lower()
    if len(text) <= _LABELLED_LENGTH and has_any(low, _LABELS):
        text = _ID_LABELLED.sub(r"\1\2⟨id⟩", text)
    if max(map(len, text.split()), default=0) >= _ID_LENGTH:
        text = _ID.sub(_id, text)
    if len(text) <= _COPYRIGHT_LENGTH and has_any(low, _COPYRIGHT_CUES):
        text = _copyright(text)
    if len(text) <= _COUNT_LENGTH:
        text = _helpful().sub("⟨n⟩", _count().sub("⟨n⟩", _reading().sub(r"\1⟨n⟩", text)))
    text = without_counts(text)
    if _MAY_BE_MONEY.search(text):
        text = _money().sub(_written_out, text)
    if not _YEAR.search(text):
        return text
    return _dates(_bylines_clock(text) if len(text) <= _COUNT_LENGTH and ":" in text else text)
