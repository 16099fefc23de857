"""How much a change matters: noise, editorial or substantive, by the strongest of its parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from monitor.classify.parts import Context, Part, all_sentences, judge_part
from monitor.classify.whole import not_comparable
from monitor.types import Comparison, DateChange, Kind

_ORDER = (Kind.NOISE, Kind.EDITORIAL, Kind.SUBSTANTIVE)


@dataclass(frozen=True, slots=True)
class Judgement:
    """A kind with the rule that gave it and the words that decided."""

    kind: Kind
    rule: str
    words: tuple[str, ...] = ()


def judge(
    comparison: Comparison,
    *,
    dates: Sequence[DateChange],
    regions_added: Sequence[str],
    regions_removed: Sequence[str],
    classes: Sequence[str],
    on: date | None,
) -> Judgement:
    """The kind of a change: that of its strongest part, and why.

    Without `on` no date counts as one to come.
    """
    if comparison.empty:
        return Judgement(Kind.NOISE, "nothing-differs")
    if why := not_comparable(comparison):
        return Judgement(Kind.NOISE, why)
    future = in_force_later(dates, on)
    found = judge_parts(comparison, dates, bool(future))
    if not found:
        return Judgement(Kind.EDITORIAL, "moved-or-renamed")
    best = max(found, key=lambda p: (_ORDER.index(p.kind), p.size))
    if best.kind is not Kind.SUBSTANTIVE and future:
        return Judgement(Kind.SUBSTANTIVE, "in-force-later", (future,))
    if best.kind is Kind.NOISE and any(p.rule == "date" for p in found):
        return Judgement(Kind.EDITORIAL, "date")
    return Judgement(best.kind, best.rule, best.words)


def judge_parts(
    comparison: Comparison, dates: Sequence[DateChange] = (), future: bool = False
) -> list[Part]:
    """Every differing block by itself, in order."""
    context = Context(
        old_sentences=all_sentences(comparison.old),
        new_sentences=all_sentences(comparison.new),
        language=comparison.new.language or comparison.old.language,
        dates=frozenset(iso for d in dates for iso in (d.old, d.new) if iso),
        future=future,
        title=comparison.new.title or comparison.old.title,
    )
    return [
        judge_part(block, section, context)
        for section in comparison.sections
        for block in section.blocks
    ]


def in_force_later(dates: Sequence[DateChange], on: date | None) -> str:
    """The first date in force or deadline after `on` that was set or moved; "" none."""
    if on is None:
        return ""
    later = (
        d.new
        for d in dates
        if d.new
        and d.role in ("effective", "deadline")
        and d.new[:10] > on.isoformat()[: len(d.new)]
    )
    return next(later, "")
