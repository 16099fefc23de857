"""What speaks for each class in the changed words, the sentence and the heading around them."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from monitor.classify.changed_passages import Marks, Passage
from monitor.classify.class_catalogue import headings, lexicon
from monitor.classify.lexicon import Hit, Word, words
from monitor.text import sentences

WEIGHTS = {"strong": 3.0, "medium": 2.0, "weak": 1.0}


@dataclass(slots=True)
class Evidence:
    """All that speaks for one class in one change."""

    inside: Counter[str] = field(default_factory=Counter)  # strength -> phrases in changed words
    around: Counter[str] = field(default_factory=Counter)  # in the rest of their sentences
    heading: int = 0  # passages below a heading that speaks for the class
    passages: int = 0  # passages with a phrase inside
    phrases: Counter[str] = field(default_factory=Counter)
    beside: Counter[str] = field(default_factory=Counter)  # the words of `around`
    best: Passage | None = None
    best_at: int = 0  # character in the best passage's shown side
    best_score: float = 0.0
    best_words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Body:
    """The evidence of a whole change."""

    classes: dict[str, Evidence]
    changed_words: int
    passages: int
    headings: int


def gather(passages: Iterable[Passage], foreign: bool = False) -> Body:
    """Evidence for every class that has any. `foreign`: the text is not in English."""
    found: dict[str, Evidence] = defaultdict(Evidence)
    changed = count = heads = 0
    for p in passages:
        count += 1
        heads += p.heading
        inside: Counter[tuple[str, str]] = Counter()
        words_of: dict[str, list[str]] = defaultdict(list)
        at: dict[str, int] = {}
        for new in (True, False):
            changed += _side(p, new, foreign, found, inside, words_of, at)
        above = _heading_classes(p.path[:-1] if p.heading else p.path)
        for cls in {c for c, _ in inside} | (above if inside else frozenset()):
            _keep_best(found[cls], p, cls, inside, words_of[cls], at.get(cls, 0), cls in above)
        if not inside:
            for cls in above:
                found[cls].heading += 1
    return Body(dict(found), changed, count, heads)


def _side(
    p: Passage,
    new: bool,
    foreign: bool,
    found: dict[str, Evidence],
    inside: Counter[tuple[str, str]],
    words_of: dict[str, list[str]],
    at: dict[str, int],
) -> int:
    text, marks = p.side(new)
    if not marks:
        return 0
    tokens, hits = _hits(text, foreign)
    changed = marked(tokens, marks)
    close = near(text, tokens, marks)
    for hit in hits:
        cls, strength = hit.label
        span = range(hit.first, hit.last + 1)
        if any(changed[i] for i in span):
            found[cls].inside[strength] += 1
            found[cls].phrases[hit.phrase] += 1
            inside[hit.label] += 1
            words_of[cls].append(" ".join(t.text for t in tokens[hit.first : hit.last + 1]))
            at.setdefault(cls, tokens[hit.first].start)
        elif close[hit.first]:
            found[cls].around[strength] += 1
            found[cls].beside[" ".join(t.text for t in tokens[hit.first : hit.last + 1])] += 1
    return sum(changed)


def _keep_best(
    e: Evidence,
    p: Passage,
    cls: str,
    inside: Counter[tuple[str, str]],
    phrases: list[str],
    at: int,
    above: bool,
) -> None:
    score = sum(w * min(3, inside[cls, s]) for s, w in WEIGHTS.items())
    if above:
        e.heading += 1
        score *= 1.5
    if score:
        e.passages += 1
    if score > e.best_score:
        e.best, e.best_at, e.best_score = p, at, score
        e.best_words = tuple(dict.fromkeys(phrases))[:6]


@lru_cache(maxsize=128)  # of one change: a text is asked for several times, its words are large
def _hits(text: str, foreign: bool) -> tuple[tuple[Word, ...], tuple[Hit, ...]]:
    tokens = words(text, foreign=foreign)
    return tokens, tuple(lexicon(foreign).find(tokens))


@lru_cache(maxsize=2048)
def _heading_classes(path: tuple[str, ...]) -> frozenset[str]:
    """Classes that the nearest two headings speak for."""
    return frozenset(h.label[0] for name in path[-2:] for h in headings().find(words(name)))


def marked(tokens: tuple[Word, ...], marks: Marks) -> list[bool]:
    """For each word whether any of it changed."""
    result = [False] * len(tokens)
    starts = [t.start for t in tokens]
    for a, b in marks:
        i = max(0, bisect_left(starts, a) - 1)
        while i < len(tokens) and tokens[i].start < b:
            if tokens[i].end > a:
                result[i] = True
            i += 1
    return result


def near(text: str, tokens: tuple[Word, ...], marks: Marks) -> list[bool]:
    """For each word whether its sentence holds a change."""
    ends = [stop for stop, _ in sentences.breaks(text, also=";")] + [len(text)]
    touched = set()
    for a, b in marks:
        for n in range(bisect_left(ends, a), bisect_left(ends, b) + 1):
            touched.add(n)
    return [bisect_left(ends, t.start) in touched for t in tokens]
