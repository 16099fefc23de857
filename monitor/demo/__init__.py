"""`monitor demo`: the whole product on a small site of its own, on this machine, in seconds.

    story.py   the five steps and their dates    site/     the platform's pages as templates
    server.py  serves them, takes deliveries     show.py   prints what arrived

Only the clock is not real: it is set to the story's days. Pages are fetched over HTTP, stored in
SQLite, compared, classified and sent through Apprise by the same code as always.
"""

from __future__ import annotations

import asyncio
import json
import logging
import shutil
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click
import structlog
from rich.console import Console

from monitor.demo.server import DemoServer, Site
from monitor.demo.show import Day, html_file, show_day, show_end
from monitor.demo.story import DAY, STEPS, WATCHLIST, Step

if TYPE_CHECKING:
    from monitor.app import Monitor
    from monitor.model import Watch

__all__ = ["demo", "run_story"]

_MARKER = ".monitor-demo"  # only a folder with this file is emptied


class StoryClock:
    """A clock that shows the story's time."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        """The story's time."""
        return self.now


@click.command(short_help="See it work on a small local site.")
@click.option(
    "--dir",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("demo-out"),
    show_default=True,
    help="Where its database, raw pages and alerts.html go. An earlier demo's folder is emptied.",
)
@click.option("--json", "as_json", is_flag=True, help="Print what arrived as JSON.")
def demo(folder: Path, as_json: bool) -> None:
    """Watch a small local site go through five steps and show the alerts that arrive.

    \b
    Examples:
      monitor demo
      monitor demo --dir /tmp/demo
    """
    # Only what goes wrong: the demo tells the rest in its own words.
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    _prepare(folder)
    console = Console(quiet=as_json)
    console.print(
        "A fictional platform changes what it does with its members' data for AI, in five steps.\n"
        "Its site runs on this machine; only the clock is set to the story's dates."
    )
    days = run_story(folder, console)
    alerts = folder / "alerts.html"
    alerts.write_text(html_file(days), encoding="utf-8")
    if as_json:
        click.echo(json.dumps([day.to_dict() for day in days], indent=2, ensure_ascii=False))
    show_end(console, days, str(alerts), f"{_program()} --watchlist {folder / 'watchlist.yaml'}")


def _program() -> str:
    """How this program was called, so that the next call can be copied."""
    called = Path(sys.argv[0])
    if called.name != "monitor":
        return "python -m monitor"
    found = shutil.which("monitor")
    return "monitor" if found and Path(found).samefile(called) else str(called)


def run_story(folder: Path, console: Console) -> list[Day]:
    """Run all steps in `folder` (empty), print each as it is done, return what arrived."""
    with DemoServer(Site()) as server:
        return asyncio.run(_run(folder, console, server))


async def _run(folder: Path, console: Console, server: DemoServer) -> list[Day]:
    # The whole product is loaded here and not with the module: `monitor --help` stays quick.
    from monitor.app import make_monitor
    from monitor.config import load_config
    from monitor.fetch import HttpFetcher

    watchlist = folder / "watchlist.yaml"
    watchlist.write_text(WATCHLIST.format(address=server.address), encoding="utf-8")
    config = load_config(watchlist, {})
    clock = StoryClock(STEPS[0].at)
    fetcher = HttpFetcher(host_pause=0, clock=clock)
    days = []
    try:
        with make_monitor(config, fetcher=fetcher, clock=clock) as monitor:
            monitor.take_over()
            for step in STEPS:
                day = await _live(step, server.site, clock, monitor)
                show_day(console, day, len(STEPS))
                days.append(day)
    finally:
        await fetcher.aclose()
    return days


async def _live(step: Step, site: Site, clock: StoryClock, monitor: Monitor) -> Day:
    """One day: the site changes, the monitor looks as often as its schedule says, delivers."""
    site.step, before = step.number, len(site.inbox)
    clock.now = step.at
    watches: Sequence[Watch] = monitor.config.watches
    checks = []
    while True:
        checks += [(clock.now, result) for result in await monitor.check_async(watches)]
        due = monitor.storage.next_due_at()
        if due is None or due > step.at + DAY or not watches:
            break
        clock.now = max(due, clock.now)
        watches = monitor.due()
    await asyncio.to_thread(monitor.deliver)
    return Day(step, tuple(checks), tuple(site.inbox[before:]))


def _prepare(folder: Path) -> None:
    """An empty folder, never someone else's files."""
    if folder.exists() and any(folder.iterdir()):
        if not (folder / _MARKER).exists():
            raise click.ClickException(
                f"{folder} holds files that no demo made; name another folder with --dir"
            )
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / _MARKER).write_text("Made by `monitor demo`, which may empty this folder.\n")
