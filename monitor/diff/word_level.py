"""Word differences between two texts: sentences first, then words, with bounded work.

Deterministic: no clock is consulted, and what would cost too much is shown as one replacement,
by a count of tokens that is the same on every machine.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import chain, pairwise
from typing import TypeAlias

from diff_match_patch import diff_match_patch

from monitor.diff.anchors import anchors
from monitor.model import Op, Span
from monitor.text.normalize import canonical
from monitor.text.scripts import MARKS, UNSPACED
from monitor.text.sentences import OWN_MARKS

HUNK_WORDS = 1_000  # a side of a hunk with more words is shown as replaced
LONG = 20_000  # letters; longer texts are looked at only where they differ
WORK = 3_000_000  # what one diff of two documents may cost: pairs of words, and thrice the letters
_HUNK = 40  # cost of looking at a hunk at all

# Scripts that are written without spaces are compared by character, each with its marks.
_LETTERS = rf"(?:(?![{UNSPACED}])[\w{MARKS}])+"
_THOUSANDS = r"\d{1,3}(?: \d{3})+(?:,\d{1,2})?(?![\w.,-]*\d)"  # "12 000" is one number
_NUMERALS = "[〇一二三四五六七八九十百千]{2,8}"  # "三十" is one number
_TOKEN = re.compile(
    rf"(?:{_THOUSANDS}|{_NUMERALS}|[{UNSPACED}][{MARKS}]*|{_LETTERS}(?:[.,'’_-]{_LETTERS})*|\S)\s*|\s+"
)
# Where a text is cut into pieces to align: an abbreviation's dot only makes a piece shorter.
_PIECE_END = re.compile(rf"[.!?;:]\s+$|[；{OWN_MARKS}]\s*$|\n\s*$|^\|\s*$")
_SURROGATES = range(0xD800, 0xE000)

_Fold: TypeAlias = Callable[[str], str]
_Edit: TypeAlias = tuple[Op, list[str]]


@dataclass(slots=True)
class Work:
    """What may still be spent on word comparisons in one diff. Counts down; never a clock."""

    left: int = WORK

    def spend(self, cost: int) -> bool:
        """Take `cost` from what is left; False, and nothing taken, when it does not suffice."""
        if cost > self.left:
            return False
        self.left -= cost
        return True


@dataclass(slots=True)
class _Hunk:
    before: list[str] = field(default_factory=list)  # equal words in front of the edit
    deleted: list[str] = field(default_factory=list)
    inserted: list[str] = field(default_factory=list)


def word_spans(old: str, new: str, work: Work | None = None) -> tuple[Span, ...]:
    """The runs of words that are equal, deleted and inserted between two texts.

    EQUAL and INSERT spans join to exactly `new`; EQUAL and DELETE to `old` but for the typography
    and spaces of equal words, which are shown as in `new`. A deletion precedes its insertion.
    """
    if old == new:
        return (Span(Op.EQUAL, new),) if new else ()
    work = work or Work()
    head, tail = _common(old, new)
    a, b = old[head : len(old) - tail], new[head : len(new) - tail]
    edits: list[_Edit] = [(Op.EQUAL, [new[:head]] if head else [])]
    if work.spend(3 * (len(a) + len(b))):
        _by_sentences(_TOKEN.findall(a), _TOKEN.findall(b), _folder(), work, edits)
    else:
        edits += [(Op.DELETE, [a] if a else []), (Op.INSERT, [b] if b else [])]
    edits.append((Op.EQUAL, [new[len(new) - tail :]] if tail else []))
    return tuple(Span(op, "".join(tokens)) for op, tokens in _tidy(edits))


def _common(old: str, new: str) -> tuple[int, int]:
    """Letters at the start and at the end of two long texts that need no look: whole words."""
    if min(len(old), len(new)) < LONG:
        return 0, 0
    head = _common_start(old, new)
    head = max(new.rfind(" ", 0, head), new.rfind("\n", 0, head)) + 1
    limit = min(len(old), len(new)) - head
    tail = min(limit, _common_start(old[::-1], new[::-1]))
    start = len(new) - tail
    while start < len(new) and not new[start].isspace():
        start += 1
    while start < len(new) and new[start].isspace():
        start += 1
    return head, len(new) - start


def _common_start(a: str, b: str) -> int:
    low, high = 0, min(len(a), len(b))
    while low < high:
        middle = (low + high + 1) // 2
        if a[low:middle] == b[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def words(text: str) -> list[str]:
    """The words of a text in compare form, in order, without punctuation."""
    fold = _folder()
    return [w for w in map(fold, _TOKEN.findall(text)) if w and (w[0].isalnum() or w[-1].isalnum())]


def _folder() -> _Fold:
    known: dict[str, str] = {}

    def fold(token: str) -> str:
        if token not in known:
            bare = token.strip()
            known[token] = bare if bare.isascii() else canonical(bare) or bare
        return known[token]

    return fold


def _sentences(tokens: Sequence[str]) -> list[list[str]]:
    sentences: list[list[str]] = [[]]
    for token in tokens:
        sentences[-1].append(token)
        if _PIECE_END.search(token):
            sentences.append([])
    return [s for s in sentences if s]


def _by_sentences(a: list[str], b: list[str], fold: _Fold, work: Work, out: list[_Edit]) -> None:
    left, right = _sentences(a), _sentences(b)
    left_keys = [" ".join(map(fold, s)) for s in left]
    right_keys = [" ".join(map(fold, s)) for s in right]
    i = j = 0
    for x, y in [*anchors(left_keys, right_keys), (len(left), len(right))]:
        _by_words(list(chain(*left[i:x])), list(chain(*right[j:y])), fold, work, out)
        if y < len(right):
            _equal(left[x], right[y], out)
        i, j = x + 1, y + 1


def _by_words(a: list[str], b: list[str], fold: _Fold, work: Work, out: list[_Edit]) -> None:
    """Differences of two runs of words; a long run is cut at words that stand once in both."""
    left, right = [fold(t) for t in a], [fold(t) for t in b]
    fixed = anchors(left, right) if max(len(a), len(b)) > HUNK_WORDS else []
    i = j = 0
    for x, y in [*fixed, (len(a), len(b))]:
        _hunk(a[i:x], b[j:y], left[i:x], right[j:y], work, out)
        if y < len(b):
            _equal([a[x]], [b[y]], out)
        i, j = x + 1, y + 1


def _hunk(
    a: list[str], b: list[str], left: list[str], right: list[str], work: Work, out: list[_Edit]
) -> None:
    """Differences of two short runs. A word that the other side lacks cannot match: left out."""
    common = set(left) & set(right)
    ours = [n for n, t in enumerate(left) if t in common]
    theirs = [n for n, t in enumerate(right) if t in common]
    i = j = 0
    small = max(len(a), len(b)) <= HUNK_WORDS
    if ours and small and work.spend(len(ours) * len(theirs) // 2 + len(a) + len(b) + _HUNK):
        for x, y in _matches([left[n] for n in ours], [right[n] for n in theirs]):
            out += [(Op.DELETE, a[i : ours[x]]), (Op.INSERT, b[j : theirs[y]])]
            _equal([a[ours[x]]], [b[theirs[y]]], out)
            i, j = ours[x] + 1, theirs[y] + 1
    out += [(Op.DELETE, a[i:]), (Op.INSERT, b[j:])]


def _equal(a: list[str], b: list[str], out: list[_Edit]) -> None:
    """Equal words as in the new text. A space that only one side has belongs to its next edit."""
    last = b[-1].rstrip()
    ours, theirs = a[-1][len(a[-1].rstrip()) :], b[-1][len(last) :]
    out.append((Op.EQUAL, b if ours else [t for t in (*b[:-1], last) if t]))
    if ours and not theirs:
        out.append((Op.DELETE, [ours]))
    elif theirs and not ours:
        out.append((Op.INSERT, [theirs]))


def _matches(left: list[str], right: list[str]) -> list[tuple[int, int]]:
    """Pairs of indexes of equal words, in order: a longest common subsequence."""
    letters: dict[str, str] = {}
    for token in (*left, *right):
        if token not in letters:
            code = len(letters) + 1
            # Lone surrogates are not text: some string operations refuse them.
            letters[token] = chr(code if code < _SURROGATES.start else code + len(_SURROGATES))
    engine = diff_match_patch()
    engine.Diff_Timeout = 0  # any other value consults the clock and gives up silently
    first, second = ("".join(letters[t] for t in side) for side in (left, right))
    pairs: list[tuple[int, int]] = []
    i = j = 0
    for op, run in engine.diff_main(first, second, False):
        if op == 0:
            pairs += zip(range(i, i + len(run)), range(j, j + len(run)), strict=True)
        i += len(run) if op <= 0 else 0
        j += len(run) if op >= 0 else 0
    return pairs


# --------------------------------------------------------------------------- for a reader's eye


def _tidy(edits: list[_Edit]) -> list[_Edit]:
    """Whole phrases rather than letter soup: a short common word between two edits joins them."""
    hunks: list[_Hunk] = []
    for hunk in _hunks(edits):
        if hunks and _soup(hunks[-1], hunk):
            hunks[-1].deleted += [*hunk.before, *hunk.deleted]
            hunks[-1].inserted += [*hunk.before, *hunk.inserted]
        else:
            hunks.append(hunk)
    hunks.append(_Hunk())  # takes what the last edit slides over
    for hunk, following in pairwise(hunks):
        _slide(hunk, following)
    tidy: list[_Edit] = []
    for hunk in hunks:
        for op, tokens in (
            (Op.EQUAL, hunk.before),
            (Op.DELETE, hunk.deleted),
            (Op.INSERT, hunk.inserted),
        ):
            if tokens and tidy and tidy[-1][0] is op:
                tidy[-1][1].extend(tokens)
            elif tokens:
                tidy.append((op, tokens))
    return tidy


def _hunks(edits: list[_Edit]) -> list[_Hunk]:
    """Edits as hunks, each after the equal words before it; the last may hold equal words only."""
    hunks = [_Hunk()]
    for op, tokens in [*edits, (Op.EQUAL, [])]:
        last = hunks[-1]
        if op is Op.DELETE:
            last.deleted.extend(tokens)
        elif op is Op.INSERT:
            last.inserted.extend(tokens)
        elif any(map(str.strip, last.deleted)) or any(map(str.strip, last.inserted)):
            hunks.append(_Hunk([*tokens]))
        else:  # spaces alone are not an edit
            last.before += [*last.inserted, *tokens]
            last.deleted.clear()
            last.inserted.clear()
    return hunks


def _soup(last: _Hunk, hunk: _Hunk) -> bool:
    """Have two neighbouring edits too little in common to be read as two?"""
    if not (hunk.deleted or hunk.inserted):
        return False
    if not (last.deleted or hunk.deleted) or not (last.inserted or hunk.inserted):
        return False  # insertions only or deletions only: nothing to confuse
    if len(hunk.before) > 3 or any(map(_PIECE_END.search, hunk.before)):
        return False
    common = sum(len(t.strip()) for t in hunk.before)
    return common <= 3 or all(
        _reach(2 * common, edit.deleted) or _reach(2 * common, edit.inserted)
        for edit in (last, hunk)
    )


def _reach(letters: int, tokens: list[str]) -> bool:
    return sum(map(len, tokens[:letters])) >= letters  # no token is empty


def _slide(hunk: _Hunk, following: _Hunk) -> None:
    """Move a lone insertion or deletion to the start of its sentence, where that is the same edit.

    "A is[+ bold. B is+] red." reads better as "[+A is bold. +]B is red." would, had it "A" twice.
    """
    if bool(hunk.deleted) == bool(hunk.inserted):
        return
    edit = hunk.inserted or hunk.deleted
    steps = 0
    while not (steps == len(hunk.before) or _PIECE_END.search(hunk.before[-steps - 1])):
        if steps == len(edit) or hunk.before[-steps - 1] != edit[-steps - 1]:
            return
        steps += 1
    if steps:
        edit[:] = [*hunk.before[-steps:], *edit[:-steps]]
        following.before[:0] = hunk.before[-steps:]
        del hunk.before[-steps:]
