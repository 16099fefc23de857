"""Importing the past of pages, with what a person sees of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import click

from monitor.cli.output import Output, count, safe
from monitor.cli.session import Session
from monitor.errors import ConflictError, FetchError, RefusedError
from monitor.model import Watch
from monitor.model.archived import Archived, ImportResult

if TYPE_CHECKING:
    from monitor.service.readers import Readers


@dataclass(frozen=True, slots=True)
class Past:
    """A watch, and what others recorded of it."""

    watch: Watch
    archived: Sequence[Archived]


class _Step(Protocol):
    def __call__(self, one: Archived) -> None: ...


def take_pasts(
    session: Session,
    out: Output,
    find: Callable[[], Sequence[Past]],
    more: Mapping[str, Any] | None = None,
    left_out: Sequence[str] = (),
) -> None:
    """Import them one after the other, and say what came of each.

    One that cannot be imported holds up no other; the exit code is 1 then. `more` goes into the
    JSON, `left_out` is named. `find` is asked once the processes that read pages are there, as it
    may begin threads, and before the database: where nothing comes of it, none is made.
    """
    from monitor.app import readers_of

    with readers_of(session.ready(), 1) as readers:
        todo = [past for past in find() if past.archived]
        results, refused = _taken(session, out, readers, todo)
    if out.as_json:
        history = [_json(result) for result in results]
        out.json({**(more or {}), "history": history, "refused": refused, "without": left_out})
    else:
        _print(out, results, refused, left_out)
    if refused or any(result.stopped for result in results):
        raise click.exceptions.Exit(1)


def _taken(
    session: Session, out: Output, readers: Readers, todo: Sequence[Past]
) -> tuple[list[ImportResult], dict[str, str]]:
    """What came of each, and why some were refused."""
    results: list[ImportResult] = []
    refused: dict[str, str] = {}
    if not todo or (stopped := _out_of_reach(session, todo)):
        return [stopped] if todo and stopped else [], {}
    with session.open() as monitor, monitor.importer(readers) as importer:
        importer.reserve([past.watch for past in todo])
        total = sum(len(past.archived) for past in todo)
        with _bar(out, total) as step, _stoppable(step, total) as step:
            for past in todo:
                try:
                    results.append(importer.take(past.watch, past.archived, step))
                except (RefusedError, ConflictError) as error:
                    refused[past.watch.id] = str(error)
        monitor.end_day()
    return results, refused


def _out_of_reach(session: Session, todo: Sequence[Past]) -> ImportResult | None:
    """Where there is no database yet: that the first answer cannot be had, if it cannot."""
    if session.recorded():
        return None
    first = min(todo[0].archived, key=lambda one: one.at)
    try:
        first.load()
    except FetchError as error:
        if error.transient:
            return ImportResult(todo[0].watch.id, stopped=f"{first.source}: {error}")
    return None


@contextmanager
def _bar(out: Output, total: int) -> Iterator[_Step]:
    """A bar on standard error while a person watches; it begins with the first answer."""
    if not out.live or total < 2:
        yield lambda one: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
    from rich.progress import TimeRemainingColumn as Remaining

    bar = Progress(
        TextColumn("importing"),
        BarColumn(),
        MofNCompleteColumn(),
        Remaining(),
        TextColumn("{task.description}", markup=False),
        console=out.notes,
        transient=True,
    )
    task = bar.add_task("", total=total)

    def step(one: Archived) -> None:
        bar.start()
        bar.update(task, advance=1, description=f"{one.at:%Y-%m-%d} {safe(one.source)[:60]}")

    try:
        yield step
    finally:
        bar.stop()


@contextmanager
def _stoppable(step: _Step, total: int) -> Iterator[_Step]:
    """Counts the steps; when Ctrl-C ends them, says how many there were and that they count."""
    done = 0

    def counted(one: Archived) -> None:
        nonlocal done
        done += 1
        step(one)

    try:
        yield counted
    except KeyboardInterrupt:
        told = (
            f"{done} of {count(total, 'answer')} imported now; the same command goes on from there"
        )
        click.echo(f"stopped: {told}", err=True)
        raise


def _json(result: ImportResult) -> dict[str, Any]:
    return {
        "watch": result.watch_id,
        "looks": result.taken,
        "versions": result.versions,
        "changes": result.changes,
        "known": result.known,
        "first_at": result.first_at,
        "last_at": result.last_at,
        "not_the_page": result.refused,
        "lost": result.lost,
        "stopped": result.stopped,
    }


def _print(
    out: Output,
    results: Sequence[ImportResult],
    refused: Mapping[str, str],
    left_out: Sequence[str],
) -> None:
    for result in results:
        out.line(f"{result.watch_id}: {_told(result)}")
        for line in result.lost:
            out.line(f"  not there any more: {line}")
        if result.stopped:
            out.line(f"  stopped at {result.stopped}; the same command goes on from there")
    for why in refused.values():
        out.line(why)
    for line in left_out:
        out.line(f"not imported: {line}")
    versions = sum(result.versions for result in results)
    out.note(
        f"{count(versions, 'version')} of {count(len(results), 'page')} imported, nobody alerted"
    )


def _told(result: ImportResult) -> str:
    """ "300 looks from 2020-01-01 to 2024-05-06: 290 versions, 270 changes"."""
    known = f"{count(result.known, 'look')} imported before" if result.known else ""
    if result.first_at is None or result.last_at is None:
        return known or "nothing to import"
    told = (
        f"{count(result.taken, 'look')} from {result.first_at:%Y-%m-%d} to"
        f" {result.last_at:%Y-%m-%d}: {count(result.versions, 'version')},"
        f" {count(result.changes, 'change')}"
    )
    aside = ", ".join(f"{n} {reason}" for reason, n in sorted(result.refused.items()))
    return told + (f"; not the page: {aside}" if aside else "") + (f"; {known}" if known else "")
