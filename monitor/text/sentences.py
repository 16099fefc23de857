"""Where a sentence ends: one answer for every stage, whatever the language of the text.

A dot ends a sentence unless it belongs to an abbreviation ("Art. 5", "z. B."), an initial, an
ordinal ("3. November") or a list's number ("4.2. Fees"), or the text goes on in lower case. "U.S."
and "Inc." may also close a sentence; they do when a word follows that opens one ("We", "Die").
When in doubt the sentence goes on: a quote that is too long still proves, half a sentence does not.

Positions are indices of the text that was passed in, so `text[start:end]` quotes exactly. Every
look around a mark is bounded: the work is linear in the text's length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from monitor.languages import alternatives

# Marks of scripts that put no space behind them: CJK, Devanagari, Arabic, Urdu, Khmer, Myanmar,
# Ethiopic, Thai.
OWN_MARKS = "。！？｡।॥؟۔។။።๚๛"
_CLAUSE_MARKS = {";": "；؛", ":": "："}  # the same mark in such scripts
_CLOSERS = "\"'”“’»)\\]*_」』）］】〉》"
_LOOK = 24  # characters on each side of a mark that can decide about it


def _words(key: str) -> frozenset[str]:
    return frozenset(alternatives("sentences", key).replace("|", " ").split())


# Followed by more of the same sentence, whatever comes next.
_ALWAYS = _words("always")
# Followed by a number ("Art. 5", "No. 3", "Dec. 3", "Abs. IV"); else the end ("Do we? No. We do").
_BEFORE_NUMBERS = _words("numbered")
_AFTER_DAYS = _words("after_days")  # words as well, but for "31 out. 2025"
# Part of a name or a figure, or the last word of a sentence: what follows decides.
_MAY_END = _words("may_end")
_OPENERS = _words("openers")
_ORDINAL = re.compile(
    rf"(?:{alternatives('sentences', 'months')}|{alternatives('sentences', 'ordinals')})\b",
    re.IGNORECASE,
)
_COUNTED = re.compile(rf"(?:{alternatives('sentences', 'counted')})\s\d\Z", re.I)
_LETTERED = re.compile(rf"(?:{alternatives('sentences', 'lettered')})\s\w\Z", re.IGNORECASE)
_TOKEN = re.compile(r"[^\s(\[{\"“„”‘’'«»/,;:|–—-]+\Z")
_NEXT = re.compile(r"[\"'“”„‘’«»‹¿¡(\[*_]*")
_WORD = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"\d+(?:\.\d+)*\Z")
_FIGURE = re.compile(r"\d|[§#]|(?!I\b)[IVXLC]+\b|I\b(?! [a-z])")
_DAY = re.compile(r"\d(?: de)? \Z")
_PLAIN = re.compile(r"(?:^|[\s(])[a-zß-ÿ]+(?:[-’'][a-zß-ÿ]+)*(?<=[a-zß-ÿ]{4})[)”’\"]?\Z")
_SENTENCE = re.compile(r"(?!(?:Com|Net|Org|Ru|De|Io)\b)(?:[A-ZÀ-Þ][a-zß-ÿ]+|A|I)[\s,’']")
_SPACE = re.compile(r"\s*+")


@cache
def _marks(also: str, cells: bool) -> re.Pattern[str]:
    """What may end a sentence, with the closing quotes and brackets that belong to it."""
    own = OWN_MARKS + "".join(_CLAUSE_MARKS[mark] for mark in also)
    found = [
        rf"(?P<dot>(?<![.!?…])[.!?…]++[{_CLOSERS}]{{0,3}}+(?:\[\d{{1,3}}\])?)(?=\s)",
        r"(?P<glued>(?<=[a-zß-ÿ)”’\"])[.!?](?=[A-ZÀ-Þ]))",
        rf"[{own}]++[{_CLOSERS}]{{0,3}}+",
        r"(?P<line>\n\s*+)",
    ]
    if also:
        found.append(rf"[{also}][{_CLOSERS}]{{0,3}}+(?=\s)")
    if cells:
        found.append(r"(?P<cell> \| )|(?P<bullet>•)")
    return re.compile("|".join(found))


def breaks(
    text: str, start: int = 0, end: int | None = None, *, also: str = "", cells: bool = True
) -> Iterator[tuple[int, int]]:
    """Where one sentence ends and where the next begins, for each end within [start, end).

    `also`: further marks that end a piece, of ";" and ":". `cells`: a table's cells and a list's
    bullets are pieces of their own. The last sentence of a text has no break behind it.
    """
    limit = len(text) if end is None else min(end, len(text))
    begin = -1 if start else _after_space(text, 0)  # where the sentence begins, where that is known
    for m in _marks(also, cells).finditer(text, start, min(len(text), limit + 1)):
        if m.start() >= limit:
            return
        kind = m.lastgroup
        if kind == "dot" and not _ends(text, begin, m):
            continue
        if kind == "glued" and not _forgot_space(text, m.start()):
            continue
        stop = m.start() if kind in ("line", "cell", "bullet") else m.end()
        begin = _after_space(text, m.end())
        yield stop, begin


def spans(text: str, *, also: str = "", cells: bool = True) -> Iterator[tuple[int, int]]:
    """The sentences of a text as [start, end), in order, without the space between them."""
    at = _after_space(text, 0)
    for stop, begin in breaks(text, also=also, cells=cells):
        if text[at:stop].strip():
            yield at, at + len(text[at:stop].rstrip())
        at = begin
    if at < len(text):
        yield at, len(text.rstrip())


def split(text: str, *, also: str = "", cells: bool = True) -> list[str]:
    """The sentences of a text."""
    return [text[a:b] for a, b in spans(text, also=also, cells=cells)]


def start_of(text: str, at: int, *, within: int, also: str = "", cells: bool = True) -> int:
    """Where the sentence that holds the position `at` begins, at most `within` characters back."""
    left = max(0, at - within)
    begin = left
    for _, following in breaks(text, left, at, also=also, cells=cells):
        if following > at:
            break
        begin = following
    return begin


def end_of(text: str, at: int, *, within: int, also: str = "", cells: bool = True) -> int:
    """Where the sentence that holds the position `at` ends, at most `within` characters on."""
    right = min(len(text), at + within)
    return next((stop for stop, _ in breaks(text, at, right, also=also, cells=cells)), right)


def _after_space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _ends(text: str, begin: int, m: re.Match[str]) -> bool:
    """Does this mark, with white space behind it, end its sentence?"""
    at = m.start()
    following = _after_space(text, m.end())
    opening = _NEXT.match(text, following, following + _LOOK)
    word = opening.end() if opening else following
    if word >= len(text):
        return True
    if text[word].islower() and not text[word + 1 : word + 2].isupper():  # "iPhone" is a name
        return False
    if text[at] != "." or text[at + 1 : at + 2] in (".", "…", "!", "?"):
        return text[max(0, at - 5) : at].lower() != "yahoo" or _opens(text, word)
    return _full_stop(text, begin, at, word)


def _forgot_space(text: str, at: int) -> bool:
    """Is "at the time.We may" two sentences? A word of a name, file or address is no such word."""
    return bool(
        _PLAIN.search(text, max(0, at - _LOOK), at) and _SENTENCE.match(text, at + 1, at + _LOOK)
    )


def _full_stop(text: str, begin: int, at: int, word: int) -> bool:
    """Is this dot a full stop? `word`: where the next word begins."""
    found = _TOKEN.search(text, max(begin, at - _LOOK, 0), at)
    token = found[0] if found else ""
    start = at - len(token)
    if not token or text[start - 1 : start] == "/":  # an address
        return True
    if _NUMBER.match(token):
        return _number_ends(text, begin, start, at, word)
    low = token.lower().strip("*_.")
    if len(low) == 1 and low.isalpha():
        return bool(_LETTERED.search(text, max(0, at - _LOOK), at)) or (
            low not in _BEFORE_NUMBERS and token.isupper() and _closes_letter(text, at, word)
        )
    if low in _BEFORE_NUMBERS and _FIGURE.match(text, word):
        return False
    if len(token) == 2 and token.isupper():
        return True  # "CO", "AL": a state rather than an abbreviation
    if low in _ALWAYS or (low in ("ex", "es", "ej") and text[max(0, start - 3) : start] == "p. "):
        return False
    if low in _AFTER_DAYS and _DAY.search(text, max(0, start - 5), start):
        return not text[word].isdigit()
    if low in _MAY_END or ("." in low and _dotted(low)):
        return _opens(text, word)
    return True


def _dotted(low: str) -> bool:
    """Is this "u.s", "p.m", "s.p.a"? An address or a file's name has longer parts."""
    return all(len(part) <= 2 for part in low.split("."))


def _closes_letter(text: str, at: int, word: int) -> bool:
    """A lone capital letter is an initial ("J. Smith"), or the last of "U. S. We"."""
    return _opens(text, word) and text[max(0, at - 3) : at - 1].endswith((". ", "and ", "or "))


def _opens(text: str, word: int) -> bool:
    """Is the next word one that opens sentences rather than goes on with a name?"""
    found = _WORD.match(text, word, word + _LOOK)
    return found is not None and found[0].lower() in _OPENERS


def _number_ends(text: str, begin: int, start: int, at: int, word: int) -> bool:
    """Is the dot behind a number a full stop, not an ordinal's, a date's or a list's?"""
    if start in (0, begin) or text[start - 1] == "\n" or text[start - 2 : start] == "| ":
        return False  # "4.2. Fees": the number of what follows
    digits = text[start:at]
    if len(digits) > 2 or not digits.isdigit():
        return True
    if text[word].isdigit():
        return False  # "3. 11. 2025"
    if _ORDINAL.match(text, word, word + _LOOK):
        return False
    return not _COUNTED.search(text, max(0, start - 8), start + 1)
