"""The clauses of a sentence that changed, at a length that fits into a line. Pure."""

from __future__ import annotations

import re

from monitor.classify.changed_passages import Marks, touches
from monitor.languages import alternatives
from monitor.text.clause_ends import (
    CLAUSE,
    LIMITS,
    OPENS,
    SEAM,
    VERB,
    breaks_off,
    main_clause,
    says,
)

WORDS = 36  # words that a clause is cut to
LEAST = 24  # of a sentence that is new all through; fewer seldom say who does what
WITHIN = 1  # how well a quotation ends within brackets
LONGEST = 58  # words of a quotation up to which its verb is looked for
REST = 14  # words of its end that are not left out
SAID = 6  # words from a verb on that say something
WHOLE = 40  # a sentence with no more is not cut: its last words cost less than their loss
NEW = 56  # the same of one that came or went: who gets what, and but for whom, stands at its end
_WORD = re.compile(r"\S+")
_NUMBER = re.compile(r"[$€£¥]?\d")
# What follows from a condition stands at the end: without it nobody knows what will be done.
_CONDITION = re.compile(
    rf"\W*(?:\w{{1,3}}[.)]\s+)?(?:{alternatives('clauses', 'condition')})\s", re.IGNORECASE
)
LINK = re.compile(rf"(?<!\s)\s+(?:{alternatives('clauses', 'joins')})$")
_LABEL = re.compile(r"\(\w{1,4}\)$")


def deciding(text: str, marks: Marks, limit: int = WORDS) -> tuple[int, int]:
    """The range of `text` that holds what changed, cut at clauses to at most about `limit` words.

    Of a sentence all of which is new, its beginning up to a seam.
    """
    words = [m.span() for m in _WORD.finditer(text)]
    shouted = text.isupper()  # takes a third more room, and no line has it
    most = NEW if len(marks) == 1 and all(touches(marks, *span) for span in words) else WHOLE
    most = LONGEST if _CONDITION.match(text) and not shouted else max(limit, most)
    if len(words) <= most:
        return trimmed(text, 0, len(text))
    first, last = _core(words, marks, limit)
    seams = {0: 1, len(words): 3, **_seams(text, words)}
    start = 0  # a sentence that is read from its beginning needs no guessing
    if last > limit:
        room = limit - (last - first)
        room -= min(room // 3, len(words) - last)  # for what follows
        start = min((s for s in seams if first - room <= s <= first), default=first)
    goes_on = last < len(words) and touches(marks, *words[last])
    least = min(last, start + LEAST) if goes_on else last
    end = _best(seams, least, max(last, start + limit))
    # Better short than broken off within brackets, where something was said before them.
    if goes_on and seams.get(end) == WITHIN and not OPENS.match(text):
        end = _best(seams, min(last, start + LEAST // 2), max(last, start + limit)) or end
    end = end or _next(seams, last, start + LONGEST) or last
    if start == 0 and end < len(words):
        end = _with_its_verb(text, words, seams, end)
    if goes_on and len(words) - end <= REST:
        end = len(words)  # to whom, for what
    if end < len(words) and _NUMBER.match(text, words[end][0]):
        end = min(end + 2, len(words))  # "shall not exceed USD" says nothing without its number
    return trimmed(text, words[start][0], words[max(start, end - 1)][1])


def _with_its_verb(text: str, words: list[tuple[int, int]], seams: dict[int, int], end: int) -> int:
    """The end, or a later one where no verb says yet what all these words are the subject of."""
    if says(text, words[end - 1][1]):
        return end
    verb = VERB.search(text, words[end - 1][1], words[min(len(words), LONGEST) - 1][1])
    if verb is None:
        return end
    said = _word_at(words, verb.start()) + 1 + SAID
    most = min(len(words), LONGEST)
    whole = min(said, most) if OPENS.match(text) else end
    return _best(seams, said, min(said + SAID, most)) or whole


def _best(seams: dict[int, int], least: int, most: int) -> int:
    """The last of the seams from `least` to `most` at which a quotation ends best; 0: none."""
    ends = (s for s, well in seams.items() if well and least <= s <= most)
    return max(ends, key=lambda s: (seams[s], s), default=0)


def _next(seams: dict[int, int], least: int, most: int) -> int:
    """The first of the seams from `least` to `most` at which a quotation may end; 0: none."""
    return min((s for s, well in seams.items() if well > WITHIN and least <= s <= most), default=0)


def _seams(text: str, words: list[tuple[int, int]]) -> dict[int, int]:
    """The numbers of the words that a clause begins with, and how well a quotation ends there: 3
    behind punctuation, 2 before a conjunction, 1 within brackets, 0 before what limits it.
    """
    seams: dict[int, int] = {}
    main = main_clause(text)
    said = _word_at(words, main) + CLAUSE if main else 0  # the first word behind what it says
    behind_mark = 2 if main else 3
    open_brackets = at = 0
    for m in SEAM.finditer(text):
        open_brackets += text.count("(", at, m.end()) - text.count(")", at, m.end())
        at = m.end()
        if _LABEL.search(text, max(0, m.start() - 6), m.start()):
            continue  # "(iii)" belongs to what follows
        number = _word_at(words, at)
        limited = LIMITS.match(text, at) or breaks_off(text, m.start()) or number < said
        ends = 0 if limited else WITHIN if open_brackets > 0 else behind_mark if m["mark"] else 2
        seams[number] = ends
    return seams


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
    # A quotation that stops at a seam does not show the comma, dash or "; and" that came next.
    shown = LINK.sub("", piece.strip().rstrip(",;:–—(").rstrip()).rstrip(" ,;:–—(")
    return start, start + len(shown)
