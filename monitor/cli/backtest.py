"""`monitor backtest`: recorded snapshots through the pipeline, one answer each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from monitor import replay as replays
from monitor.cli.columns import Column
from monitor.cli.output import Output, safe
from monitor.cli.session import Session, command
from monitor.model import Outcome

COLUMNS = tuple(str(outcome) for outcome in Outcome)


@command(
    "backtest",
    "monitor backtest recorded/",
    "monitor backtest recorded/ --jobs 2 --json > answers.jsonl",
)
@click.argument(
    "paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path), metavar="PATH…"
)
@click.option(
    "--jobs", default=1, show_default=True, type=click.IntRange(1, 64), help="Processes at once."
)
@click.option(
    "--rules",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Selectors by watch id: the manifest.json of a record, or a watchlist.",
)
@click.option("--diffs", is_flag=True, help="Add the word diff of each change to its answer.")
def backtest(
    session: Session,
    out: Output,
    paths: tuple[Path, ...],
    jobs: int,
    rules: Path | None,
    diffs: bool,
) -> None:
    """Replay recorded snapshots through the pipeline, as if they were fetched now.

    PATH is a folder or a file of snapshots: JSON Lines (.jsonl, plain or .zst), one object per
    snapshot with watch, fetched_at, body and, where known, url, status and content_type.
    Nothing is stored and nothing is sent. With --json one JSON object per snapshot and line.
    """
    files = replays.find_files(paths)
    chosen = _rules(session, rules)
    with _progress(out, files) as report:
        rows = replays.replay(files, rules=chosen, jobs=jobs, report=report, diffs=diffs)
    if out.as_json:
        for row in rows:
            out.json_line(row)
    else:
        _show(out, rows)


def _rules(session: Session, rules: Path | None) -> replays.Rules:
    """The selectors of --rules, else of the watchlist where one is named, else none."""
    named = rules or session.watchlist
    if named is None:
        return {}
    if named.suffix == ".json":
        return replays.rules_from_manifest(named)
    return {watch.id: watch.rules for watch in Session(str(named)).config().watches}


@contextmanager
def _progress(out: Output, files: Sequence[Path]) -> Iterator[replays.Report | None]:
    """A progress bar on stderr, when that is a terminal."""
    if not out.notes.is_terminal:
        yield None
        return
    total = sum(path.stat().st_size for path in files)
    name = TextColumn("{task.description}", markup=False)
    columns = (name, BarColumn(), TimeRemainingColumn())
    with Progress(*columns, console=out.notes, transient=True) as progress:
        task = progress.add_task("replaying", total=total)

        def report(size: int, name: str) -> None:
            progress.update(task, advance=size, description=safe(name.partition(".")[0])[:40])

        yield report


def _show(out: Output, rows: Sequence[replays.Row]) -> None:
    counts: dict[str, Counter[str]] = {}
    for row in rows:
        counts.setdefault(row["watch"], Counter())[row["outcome"]] += 1
    used = [name for name in COLUMNS if any(count[name] for count in counts.values())]
    out.table(
        (
            Column("ID"),
            Column("SNAPSHOTS", right=True),
            *(Column(name.upper(), right=True) for name in used),
        ),
        [(w, count.total(), *(count[name] or "" for name in used)) for w, count in counts.items()],
        "no snapshots",
    )
