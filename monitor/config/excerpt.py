"""Some entries of a long watchlist with all that is no entry: a list of its own, soon parsed. Pure.

Of 100,000 entries the parser takes seconds, and whoever pauses one page asks for one of them. They
are told apart by their lines alone, which YAML allows for a list below a key at the margin: what
goes on over several lines stands further right than the dash that it is of. A list that is written
in another way has no excerpt and is parsed whole, and so is one in which an entry may point to
another.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

_KEY = re.compile(r"^watches:[ \t]*(?:#[^\n]*)?\r?$", re.MULTILINE)
_ANCHOR = re.compile(r"(?:^|[\s\[{,])&\S")
_FIRST = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\r?\n)*( *)- ")


@dataclass(frozen=True, slots=True)
class Entries:
    """A watchlist's text and where in it each entry begins; `end`: of the last."""

    text: str
    begins: tuple[int, ...]
    end: int

    def alone(self, places: Sequence[int]) -> str:
        """The list with these of its entries."""
        kept = "".join(self.text[slice(*self._span(place))] for place in places)
        return f"{self.text[: self.begins[0]]}{kept}{self.text[self.end :]}"

    def edited(self, place: int, edit: Callable[[bytes], str]) -> str:
        """The list with one entry as `edit` makes it, which sees no other."""
        before, after = self.text[: self.begins[0]], self.text[self.end :]
        made = edit(self.alone([place]).encode())
        begin, end = self._span(place)
        return f"{self.text[:begin]}{made[len(before) : len(made) - len(after)]}{self.text[end:]}"

    def _span(self, place: int) -> tuple[int, int]:
        return self.begins[place], (*self.begins[place + 1 : place + 2], self.end)[0]


def entries_of(data: bytes) -> Entries | None:
    """The entries of a watchlist that was found right; None where lines do not tell them apart."""
    text = data.decode("utf-8-sig")
    keys = list(_KEY.finditer(text))
    first = _FIRST.match(text, keys[0].end() + 1) if len(keys) == 1 else None
    if first is None or not text.endswith("\n") or _ANCHOR.search(text, first.start()):
        return None
    dash, begin = first[1], first.start(1)
    behind = re.compile(rf"^(?!{dash}[ -])[ \t]*[^\s#]", re.MULTILINE).search(text, begin)
    end = behind.start() if behind else len(text)
    dashes = re.compile(rf"^{dash}- ", re.MULTILINE)
    return Entries(text, tuple(m.start() for m in dashes.finditer(text, begin, end)), end)
