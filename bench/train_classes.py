"""Fit the classes to changes labelled by readers; cross-validate by service; write the two tables.

    python bench/train_classes.py PAIRS LABELS [PAIRS LABELS …] [--write] [--words] [--folds 8]
    python bench/train_classes.py PAIRS LABELS [PAIRS LABELS …] --filing [--write]

PAIRS and LABELS: JSON Lines, also .zst; a label has classes, or passages with a weight and classes
each, of which those that matter count.

rules/words.json    words that stand under headings of a class more often than elsewhere, counted
                    over the documents of PAIRS (with --words), every service counting alike
rules/weights.json  the weights of the features of monitor/classify/features.py, fitted to the
                    changes and to paragraphs labelled by hand (bench/paragraphs.jsonl: the SHA-256
                    of a text, what of it counts as new, its classes)
rules/filing.json   with --filing: the same for what a change that matters is filed under, from
                    more of the change. Labels of passages count whole; those of a change, whose
                    reader saw only its beginning and its end, in part

Data: Open Terms Archive (versions and labels of changes), ODC-BY 1.0. Needs numpy and scipy, which
the product does not: pip install numpy scipy.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log
from pathlib import Path
from typing import Any

import numpy as np
from pairs import read
from scipy.optimize import minimize
from scipy.sparse import lil_matrix, vstack

from monitor.classify import topics
from monitor.classify.changed_passages import Passage, passages
from monitor.classify.class_catalogue import heading_patterns
from monitor.classify.class_model import DEFINITE, WHOLE, case_in, case_of, learned_classes
from monitor.classify.features import Case, features, subject_features
from monitor.classify.lexicon import words
from monitor.classify.topics import terms
from monitor.classify.window import LIMIT
from monitor.diff import diff
from monitor.extract import extract
from monitor.model import Document

RULES = Path(__file__).resolve().parents[1] / "monitor" / "classify" / "rules"
LEAST_SERVICES = 4  # in which a word must stand under the class's headings
LEAST_WEIGHT = 0.7  # natural logarithm of the ratio of rates, about twice as often
LEVELS = np.arange(0.2, 0.6, 0.02)
PENALTY = 1.5  # on the squares of the weights
STEPS = 150
WORTH = 0.6  # of a labelled paragraph, in changes
IN_PART = 0.3  # worth of a change labelled by its beginning and end, in changes read whole
FILING_PENALTY = 3.0
ALONE = "alone"
MATTERS = 2  # weight of a passage from which readers file a change under its classes


def topic_words(documents: list[tuple[str, Document]]) -> dict[str, dict[str, float]]:
    """Class -> word -> weight."""
    patterns = heading_patterns()
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


def heading_classes(path: tuple[str, ...], patterns: Mapping[str, re.Pattern[str]]) -> set[str]:
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


@dataclass(frozen=True)
class Example:
    """A change as numbers: a row for each fragment and class, and its labels by class."""

    service: str
    rows: Any  # (fragments x classes, features), sparse
    labels: Any  # classes
    change: bool  # rather than a paragraph
    worth: float
    definite: Any  # (fragments x classes), which need no features


def table(
    cases: list[tuple[dict[str, Any], Case]], *, filing: bool = False
) -> tuple[list[str], list[Example]]:
    """Feature names, and every change or paragraph as numbers."""
    found = [rows_of(label, case, filing=filing) for label, case in cases]
    names = sorted({name for rows in found for row in rows for name in row})
    index = {name: i for i, name in enumerate(names)}
    examples = []
    for (label, case), rows in zip(cases, found, strict=True):
        m = lil_matrix((len(rows), len(names)))
        for i, row in enumerate(rows):
            for name, value in row.items():
                m[i, index[name]] = value
        labels = np.array([c in label["classes"] for c in learned_classes()])
        sure = np.array([[c in f.definite for c in learned_classes()] for f in case.fragments])
        sure = sure.reshape(len(case.fragments), len(labels))  # also where nothing is left to read
        change = "kind" in label
        worth = WORTH if not change else IN_PART if filing and not label["whole"] else 1.0
        examples.append(Example(label["service"], m.tocsr(), labels, change, worth, sure))
    return names, examples


def rows_of(label: dict[str, Any], case: Case, *, filing: bool) -> list[dict[str, float]]:
    """The features of every fragment and class.

    Paragraphs were picked so that each class is about as frequent: that it is one is a feature of
    its own, left out of the model that is written.
    """
    rows = [(c, features(c, f, case)) for f in case.fragments for c in learned_classes()]
    if filing:
        each = ((c, f.about) for f in case.fragments for c in learned_classes())
        rows = [(c, r | subject_features(c, a)) for (_, r), (c, a) in zip(rows, each, strict=True)]
    return [r if "kind" in label else {**r, ALONE: 1.0, f"{ALONE}:{c}": 1.0} for c, r in rows]


def fit(examples: list[Example], penalty: float = PENALTY) -> Any:
    """Weights of the features, the intercept last: most likely given the labels, and small.

    A change has a label unless none of its fragments gives it: 1 - product of (1 - chance).
    """
    x = vstack([e.rows for e in examples]).tocsr()
    turned = x.T.tocsr()
    size = len(learned_classes())
    offsets = itertools.accumulate((size for _ in examples), initial=0)
    group = np.concatenate(
        [
            offset + np.tile(np.arange(size), e.rows.shape[0] // size)
            for offset, e in zip(offsets, examples, strict=False)
        ]
    )
    y = np.concatenate([e.labels for e in examples]).astype(float)
    worth = np.repeat([e.worth for e in examples], size)

    def loss(w: Any) -> tuple[float, Any]:
        z = x @ w[:-1] + w[-1]
        none = np.bincount(group, np.logaddexp(0, z), minlength=len(y))  # -log of no chance
        some = np.clip(-np.expm1(-none), 1e-9, 1)
        slope = worth * ((1 - y) - y * np.exp(-none) / some)
        by_row = slope[group] / (1 + np.exp(-np.clip(z, -50, 50)))
        value = (worth * ((1 - y) * none - y * np.log(some))).sum()
        value += penalty / 2 * (w[:-1] ** 2).sum()
        return value, np.append(turned @ by_row + penalty * w[:-1], by_row.sum())

    start = np.append(np.zeros(x.shape[1]), -3.0)
    return minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": STEPS}).x


def chances(w: Any, e: Example) -> Any:
    """By class, how likely the change has the label."""
    z = (e.rows @ w[:-1] + w[-1]).reshape(e.definite.shape)
    z = np.where(e.definite, log(DEFINITE / (1 - DEFINITE)), z)
    return -np.expm1(-np.logaddexp(0, z).sum(axis=0))


def f1(found: list[Any], labels: list[Any]) -> float:
    """Micro-F1 over all changes and classes."""
    hit = sum((p & y).sum() for p, y in zip(found, labels, strict=True))
    total = sum(p.sum() + y.sum() for p, y in zip(found, labels, strict=True))
    return float(2 * hit / max(1, total))


def validate(examples: list[Example], folds: int, seeds: int, penalty: float = PENALTY) -> float:
    """Print micro-F1 by fold of services, for several partitions; return the best threshold.

    Only changes count that were read whole, where there are any.
    """
    runs = []
    for seed in range(1, seeds + 1):
        fold = partition([e.service for e in examples], folds, seed)
        found: list[Any] = [None] * len(examples)
        for k in range(folds):
            w = fit([e for e in examples if fold[e.service] != k], penalty)
            for i, e in enumerate(examples):
                if fold[e.service] == k:
                    found[i] = chances(w, e)
        runs.append((fold, [p for p, e in zip(found, examples, strict=True) if counts(e)]))
    examples = [e for e in examples if counts(e)]
    y = [e.labels for e in examples]
    level = max(LEVELS, key=lambda t: sum(f1([p > t for p in found], y) for _, found in runs))
    for seed, (fold, found) in enumerate(runs, start=1):
        print(
            f"partition {seed}: micro-F1 {f1([p > level for p in found], y):.3f}, by fold", end=""
        )
        for k in range(folds):
            test = [i for i, e in enumerate(examples) if fold[e.service] == k]
            part = f1([found[i] > level for i in test], [y[i] for i in test])
            print(f" {part:.3f}", end="")
        print()
    print(f"threshold {level:.2f}")
    for n, cls in enumerate(learned_classes()):
        every = [f1([p[n] > level for p in found], [v[n] for v in y]) for _, found in runs]
        print(f"{cls:20} {sum(v[n] for v in y):3} labelled, F1 {np.mean(every):.2f}")
    return float(level)


def counts(e: Example) -> bool:
    """Is it a change that was read whole?"""
    return e.change and e.worth == 1.0


def partition(services: list[str], folds: int, seed: int) -> dict[str, int]:
    """Service -> fold."""
    names = sorted(set(services))
    random.Random(seed).shuffle(names)
    return {s: i % folds for i, s in enumerate(names)}


def paragraphs(
    path: Path, documents: list[tuple[str, Document]]
) -> list[tuple[dict[str, Any], Case]]:
    """Paragraphs and sentences with their labels, each as if it had been put into its document."""
    labels = defaultdict(list)
    for entry in map(json.loads, path.read_text("utf-8").splitlines()):
        labels[entry["text"]].append(entry)
    found = []
    for service, document in documents:
        for section in document.sections:
            for block in section.blocks:
                key = hashlib.sha256(block.text.encode()).hexdigest()[:16]
                for e in labels.pop(key, ()):
                    old = block.text[: e["start"]] + block.text[e["end"] :]
                    added = ((e["start"], e["end"]),)
                    case = case_in(document, Passage(section.path, old, block.text, (), added))
                    found.append(({"service": service, "classes": e["classes"]}, case))
    return found


def company(label: dict[str, Any]) -> str:
    """Whose page it is: what two of its services have in common."""
    first = str(label.get("company") or label["service"].split(" ")[0])
    return re.sub(r"[^a-z0-9]", "", first.lower())


def filed_under(label: dict[str, Any]) -> list[str]:
    """The classes of a change: its own, or those of its passages that matter."""
    if "items" not in label:
        return list(label["classes"])
    items = (item for item in label["items"] if item["weight"] >= MATTERS)
    return sorted({cls for item in items for cls in item["classes"]})


def labelled(
    files: Sequence[Path], *, filing: bool = False
) -> tuple[list[tuple[dict[str, Any], Case]], list[tuple[str, Document]]]:
    """Every change that matters and every paragraph with its label; the documents by company."""
    cases: list[tuple[dict[str, Any], Case]] = []
    documents: list[tuple[str, Document]] = []
    for pairs, labels in zip(files[::2], files[1::2], strict=True):
        known = {label["id"]: label for label in read(labels)}
        for pair in read(pairs):
            if (label := known.get(pair["id"])) is None:
                continue
            old, new = (extract(pair[side], pair["media_type"]) for side in ("old", "new"))
            whose = company(label)
            documents += [(whose, new), (whose, old)]
            if label["kind"] == "substantive":
                compared = diff(old, new)
                row = {"service": whose, "kind": label["kind"], "classes": filed_under(label)}
                row["whole"] = "items" in label
                cases.append(
                    (row, case_of(passages(compared), compared, WHOLE if filing else LIMIT))
                )
    return cases + paragraphs(Path(__file__).with_name("paragraphs.jsonl"), documents), documents


def weights(
    names: Sequence[str], examples: list[Example], level: float, penalty: float = PENALTY
) -> dict[str, Any]:
    """The table that is shipped."""
    w = fit(examples, penalty)
    return {
        "source": "Open Terms Archive, ODC-BY 1.0",
        "threshold": round(level, 2),
        "intercept": round(float(w[-1]), 4),
        "weights": {
            n: round(float(v), 4)
            for n, v in zip(names, w[:-1], strict=True)
            if n.partition(":")[0] != ALONE
        },
    }


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", type=Path, nargs="+", help="pairs and labels, in turn")
    parser.add_argument("--write", action="store_true", help="write the tables into the package")
    parser.add_argument("--words", action="store_true", help="count the words again as well")
    parser.add_argument("--folds", type=int, default=8)
    parser.add_argument("--seeds", type=int, default=3, help="partitions into folds")
    parser.add_argument("--filing", action="store_true", help="fit rules/filing.json instead")
    options = parser.parse_args()
    penalty = FILING_PENALTY if options.filing else PENALTY
    cases, documents = labelled(options.files, filing=options.filing)
    if options.words:
        write(
            RULES / "words.json",
            {"source": "Open Terms Archive, ODC-BY 1.0", "classes": topic_words(documents)},
        )
        topics.table.cache_clear()
        cases, _ = labelled(options.files, filing=options.filing)
    names, examples = table(cases, filing=options.filing)
    level = validate(examples, options.folds, options.seeds, penalty)
    if options.write:
        name = "filing.json" if options.filing else "weights.json"
        write(RULES / name, weights(names, examples, level, penalty))


def write(path: Path, data: dict[str, Any]) -> None:
    """JSON, one entry a line, so that a change of it can be read."""
    path.write_text(json.dumps(data, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    print(f"wrote {path}")


if __name__ == "__main__":
    main()
