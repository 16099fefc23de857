"""What a person sees while pages are looked at, and when they stop it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager

import click

from monitor.cli.output import Output, count, safe
from monitor.model.results import CheckResult


@contextmanager
def stoppable(total: int) -> Iterator[list[CheckResult]]:
    """Takes what is done; when Ctrl-C ends it, says how much that was."""
    done: list[CheckResult] = []
    try:
        yield done
    except KeyboardInterrupt:
        changed = sum(result.change is not None for result in done)
        told = f", {count(changed, 'change')} among them" if changed else ""
        left = (
            "the others are still due, and no alert was sent yet: `monitor check` goes on"
            if len(done) < total
            else "alerts that were not sent yet go with the next `monitor check`"
        )
        looked = f"{len(done)} of {count(total, 'page')} looked at and recorded{told}"
        click.echo(f"stopped: {looked}; {left}", err=True)
        raise


@contextmanager
def progress(out: Output, ids: Sequence[str]) -> Iterator[Callable[[CheckResult], None]]:
    """A bar on standard error while a person watches, with the page that is waited for.

    It begins with the first result: its thread must not be there yet when the check starts other
    processes, which would wait for ever for a lock that the thread held just then.
    """
    if not out.live or len(ids) < 2:
        yield lambda result: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
    from rich.progress import TimeElapsedColumn as Elapsed

    bar = Progress(
        TextColumn("checking"),
        BarColumn(),
        MofNCompleteColumn(),
        Elapsed(),
        TextColumn("{task.description}", markup=False),
        console=out.notes,
        transient=True,
    )
    task = bar.add_task("", total=len(ids))
    waiting = dict.fromkeys(ids)

    def advance(result: CheckResult) -> None:
        waiting.pop(result.watch_id, None)
        bar.start()
        bar.update(task, advance=1, description=waiting_for(waiting))

    try:
        yield advance
    finally:
        bar.stop()


def waiting_for(ids: Iterable[str]) -> str:
    """ "waiting for x-terms and 11 more": the one that was asked for first, and the rest."""
    first, *more = [*ids] or [""]
    if not first:
        return ""
    return f"waiting for {safe(first)[:40]}" + (f" and {len(more)} more" if more else "")
