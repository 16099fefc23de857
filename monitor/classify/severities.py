"""How urgent a change is: a table of points that the user can change in the watchlist."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from monitor.model import SEVERITIES, DateChange, Finding, Kind

# Points for a substantive change: the highest of its classes counts, each further fact adds one.
# "editorial" and "noise" are the points of those kinds, whatever their classes.
DEFAULTS: Mapping[str, int] = MappingProxyType(
    {
        "noise": 0,
        "editorial": 0,
        "ai-training": 2,
        "choice": 2,
        "region": 1,
        "data-use": 1,
        "data-sharing": 1,
        "minors": 1,
        "user-rights": 1,
        "legal-basis": 1,
        "retention": 1,
        "dispute-resolution": 1,
        "content-licence": 1,
        "liability": 1,
        "payment": 1,
        "termination": 1,
        "acceptable-use": 1,
        "tracking": 1,
        "security": 1,
        "contact-entity": 1,
        "policy-change": 1,
        "product-scope": 0,
        "effective-date": 0,
        "other": 0,
        # what the findings add
        "upcoming": 1,  # a date in force that was announced or moved
        "deadline": 1,  # there is something to do by a day
        "default-on": 1,  # on unless one objects
        "retroactive": 1,
        "region-added": 1,
    }
)


def severity(
    kind: Kind,
    classes: Iterable[str],
    dates: Iterable[DateChange] = (),
    findings: Iterable[Finding] = (),
    table: Mapping[str, int] | None = None,
) -> str:
    """One of :data:`monitor.model.SEVERITIES`. `table` overrides single entries of DEFAULTS.

    A class may be given as points (0 to 3) or, from the watchlist, as one of the severity names.
    """
    points = dict(DEFAULTS)
    points.update(table or {})
    if kind is not Kind.SUBSTANTIVE:
        return _name(points.get(str(kind), 0))
    total = max((points.get(c, 0) for c in classes), default=0)
    for fact in sorted(_facts(dates, findings)):
        total += points.get(fact, 0)
    return _name(total)


def _facts(dates: Iterable[DateChange], findings: Iterable[Finding]) -> set[str]:
    facts = set()
    for d in dates:
        if d.new and d.role == "deadline":
            facts.add("deadline")
        elif d.new and d.role == "effective":
            facts.add("upcoming")
    for f in findings:
        if f.fact == "default" and f.new == "on":
            facts.add("default-on")
        elif f.fact == "retroactive" and f.new == "yes":
            facts.add("retroactive")
        elif f.fact == "place" and f.new:
            facts.add("region-added")
    return facts


def _name(points: int) -> str:
    return SEVERITIES[max(0, min(points, len(SEVERITIES) - 1))]
