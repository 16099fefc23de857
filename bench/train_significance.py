"""Fit what matters in a change to passages weighed by readers; answer every pair out of fold.

    python bench/train_significance.py GIST LABELS --notes PAIRS LABELS --write
    python bench/train_significance.py GIST LABELS --notes PAIRS LABELS --answers RESULTS

GIST and LABELS: pairs of versions and, for each, its changed passages with a weight from 0 to 3 and
classes. PAIRS and LABELS: pairs of which a reader only noted in a few words what changed; the edits
that share most of these words stand for the point. --write makes rules/significance.json of it all.
--answers compares every pair with models that saw no pair of its company, for a scorer: what
matters, and what a change is filed under (bench/train_classes.py).

Data: Open Terms Archive (versions and labels of changes), ODC-BY 1.0. Needs what the product does
not: pip install '.[train]'.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
import train_classes
from pairs import read, seen_on
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import Ridge

import monitor.classify as classify
from monitor.api import compare
from monitor.classify import class_model, significance
from monitor.classify.changed_passages import passages
from monitor.classify.clauses import deciding
from monitor.classify.edit_wording import lists
from monitor.classify.edits import Edit, edits_of
from monitor.diff import diff
from monitor.extract import extract

RULES = Path(__file__).resolve().parents[1] / "monitor" / "classify" / "rules"
FOUNDED = 0.7  # part of an edit's words that must stand in a labelled passage
LEAST_SEEN = 3  # edits in which a word must stand to be learned
PENALTY = 1.0
SLIGHT = 0.002  # words with less weight are left out
TOP = 1  # place of the order that is fitted: what a line begins with
RANKERS = 4  # sets of trees whose ranks are averaged: one alone moves by its draw of rows
FOLDS = 6  # of companies
INNER = 5  # folds for the words' weights that the trees are shown
NOTED, LIKE_IT = 0.85, 0.6  # parts of the best edit's overlap with a note
LEAST_NOTED = 0.34
MOST_NOTED = 150  # edits of a change that a few words can stand for
TREES = {
    "n_estimators": 110,
    "learning_rate": 0.06,
    "num_leaves": 8,
    "min_child_samples": 20,
    "subsample": 0.8,
    "subsample_freq": 1,
    "colsample_bytree": 0.4,
    "reg_lambda": 5.0,
    "random_state": 0,
    "n_jobs": 2,
    "verbose": -1,
    "deterministic": True,
    "force_row_wise": True,
}
_WORD = re.compile(r"\w+")
_EMPTY = lists().function | {"new", "added", "removed", "changed", "updated", "clause", "section"}


@dataclass
class Example:
    """One pair with the weight of each of its edits; -1 where no label says."""

    pair: dict[str, Any]
    company: str
    kind: str  # as readers gave it
    edits: tuple[Edit, ...]
    sizes: tuple[int, int]
    weights: list[int]
    noted: bool = False  # weights guessed from a note
    unseen: dict[str, float] = field(default_factory=dict)  # words, weighed without its company


def fold_of(company: str, folds: int, salt: str = "") -> int:
    """The same on every machine."""
    return int(hashlib.sha256((salt + company).encode()).hexdigest(), 16) % folds


def shown(edit: Edit) -> str:
    """The clause that a point would quote."""
    text, marks = (edit.new, edit.added) if edit.new else (edit.old, edit.removed)
    return text[slice(*deciding(text, marks))]


def example(pair: dict[str, Any], company: str, kind: str) -> Example:
    """A pair as the classifier reads it, without weights."""
    old = extract(pair["old"], pair["media_type"])
    new = extract(pair["new"], pair["media_type"])
    found = edits_of(passages(diff(old, new)))
    return Example(pair, company, kind, found, (old.words, new.words), [-1] * len(found))


def weighed(pairs: Path, labels: Path) -> list[Example]:
    """Pairs of which every changed passage has a weight."""
    known = {row["id"]: row for row in read(labels)}
    found = []
    for pair in read(pairs):
        if (label := known.get(pair["id"])) is None:
            continue
        items = [(set(_words(i["old"])) | set(_words(i["new"])), i) for i in label["items"]]
        made = example(pair, label["company"], label["kind"])
        hits = [_founded(shown(edit), items) for edit in made.edits]
        made.weights = [max((i["weight"] for i in hit), default=-1) for hit in hits]
        found.append(made)
    return found


def _words(text: str) -> list[str]:
    return _WORD.findall((text or "").casefold())


def _founded(text: str, items: Sequence[tuple[set[str], dict[str, Any]]]) -> list[dict[str, Any]]:
    own = _words(text)
    shares = (
        [(sum(w in words for w in own) / len(own), item) for words, item in items] if own else []
    )
    best = max((share for share, _ in shares), default=0.0)
    return [item for share, item in shares if share == best >= FOUNDED]


def noted(pairs: Path, labels: Path, others: Set[str] = frozenset()) -> list[Example]:
    """Pairs with a kind and a note of a few words: the edits that share most of it count.

    `others`: companies as the other labels name them.
    """
    known = {row["id"]: row for row in read(labels)}
    found = []
    for pair in read(pairs):
        if (label := known.get(pair["id"])) is None:
            continue
        made = example(pair, _company(pair["service"], others), label["kind"])
        own = [w for w in _words(label["note"]) if w not in _EMPTY]
        if own and label["kind"] == "substantive" and 2 <= len(made.edits) <= MOST_NOTED:
            overlap = [_overlap(own, edit) for edit in made.edits]
            if (best := max(overlap)) >= LEAST_NOTED:
                made.noted = True
                made.weights = [
                    3 if o >= NOTED * best else 2 if o >= LIKE_IT * best else 1 for o in overlap
                ]
        found.append(made)
    return found


def _company(service: str, others: Set[str]) -> str:
    """Whose service it is: "Google Maps" google's, "Financial Times" no other company's."""
    first, whole = (re.sub(r"[^a-z0-9]", "", s.lower()) for s in (service.split(" ")[0], service))
    return whole if whole in others else first


def _overlap(note: Sequence[str], edit: Edit) -> float:
    marked = [edit.new[a:b] for a, b in edit.added] + [edit.old[a:b] for a, b in edit.removed]
    there = {w[:5] for w in _words(" ".join((*marked, *edit.passage.path[-1:])))}
    return sum(w[:5] in there for w in note) / len(note)


# -------------------------------------------------------------------------------- fit


def fit(examples: Sequence[Example]) -> dict[str, Any]:
    """Words and trees for single edits."""
    learned = _fit_words(examples)
    rows: list[list[float]] = []
    for one in examples:
        # The trees must see the words' weights as they are for a company never seen.
        rows += significance.measures(one.edits, one.sizes, one.unseen)
    table = np.array(rows)
    weights = np.array([w for e in examples for w in e.weights])
    read_whole = np.array([not e.noted for e in examples for _ in e.weights])
    known = (weights >= 0) & read_whole
    weight = lightgbm.LGBMRegressor(**TREES).fit(table[known], weights[known])
    tells = [e.kind == "substantive" and max(e.weights, default=-1) >= 0 for e in examples]
    ranked = np.array([tell for e, tell in zip(examples, tells, strict=True) for _ in e.weights])
    gain = np.where(weights == 3, 3, np.where(weights == 2, 1, 0))
    sizes = [len(e.weights) for e, tell in zip(examples, tells, strict=True) if tell]
    rank: list[Any] = []
    for seed in range(RANKERS):
        settings = {**TREES, "random_state": seed}
        ranker = lightgbm.LGBMRanker(
            label_gain=[0, 1, 3, 7], lambdarank_truncation_level=TOP, **settings
        )
        rank += trees(ranker.fit(table[ranked], gain[ranked], group=sizes), 1 / RANKERS)
    return {"words": learned, "weight": trees(weight), "rank": rank}


def _fit_words(examples: Sequence[Example]) -> dict[str, float]:
    """All words' weights; and in each example those that were fitted without its company."""
    for inner in range(INNER):
        learned = _ridge([e for e in examples if fold_of(e.company, INNER, "inner") != inner])
        for one in (e for e in examples if fold_of(e.company, INNER, "inner") == inner):
            one.unseen = learned
    return _ridge(examples)


def _ridge(examples: Sequence[Example]) -> dict[str, float]:
    found = [
        (significance.terms(edit), weight)
        for e in examples
        for edit, weight in zip(e.edits, e.weights, strict=True)
        if weight >= 0
    ]
    seen = Counter(name for terms, _ in found for name in terms)
    kept = [{n: v for n, v in terms.items() if seen[n] >= LEAST_SEEN} for terms, _ in found]
    vectorizer = DictVectorizer()
    table = vectorizer.fit_transform(kept)
    model = Ridge(alpha=PENALTY).fit(table, [weight for _, weight in found])
    pairs = zip(vectorizer.feature_names_, model.coef_, strict=True)
    return {
        "": round(float(model.intercept_), 4),
        **{n: round(float(w), 3) for n, w in pairs if abs(w) >= SLIGHT},
    }


def trees(model: Any, share: float = 1.0) -> list[Any]:
    """LightGBM's trees as nested lists: [measure, threshold, left, right] or a leaf's value."""
    dumped = model.booster_.dump_model()["tree_info"]

    def node(n: dict[str, Any]) -> Any:
        if "leaf_value" in n:
            return round(n["leaf_value"] * share, 5)
        return [
            n["split_feature"],
            float(f"{n['threshold']:.6g}"),
            node(n["left_child"]),
            node(n["right_child"]),
        ]

    return [node(tree["tree_structure"]) for tree in dumped]


# ---------------------------------------------------------------------------- command


def answers(
    examples: Sequence[Example], notes: Sequence[Example], files: Sequence[Path], out: Path
) -> None:
    """Compare every pair with models that saw no pair of its company; a line each."""
    cases, _ = train_classes.labelled(files, filing=True)
    names, filed = train_classes.table(cases, filing=True)
    level = class_model.filing().threshold
    with out.open("w", encoding="utf-8") as file:
        for number in range(FOLDS):
            inside = [e for e in examples if fold_of(e.company, FOLDS) == number]
            rest = [e for e in (*examples, *notes) if fold_of(e.company, FOLDS) != number]
            use(fit(rest))
            others = [e for e in filed if fold_of(e.service, FOLDS) != number]
            use_filing(train_classes.weights(names, others, level, train_classes.FILING_PENALTY))
            for e in inside:
                pair = e.pair
                change = compare(pair["old"], pair["new"], pair["media_type"], on=seen_on(pair))
                row = {"id": pair["id"], **change.to_dict()}
                file.write(json.dumps(row, ensure_ascii=False) + "\n")


def use(fitted: dict[str, Any]) -> None:
    """Let the product read with this model instead of the shipped one."""
    model = significance.Model(**fitted)
    significance.model = lambda: model


def use_filing(fitted: dict[str, Any]) -> None:
    """Let the product file changes by these weights instead of the shipped ones."""
    weights = class_model.weights_of(fitted, about=True)
    for module in (class_model, classify):
        module.filing = lambda: weights  # type: ignore[attr-defined]


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pairs", type=Path)
    parser.add_argument("labels", type=Path)
    parser.add_argument("--notes", type=Path, nargs=2, default=None)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--answers", type=Path)
    options = parser.parse_args()
    examples = weighed(options.pairs, options.labels)
    companies = {e.company for e in examples}
    notes = noted(*options.notes, companies) if options.notes else []
    if options.answers:
        files = [options.pairs, options.labels, *(options.notes or ())]
        answers(examples, notes, files, options.answers)
    if options.write:
        everything = [*examples, *notes]
        fitted = fit(everything)
        text = json.dumps(fitted, ensure_ascii=False, separators=(",", ":"))
        (RULES / "significance.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
