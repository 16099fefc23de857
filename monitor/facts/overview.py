"""Facts side by side: one row per platform, and what became of them between two days. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from monitor.model.results import FactRow

TRAINING = "ai-training"


@dataclass(frozen=True, slots=True)
class TrainingRow:
    """What one service says of AI training; each field holds the rows that say it."""

    service: str
    trains: tuple[FactRow, ...] = ()  # whether it trains at all
    trained_on: tuple[FactRow, ...] = ()
    default: tuple[FactRow, ...] = ()
    opt_out: tuple[FactRow, ...] = ()
    excluded: tuple[FactRow, ...] = ()

    @property
    def columns(self) -> tuple[tuple[FactRow, ...], ...]:
        """The fields in the order in which they are shown."""
        return self.trains, self.trained_on, self.default, self.opt_out, self.excluded

    @property
    def rows(self) -> tuple[FactRow, ...]:
        """All of them."""
        return tuple(row for column in self.columns for row in column)

    @property
    def since(self) -> str:
        """Since when the youngest of them stands: so long the whole row is as it is."""
        newest = max(self.rows, key=lambda row: row.seen.first_seen, default=None)
        return newest.seen.since if newest else ""


@dataclass(frozen=True, slots=True)
class FactTurn:
    """One fact that came, went or was replaced between two days; one side may be missing."""

    before: tuple[FactRow, ...]
    after: tuple[FactRow, ...]

    @property
    def row(self) -> FactRow:
        """One of them: they are of one document and one kind of fact."""
        return (self.after or self.before)[0]


def training_overview(rows: Iterable[FactRow]) -> list[TrainingRow]:
    """One row per service that says something of AI training, in the order of `rows`."""
    by_service: dict[str, list[FactRow]] = {}
    for row in rows:
        if row.finding.cls == TRAINING:
            by_service.setdefault(row.service, []).append(row)
    return [_training(service, found) for service, found in by_service.items()]


def _training(service: str, rows: Sequence[FactRow]) -> TrainingRow:
    def of(*facts: str) -> tuple[FactRow, ...]:
        return tuple(row for row in rows if row.finding.fact in facts)

    return TrainingRow(
        service,
        trains=of("class", "training"),
        trained_on=of("data"),
        default=of("default"),
        opt_out=of("opt-out", "form"),
        excluded=of("excluded"),
    )


def turns(before: Iterable[FactRow], after: Iterable[FactRow]) -> list[FactTurn]:
    """What differs in the facts between two days, fact by fact; a reworded proof does not count."""
    old, new = _by_fact(before), _by_fact(after)
    found = []
    for key in dict.fromkeys([*old, *new]):
        went = _without(old.get(key, ()), new.get(key, ()))
        came = _without(new.get(key, ()), old.get(key, ()))
        if went or came:
            found.append(FactTurn(went, came))
    return found


def _by_fact(rows: Iterable[FactRow]) -> dict[tuple[str, ...], list[FactRow]]:
    groups: dict[tuple[str, ...], list[FactRow]] = {}
    for row in rows:
        f = row.finding
        groups.setdefault((row.watch_id, f.cls, f.fact, f.role), []).append(row)
    return groups


def _without(rows: Sequence[FactRow], others: Sequence[FactRow]) -> tuple[FactRow, ...]:
    """Those whose value none of the others has."""

    known = {row.finding.new for row in others}
    return tuple(row for row in rows if row.finding.new not in known)
