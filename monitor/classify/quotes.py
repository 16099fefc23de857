"""The words that prove a finding: the sentence around a place in a text, at a bounded length."""

from __future__ import annotations

import re

LIMIT = 300  # characters

# A dot behind the abbreviations of laws and lists, or before a month, ends no sentence.
ABBREVIATED = "".join(
    rf"(?<!\b{word}\.)"
    for word in (
        *("[Aa]rt", "[Aa]rts", "Abs", "lit", "[Pp]ar", "[Ss]ec", "al", "lett", "Nr", "vgl", "bzw"),
        *(r"z\.B", r"e\.g", r"i\.e", "ej", "Inc", r"U\.S"),
    )
)
GOES_ON = (
    r"(?!(?:Lebensjahr|Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November"
    r"|Dezember)\b)"
)
_STOP = re.compile(
    rf"(?<![A-Z.])(?<!\b[A-Za-z]{{2}})[.!?;]{ABBREVIATED}\s{GOES_ON}|[。！？]|\n| \| "
)


def quote(text: str, start: int, end: int | None = None, *, limit: int = LIMIT) -> str:
    """The sentence that holds [start, end), cut at word boundaries with "…" when too long."""
    end = start if end is None else end
    left, right = max(0, start - limit), min(len(text), end + limit)
    window = text[left:right]
    begin, stop = 0, len(window)
    for m in _STOP.finditer(window):
        if m.end() <= start - left:
            begin = m.end()
        elif m.start() >= end - left:
            stop = m.start() + (1 if not m[0].startswith((" ", "\n")) else 0)
            break
    begin, stop = begin + left, stop + left
    if stop - begin <= limit:
        return text[begin:stop].strip()
    room = max(0, limit - (end - start)) // 2
    a, b = max(begin, start - room), min(stop, max(end, start) + room)
    piece = " ".join(text[a:b][: limit + 40].split())
    if a > begin:
        piece = "…" + (piece.partition(" ")[2] or piece)
    if b < stop:
        piece = (piece.rpartition(" ")[0] or piece) + "…"
    return piece
