"""What a text is about, learned from the headings that policies put above such text.

For each class a logistic function of the text's words and pairs of words (tf-idf), fitted by
bench/train_headings.py to the paragraphs of public policies whose heading names the class.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import islice, pairwise
from math import exp, log, sqrt

from monitor.classify.changed_passages import Passage
from monitor.classify.evidence import marked, near
from monitor.classify.lexicon import words
from monitor.classify.topics import terms

_PASSAGES = 40  # of a fragment that are read
_TEXT = 400  # words of a passage that are read


@dataclass(frozen=True, slots=True)
class HeadingModel:
    """The fitted model."""

    classes: Sequence[str]
    bias: Sequence[float]  # of each class
    terms: dict[str, Sequence[float]]  # how rare the term is (idf), then its weight in each class


@dataclass(frozen=True, slots=True)
class About:
    """How likely a text stands under a heading of a class, 0 to 1: by the sentences that hold a
    change, and by the changed words alone; the most of all passages.
    """

    sentences: dict[str, float]
    changed: dict[str, float]
    first: float  # the largest of the sentences' chances
    second: float


@cache
def model() -> HeadingModel:
    """The shipped model."""
    raw = files("monitor.classify.rules").joinpath("heading_model.json").read_text("utf-8")
    return HeadingModel(**json.loads(raw))


def grams(names: Sequence[str]) -> Iterator[str]:
    """What the model counts: words, and two in a row."""
    yield from names
    yield from (f"{a} {b}" for a, b in pairwise(names))


def values(names: Sequence[str], idf: dict[str, float]) -> dict[str, float]:
    """Term -> tf-idf of a text, of length 1 together; only terms that `idf` knows."""
    counts = Counter(g for g in grams(names) if g in idf)
    found = {g: (1 + log(n)) * idf[g] for g, n in counts.items()}
    length = sqrt(sum(v * v for v in found.values())) or 1.0
    return {g: v / length for g, v in found.items()}


def chances(names: Sequence[str]) -> tuple[float, ...]:
    """How likely a text stands under a heading of each class, 0 to 1, in the model's order."""
    known = model()
    told = values(names, _rarities())
    sums: Sequence[float] = known.bias
    for term, value in told.items():
        weights = known.terms[term][1:]
        sums = [z + value * weight for z, weight in zip(sums, weights, strict=True)]
    return tuple(1 / (1 + exp(-max(-60.0, min(60.0, z)))) for z in sums)


@cache
def _rarities() -> dict[str, float]:
    return {term: numbers[0] for term, numbers in model().terms.items()}


def about(passages: Iterable[Passage]) -> About:
    """What the changed sentences and words of some passages are about."""
    known = model()
    close, inside = [0.0] * len(known.classes), [0.0] * len(known.classes)
    for p in islice(passages, _PASSAGES):
        text, marks = p.side(bool(p.added))
        if not marks:
            continue
        tokens = words(text)
        names = terms(tokens)
        for best, shown in ((close, near(text, tokens, marks)), (inside, marked(tokens, marks))):
            told = [n for n, there in zip(names, shown, strict=True) if there][:_TEXT]
            for i, chance in enumerate(chances(told)):
                best[i] = max(best[i], chance)
    first, second = sorted(close, reverse=True)[:2]
    return About(
        dict(zip(known.classes, close, strict=True)),
        dict(zip(known.classes, inside, strict=True)),
        first,
        second,
    )
