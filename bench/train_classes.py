"""Fit the classes to changes labelled by readers; cross-validate by service; write the two tables.

    python bench/train_classes.py PAIRS.jsonl[.zst] LABELS.jsonl [--write] [--folds 8]

rules/words.json    words that stand under headings of a class more often than elsewhere, counted
                    over the documents of PAIRS (with --words), every service counting alike
rules/weights.json  a logistic regression over the features of monitor/classify/features.py

Data: Open Terms Archive (versions and labels of changes), ODC-BY 1.0. Needs numpy and scikit-learn,
which the product does not: pip install numpy scikit-learn.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
import re
from collections import Counter, defaultdict
from math import log
from pathlib import Path
from typing import Any

import numpy as np
from pairs import read
from sklearn.linear_model import LogisticRegression

from monitor.classify.features import features
from monitor.classify.lexicon import words
from monitor.classify.model import OWN_WEIGHT, case_of, learned_classes
from monitor.classify.passages import passages
from monitor.classify.rules import load
from monitor.classify.topics import terms
from monitor.diff import diff
from monitor.extract import extract
from monitor.types import Comparison, Document

RULES = Path(__file__).resolve().parents[1] / "monitor" / "classify" / "rules"
LEAST_SERVICES = 4  # in which a word must stand under the class's headings
LEAST_WEIGHT = 0.7  # natural logarithm of the ratio of rates, about twice as often
LEVELS = np.arange(0.2, 0.6, 0.02)


def topic_words(documents: list[tuple[str, Document]]) -> dict[str, dict[str, float]]:
    """Class -> word -> weight."""
    patterns = {c: re.compile(p, re.IGNORECASE) for c, p in load("headings")["headings"].items()}
    groups: dict[tuple[str, str], list[set[str]]] = defaultdict(list)
    seen = set()
    for service, document in documents:
        for section in document.sections:
            classes = heading_classes(section.path, patterns)
            for block in section.blocks if classes else ():
                if block.key not in seen and len(block.text) >= 40:
                    seen.add(block.key)
                    names = terms(words(block.text)[:300])
                    grams = set(names) | {f"{a} {b}" for a, b in itertools.pairwise(names)}
                    for cls in classes:
                        groups[cls, service].append(grams)
    return weigh(groups, list(patterns))


def heading_classes(path: tuple[str, ...], patterns: dict[str, re.Pattern[str]]) -> set[str]:
    """Classes of the nearest heading that has any; none when it has too many."""
    for name in (path[-1:], path[-2:-1]):
        found = {c for c, p in patterns.items() if name and p.search(name[0])}
        if found:
            return found if len(found) <= 2 else set()
    return set()


def weigh(
    groups: dict[tuple[str, str], list[set[str]]], classes: list[str]
) -> dict[str, dict[str, float]]:
    """Log ratio of a word's rate under a class to its mean rate under the others."""
    rate: dict[str, Counter[str]] = {c: Counter() for c in classes}
    services: dict[str, Counter[str]] = {c: Counter() for c in classes}
    total: Counter[str] = Counter()
    for (cls, _), blocks in sorted(groups.items()):
        share = min(1.0, len(blocks) / 3)
        total[cls] += share
        for word, count in Counter(w for b in blocks for w in b).items():
            rate[cls][word] += share * count / len(blocks)
            services[cls][word] += 1
    result: dict[str, dict[str, float]] = {c: {} for c in classes}
    for word in sorted({w for c in classes for w, n in services[c].items() if n >= LEAST_SERVICES}):
        rates = {c: (rate[c][word] + 0.15) / (total[c] + 4) for c in classes}
        for cls in classes:
            others = (sum(rates.values()) - rates[cls]) / (len(classes) - 1)
            weight = log(rates[cls] / others)
            if services[cls][word] >= LEAST_SERVICES and weight > LEAST_WEIGHT:
                result[cls][word] = round(weight, 2)
    return result


def table(cases: list[tuple[dict[str, Any], Any]]) -> tuple[list[str], list[Any], list[Any]]:
    """Feature names, and for each change a matrix (class x feature) and its labels."""
    classes = learned_classes()
    rows = [[features(c, case) for c in classes] for _, case in cases]
    names = sorted({name for row in rows for f in row for name in f})
    index = {name: i for i, name in enumerate(names)}
    matrices, labels = [], []
    for (label, _), row in zip(cases, rows, strict=True):
        m = np.zeros((len(classes), len(names)))
        for i, f in enumerate(row):
            for name, value in f.items():
                m[i, index[name]] = value * (OWN_WEIGHT if ":" in name else 1.0)
        matrices.append(m)
        labels.append(np.array([c in label["classes"] for c in classes]))
    return names, matrices, labels


def fit(x: list[Any], y: list[Any]) -> LogisticRegression:
    """One regression for all classes together."""
    return LogisticRegression(C=0.5, max_iter=3000).fit(np.vstack(x), np.concatenate(y))


def f1(chances: list[Any], labels: list[Any], level: float) -> float:
    """Micro-F1 over all changes and classes."""
    hit = sum(((p > level) & y).sum() for p, y in zip(chances, labels, strict=True))
    total = sum((p > level).sum() + y.sum() for p, y in zip(chances, labels, strict=True))
    return float(2 * hit / max(1, total))


def validate(services: list[str], x: list[Any], y: list[Any], folds: int, seeds: int) -> float:
    """Print micro-F1 by fold of services, for several partitions; return the best threshold."""
    runs = []
    for seed in range(1, seeds + 1):
        fold = partition(services, folds, seed)
        chances: list[Any] = [None] * len(x)
        for k in range(folds):
            train = [i for i, s in enumerate(services) if fold[s] != k]
            model = fit([x[i] for i in train], [y[i] for i in train])
            for i in set(range(len(x))) - set(train):
                chances[i] = model.predict_proba(x[i])[:, 1]
        runs.append((fold, chances))
    level = max(LEVELS, key=lambda t: sum(f1(chances, y, t) for _, chances in runs))
    for seed, (fold, chances) in enumerate(runs, start=1):
        print(f"partition {seed}: micro-F1 {f1(chances, y, level):.3f}, by fold", end="")
        for k in range(folds):
            test = [i for i, s in enumerate(services) if fold[s] == k]
            print(f" {f1([chances[i] for i in test], [y[i] for i in test], level):.3f}", end="")
        print()
    print(f"threshold {level:.2f}")
    return float(level)


def partition(services: list[str], folds: int, seed: int) -> dict[str, int]:
    """Service -> fold."""
    names = sorted(set(services))
    random.Random(seed).shuffle(names)
    return {s: i % folds for i, s in enumerate(names)}


def changes(path: Path) -> list[tuple[str, Comparison]]:
    """Id and comparison of every pair."""
    return [
        (p["id"], diff(extract(p["old"], p["media_type"]), extract(p["new"], p["media_type"])))
        for p in read(path)
    ]


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pairs", type=Path)
    parser.add_argument("labels", type=Path)
    parser.add_argument("--write", action="store_true", help="write the tables into the package")
    parser.add_argument("--words", action="store_true", help="count the words anew as well")
    parser.add_argument("--folds", type=int, default=8)
    parser.add_argument("--seeds", type=int, default=3, help="partitions into folds")
    options = parser.parse_args()
    labels = {x["id"]: x for x in map(json.loads, options.labels.read_text("utf-8").splitlines())}
    compared = changes(options.pairs)
    if options.words:
        documents = [(labels[i]["service"], d) for i, c in compared for d in (c.old, c.new)]
        write(
            RULES / "words.json",
            {"source": "Open Terms Archive, ODC-BY 1.0", "classes": topic_words(documents)},
        )
    cases = [
        (labels[i], case_of(passages(c), c))
        for i, c in compared
        if labels[i]["kind"] == "substantive"
    ]
    names, x, y = table(cases)
    level = validate([g["service"] for g, _ in cases], x, y, options.folds, options.seeds)
    if options.write:
        model = fit(x, y)
        weights = {
            n: round(float(w) * (OWN_WEIGHT if ":" in n else 1.0), 4)
            for n, w in zip(names, model.coef_[0], strict=True)
        }
        write(
            RULES / "weights.json",
            {
                "source": "Open Terms Archive, ODC-BY 1.0",
                "threshold": round(level, 2),
                "intercept": round(float(model.intercept_[0]), 4),
                "weights": weights,
            },
        )


def write(path: Path, data: dict[str, Any]) -> None:
    """JSON, one entry a line, so that a change of it can be read."""
    path.write_text(json.dumps(data, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    print(f"wrote {path}")


if __name__ == "__main__":
    main()
