"""The clauses of a sentence that changed, at a length that fits into a line. Pure."""

from __future__ import annotations

import re

from monitor.classify.changed_passages import Marks, touches

WORDS = 32  # a clause may have this many words; a sentence with no more is quoted whole
_WORD = re.compile(r"\S+")
_NUMBER = re.compile(r"[$€£¥]?\d")
# Where a long sentence may be cut: behind its punctuation, before its conjunctions.
_SEAM = re.compile(
    r"[,;:]\s+|\s(?=[(–—])|(?<=[)–—])\s"
    r"|\s(?=(?:and|or|but|if|unless|except|which|that|when|where|because|including|und|oder|wenn|et|ou|si|que|y|o|e)\s)"
)


def deciding(text: str, marks: Marks, limit: int = WORDS) -> tuple[int, int]:
    """The range of `text` that holds what changed, cut at clauses to at most about `limit` words.

    Of a sentence all of which is new, its beginning up to a seam.
    """
    words = [m.span() for m in _WORD.finditer(text)]
    if len(words) <= limit:
        return trimmed(text, 0, len(text))
    first, last = _core(words, marks, limit)
    seams = {0, len(words), *(_word_at(words, m.end()) for m in _SEAM.finditer(text))}
    start = 0  # a sentence that is read from its beginning needs no guessing
    if last > limit:
        room = (limit - (last - first)) * 2 // 3
        start = min((s for s in seams if first - room <= s <= first), default=first)
    room = limit - (last - start)
    end = max((s for s in seams if last <= s <= last + room), default=last)
    if end < len(words) and _NUMBER.match(text, words[end][0]):
        end = min(end + 2, len(words))  # "shall not exceed USD" says nothing without its number
    return trimmed(text, words[start][0], words[max(start, end - 1)][1])


def _core(words: list[tuple[int, int]], marks: Marks, limit: int) -> tuple[int, int]:
    """The words [first, last) that changed; of too many the `limit` with most of them."""
    changed = [touches(marks, s, e) for s, e in words]
    at = [i for i, yes in enumerate(changed) if yes]
    if not at:
        return 0, 0
    if at[-1] + 1 - at[0] <= limit:
        return at[0], at[-1] + 1
    start, end = _longest_run(at)
    if limit < end - start <= limit * 3 // 2 and len(at) < len(words):
        return start, end  # cut within, it would lose its point
    best, most, inside = 0, -1, sum(changed[:limit])
    for i in range(len(words) - limit + 1):
        if i:
            inside += changed[i + limit - 1] - changed[i - 1]
        if inside > most:
            best, most = i, inside
    run = [i for i in at if best <= i < best + limit]
    return run[0], run[-1] + 1


def _longest_run(at: list[int]) -> tuple[int, int]:
    """The longest row of numbers that follow each other: [first, last)."""
    best = start = 0
    longest = 0
    for i in range(len(at)):
        if i and at[i] != at[i - 1] + 1:
            start = i
        if i - start + 1 > longest:
            best, longest = start, i - start + 1
    return at[best], at[best] + longest


def _word_at(words: list[tuple[int, int]], position: int) -> int:
    """The number of the first word that ends behind a position."""
    low, high = 0, len(words)
    while low < high:
        middle = (low + high) // 2
        if words[middle][1] <= position:
            low = middle + 1
        else:
            high = middle
    return low


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The range without spaces at its ends, nor the mark that joins it to what follows."""
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    # A quotation that stops at a seam does not show the comma or dash that came next.
    return start, start + len(piece.strip().rstrip(",;:–—(").rstrip())
