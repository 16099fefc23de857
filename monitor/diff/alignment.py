"""Which block of the old text became which block of the new one.

Works on one flat run of blocks, headings among them, so that a paragraph that became a list item,
or lost its heading's markup, is still the same text.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from monitor.diff.anchors import anchors
from monitor.diff.bags import Words, counted
from monitor.diff.said_of import NONE, Subject, may_head, subjects
from monitor.model import Block, BlockKind, Section
from monitor.text.lost_letters import torn_pairs
from monitor.text.normalize import canonical
from monitor.text.scripts import count_words
from monitor.text.short_answers import labelled

ALIKE = 0.5  # share of common words above which two blocks in the same place are one that changed
ALIKE_FAR = 0.7  # the same for blocks in different places
PART = 0.7  # share of a block's words by which it is a part of a longer one
PART_WORDS = 4
ALL_PAIRS = 4_000  # pairs of blocks compared in one gap; beyond it candidates are looked up
COMMON_WORD = 12  # a word in more blocks than this names no candidate
LINE_WORDS = 8  # of a label with its value
_HEAD = 12  # letters by which the start of a split block is looked up


class Item(NamedTuple):
    """A block, the number of its section, and the line that it is said of.

    `key` is what two blocks must share to be equal: of an answer, also what it answers.
    """

    block: Block
    section: int
    key: str
    subject: Subject = NONE


@dataclass(slots=True)
class Matching:
    """What became of each block, by index in the flat runs. What is in none came or went."""

    old: list[Item]
    new: list[Item]
    same: dict[int, int] = field(default_factory=dict)  # old -> new: equal, and in the same order
    moved: dict[int, int] = field(default_factory=dict)  # old -> new: equal, elsewhere
    changed: dict[int, int] = field(default_factory=dict)  # old -> new: alike
    laid_out: dict[int, int] = field(default_factory=dict)  # old -> new: split or joined
    old_runs: dict[int, range] = field(default_factory=dict)  # of a changed old block: all joined
    new_runs: dict[int, range] = field(default_factory=dict)  # of a changed new block: all parts
    relocated: dict[int, int] = field(default_factory=dict)  # new -> old: in another place
    below_another_line: dict[int, int] = field(default_factory=dict)  # of these, below one heading
    old_used: set[int] = field(default_factory=set)
    new_used: set[int] = field(default_factory=set)

    def take(self, fate: dict[int, int], i: int, j: int) -> None:
        """Pair old block i with new block j."""
        fate[i] = j
        self.old_used.add(i)
        self.new_used.add(j)


def flatten(sections: Iterable[Section], above: tuple[str, ...] = ()) -> list[Item]:
    """All headings and blocks in order. A heading belongs to the section that it opens.

    `above` is the path of the section before the first.
    """
    items: list[Item] = []
    for number, section in enumerate(sections):
        path = section.path
        common = 0
        while common < min(len(path) - 1, len(above)) and path[common] == above[common]:
            common += 1
        for level, text in enumerate(path[common:], common):
            block = heading(text, level + 1)
            items.append(Item(block, number, block.key))
        for block, subject in zip(section.blocks, subjects(section.blocks), strict=True):
            items.append(Item(block, number, _key(block, subject, path), subject))
        above = path
    return items


def _key(block: Block, subject: Subject, path: tuple[str, ...]) -> str:
    """ "Off" below "AI training" is not the "Off" below "Personalised ads"."""
    if not subject.answer or not (subject.line or path):
        return block.key
    return "\n".join((_asked(subject, path), block.key))


def _asked(subject: Subject, path: tuple[str, ...]) -> str:
    return "\n".join(map(canonical, (*path[-1:], subject.line)))


@lru_cache(maxsize=4096)  # most stand in both documents, and in the next pair of them
def heading(text: str, level: int) -> Block:
    """A heading of a section's path as a block."""
    return Block(BlockKind.HEADING, text, canonical(text), min(level, 6))


def match(old: Sequence[Item], new: Sequence[Item]) -> Matching:
    """Pair the blocks of two documents: equal, then split or joined, moved, alike."""
    found = Matching(list(old), list(new))
    fixed = anchors([o.key for o in old], [n.key for n in new])
    found.same.update(fixed)
    found.old_used.update(found.same)
    found.new_used.update(found.same.values())
    gaps = list(_gaps(fixed, len(old), len(new)))
    for gap in gaps:
        _laid_out(found, *gap)
    _moved(found)
    _torn(found)
    _answered(found)
    _labelled(found)
    for gap in gaps:
        _valued(found, *gap)
    words = Words([o.block for o in old], [n.block for n in new])
    for i, x, j, y in gaps:
        ours = [n for n in range(i, x) if n not in found.old_used]
        theirs = [n for n in range(j, y) if n not in found.new_used]
        _alike(found, words, ours, theirs, ALIKE)
    for i, j in list(found.changed.items()):
        _absorb(found, words, i, j)
    rest_old = [n for n in range(len(old)) if n not in found.old_used]
    rest_new = [n for n in range(len(new)) if n not in found.new_used]
    _alike(found, words, rest_old, rest_new, ALIKE_FAR)
    return found


def _gaps(fixed: Iterable[tuple[int, int]], m: int, n: int) -> Iterable[tuple[int, int, int, int]]:
    i = j = 0
    for x, y in [*fixed, (m, n)]:
        if i < x and j < y:
            yield i, x, j, y
        i, j = x + 1, y + 1


def _moved(found: Matching) -> None:
    places: dict[str, list[int]] = defaultdict(list)
    for j in range(len(found.new) - 1, -1, -1):
        if j not in found.new_used:
            places[found.new[j].key].append(j)
    for i, item in enumerate(found.old):
        if i not in found.old_used and (free := places.get(item.key)):
            found.take(found.moved, i, free.pop())


def _torn(found: Matching) -> None:
    """The same text with letters lost on one side, however little of it is left to be alike."""
    ours = {i: o.block.text for i, o in enumerate(found.old) if i not in found.old_used}
    theirs = {j: n.block.text for j, n in enumerate(found.new) if j not in found.new_used}
    for i, j in torn_pairs(ours, theirs):
        found.take(found.changed, i, j)


def _answered(found: Matching) -> None:
    """Answers to one line: the second took the place of the first. Where the line itself came or
    went, the same answer still stands below what took its place.
    """
    ours, theirs = (
        _free_answers(found.old, found.old_used),
        _free_answers(found.new, found.new_used),
    )
    for asked in [a for a in ours if a in theirs]:
        if len(ours[asked]) == len(theirs[asked]) == 1:
            found.take(found.changed, ours.pop(asked)[0], theirs.pop(asked)[0])
    again: dict[str, list[int]] = defaultdict(list)
    for asked, there in theirs.items():
        if asked not in ours:
            for j in there:
                again[found.new[j].block.key].append(j)
    for asked, here in ours.items():
        for i in here if asked not in theirs else ():
            if free := again.get(found.old[i].block.key):
                found.take(found.laid_out, i, free.pop(0))


def _labelled(found: Matching) -> None:
    """Short lines behind one label: "Refunds: within 14 days" became "Refunds: none"."""
    ours, theirs = (
        _free_values(found.old, found.old_used),
        _free_values(found.new, found.new_used),
    )
    for place, here in ours.items():
        there = theirs.get(place, ())
        if len(here) == len(there) == 1:
            found.take(found.changed, here[0], there[0])


def _valued(found: Matching, i: int, x: int, j: int, y: int) -> None:
    """The few words below a heading or label that stayed, in the place of the only others that
    stood there: "Read by" is said of "Nobody" and then of "Staff", which have no word in common.
    """
    ours = [n for n in range(i, x) if n not in found.old_used]
    theirs = [n for n in range(j, y) if n not in found.new_used]
    if len(ours) != 1 or len(theirs) != 1 or found.same.get(ours[0] - 1) != theirs[0] - 1:
        return
    old, new = found.old[ours[0]].block, found.new[theirs[0]].block
    if ours[0] and _is_value(old) and _is_value(new) and may_head(found.new[theirs[0] - 1].block):
        found.take(found.changed, ours[0], theirs[0])


def _is_value(block: Block) -> bool:
    plain = block.kind is BlockKind.PARAGRAPH and not block.links
    plain = plain and not block.text.endswith((".", "!", "。"))  # a sentence says what it is of
    return plain and not labelled(block.text)[0] and count_words(block.text) <= LINE_WORDS


def _free_values(items: Sequence[Item], used: set[int]) -> dict[tuple[BlockKind, str], list[int]]:
    """The short lines with a label that have no counterpart, by label."""
    free: dict[tuple[BlockKind, str], list[int]] = defaultdict(list)
    for n, item in enumerate(items):
        if n in used or item.block.links or counted(item.block):
            continue
        label, value = labelled(item.block.text)
        if label and value and count_words(item.block.text) <= LINE_WORDS:
            free[item.block.kind, canonical(label)].append(n)
    return free


def _free_answers(items: Sequence[Item], used: set[int]) -> dict[str, list[int]]:
    """The answers that have no counterpart, by what they answer."""
    free: dict[str, list[int]] = defaultdict(list)
    for n, item in enumerate(items):
        if item.subject.answer and n not in used:
            free[item.key.rpartition("\n")[0]].append(n)
    return free


def _laid_out(found: Matching, i: int, x: int, j: int, y: int) -> None:
    """Blocks that were split or joined without a word changing."""
    ours = [_letters(found.old[n].block) for n in range(i, x)]
    theirs = [_letters(found.new[n].block) for n in range(j, y)]
    starts: dict[str, list[int]] = defaultdict(list)
    for n, text in enumerate(theirs):
        starts[text[:_HEAD]].append(n)
    heads = sorted(starts)
    done = 0
    for m, text in enumerate(ours):
        if i + m in found.old_used:
            continue
        # The other may be the shorter one, or begin with what is the whole of this one.
        near = {text[:k] for k in range(1, _HEAD)} | set(_beginning_with(text[:_HEAD], heads))
        for n in sorted(p for head in near for p in starts.get(head, ())):
            if n < done:
                continue
            if (ends := _same_run(ours, theirs, m, n)) and (
                ends != (m + 1, n + 1) or found.old[i + m].key == found.new[j + n].key
            ):
                for k in range(m, ends[0]):
                    found.take(found.laid_out, i + k, j + n)
                found.new_used.update(range(j + n, j + ends[1]))
                done = ends[1]
                break


def _beginning_with(text: str, heads: Sequence[str]) -> Iterator[str]:
    """Those of the sorted heads that begin with a text, which is not empty."""
    at = bisect_left(heads, text) if text else len(heads)
    while at < len(heads) and heads[at].startswith(text):
        yield heads[at]
        at += 1


def _letters(block: Block) -> str:
    return "".join(block.key.split())


def _same_run(a: list[str], b: list[str], m: int, n: int) -> tuple[int, int] | None:
    """Ends of the shortest runs from a[m] and b[n] whose joined letters are equal."""
    left, right = a[m], b[n]
    m, n = m + 1, n + 1
    while left and right and left != right:
        if len(left) < len(right):
            if not right.startswith(left) or m == len(a):
                return None
            left, right, m = a[m], right[len(left) :], m + 1
        else:
            if not left.startswith(right) or n == len(b):
                return None
            left, right, n = left[len(right) :], b[n], n + 1
    return (m, n) if left and left == right else None


def _absorb(found: Matching, words: Words, i: int, j: int) -> None:
    """A block that was split or joined and changed as well: its other parts belong to the pair."""
    for new, used, runs, at, size in (
        (True, found.new_used, found.new_runs, j, len(found.new)),
        (False, found.old_used, found.old_runs, i, len(found.old)),
    ):
        whole, part = (words.old(i), words.new(j)) if new else (words.new(j), words.old(i))
        rest = whole - part
        first, last = at, at + 1
        while last < size and last not in used and _within(found, words, new, last, rest):
            rest, last = rest - (words.new(last) if new else words.old(last)), last + 1
        while first and first - 1 not in used and _within(found, words, new, first - 1, rest):
            rest, first = rest - (words.new(first - 1) if new else words.old(first - 1)), first - 1
        if first and first - 1 not in used and _led_by(found, words, (i, j), new, first - 1, rest):
            first -= 1
        if last - first > 1:
            runs[at] = range(first, last)
            used.update(runs[at])


def _led_by(
    found: Matching, words: Words, pair: tuple[int, int], new: bool, n: int, rest: Counter[str]
) -> bool:
    """Does the whole begin with this block, such as a short heading that was drawn into its text?

    `rest` is what the other parts leave of the whole: a heading whose words they say again went.
    """
    whole = found.old[pair[0]] if new else found.new[pair[1]]
    item, bag = (found.new[n], words.new(n)) if new else (found.old[n], words.old(n))
    letters = _letters(item.block)
    return bool(letters) and _letters(whole.block).startswith(letters) and bag <= rest


def _within(found: Matching, words: Words, new: bool, n: int, rest: Counter[str]) -> bool:
    """Is it, mostly, what the other parts leave of the whole? Not a heading that only says some of
    its words: "If you lose it" above "Block the card …"."""
    if (found.new[n] if new else found.old[n]).block.kind is BlockKind.HEADING:
        return False
    bag = words.new(n) if new else words.old(n)
    size = sum(bag.values())
    return size >= PART_WORDS and sum((bag & rest).values()) >= PART * size


def _alike(found: Matching, words: Words, ours: list[int], theirs: list[int], least: float) -> None:
    """Pair what is most alike first; among equals what stands first."""
    if not ours or not theirs:
        return
    if len(ours) * len(theirs) <= ALL_PAIRS:
        candidates = {(i, j) for i in ours for j in theirs}
    else:
        candidates = _candidates(words, ours, theirs)
    scored = []
    for i, j in candidates:
        score = words.alike(i, j)
        if found.old[i].block.kind is not found.new[j].block.kind:
            score -= 0.1
        if score >= least:
            scored.append((-score, abs((i - ours[0]) - (j - theirs[0])), i, j))
    for _, _, i, j in sorted(scored):
        if i not in found.old_used and j not in found.new_used:
            found.take(found.changed, i, j)


def _candidates(words: Words, ours: list[int], theirs: list[int]) -> set[tuple[int, int]]:
    """Pairs that share a rare word; a bounded number for each block."""
    places: dict[str, list[int]] = defaultdict(list)
    for j in theirs:
        for word in words.new(j):
            places[word].append(j)
    pairs: set[tuple[int, int]] = set()
    for i in ours:
        votes: Counter[int] = Counter()
        for word in words.old(i):
            if len(at := places.get(word, ())) <= COMMON_WORD:
                votes.update(at)
        pairs.update((i, j) for j, _ in sorted(votes.items(), key=lambda v: (-v[1], v[0]))[:3])
    return pairs
