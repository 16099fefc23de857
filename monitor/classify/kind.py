"""How much a change matters: noise, editorial or substantive, by the strongest of its parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from monitor.types import Comparison, DateChange, Kind


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
    """The kind of a change. First rules: anything that differs in words is substantive."""
    if comparison.empty:
        return Judgement(Kind.NOISE, "nothing-differs")
    if not comparison.words_added and not comparison.words_removed:
        return Judgement(Kind.EDITORIAL, "only-moved")
    return Judgement(Kind.SUBSTANTIVE, "words-differ")
