"""The words of a side that decide, as they are quoted: "…" where the sentence goes on. Pure."""

from __future__ import annotations

import re

from monitor.classify.changed_passages import Marks
from monitor.classify.clauses import deciding, trimmed
from monitor.classify.edit_wording import lists
from monitor.classify.list_leads import denies
from monitor.text.clause_ends import SEAM, main_clause

INSIDE = 60  # characters of what stands within brackets that are shown for all of it
BEHIND = 24  # words behind the brackets that are shown
OPENING = 110  # characters of what a sentence opens with that are shown before what it says
LEAST = 30  # characters of that which say something
HEAD = 12  # words of the line above a list that runs on, which deny its items
GOES_ON = 3  # of them behind its "not"
_ITEM = re.compile(r"[:;,]?\s\((?:i{1,3}|iv|v|[a-d1-4])\)\s|:\s")
_WORD = re.compile(r"[^\W_](?:[\w'’-]*\w)?")


def quoted(text: str, marks: Marks) -> tuple[str | None, str | None]:
    """The exact words that decide, and the same as they are shown."""
    if not text:
        return None, None
    start, end = deciding(text, marks)
    cut = start == 0 and text[end:].strip(" .,;:") and _new_throughout(marks, text)
    main = main_clause(text) if cut else 0
    if main and end < main + LEAST:
        return _without_its_middle(text, main)
    opened = _bracket_at(text, start, end)
    closed = text.find(")", end) if opened and _new_throughout(marks, text) else -1
    if closed >= 0 and (rest := _behind(text, closed)):
        whole = text[start : closed + len(rest)]
        inside = _begun_within(text[opened + 1 : closed])
        return whole, _shown(text, start, f"{text[start:opened]}({inside}{rest}", len(whole))
    return text[start:end], _shown(text, start, text[start:end], end - start)


def _shown(text: str, start: int, words: str, size: int) -> str:
    after = " …" if text[start + size :].strip(" ,;:.–—(") else ""
    if not text[:start].strip():
        return f"{words}{after}"
    denial, begin = _denial(text, start)
    return f"{denial}… {words[max(0, begin - start) :].lstrip()}{after}"


def _denial(text: str, start: int) -> tuple[str, int]:
    """Before a quotation that starts late: what denies the items of a list that runs on, and where
    these begin. "You will at no time use … which would …" is a promise, its second half none.
    """
    listed = _ITEM.search(text)
    lead = text[: listed.start()] if listed else ""
    found = list(_WORD.finditer(lead))
    denied = [n for n, m in enumerate(found) if m[0].casefold() in lists().negation]
    if not denied or not denies(lead) or found[denied[-1]].start() >= start:
        return "", start
    last = min(denied[-1] + GOES_ON, len(found) - 1)
    begin = found[max(0, last + 1 - HEAD)].start()
    before = "… " if lead[:begin].strip() else ""
    return f"{before}{lead[begin : found[last].end()]} ", len(lead)


def _without_its_middle(text: str, main: int) -> tuple[str, str]:
    """What a sentence opens with, cut, and what it says: "If you booked a room with a view …, you
    may ask for the difference".
    """
    opening = [m.start() for m in SEAM.finditer(text, 0, min(OPENING, main))]
    rest = text[main:]
    _, end = deciding(rest, ((0, len(rest)),))
    goes_on = " …" if rest[end:].strip(" ,;:.–—(") else ""
    return text[: main + end], f"{text[: opening[-1] if opening else 0]} … {rest[:end]}{goes_on}"


def _bracket_at(text: str, start: int, end: int) -> int:
    """Where the bracket opens that a quotation ends within, or before; 0 where it does not."""
    if text.startswith(" (", end):
        return end + 1
    opened = text.rfind("(", start, end)
    return opened if opened > start and ")" not in text[opened:end] else 0


def _new_throughout(marks: Marks, text: str) -> bool:
    return len(marks) == 1 and marks[0][1] - marks[0][0] >= len(text.strip())


def _begun_within(inside: str) -> str:
    """The first entries of what stands within brackets, all where they are few."""
    if len(inside) <= INSIDE:
        return inside
    ends = [m.start() for m in SEAM.finditer(inside, 0, INSIDE) if m["mark"]]
    return f"{inside[: ends[-1]]}, …" if ends else "…"


def _behind(text: str, closed: int) -> str:
    """The bracket and the words behind it, up to where a clause ends; "" where there are none."""
    after = text[closed:]
    found = list(_WORD.finditer(after))
    if not found:
        return ""
    if len(found) <= BEHIND:
        return after.rstrip(" ;,:")
    ends = [m.start() for m in SEAM.finditer(after, 1, found[BEHIND].start()) if m["mark"]]
    end = ends[-1] if ends else found[BEHIND - 1].end()
    opened = after.rfind("(", 0, end)
    if opened > after.rfind(")", 0, end):
        end = opened  # not within another bracket
    return after[slice(*trimmed(after, 0, end))]
