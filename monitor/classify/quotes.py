"""The words that prove a finding: the sentence around a place in a text, at a bounded length."""

from __future__ import annotations

from monitor.text import sentences

LIMIT = 300  # characters


def quote(text: str, start: int, end: int | None = None, *, limit: int = LIMIT) -> str:
    """The sentence that holds [start, end), cut at word boundaries with "…" when too long."""
    end = start if end is None else end
    begin = sentences.start_of(text, start, within=limit, also=";")
    stop = sentences.end_of(text, max(start, end - 1), within=limit + 1, also=";")
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
