"""A comparison as edits: one sentence of the page before and after, aligned once. Pure.

A passage is what differs in one block; an edit is the sentence of it that was added, removed or
changed. What a reader is told rests on edits, so their words are the page's own.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise
from operator import itemgetter

from monitor.classify.changed_passages import Marks, Passage, touches
from monitor.classify.list_leads import rules
from monitor.classify.successors import LONG, successor
from monitor.diff import Work, word_spans
from monitor.model import Op
from monitor.text.scripts import ASKS, unspaced
from monitor.text.sentences import spans
from monitor.text.short_answers import is_answer

SHARED = 0.3  # part of the shorter sentence that must stand in both for them to be one, edited
ALIKE = 0.55  # part of the shorter of two sentences, from which one is the other reworded
NEAR = 3  # edits apart
NAME = 3  # letters of the shortest name that may have grown
FAR = 0.6  # part of the longer of two sentences that are far apart in the page, to be one reworded
MOST_PAIRED = (
    60  # new sentences that a removed one is compared with: those that share most rare words
)
READ = 4_000  # sentences of one change that are paired
LONGEST = 10_000  # characters of a sentence, a list run together, that may have been reworded
WORK = 9_000_000  # what all of them may cost, as one diff counts it
MOST = 400  # edits of one change; from a rewrite of any size the first ones

Span = tuple[int, int]
_WORD = re.compile(r"\w+")
_SIGN = re.compile(r"[a-z0-9]+|\w")
_own = itemgetter(0)


@dataclass(frozen=True, slots=True)
class Edit:
    """One sentence that came, went or changed. `old` or `new` is "" where it does not exist.

    `removed` and `added` are the character ranges of `old` and `new` that went and came.
    """

    passage: Passage
    old: str
    new: str
    removed: Marks
    added: Marks
    number: int = 0  # position among the change's edits
    came_from: tuple[str, ...] = ()  # the place in which the same words stood before
    asked: str = ""  # the question that stands just before it in its block

    @property
    def side(self) -> str:
        """added, removed or changed."""
        return "added" if not self.old else "removed" if not self.new else "changed"


def edits_of(passages: Sequence[Passage]) -> tuple[Edit, ...]:
    """The edited sentences of all passages, in order, at most MOST.

    More are paired: what a long paragraph lost may stand in the last of those that came for it.
    """
    return tuple(_reworded(list(islice(_read(passages), READ)))[:MOST])


def _read(passages: Iterable[Passage]) -> Iterator[Edit]:
    """The edited sentences of each passage by itself."""
    number = 0
    for passage in passages:
        answered = _answered_otherwise(passage, number)
        yield from answered
        number += len(answered)
        told = {edit.asked for edit in answered}
        for old, new in _sentences(passage):
            edit = _edit(passage, old, new, number)
            if _tells(edit) and not (edit.asked in told and is_answer(edit.new or edit.old)):
                yield edit
                number += 1


def _answered_otherwise(p: Passage, first: int) -> list[Edit]:
    """The questions within a paragraph that have another answer: "Do you share it? No." """
    if p.heading or p.row or not (any(m in p.old for m in ASKS) and any(m in p.new for m in ASKS)):
        return []
    ours, theirs = _answers(p.old), _answers(p.new)
    pairs = ((q, ours[q], theirs[q]) for q in ours if q in theirs and ours[q] != theirs[q])
    return [
        Edit(p, old, new, ((0, len(old)),), ((0, len(new)),), number, asked=question)
        for number, (question, old, new) in enumerate(pairs, first)
    ]


def _answers(text: str) -> dict[str, str]:
    """Each question of a text with the few words that answer it, where they do."""
    sentences = [text[a:b].strip() for a, b in spans(text)]
    asked = pairwise(sentences)
    return {q: answer for q, answer in asked if q.endswith(ASKS) and is_answer(answer)}


def _tells(edit: Edit) -> bool:
    """Is it more than the space between two sentences that came or went?"""
    went = any(edit.old[a:b].strip() for a, b in edit.removed)
    return went or any(edit.new[a:b].strip() for a, b in edit.added)


class _Came:
    """The sentences that came, to be asked for those that are like one that went."""

    def __init__(self, found: Iterable[Edit]) -> None:
        self._all = [(e, frozenset(_words(e.new))) for e in found]
        self._with: dict[str, list[int]] = {}  # the numbers of those in which a word stands
        if len(self._all) > MOST_PAIRED:
            for number, (_, words) in enumerate(self._all):
                for word in words:
                    self._with.setdefault(word, []).append(number)

    def like(self, own: frozenset[str]) -> list[tuple[Edit, frozenset[str]]]:
        """At most MOST_PAIRED, with their words: those that share most rare words with these."""
        if len(self._all) <= MOST_PAIRED:
            return self._all
        holding = (self._with.get(word, ()) for word in sorted(own))
        shared = Counter(n for numbers in holding if len(numbers) <= MOST_PAIRED for n in numbers)
        return [self._all[number] for number, _ in shared.most_common(MOST_PAIRED)]


def _most_alike(edit: Edit, came: _Came, settled: Collection[int]) -> Edit | None:
    """The sentence that came that shares most with one that went."""
    own = frozenset(_words(edit.old))
    best, most = None, ALIKE
    for other, words in came.like(own):
        if other.number in settled or not _comparable(edit, other):
            continue
        share = len(own & words) / max(1, min(len(own), len(words)))
        size = len(own & words) / max(1, len(own), len(words))
        near = edit.passage.path == other.passage.path or abs(edit.number - other.number) <= NEAR
        if min(share, 2 * size) > most and (size >= FAR or near):
            best, most = other, min(share, 2 * size)
    return best


def _reworded(found: list[Edit]) -> list[Edit]:
    """The edits, a sentence that went and one like it that came beside it as one that changed.

    The diff pairs what is much alike; a reader also sees two versions of one line, as of an
    address or a date, that share no more than half of their words.
    """
    new = [e for e in found if e.side == "added"]
    came = _Came(new)
    taken: dict[int, Edit] = {}
    gone: set[int] = set()
    often = Counter(e.passage.path for e in found)
    work = Work(WORK)
    by_text = {other.new: other for other in reversed(new)}
    for edit in (e for e in found if e.side == "removed"):
        same = by_text.get(edit.old)
        if (
            same
            and same.asked == edit.asked
            and same.number not in taken
            and same.number not in gone
        ):
            if same.passage.place == edit.passage.place:
                gone.add(same.number)  # it only stands in another block
            else:
                taken[same.number] = replace(same, came_from=edit.passage.place)
            gone.add(edit.number)
            continue
        best = _most_alike(edit, came, taken.keys() | gone)
        if best is None and often[edit.passage.path] <= MOST:
            free = [e for e in new if e.number not in taken and e.number not in gone]
            best = successor(edit, free, found, often[edit.passage.path])
        if best is not None:
            gone.add(edit.number)
            joined = _joined(edit, best, work)
            if _tells(joined):
                taken[best.number] = joined
            else:  # it went with its block and came with another beside it
                gone.add(best.number)
    kept = (taken.get(e.number, e) for e in found if e.number not in gone)
    return [replace(e, number=number) for number, e in enumerate(kept)]


def _comparable(one: Edit, other: Edit) -> bool:
    """Neither too long to be compared, nor two rows about two things, nor what may be done and
    what may not.
    """
    rows = one.passage.row and other.passage.row
    paths = one.passage.path, other.passage.path
    if paths[0] != paths[1] and any(rules("".join(path[-1:])) for path in paths):
        return False
    long = max(len(one.old), len(other.new)) > LONGEST
    return not long and not (rows and _other_row(one.old, other.new))


def _joined(gone: Edit, came: Edit, work: Work) -> Edit:
    removed: list[Span] = []
    added: list[Span] = []
    at_old = at_new = 0
    for span in word_spans(gone.old, came.new, work):
        size = len(span.text)
        if span.op is Op.DELETE:
            removed.append((at_old, at_old + size))
        elif span.op is Op.INSERT:
            added.append((at_new, at_new + size))
        at_old += size if span.op is not Op.INSERT else 0
        at_new += size if span.op is not Op.DELETE else 0
    return replace(came, old=gone.old, removed=tuple(removed), added=tuple(added))


def _question(text: str, start: int) -> str:
    """The question that ends where a sentence starts: "Do we sell it?  No."; else ""."""
    before = text[max(0, start - LONG) : start].rstrip(" \n*_")
    return before[slice(*list(spans(before))[-1])].strip(" *_") if before.endswith(ASKS) else ""


def _words(text: str) -> list[str]:
    """Its words; each sign where nothing parts them, or a whole sentence would be one word."""
    return (_SIGN if unspaced(text) else _WORD).findall(text[:LONG].casefold())


def _edit(p: Passage, old: Span | None, new: Span | None, number: int) -> Edit:
    """The edit of a pair of sentences. Where words stood in both texts, but in other sentences, the
    marks are those of the pair: else "half of the price" would go and nothing come.
    """
    edit = _marked(p, old, new, number)
    whole = not (edit.old and edit.new) or p.row or len(edit.old) + len(edit.new) > LONG
    if whole or _without(edit.old, edit.removed) == _without(edit.new, edit.added):
        return edit
    joined = _joined(edit, edit, Work())
    shared = len(_without(joined.new, joined.added))
    return joined if 2 * shared >= max(len(edit.old), len(edit.new)) else edit


def _without(text: str, marks: Marks) -> str:
    """A text without what is marked, and without spaces."""
    kept, at = [], 0
    for start, end in (*marks, (len(text), len(text))):
        kept.append(text[at:start])
        at = end
    return "".join("".join(kept).split())


def _marked(p: Passage, old: Span | None, new: Span | None, number: int) -> Edit:
    return Edit(
        p,
        p.old[slice(*old)] if old else "",
        p.new[slice(*new)] if new else "",
        _within(p.removed, old),
        _within(p.added, new),
        number,
        asked=_question(p.new, new[0]) if new else _question(p.old, old[0]) if old else "",
    )


def _within(marks: Marks, span: Span | None) -> Marks:
    """The marks inside a span, counted from its beginning."""
    if span is None:
        return ()
    start, end = span
    first = max(0, bisect_right(marks, start, key=_own) - 1)
    last = bisect_left(marks, end, key=_own)
    inside = (m for m in marks[first:last] if m[1] > start)
    return tuple((max(a, start) - start, min(b, end) - start) for a, b in inside)


def _sentences(p: Passage) -> Iterator[tuple[Span | None, Span | None]]:
    """Pairs of an old and a new sentence that differ; None where there is none."""
    if p.heading or p.row or (is_answer(p.old) and is_answer(p.new)):
        old, new = (0, len(p.old)) if p.old else None, (0, len(p.new)) if p.new else None
        if p.row and _other_row(p.old, p.new):
            yield old, None
            yield None, new
        else:
            yield old, new
        return
    ours, theirs = tuple(spans(p.old)), tuple(spans(p.new))
    if p.whole:
        yield from ((span, None) for span in ours)
        yield from ((None, span) for span in theirs)
        return
    if len(ours) == len(theirs) == 1:
        yield ours[0], theirs[0]
        return
    kept = _kept(p)
    gone = [s for s in ours if touches(p.removed, *s)]
    came = [s for s in theirs if touches(p.added, *s)]
    yield from _paired(gone, came, ours, theirs, kept)


def _other_row(old: str, new: str) -> bool:
    """Are two rows about two things: is the first cell another, and not it alone?"""
    ours, theirs = old.split(" | "), new.split(" | ")
    if min(len(ours), len(theirs)) < 2 or ours[1:] == theirs[1:] or ours[0] == theirs[0]:
        return False
    one, other = set(_words(ours[0])), set(_words(theirs[0]))
    grown = any(
        a.startswith(b) or b.startswith(a)
        for a in one
        for b in other
        if min(len(a), len(b)) >= NAME
    )
    return not grown  # "Northwind" is "NorthwindCloud" now


def _kept(p: Passage) -> list[tuple[int, int, int]]:
    """What stands in both: where in the old text, where in the new, how long."""
    found = []
    at_old = at_new = 0
    olds, news = [*p.removed, (len(p.old), len(p.old))], [*p.added, (len(p.new), len(p.new))]
    i = j = 0
    while at_old < len(p.old) and at_new < len(p.new):
        if i < len(olds) and olds[i][0] <= at_old:
            at_old, i = max(at_old, olds[i][1]), i + 1
            continue
        if j < len(news) and news[j][0] <= at_new:
            at_new, j = max(at_new, news[j][1]), j + 1
            continue
        size = min(
            olds[i][0] - at_old if i < len(olds) else len(p.old) - at_old,
            news[j][0] - at_new if j < len(news) else len(p.new) - at_new,
        )
        found.append((at_old, at_new, size))
        at_old, at_new = at_old + size, at_new + size
    return found


def _paired(
    gone: Sequence[Span],
    came: Sequence[Span],
    ours: Sequence[Span],
    theirs: Sequence[Span],
    kept: Sequence[tuple[int, int, int]],
) -> Iterator[tuple[Span | None, Span | None]]:
    """Each sentence with the one on the other side that shares most of its words with it."""
    to_old = [(new, old, size) for old, new, size in kept]
    used: set[Span] = set()
    for new in came:
        old = _counterpart(new, ours, to_old)
        if old is not None and old not in used:
            used.add(old)
            yield old, new
        else:
            yield None, new
    told = set(came)
    for old in gone:
        if old in used:
            continue
        other = _counterpart(old, theirs, kept)
        if other is not None and other not in told:
            told.add(other)
            yield old, other
        else:
            yield old, None


def _counterpart(
    span: Span, others: Sequence[Span], kept: Sequence[tuple[int, int, int]]
) -> Span | None:
    """The sentence of the other side with which it shares most, if that is enough.

    `kept`: where on this side, where on the other, how long; in order on both.
    """
    start, end = span
    shared: Counter[int] = Counter()
    first = bisect_right(kept, start, key=_own) - 1
    for own, their, size in kept[max(0, first) :]:
        if own >= end:
            break
        a, b = max(start, own) - own + their, min(end, own + size) - own + their
        at = max(0, bisect_right(others, a, key=_own) - 1)
        while a < b and at < len(others) and others[at][0] < b:
            shared[at] += max(0, min(b, others[at][1]) - max(a, others[at][0]))
            at += 1
    if not shared:
        return None
    at, most = shared.most_common(1)[0]
    best = others[at]
    return best if most >= SHARED * min(end - start, best[1] - best[0]) else None
