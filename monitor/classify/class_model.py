"""Which classes a change is filed under, by named features of what changed below each heading.

Every fragment of the change has, for every class, a chance of its own to be why a reader files the
change there: a logistic function of its features. The change is filed unless all of them fail.
bench/train_classes.py fitted the weights to changes labelled by readers, two sets of them:
rules/weights.json says whether a change has a subject at all, and rules/filing.json, which reads
more of the change and what its sentences are about, under which classes one that matters is filed.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp, prod
from typing import Any

from monitor.classify.changed_passages import Passage
from monitor.classify.class_catalogue import catalogue
from monitor.classify.contacts import one_sided
from monitor.classify.definite import about_cookies, definite
from monitor.classify.evidence import Evidence, gather
from monitor.classify.fact_changes import changes
from monitor.classify.features import Case, Fragment, document_type, features, subject_features
from monitor.classify.fragments import fragments, names_only
from monitor.classify.topics import topics
from monitor.classify.window import LIMIT, window
from monitor.model import Comparison, Document
from monitor.text.training import of_people, trains

DEFINITE = 0.95  # chance of a class that a fragment has by what it is
LEAST = 0.05  # chance of a class that stands for a change when no other does
NAMED = 0.2  # chance from which what is on no other subject is on the products that it names
AI, PRODUCTS = "ai-training", "product-scope"
WHOLE = 6000  # characters from either end of a change by which it is filed
UNLEARNED = ("effective-date", "region", "other")  # known from the findings, or by default


@dataclass(frozen=True, slots=True)
class Weights:
    """The fitted model."""

    threshold: float
    intercept: float
    weights: Mapping[str, float]
    about: bool = False  # do they ask what the changed sentences are about?


@cache
def fitted() -> Weights:
    """The shipped model of whether a change has a subject, for a case of :data:`LIMIT`."""
    return weights_of(_shipped("weights.json"))


@cache
def filing() -> Weights:
    """The shipped model of what a change is filed under, for a case of :data:`WHOLE`."""
    return weights_of(_shipped("filing.json"), about=True)


def weights_of(data: Mapping[str, Any], *, about: bool = False) -> Weights:
    """A model as bench/train_classes.py wrote it."""
    return Weights(data["threshold"], data["intercept"], data["weights"], about)


def _shipped(name: str) -> dict[str, Any]:
    raw = files("monitor.classify.rules").joinpath(name).read_text(encoding="utf-8")
    return json.loads(raw)  # type: ignore[no-any-return]  # an object, by the script that writes it


def learned_classes() -> tuple[str, ...]:
    """The classes that the model decides, in the order of the catalogue."""
    return tuple(c.name for c in catalogue() if c.name not in UNLEARNED)


def case_of(passages: Sequence[Passage], comparison: Comparison, limit: int = LIMIT) -> Case:
    """All that speaks for the classes of a change, in its first and last `limit` characters."""
    kind = document_type(comparison.new)
    if kind == "other":
        kind = document_type(comparison.old)
    language = comparison.new.language or comparison.old.language
    cookies = about_cookies(comparison.new) or about_cookies(comparison.old)
    return _case(window(passages, limit), kind, language, cookies)


def widened(case: Case, passages: Sequence[Passage], comparison: Comparison) -> Case:
    """The case of a change with more of it: what it is filed by. The same where that is no more."""
    if window(passages, WHOLE) == window(passages):
        return case
    return case_of(passages, comparison, WHOLE)


def case_in(document: Document, passage: Passage) -> Case:
    """The same for one passage of a document."""
    kind = document_type(document)
    return _case((passage,), kind, document.language, about_cookies(document))


def _case(passages: Sequence[Passage], kind: str, language: str, cookies: bool) -> Case:
    found = (_fragment(f, language, cookies) for f in fragments(passages))
    return Case(tuple(found), kind)


def _fragment(passages: tuple[Passage, ...], language: str, cookies: bool) -> Fragment:
    facts = Counter(f.cls for p in passages for f in changes(p, language))
    foreign = not language.lower().startswith("en")  # also where it is unknown
    addresses = one_sided(passages)
    return Fragment(
        passages,
        gather(passages, foreign),
        topics(passages, foreign=foreign),
        facts,
        addresses,
        definite(passages, addresses, cookies=cookies),
    )


def chance(cls: str, fragment: Fragment, case: Case, weights: Weights) -> float:
    """How likely the fragment alone puts the change into the class, 0 to 1."""
    if cls in fragment.definite:
        return DEFINITE
    z = weights.intercept
    measured = features(cls, fragment, case)
    if weights.about:
        measured |= subject_features(cls, fragment.about)
    for name, value in measured.items():
        if value:  # most are 0
            z += weights.weights.get(name, 0.0) * value
    return 1 / (1 + exp(-max(-60.0, min(60.0, z))))


def probability(cls: str, case: Case, weights: Weights) -> float:
    """How likely a reader files the change under the class, 0 to 1."""
    return 1 - prod(1 - chance(cls, f, case, weights) for f in case.fragments)


def leading(cls: str, case: Case) -> Fragment | None:
    """The fragment that speaks most for filing a change under a class."""
    return max(case.fragments, key=lambda f: chance(cls, f, case, filing()), default=None)


def choose(case: Case, weights: Weights, *, dates: bool, regions: bool) -> tuple[str, ...]:
    """Class names: dates and places first, then the most likely first.

    Words that stayed as they were never make a class alone.
    """
    chances = {c: probability(c, case, weights) for c in _told_by(case)}
    chosen = sorted(
        (c for c, p in chances.items() if p > weights.threshold), key=lambda c: -chances[c]
    )
    first = [c for c, yes in (("effective-date", dates), ("region", regions)) if yes]
    return (*first, *chosen)


def likeliest(case: Case, weights: Weights) -> tuple[str, ...]:
    """The class, or two about as likely, of a change that none is likely enough for.

    Nothing where no word speaks for any: neither one that changed nor one beside it.
    """
    told = {c for f in case.fragments for c in (*f.body.classes, *f.topics.inside)}
    chances = {c: probability(c, case, weights) for c in learned_classes() if c in told}
    least = max(LEAST, 0.8 * max(chances.values(), default=0.0))
    found = sorted((c for c in chances if chances[c] >= least), key=lambda c: -chances[c])[:2]
    if AI in found and all(_only_names(f) for f in case.fragments):
        found = [PRODUCTS if c == AI else c for c in found]
    if AI in found and trains_people(case):
        found.remove(AI)
    return tuple(dict.fromkeys(found))


def trains_people(case: Case) -> bool:
    """Are people trained, as guides are in first aid, and no model?"""
    texts = _texts(case)
    return any(map(of_people, texts)) and not any(map(trains, texts))


def nearest(case: Case) -> tuple[str, ...]:
    """The same for what a change that matters is filed under. Any text names some product or
    feature: that alone makes it no change of what is offered.
    """
    barely = probability(PRODUCTS, case, filing()) < NAMED
    return tuple(c for c in likeliest(case, filing()) if not (barely and c == PRODUCTS))


def _texts(case: Case) -> list[str]:
    """The changed texts of a case, before and now."""
    return [text for f in case.fragments for p in f.passages for text in (p.old, p.new) if text]


def _only_names(f: Fragment) -> bool:
    """One more product beside words on AI is not more training, unless the heading is on it."""
    e = f.body.classes.get(AI)
    return not (e and e.heading) and names_only(f.passages)


def _told_by(case: Case) -> list[str]:
    """Classes for which a changed word speaks."""
    return [c for c in learned_classes() if any(_speaks(c, f) for f in case.fragments)]


def _speaks(cls: str, f: Fragment) -> bool:
    return cls in f.definite or bool(f.topics.inside[cls]) or _inside(f.body.classes.get(cls))


def _inside(e: Evidence | None) -> bool:
    return e is not None and e.inside.total() > 0
