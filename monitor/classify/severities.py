"""How urgent a change is, decided once, from what it states: its facts, its days, its first points.

    critical  a reader must act now, or loses something: data newly trains AI and nobody is asked,
              an opt-out is gone, a switch was turned on, a day to act by is near
    high      it takes from readers what they had, trains AI otherwise, or has a day ahead
    medium    any other change with a point that matters
    low       the rest; editorial changes

Names of classes alone make nothing urgent: "AI training" may be a ban on it. A user's own levels by
class come before all this.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from types import MappingProxyType

from monitor.classify.list_leads import bars
from monitor.classify.losses import exposed, loses
from monitor.classify.other_amounts import begins_to_cost, other_amount, reprices
from monitor.classify.promises import given_up, said_again
from monitor.classify.reversals import against_reader, pattern, reverses
from monitor.headline import days_left
from monitor.model import SEVERITIES, TOLD_WHOLE, Change, DateChange, Finding, Kind, Point
from monitor.text.scripts import unspaced
from monitor.text.training import trains

LOW, MEDIUM, HIGH, CRITICAL = range(4)
_ENTRY = re.compile(r"(?:Added|Removed) under “([^”]+)”: ")
MATTERS = 1.25  # weight below which half of the changes, out of fold, are editorial or noise
UNREAD = 0.6  # the same in a script without spaces
HEAVY = 2.0  # weight of a point that may make it high
LEADING = 3  # points that are looked at
VALUES = ("age", "default", "notice", "opt-out", "price", "retention")
GOES = ("recipient", "data")  # who gets what
NEAR = 30  # days to act in
LONG_AGO = 3  # days since a date in force that is still news

_TRAINS, _TRAINS_NOT, _IMPOSSIBLE = "used for training", "not used for training", "not possible"
_TAKES, _GAVE, _DENIED, _NOBODY, _RESERVED, _BANNED, _ASKED = map(
    pattern, ("takes", "gave", "denied", "nobody", "reserved", "banned", "asked")
)


def severity(change: Change, on: date | None, table: Mapping[str, int] | None = None) -> str:
    """One of :data:`monitor.model.SEVERITIES`, as of the day `on` (None: unknown).

    `table`: levels (0 to 3) of a user's own by class, for "editorial" and for "noise". A class in
    it counts with that level, whatever the change states; the gravest counts.
    """
    table = table or {}
    if change.kind is not Kind.SUBSTANTIVE:
        return SEVERITIES[table.get(str(change.kind), LOW)]
    named = [table[cls] for cls in change.classes if cls in table]
    if named and all(cls in table for cls in change.classes):
        return SEVERITIES[max(named)]
    return SEVERITIES[max([*named, _level(change, on)])]


def _level(change: Change, on: date | None) -> int:
    if any(holds(change, on) for holds in CRITICAL_RULES.values()):
        return CRITICAL
    if any(holds(change, on) for holds in HIGH_RULES.values()):
        return HIGH
    matters = any(p.weight >= _least(p) for p in change.points) or not change.points
    turned = any(map(reverses, change.points[:LEADING]))
    return MEDIUM if matters or turned or _reaches(change) else LOW


def _least(point: Point) -> float:
    """The weight from which a point matters: less where nothing parts words, of which few were
    weighed.
    """
    return UNREAD if unspaced(point.new or point.old or "") else MATTERS


def _reaches(change: Change) -> bool:
    """Other places, a value in the place of another, other data or those who get it: that matters,
    however few the words.
    """
    values = (f for f in change.findings if f.old and f.new and f.fact in VALUES)
    goes = (f for f in change.findings if f.fact in GOES and f.side == "added")
    prices = (p for p in change.points[:LEADING] if p.side == "changed" and p.old and p.new)
    return (
        bool(change.regions_added or change.regions_removed)
        or any(values)
        or any(goes)
        or any(_costs_otherwise(p) for p in prices)
        or any(_is_a_rule(p) for p in change.points[:LEADING])
    )


def _is_a_rule(point: Point) -> bool:
    """Is it one thing more or less that is forbidden, or another court or law?"""
    entry = _ENTRY.match(point.text)
    if entry is None:
        return point.cls == "dispute-resolution" and point.side == "changed"
    return bars(entry[1])


def _costs_otherwise(point: Point) -> bool:
    """Is it another price, share or period?"""
    old, new = point.old or "", point.new or ""
    return reprices(old, new) or begins_to_cost(old, new) or other_amount(old, new)


# --------------------------------------------------------------------------- critical


def _trains_now(change: Change, on: date | None) -> bool:
    """Data trains AI that did not, and nobody is asked first."""
    return any(
        _begins(f, _TRAINS) and not _ASKED.search(f.new or "")
        for f in _facts(change, "class")
        if f.cls == "ai-training"
    )


def _trains_there(change: Change, on: date | None) -> bool:
    """Data of people in other places trains AI as well."""
    return any(
        f.new and not f.old and trains(f.quote) and not _DENIED.search(f.quote)
        for f in _facts(change, "place")
        if not _BANNED.search(f.quote)
    )


def _trains_by_default(change: Change, on: date | None) -> bool:
    """The switch of AI training is on, which was not said before: not where all that the change
    says of training is that there is none, and the switch is another.
    """
    said = [f.new or "" for f in _facts(change, "class") if f.cls == "ai-training" and f.new]
    if said and all(text.startswith(_TRAINS_NOT) for text in said):
        return False
    return any(_begins(f, "on") for f in _facts(change, "default") if f.cls == "ai-training")


def _no_way_out(change: Change, on: date | None) -> bool:
    """One could opt out, and no longer can; or the page says for the first time that one cannot."""
    return any(f.new == _IMPOSSIBLE and f.side != "removed" for f in _facts(change, "opt-out"))


def _turned_on(change: Change, on: date | None) -> bool:
    """A switch that was off is on."""
    return any(f.new == "on" and f.old == "off" for f in _facts(change, "default"))


def _soon(change: Change, on: date | None) -> bool:
    """A day to act by was set, or brought forward, and is near."""
    return any(
        d.new and 0 <= _left(d, on) <= NEAR and not (d.old and d.old < d.new)
        for d in change.dates
        if d.role == "deadline"
    )


# --------------------------------------------------------------------------- high


def _to_act_by(change: Change, on: date | None) -> bool:
    """A day to act by, whenever."""
    return any(d.role == "deadline" and d.new and _left(d, on) >= 0 for d in change.dates)


def _announced(change: Change, on: date | None) -> bool:
    """A point that matters holds from a day to come, or from one just past."""
    ahead = any(d.role == "effective" and d.new and _left(d, on) >= 1 for d in change.dates)
    return ahead and any(_leading(change))


def _default_on(change: Change, on: date | None) -> bool:
    return any(_begins(f, "on") for f in _facts(change, "default"))


def _retroactive(change: Change, on: date | None) -> bool:
    return any(_begins(f, "yes") for f in _facts(change, "retroactive"))


def _told_training(change: Change, on: date | None) -> bool:
    """Data trains AI, more of it, under a condition or by others; or it is not said not to."""
    facts = [f for f in _facts(change, "class") if f.cls == "ai-training"]
    gone = any((f.old or "").startswith(_TRAINS_NOT) and f.new is None for f in facts)
    more = any(f.new and not f.old and f.cls == "ai-training" for f in _facts(change, "data"))
    told = any((f.new or "").startswith(_TRAINS) and f.side in ("added", "changed") for f in facts)
    return gone or more or told


def _way_out_gone(change: Change, on: date | None) -> bool:
    """A way to opt out is no longer stated, and no other is."""
    ways = _facts(change, "opt-out")
    gone = any(f.old and f.old != _IMPOSSIBLE and f.new is None for f in ways)
    return gone and not any(f.new and f.new != _IMPOSSIBLE for f in ways)


def _takes(change: Change, on: date | None) -> bool:
    """One of the first points takes something from readers, by its words."""
    came = [p.new for p in change.points if p.new]
    return any(_costs(point, came) for point in _leading(change))


def _loses(change: Change, on: date | None) -> bool:
    """One of the first points is a loss by its subject: faces, courts, refunds, encryption."""
    gone = " ".join(p.old or "" for p in change.points if p.side == "removed")
    came = " ".join(p.new or "" for p in change.points)
    first = [p for p in change.points[:LEADING] if p.side != "moved"]
    lost = any(loses(p.old or gone, p.new) for p in first if p.new)
    return lost or any(exposed(p.old or "", came) for p in first if p.side == "removed")


def _promise_gone(change: Change, on: date | None) -> bool:
    """The first point is a promise that the page no longer makes."""
    first = change.points[0] if change.points else None
    came = [p.new for p in change.points if p.new]
    return first is not None and first.side != "moved" and given_up(first.old or "", came)


def _turns_against(change: Change, on: date | None) -> bool:
    """One of the first points says the contrary of what protected readers."""
    few = len(change.points) <= LEADING
    first = (p for p in change.points[:LEADING] if few or p.weight >= MATTERS)
    return any(against_reader(p, change.classes) for p in first)


RULES_TYPE = Mapping[str, Callable[[Change, date | None], bool]]
CRITICAL_RULES: RULES_TYPE = MappingProxyType(
    {
        "training-begins": _trains_now,
        "training-elsewhere": _trains_there,
        "training-by-default": _trains_by_default,
        "no-opt-out": _no_way_out,
        "turned-on": _turned_on,
        "act-soon": _soon,
    }
)
HIGH_RULES: RULES_TYPE = MappingProxyType(
    {
        "act-by": _to_act_by,
        "announced": _announced,
        "default-on": _default_on,
        "retroactive": _retroactive,
        "training": _told_training,
        "opt-out-gone": _way_out_gone,
        "loses": _loses,
        "promise-gone": _promise_gone,
        "takes": _takes,
        "turns-against": _turns_against,
    }
)


# --------------------------------------------------------------------------- of points and facts


def _leading(change: Change) -> Iterator[Point]:
    few = len(change.points) <= TOLD_WHOLE  # what little changed weighs little by what was learned
    yield from (p for p in change.points[:LEADING] if few or p.weight >= HEAVY)


def _costs(point: Point, came: Sequence[str]) -> bool:
    """New words that take, without saying "not"; or gone ones that gave, and not in other words."""
    if point.side in ("added", "changed") and point.new and not _BANNED.search(point.new):
        taken = _TAKES.search(point.new)
        if taken and not (point.old and taken[0].lower() in point.old.lower()):
            begins = max(point.new.rfind(sign, 0, taken.start()) for sign in ".;:!?")
            denied = _DENIED.search(point.new[begins + 1 : taken.end()])
            return not (denied or _NOBODY.match(point.new, taken.end()))
    gave = _GAVE.search(point.old or "") if point.side == "removed" else None
    kept = _RESERVED.search(point.old or "") or said_again(point.old or "", came)
    return bool(gave) and not kept


def _facts(change: Change, fact: str) -> list[Finding]:
    return [f for f in change.findings if f.fact == fact]


def _begins(finding: Finding, value: str) -> bool:
    """Does it state this value now, and did not before?"""
    new, old = finding.new or "", finding.old or ""
    return new.startswith(value) and finding.side in ("added", "changed") and old != new


def _left(dated: DateChange, on: date | None) -> int:
    """Days from `on`; of a month, or where the day is unknown, as if it were in a long time."""
    left = days_left(dated.new, on) if dated.new and on else None
    return NEAR + 1 if left is None else left
