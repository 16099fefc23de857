"""How much each edit matters to a reader: learned from passages that readers weighed. Pure.

Two steps, both in rules/significance.json and made by bench/train_significance.py: a weight for
each word (of what came, what went, what stayed around it, the heading), and boosted trees over the
sum of these and some plain measures. `words` shows which words spoke for an edit, and how much.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, lru_cache
from importlib.resources import files
from math import log1p, sqrt
from typing import TypeAlias

from monitor.classify.edit_wording import lists
from monitor.classify.edits import Edit

# A leaf's value, or [number of a measure, threshold, tree up to it, tree above it].
Tree: TypeAlias = "float | tuple[int, float, Tree, Tree]"

CHARACTERS = 4_000  # read of each side of an edit
_Triple: TypeAlias = tuple[str, str, str]
ALIKE = 200  # characters of what went and came that are compared letter by letter

_TOKEN = re.compile(r"[^\W\d_]+|\d+(?:[.,]\d+)*|[%$€£]")
_DATE = re.compile(
    r"january|february|march|april|may \d|june|july|august|september|october|november|december"
    r"|\b(?:19|20)\d\d\b|janvier|février|mars|avril|juin|juillet|août|septembre|octobre|novembre"
    r"|décembre|januar|februar|märz|juni|juli|oktober|dezember",
    re.IGNORECASE,
)
_SUFFIXES = ("ations", "ation", "ings", "ing", "ers", "ies", "ed", "es", "er", "ly", "s")
_SIDES = ("added", "removed", "changed")
_YOU = frozenset(
    ["you", "your", "yours", "vous", "votre", "vos", "sie", "ihr", "ihre", "ihnen", "du", "dein"]
)
_WE = frozenset(
    ["we", "our", "us", "ours", "nous", "notre", "nos", "wir", "uns", "unser", "unsere"]
)


@dataclass(frozen=True, slots=True)
class Weighed:
    """An edit with what it matters: `weight` 0 (no policy text) to 3 (must be heard first).

    `rank` only orders the edits of one change.
    """

    edit: Edit
    weight: float
    rank: float
    idle: bool = False  # says what it said, in other words


@dataclass(frozen=True)
class _Read:
    """An edit as words: what came and went, each less what is on both sides."""

    came: tuple[str, ...]
    gone: tuple[str, ...]
    text: tuple[str, ...]  # all of the newer side
    added: tuple[str, ...]  # as marked
    removed: tuple[str, ...]

    @property
    def size(self) -> int:
        """Words that changed."""
        return len(self.came) + len(self.gone)


def weigh(edits: Sequence[Edit], sizes: tuple[int, int]) -> tuple[Weighed, ...]:
    """Every edit with its weight, in the order given. `sizes`: words of both whole documents."""
    if not edits:
        return ()
    learned = model()
    rows = measures(edits, sizes, learned.words)
    weights = [max(0.0, min(3.0, total(learned.weight, row))) for row in rows]
    # Both are asked for the order: each errs on other changes, and by folds the sum errs least.
    return tuple(
        Weighed(edit, weight, weight + total(learned.rank, row))
        for edit, weight, row in zip(edits, weights, rows, strict=True)
    )


def words(edit: Edit) -> dict[str, float]:
    """Word -> how much it speaks for the edit (+) or against it (-); "+w" came, "-w" went."""
    learned: Mapping[str, float] = model().words
    return {w: v * learned[w] for w, v in terms(edit).items() if w in learned}


@dataclass(frozen=True, slots=True)
class Model:
    """What was learned: the weight of each word ("" where the sum begins), and two forests."""

    words: Mapping[str, float]
    weight: Sequence[Tree]
    rank: Sequence[Tree]


@cache
def model() -> Model:
    """The shipped model."""
    raw = files("monitor.classify.rules").joinpath("significance.json").read_text("utf-8")
    return Model(**json.loads(raw))


def total(trees: Sequence[Tree], row: Sequence[float]) -> float:
    """What the trees say of a row of measures, summed."""
    found = 0.0
    for tree in trees:
        node = tree
        while not isinstance(node, float):
            node = node[2] if row[node[0]] <= node[1] else node[3]
        found += node
    return found


# ------------------------------------------------------------------------------ words


def tokens(text: str) -> list[str]:
    """Words, numbers and signs of money, in small letters."""
    return _TOKEN.findall(text[:CHARACTERS].lower())


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """ "collecting" and "collected" as "collect"; any number as "0"."""
    if word[0].isdigit():
        return "0"
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 4:
            return word[: -len(suffix)]
    return word


@lru_cache(maxsize=1_000)
def _read(edit: Edit) -> _Read:
    added = tokens(" ".join(edit.new[a:b] for a, b in edit.added))
    removed = tokens(" ".join(edit.old[a:b] for a, b in edit.removed))
    both, other = Counter(added), Counter(removed)
    return _Read(
        tuple((both - other).elements()),
        tuple((other - both).elements()),
        tuple(tokens(edit.new or edit.old)),
        tuple(added),
        tuple(removed),
    )


def terms(edit: Edit) -> dict[str, float]:
    """The named words of an edit, as a vector of length 1."""
    read = _read(edit)
    found: dict[str, float] = {}
    changed = {*read.came, *read.gone}
    for word in set(read.came):
        found["+" + stem(word)] = 1.0
    for word in set(read.gone):
        found["-" + stem(word)] = 1.0
    for word in changed:
        found["±" + stem(word)] = 1.0
    for word in set(read.text) - changed:
        found["=" + stem(word)] = 0.5
    for one, two in zip(read.text, read.text[1:], strict=False):
        found[f"{stem(one)} {stem(two)}"] = 0.5
    for heading in edit.passage.path[-2:]:
        for word in tokens(heading):
            found["#" + stem(word)] = 0.7
    length = sqrt(sum(v * v for v in found.values())) or 1.0
    return {name: value / length for name, value in found.items()}


def _spoken(edit: Edit, learned: Mapping[str, float]) -> float:
    return learned.get("", 0.0) + sum(
        value * learned[name] for name, value in terms(edit).items() if name in learned
    )


# --------------------------------------------------------------------------- measures


def measures(
    edits: Sequence[Edit], sizes: tuple[int, int], learned: Mapping[str, float]
) -> list[list[float]]:
    """For each edit the numbers that the trees read: of itself, and of its place in the change."""
    if not edits:
        return []
    reads = [_read(edit) for edit in edits]
    spoken = [_spoken(edit, learned) for edit in edits]
    place = _Place(edits, reads, spoken)
    return [
        [*_own(edit, read), *place.of(i), log1p(sizes[0]), log1p(sizes[1])]
        for i, (edit, read) in enumerate(zip(edits, reads, strict=True))
    ]


def _own(edit: Edit, read: _Read) -> list[float]:
    """What an edit is by itself."""
    p, text = edit.passage, edit.new or edit.old
    changed, size = [*read.came, *read.gone], read.size
    shown, last = text.split(), text.rstrip()[-1:]
    return [
        log1p(len(read.came)),
        log1p(len(read.gone)),
        log1p(len(read.text)),
        size / (len(read.text) + len(read.gone) + 1),
        float(_SIDES.index(edit.side)),
        float(p.whole),
        float(p.heading),
        float(p.row),
        log1p(max(len(p.old), len(p.new))),
        float(sum(w in lists().negation for w in changed)),
        float(sum(w in lists().modal for w in changed)),
        float(sum(w[0].isdigit() for w in changed)),
        float(bool(_DATE.search(" ".join((*read.added, *read.removed))))),
        sum(c.isupper() for c in text[:CHARACTERS]) / (len(text) + 1),
        float(last in ".;:!?"),
        float(last.isalnum()),
        sum(w[:1].isupper() for w in shown) / (len(shown) + 1),
        sum(w in _YOU for w in read.text) / (len(read.text) + 1),
        sum(w in _WE for w in read.text) / (len(read.text) + 1),
        float(len(p.path)),
        _alike(read) if edit.side == "changed" else -1.0,
        float(not read.gone),
        float(not read.came),
        float(not changed),
        float("http" in text or "@" in text),
        float(text.count('"') + text.count("“")),
    ]


def _alike(read: _Read) -> float:
    """How alike the letters of what went and what came are: a typo is nearly the same."""
    if not (read.came and read.gone):
        return -1.0
    old, new = " ".join(read.removed)[:ALIKE], " ".join(read.added)[:ALIKE]
    return SequenceMatcher(None, old, new, autojunk=False).ratio()


class _Place:
    """What an edit is among the edits of its block, its section and the whole change."""

    def __init__(self, edits: Sequence[Edit], reads: Sequence[_Read], spoken: list[float]) -> None:
        self._edits, self._spoken = edits, spoken
        self._sizes = [read.size for read in reads]
        self._total = sum(self._sizes) + 1
        self._most = max(spoken)
        order = sorted(range(len(edits)), key=lambda i: -self._sizes[i])
        self._rank = {i: float(place) for place, i in enumerate(order)}
        self._block: Counter[int] = Counter()
        self._section: Counter[tuple[str, ...]] = Counter()
        self._best: dict[int, float] = defaultdict(lambda: -9.0)
        self._said: dict[int, float] = defaultdict(float)
        for edit, size, said in zip(edits, self._sizes, spoken, strict=True):
            number = edit.passage.number
            self._block[number] += size
            self._section[edit.passage.path] += size
            self._best[number] = max(self._best[number], said)
            self._said[number] += said * size
        largest = sorted(self._block, key=lambda number: -self._block[number])
        self._block_rank = {number: float(place) for place, number in enumerate(largest)}
        self._triples = self._triples_of(edits, reads)

    @staticmethod
    def _triples_of(
        edits: Sequence[Edit], reads: Sequence[_Read]
    ) -> dict[str, set[tuple[str, ...]]]:
        """Three words in a row of all that was added, and of all that was removed."""
        found: dict[str, set[tuple[str, ...]]] = {side: set() for side in _SIDES}
        for edit, read in zip(edits, reads, strict=True):
            found[edit.side].update(_triples(read.text))
        return found

    def of(self, i: int) -> list[float]:
        """The measures of one edit."""
        edit, size, said = self._edits[i], self._sizes[i], self._spoken[i]
        count, number = len(self._edits), edit.passage.number
        block, section = self._block[number], self._section[edit.passage.path]
        return [
            log1p(count),
            size / self._total,
            i / max(1, count - 1),
            self._rank[i],
            self._elsewhere(i),
            log1p(block),
            block / self._total,
            self._block_rank[number],
            size / (block + 1),
            float(len(self._block)),
            log1p(section),
            section / self._total,
            said,
            said - self._most,
            self._best[number] - self._most,
            self._said[number] / (block + 1),
        ]

    def _elsewhere(self, i: int) -> float:
        """The part of an added text that was removed elsewhere, or the reverse: it moved."""
        side = self._edits[i].side
        if side == "changed":
            return 0.0
        own = _triples(_read(self._edits[i]).text)
        other = self._triples["removed" if side == "added" else "added"]
        return sum(t in other for t in own) / len(own) if own else 0.0


def _triples(text: Sequence[str]) -> list[_Triple]:
    return list(zip(text, text[1:], text[2:], strict=False))
