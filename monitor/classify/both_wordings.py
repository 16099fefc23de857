"""Two wordings of one sentence, both without what they share at their ends. Pure."""

from __future__ import annotations

from itertools import takewhile

from monitor.text.clause_ends import LIMITS, SEAM


def beside(old: str, new: str, room: int) -> tuple[str, str] | None:
    """Was and now, cut to the clauses in which they differ, so that both together have at most
    `room` characters; None where they have more.

    "You can repost content elsewhere …" and "You can repost a small portion of any answer
    elsewhere …" are read at one look; of the newer one alone nobody knows what is new in it.
    """
    head, tail = _shared(old, new), _shared(old[::-1], new[::-1])
    tail = min(tail, len(old) - head, len(new) - head)
    marks = [m.end() for m in SEAM.finditer(new, 0, head) if m["mark"]]
    for start in (0, *marks[-1:]):
        for left in _tails(new, tail):
            was, now = (_cut(text, start, len(text) - left) for text in (old, new))
            if len(was) + len(now) <= room:
                return was, now
    return None


def _shared(one: str, other: str) -> int:
    """Characters that two texts begin with alike, up to the end of a word."""
    same = sum(1 for _ in takewhile(lambda both: both[0] == both[1], zip(one, other, strict=False)))
    whole = same in (len(one), len(other)) or one[same].isspace() or other[same].isspace()
    return same if whole else max(one.rfind(" ", 0, same), 0)


def _tails(text: str, shared: int) -> list[int]:
    """Characters of the shared end that can be left out, few first: from a clause on, and none
    from one that takes back what was said.
    """
    first = len(text) - shared
    seams = [m for m in SEAM.finditer(text, first) if m["mark"]]
    ends = [
        m.start() for m in seams if not LIMITS.match(text, m.end()) and _closed(text, m.start())
    ]
    return [0, *(len(text) - end for end in reversed(ends))]


def _closed(text: str, end: int) -> bool:
    return text.count("(", 0, end) <= text.count(")", 0, end)


def _cut(text: str, start: int, end: int) -> str:
    before = "… " if start else ""
    after = " …" if text[end:].strip(" .,;:") else ""
    return f"{before}{text[start:end].strip().rstrip(',;:')}{after}"
