"""How much a change matters as a whole: the rules' verdict and the weights of its edits, weighed.

The rules (kind.py) read each block by itself; readers agree less with some than with others,
and more where an edit weighs much. Fitted by bench/train_significance.py (rules/significance.json).
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, log1p

from monitor.classify import significance
from monitor.classify.kind import Judgement
from monitor.classify.significance import Model, Weighed, total
from monitor.classify.typos import is_typo
from monitor.model import Change, Kind

# To miss a change is worse than to tell of style: the rules are overruled only by much.
STAYS = 0.15  # chance of being substantive from which a change stays so
BECOMES = 0.75  # and from which one becomes so that the rules call editorial or noise
NOISE = 0.6
# These are decided by what they are, whatever the words weigh.
SURE = frozenset(
    (
        "in-force-later",
        "nothing-differs",
        "laid-out-anew",
        "came-back-from-an-error",
        "statement",
        "currency",
        "price",
    )
)
SIGNS = ("sign", "currency", "the-servers-day")  # one sign decides, which no word shows
_KINDS = (Kind.NOISE, Kind.EDITORIAL, Kind.SUBSTANTIVE)


def kind_of(verdict: Judgement, weighed: Sequence[Weighed], change: Change) -> Kind:
    """The kind of the whole change. The rules' own where they are sure or no edit was weighed."""
    if verdict.rule in SIGNS:
        return verdict.kind
    if weighed and all(is_typo(w.edit) for w in weighed):
        return Kind.EDITORIAL
    learned = significance.model()
    if not weighed or not learned.substantive or verdict.rule in SURE:
        return verdict.kind
    if verdict.kind is Kind.SUBSTANTIVE and any(w.edit.came_from for w in weighed):
        return verdict.kind  # the same words below another heading say something else
    row = measures(verdict, weighed, change, learned)
    likely = chance(total(learned.substantive, row))
    if likely >= (STAYS if verdict.kind is Kind.SUBSTANTIVE else BECOMES):
        return Kind.SUBSTANTIVE
    if verdict.kind is not Kind.SUBSTANTIVE:
        return verdict.kind
    return Kind.NOISE if chance(total(learned.noise, row)) >= NOISE else Kind.EDITORIAL


def chance(sum_of_trees: float) -> float:
    """The logistic function."""
    return 1 / (1 + exp(-max(-60.0, min(60.0, sum_of_trees))))


def measures(
    verdict: Judgement, weighed: Sequence[Weighed], change: Change, learned: Model
) -> list[float]:
    """What the trees read of a change."""
    weights = sorted((w.weight for w in weighed), reverse=True)
    ranks = sorted((w.rank for w in weighed), reverse=True)
    came = sum(b - a for w in weighed for a, b in w.edit.added)
    gone = sum(b - a for w in weighed for a, b in w.edit.removed)
    top = max(weighed, key=lambda w: w.weight).edit
    roles = [d.role for d in change.dates]
    return [
        float(_KINDS.index(verdict.kind)),
        learned.rules.get(verdict.rule, 0.5),
        weights[0],
        weights[1] if len(weights) > 1 else -1.0,
        sum(weights) / len(weights),
        sum(w > 1.5 for w in weights) / len(weights),
        ranks[0],
        log1p(len(weighed)),
        log1p(came),
        log1p(gone),
        came / (came + gone + 1),
        float(("added", "removed", "changed").index(top.side)),
        log1p(max(len(top.old), len(top.new))),
        float(sum(role == "effective" for role in roles)),
        float(sum(role == "updated" for role in roles)),
        float(sum(role == "deadline" for role in roles)),
        float(len(change.regions_added)),
        float(len(change.regions_removed)),
        float(len(change.classes)),
        float(sum(w.edit.passage.heading for w in weighed) / len(weighed)),
        float(sum(w.edit.passage.row for w in weighed) / len(weighed)),
        float(len({w.edit.passage.path for w in weighed})),
    ]
