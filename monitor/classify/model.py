"""Which classes a change is filed under, from the evidence for each."""

from __future__ import annotations

from monitor.classify.catalogue import catalogue
from monitor.classify.evidence import Body, Evidence
from monitor.types import Comparison

_LEAST = 3.0
_SHARE = 0.5


def choose(body: Body, comparison: Comparison, *, dates: bool, regions: bool) -> tuple[str, ...]:
    """Class names, dates and places first, then by weight of evidence."""
    scores = {c: _score(e) for c, e in body.classes.items()}
    top = max(scores.values(), default=0.0)
    names = [c.name for c in catalogue()]
    chosen = sorted(
        (c for c, s in scores.items() if s >= _LEAST and s >= _SHARE * top),
        key=lambda c: (-scores[c], names.index(c)),
    )
    first = [c for c, yes in (("effective-date", dates), ("region", regions)) if yes]
    return tuple(first + chosen)


def _score(e: Evidence) -> float:
    return (
        3.0 * min(e.inside["strong"], 10)
        + 1.5 * min(e.inside["medium"], 6)
        + 0.5 * min(e.inside["weak"], 4)
        + 0.6 * min(e.around["strong"], 4)
        + 2.0 * min(e.heading, 3)
    )
