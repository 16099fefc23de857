"""Fit what a text is about to the headings above the paragraphs of policies; write the table.

    python bench/train_headings.py PAIRS…

PAIRS: JSON Lines with the two versions of a document, also .zst; no label is read. A paragraph is
of the classes that its heading names (monitor/classify/rules/headings.toml). The terms that tell
most are kept, and their weights fitted again: rules/heading_model.json.

Data: Open Terms Archive (versions), ODC-BY 1.0. Needs what the product does not:
pip install '.[train]'.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log
from pathlib import Path
from typing import Any

import numpy as np
from pairs import read
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from train_classes import RULES, company, heading_classes

from monitor.classify.class_catalogue import heading_patterns
from monitor.classify.class_model import learned_classes
from monitor.classify.heading_model import grams, values
from monitor.classify.lexicon import words
from monitor.classify.topics import terms
from monitor.extract import extract

LEAST_COMPANIES = 5  # in whose texts a term must stand
LEAST_TEXT = 40  # characters of a paragraph
MOST_WORDS = 400
TELLING = 420  # terms kept for each class
LOOSE, TIGHT = 1.0, 3.0  # inverse penalties: while terms are chosen, and with those chosen
RARE_CLASS = 1 / 3  # what the paragraphs of a class weigh against all others
SLIGHT = 0.15


@dataclass(frozen=True)
class Paragraph:
    """One paragraph under a heading that names a class."""

    company: str
    classes: frozenset[str]
    names: tuple[str, ...]


def paragraphs(pairs: Iterable[dict[str, Any]]) -> list[Paragraph]:
    """Every paragraph once, under the heading where it was first seen."""
    patterns = heading_patterns()
    found: dict[str, Paragraph | None] = {}
    for pair in pairs:
        for side in ("new", "old"):
            for section in extract(pair[side], pair["media_type"]).sections:
                classes = frozenset(heading_classes(section.path, patterns))
                for block in section.blocks:
                    if block.key in found or len(block.text) < LEAST_TEXT:
                        continue
                    names = tuple(terms(words(block.text)[:MOST_WORDS]))
                    found[block.key] = Paragraph(company(pair), classes, names) if classes else None
    return [p for p in found.values() if p]


def fit(found: Sequence[Paragraph]) -> dict[str, Any]:
    """The table that is shipped."""
    seen: dict[str, set[str]] = defaultdict(set)
    frequency: Counter[str] = Counter()
    for p in found:
        own = set(grams(p.names))
        frequency.update(own)
        for term in own:
            seen[term].add(p.company)
    idf = {
        t: log((1 + len(found)) / (1 + frequency[t])) + 1
        for t, companies in sorted(seen.items())
        if len(companies) >= LEAST_COMPANIES
    }
    names, loose, _ = _weights(found, idf, LOOSE)
    telling = {names[i] for row in loose for i in np.argsort(-np.abs(row))[:TELLING]}
    names, weights, bias = _weights(found, {t: idf[t] for t in idf if t in telling}, TIGHT)
    weights[np.abs(weights) < SLIGHT] = 0
    return {
        "classes": learned_classes(),
        "bias": [round(float(b), 2) for b in bias],
        "terms": {
            name: [round(idf[name], 2), *(_short(w) for w in weights[:, i])]
            for i, name in enumerate(names)
        },
    }


def _short(number: float) -> float:
    """One decimal, and 0 rather than 0.0: the file is mostly noughts."""
    return round(float(number), 1) or 0


def _weights(
    found: Sequence[Paragraph], idf: dict[str, float], penalty: float
) -> tuple[list[str], Any, Any]:
    """The terms, and for each class their weights and its bias."""
    vectorizer = DictVectorizer()
    table = vectorizer.fit_transform([values(p.names, idf) for p in found])
    table.indices, table.indptr = table.indices.astype("i4"), table.indptr.astype("i4")
    rows, bias = [], []
    for cls in learned_classes():
        there = np.array([cls in p.classes for p in found])
        shares = Counter((p.company, bool(y)) for p, y in zip(found, there, strict=True))
        # A company with a hundred paragraphs on cookies knows no hundred times as much of them.
        worth = np.array(
            [shares[p.company, bool(y)] ** -0.5 for p, y in zip(found, there, strict=True)]
        )
        worth[there] *= RARE_CLASS * worth[~there].sum() / worth[there].sum()
        model = LogisticRegression(C=penalty, max_iter=200, solver="liblinear")
        model.fit(table, there, sample_weight=worth / worth.mean())
        rows.append(model.coef_[0])
        bias.append(model.intercept_[0])
    return list(vectorizer.feature_names_), np.array(rows), bias


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", type=Path, nargs="+", help="pairs of versions")
    options = parser.parse_args()
    fitted = fit(paragraphs(pair for path in options.files for pair in read(path)))
    text = json.dumps(fitted, ensure_ascii=False, separators=(",", ":"))
    text = text.replace("],", "],\n")  # a term a line, so that a change of it can be read
    (RULES / "heading_model.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
