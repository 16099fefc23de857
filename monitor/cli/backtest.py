"""`monitor backtest`: recorded snapshots through the pipeline, one answer each."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from monitor import backtest as replays
from monitor.config import load_config
from monitor.errors import ConfigError
from monitor.types import Outcome

COLUMNS = tuple(str(outcome) for outcome in Outcome)


@click.command("backtest")
@click.argument(
    "paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path), metavar="PATH…"
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object per snapshot.")
@click.option(
    "--jobs", default=1, show_default=True, type=click.IntRange(1, 64), help="Processes at once."
)
@click.option(
    "--watchlist",
    "--rules",
    "watchlist",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Selectors by watch id: a watchlist.yaml, or the manifest.json of a record.",
)
@click.option("--diffs", is_flag=True, help="Add the word diff of each change to its answer.")
def backtest(
    paths: tuple[Path, ...], as_json: bool, jobs: int, watchlist: Path | None, diffs: bool
) -> None:
    """Replay recorded snapshots through the pipeline, as if they were fetched now.

    PATH is a folder or a file of snapshots: JSON Lines (.jsonl, plain or .zst), one object per
    snapshot with watch, fetched_at, body and, where known, url, status and content_type.
    Nothing is stored and nothing is sent.

    \b
    Example:
      monitor backtest recorded/ --jobs 2 --json > answers.jsonl
    """
    try:
        files = replays.find_files(paths)
        rules = _rules(watchlist)
        with _progress(files) as report:
            rows = replays.replay(files, rules=rules, jobs=jobs, report=report, diffs=diffs)
    except ConfigError as error:
        raise click.UsageError(str(error)) from None
    if as_json:
        for row in rows:
            click.echo(json.dumps(row, ensure_ascii=False, separators=(",", ":")))
    else:
        _show(rows)


def _rules(watchlist: Path | None) -> replays.Rules:
    if watchlist is None:
        return {}
    if watchlist.suffix == ".json":
        return replays.rules_from_manifest(watchlist)
    return {watch.id: watch.rules for watch in load_config(watchlist).watches}


@contextmanager
def _progress(files: Sequence[Path]) -> Iterator[replays.Report | None]:
    """A progress bar on stderr, when that is a terminal."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    total = sum(path.stat().st_size for path in files)
    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("replaying", total=total)

        def report(size: int, name: str) -> None:
            progress.update(task, advance=size, description=name.partition(".")[0][:40])

        yield report


def _show(rows: Sequence[replays.Row]) -> None:
    counts: dict[str, Counter[str]] = {}
    for row in rows:
        counts.setdefault(row["watch"], Counter())[row["outcome"]] += 1
    used = [name for name in COLUMNS if any(count[name] for count in counts.values())]
    table = Table("watch", "snapshots", *used)
    for watch, count in counts.items():
        cells = [str(count[name] or "") for name in used]
        table.add_row(watch, str(count.total()), *cells)
    Console().print(table)
