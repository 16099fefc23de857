"""Which facts of a change are told beside its first points, and which after them. Pure."""

from __future__ import annotations

from monitor.headline.told_facts import SAID, SOME_WAY, USED
from monitor.model.change import TOLD_WHOLE, Change, Finding, Point
from monitor.text.denials import denied
from monitor.text.training import trains

LEADING = 2  # of more points: those whose facts are told
HEAVIEST = 2.0  # weight from which the first point comes before values of lighter ones
AS_HEAVY = 0.75  # of the first point's weight, from which the only other one is told
RETROACTIVE = "retroactive"  # of what, only the sentence says that is so
VALUES = ("notice", "price", "retention")
REPLACED = ("age", "default", "notice", "retention")


def near_first(change: Change) -> tuple[Finding, ...]:
    """The findings that the first points rest on, the switches beside them, and values that are
    news wherever they stand; all of a change with few points. What holds of AI training goes with
    it, though it stand in an answer of its own.
    """
    begins = any(map(_begins_training, change.findings))
    terms = [f for f in change.findings if begins and _is_term_of_training(f)]
    if len(change.points) <= TOLD_WHOLE:
        return tuple(f for f in change.findings if f in terms or not _of_another(f, change.points))
    first = change.points[:LEADING]
    texts = [t for p in first for t in (p.old, p.new) if t]
    return tuple(
        f
        for f in change.findings
        if f in terms
        or (
            not _of_another(f, change.points)
            and (
                _everywhere(f)
                or any(t in f.quote or f.quote in t for t in texts)
                or (f.fact in SAID and f.fact != RETROACTIVE and f.section == first[0].section)
            )
        )
    )


def _begins_training(f: Finding) -> bool:
    """Does the page say that something trains AI, which it did not say before?"""
    used = (f.new or "").startswith(USED) and not (f.old or "").startswith(USED)
    return f.cls == "ai-training" and f.fact == "class" and used


def _is_term_of_training(f: Finding) -> bool:
    """Is it how AI training is set now, how one gets out of it, or whether it reaches back?"""
    return f.cls == "ai-training" and f.fact in SAID and f.new is not None


def _of_another(f: Finding, points: tuple[Point, ...]) -> bool:
    """Is it beside a point on something else? "kept 10 years" or "on by default" would be read of
    that. A switch may be named by the sentence after the one that it is of.
    """
    if f.fact not in ("retention", *SAID) or (f.old and f.new) or not points:
        return False
    if f.fact in SAID and f.section == points[0].section:
        first = points[0]
        # Some way out or other says nothing beside a point on something else.
        vague = f.new == SOME_WAY and f.cls not in ("ai-training", first.cls)
        return vague and len(points) > TOLD_WHOLE and not trains(first.text)
    return not any(t and (t in f.quote or f.quote in t) for t in (points[0].old, points[0].new))


def by_weight(
    findings: tuple[Finding, ...], points: tuple[Point, ...]
) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """The findings, and apart from them the values of another section's point that matters less
    than a first one that is heavy or says the contrary of what it said: "retention 12 → 13 months
    (cookies)" is not told before it.
    """
    first = points[0] if points else None
    switches = [f.quote for f in findings if f.fact == "default" and f.new]
    turned = first and (_turned(first) or any(q in (first.new or "") for q in switches))
    if first is None or not (first.weight >= HEAVIEST or turned):
        return findings, ()
    least = AS_HEAVY * first.weight
    heavy = {first.section, *(p.section for p in points if p.weight >= least)}
    if turned:
        heavy = {first.section, *(p.section for p in points if _turned(p))}
    light = {p.section for p in points} - heavy
    later = tuple(f for f in findings if f.fact in VALUES and f.section in light)
    return tuple(f for f in findings if f not in later), later


def _turned(point: Point) -> bool:
    """Did its "not" come or go?"""
    said = (bool(denied().search(text)) for text in (point.old, point.new) if text)
    return len(set(said)) > 1


def _everywhere(f: Finding) -> bool:
    """A value in the place of another, data of which the page did not speak at all, and whether
    AI is trained.
    """
    if f.cls == "ai-training":
        return f.side in ("added", "changed") and f.fact == "class"
    if f.fact == "data":
        return f.cls == "data-use" and f.side == "added"
    return f.fact in REPLACED and bool(f.old and f.new)
