"""Where somebody is reached: streets and postal codes, e-mail addresses and telephone numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from monitor.classify.changed_passages import Passage, touches
from monitor.languages import alternatives

_SHORT = 200  # characters of an address in all its lines
_BESIDE = 80  # characters beside a change in which an address may begin or end
_STREET = alternatives("addresses", "street")
_STREETS = alternatives("addresses", "joined")
_CODE = r"(?:(?!19|20)\d{4}|\d{5,6})"  # no year
_POSTAL = (
    rf"\b\d{{1,5}}[a-z]?,? (?:[A-Z][\w.'’-]{{0,30}},? ){{1,4}}(?:{_STREET})\b"
    rf"|\b[A-ZÄÖÜ][\w-]{{0,30}}(?:{_STREETS}) \d{{1,4}}[A-Za-z]?\b"
    rf"|\b(?:{alternatives('addresses', 'before')})"
    r" (?:[\w'’.-]{1,20} ){1,4}\d{1,5}\b"
    rf"|\b\d{{1,4}},? (?:{alternatives('addresses', 'numbered')}) [\w'’.-]{{1,20}}"
    rf"|\b\d{{1,4}}[a-z]?, (?:[A-Z]{{1,2}}[- ])?{_CODE}\b"
    rf"|\b[A-Z]{{1,2}}\d[A-Z\d]? ?\d[A-Z]{{2}}\b|\b[AC-Y]\d[\dW] [A-Z]{{1,2}}\d{{2}}\b"
    rf"|\b{_CODE} [A-Z]{{2}}\b"
    r"|\b[A-Z]{2},? \d{5}(?:-\d{4})?\b"
    r"|\bP\.? ?O\.? ?Box \d+|\bSuite \d+|\b\d+(?:st|nd|rd|th) [Ff]loor\b"
)
_DIRECT = (
    r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}"
    r"|\b(?:[Tt]el\w{0,6}|[Pp]hone|[Ff]ax|[Ff]acsimile|[Cc]all(?:ing)?|[Tt]éléphone)\W{0,4}"
    r"(?:\w{1,10} ){0,2}\+?[\d(][\d ()./-]{6,20}\d"
    r"|(?<!\w)\+\d[\d ()./-]{7,20}\d"
)
_ADDRESS = re.compile(f"(?P<postal>{_POSTAL})|{_DIRECT}")


@dataclass(frozen=True, slots=True)
class Address:
    """One address that came or went, and where it stands."""

    text: str
    postal: bool
    passage: Passage
    new: bool
    at: int  # character of the passage's side


def postal(text: str) -> bool:
    """Does a short text hold a street, a postal code or a box, as the lines of an address do?"""
    return len(text) <= _SHORT and any(m["postal"] for m in _ADDRESS.finditer(text))


def reaches(text: str) -> bool:
    """Does a text hold an address of any sort, or of a site, by which somebody is reached?"""
    return bool(_ADDRESS.search(text)) or "://" in text or "www." in text


def one_sided(passages: Iterable[Passage]) -> tuple[Address, ...]:
    """The addresses that stand on one side only, in words that changed: postal ones first, and
    those that came before those that went.
    """
    found = {side: {a.text: a for a in found} for side, found in _by_side(tuple(passages))}
    lone = found[True].keys() ^ found[False].keys()
    every = (a for side in (True, False) for a in found[side].values() if a.text in lone)
    return tuple(sorted(every, key=lambda a: not a.postal))


def _by_side(passages: tuple[Passage, ...]) -> Iterator[tuple[bool, list[Address]]]:
    for new in (True, False):
        yield new, [a for p in passages for a in _touched(p, new)]


def _touched(p: Passage, new: bool) -> Iterator[Address]:
    text, marks = p.side(new)
    read = 0
    for a, b in marks:
        for m in _ADDRESS.finditer(text, max(read, a - _BESIDE), b + _BESIDE):
            read = m.end()
            if touches(marks, m.start(), m.end()):
                yield Address(m[0], m["postal"] is not None, p, new, m.start())
