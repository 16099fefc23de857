"""Learned words: how much more often a word stands under headings of one class than elsewhere.

The table (rules/words.json) was counted from public policies by bench/train_classes.py.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from monitor.classify.changed_passages import Passage
from monitor.classify.evidence import marked, near
from monitor.classify.lexicon import Word, words

_REPEATS = 3  # times that one word may count in a change

Table = Mapping[str, Mapping[str, float]]


@dataclass(slots=True)
class Topics:
    """Per class: weight of learned words in changed text, in their sentences, in one passage."""

    inside: Counter[str] = field(default_factory=Counter)
    around: Counter[str] = field(default_factory=Counter)
    most: Counter[str] = field(default_factory=Counter)
    words: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))


@cache
def table() -> Table:
    """Word or pair of words -> class -> weight (natural logarithm of the ratio of rates)."""
    raw = files("monitor.classify.rules").joinpath("words.json").read_text(encoding="utf-8")
    found: dict[str, dict[str, float]] = {}
    for cls, weights in json.loads(raw)["classes"].items():
        for word, weight in weights.items():
            found.setdefault(word, {})[cls] = weight
    return found


def terms(tokens: tuple[Word, ...]) -> list[str]:
    """The words as the table writes them: numbers as 0."""
    return ["0" if t.text.isdigit() else t.text for t in tokens]


def topics(
    passages: Iterable[Passage], learned: Table | None = None, *, foreign: bool = False
) -> Topics:
    """The learned words of a change. `foreign`: the text is not in English."""
    learned = table() if learned is None else learned
    result = Topics()
    seen: Counter[tuple[str, bool]] = Counter()
    for p in passages:
        here: Counter[str] = Counter()
        for new in (True, False):
            text, marks = p.side(new)
            if marks:
                tokens = words(text, foreign=foreign)
                _count(
                    terms(tokens),
                    marked(tokens, marks),
                    near(text, tokens, marks),
                    learned,
                    seen,
                    result,
                    here,
                )
        for cls, weight in here.items():
            result.most[cls] = max(result.most[cls], weight)
    return result


def _count(
    names: list[str],
    changed: list[bool],
    close: list[bool],
    learned: Table,
    seen: Counter[tuple[str, bool]],
    result: Topics,
    here: Counter[str],
) -> None:
    for i, name in enumerate(names):
        if not close[i]:
            continue
        found = [(name, changed[i])]
        if i + 1 < len(names):
            found.append((f"{name} {names[i + 1]}", changed[i] or changed[i + 1]))
        for word, inside in found:
            weights = learned.get(word)
            if weights is None or seen[word, inside] >= _REPEATS:
                continue
            seen[word, inside] += 1
            for cls, weight in weights.items():
                if inside:
                    result.inside[cls] += weight  # type: ignore[assignment]
                    here[cls] += weight  # type: ignore[assignment]
                    result.words[cls][word] += weight  # type: ignore[assignment]
                else:
                    result.around[cls] += weight  # type: ignore[assignment]
