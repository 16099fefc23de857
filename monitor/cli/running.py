"""The main job from the command line: check, run, try, release."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

import click
from rich.text import Text

from monitor.cli.columns import Column
from monitor.cli.output import STYLES, Output, count, safe, when
from monitor.cli.parameters import ID
from monitor.cli.progress import progress, stoppable
from monitor.cli.session import Session, command, resolve, resolve_all
from monitor.cli.waiting import when_it_counts
from monitor.errors import BugError, NotFoundError
from monitor.model import Outcome
from monitor.model.records import ChangeRecord
from monitor.model.results import CheckResult, DeliveryResult
from monitor.render.wording import line_json, told
from monitor.text.bundle import KEPT

if TYPE_CHECKING:
    from monitor.app import Monitor
    from monitor.config import Config
    from monitor.model import PageState, Watch
    from monitor.model.records import PageRecord
    from monitor.rows.plain_queries import Queries

T = TypeVar("T")

NEVER: Mapping[str, datetime | None] = MappingProxyType({})

NEW = "Start a new database even if the raw pages of a lost one are there."

CHANGED = (Outcome.EDITORIAL, Outcome.SUBSTANTIVE)
NOT_READ = (Outcome.FAILED, Outcome.QUARANTINED)
TELLING = (*CHANGED, *NOT_READ, Outcome.PENDING)


# --------------------------------------------------------------------------- check


@command(
    "check",
    "monitor check",
    "monitor check linkedin-user linkedin-privacy",
    "monitor check --exit-code --quiet || echo 'look at monitor changes'",
)
@click.argument("watches", metavar="[ID]...", nargs=-1, type=ID)
@click.option("--exit-code", is_flag=True, help="Exit with 3 when something changed.")
@click.option("-v", "--verbose", is_flag=True, help="Show unchanged pages too.")
@click.option("-q", "--quiet", is_flag=True, help="Print no summary.")
@click.option("--no-alerts", is_flag=True, help="Record alerts but do not send them now.")
@click.option("--new", is_flag=True, help=NEW)
def check(
    session: Session,
    out: Output,
    watches: tuple[str, ...],
    exit_code: bool,
    verbose: bool,
    quiet: bool,
    no_alerts: bool,
    new: bool,
) -> None:
    """Check the pages once (all, or the ones named), record changes, send alerts and reminders.

    Lists the pages that changed, that may have changed (pending, with the time of the next look) or
    that could not be read, also in part, and every page you name. The id of an entry with variants
    stands for all of them. Ctrl-C keeps what was recorded so far; the remaining pages stay due.

    Exit codes: 0; 1 when a page could not be read or an alert not sent; with --exit-code 3 when
    something changed; 70 after a bug in monitor (all other pages were still checked).
    """
    session.begin_anew = new
    if watches and not session.recorded():  # a mistyped id makes no database
        _asked_for(session.outline(), None, watches)
    with session.open(thorough=True, names=watches) as monitor:
        ids = _asked_for(monitor.config, monitor.storage, watches)
        done = _checked(monitor, out, ids, alerts=not no_alerts)
    if out.as_json:
        results = [_result_json(r, done.due) for r in done.results]
        out.json({"results": results, "alerts": done.delivered})
    else:
        every = verbose or bool(ids)
        shown = [r for r in done.results if every or r.outcome in TELLING or _not_read(r)]
        _print_results(out, shown, done.due)
        if not quiet:
            _print_summary(out, done)
    if done.bug is not None:
        raise done.bug
    if exit_code and any(r.change is not None for r in done.results):
        raise click.exceptions.Exit(3)
    if any(map(_not_read, done.results)) or done.unsent:
        raise click.exceptions.Exit(1)


def _not_read(result: CheckResult) -> bool:
    """Could the page, or one of the pages that its document stands on, not be read?"""
    return result.outcome in NOT_READ or KEPT in result.reason


@dataclass(frozen=True)
class _Checked:
    """What one call came to, and how the pages stand after it."""

    results: list[CheckResult]
    total: int  # pages that were to be looked at
    delivered: DeliveryResult
    bug: BugError | None
    config: Config
    pages: Mapping[str, PageRecord]

    @property
    def due(self) -> dict[str, datetime | None]:
        """When each page is looked at again."""
        return {watch_id: page.next_due_at for watch_id, page in self.pages.items()}

    @property
    def unsent(self) -> bool:
        """Is there an alert that could not be sent?"""
        return bool(self.delivered.failed or self.delivered.dead)


def _checked(monitor: Monitor, out: Output, ids: list[str], *, alerts: bool) -> _Checked:
    """Check these pages, or all, and send what is to be sent."""
    waited_for = ids or [w.id for w in monitor.config.watches if w.enabled]
    delivered = DeliveryResult()
    with stoppable(len(waited_for)) as done:
        results, bug = _looked(monitor, out, ids or None, waited_for, done)
        if alerts:
            monitor.remind()
            delivered, other = _finished(monitor.deliver)
            bug = bug or other
        monitor.beat()
        monitor.work_out_some()
    pages = monitor.storage.pages_of([result.watch_id for result in results])
    return _Checked(results, len(waited_for), delivered, bug, monitor.config, pages)


def _looked(
    monitor: Monitor,
    out: Output,
    ids: list[str] | None,
    waited_for: list[str],
    done: list[CheckResult],
) -> tuple[list[CheckResult], BugError | None]:
    """Check these pages, with a bar for a person; each goes into `done` once it is recorded."""
    with progress(out, waited_for) as advance:

        def one_more(result: CheckResult) -> None:
            done.append(result)
            advance(result)

        return _finished(lambda: monitor.check(ids, on_result=one_more))


def _finished(work: Callable[[], T]) -> tuple[T, BugError | None]:
    """The result of the work, and the bug it ended with, which is raised once all is shown."""
    try:
        return work(), None
    except BugError as bug:
        return bug.results, bug


def _asked_for(config: Config, queries: Queries | None, names: Sequence[str]) -> list[str]:
    """The ids that are meant. Raises NotFoundError for one that is not looked at."""
    ids = resolve_all(config, queries, names)
    for watch_id in ids:
        watch = config.watch(watch_id)
        if watch is None:
            raise NotFoundError(
                f"{watch_id} is no longer in the watchlist; only its history is kept"
            )
        if not watch.enabled:
            raise NotFoundError(f"{watch_id} is disabled in the watchlist (enabled: no)")
    return ids


def _print_results(
    out: Output, shown: list[CheckResult], due: Mapping[str, datetime | None]
) -> None:
    out.table(
        (
            Column("ID"),
            Column("OUTCOME"),
            Column("V", right=True),
            Column("SECONDS", right=True, rank=1),
            Column("WHAT", wide=True),
        ),
        [
            (r.watch_id, str(r.outcome), r.version or "", f"{r.seconds:.1f}", _what(r, due))
            for r in shown
        ],
        "",
    )


def _kept_out(config: Config, results: Iterable[CheckResult]) -> bool:
    """Is there a page that its entry might let in?"""
    refused = {r.watch_id for r in results if r.reason.startswith("forbidden-address")}
    return any(not watch.allow_private for watch in config.among(refused))


def _print_summary(out: Output, done: _Checked) -> None:
    if not done.total:
        out.note("nothing to check: monitor add URL")
    if done.results:
        out.note(summary(done.results, done.delivered))
    if skipped := done.total - len(done.results):
        them = "it" if skipped == 1 else "them"
        out.note(f"skipped {count(skipped, 'page')}: another process is checking {them}")
    if _kept_out(done.config, done.results):
        out.note("a page on this machine or network needs `allow_private: yes`")
    for line in when_it_counts(_waiting(done)):
        out.note(line)


def _waiting(done: _Checked) -> list[tuple[Watch, PageState]]:
    """The pages whose text is not confirmed yet, as they were looked at and as they stand."""
    ids = {r.watch_id for r in done.results if r.outcome is Outcome.PENDING}
    return [(w, done.pages[w.id].state) for w in done.config.among(ids)]


def _what(result: CheckResult, due: Mapping[str, datetime | None] = NEVER) -> Text:
    if result.change is None:
        again = when(due.get(result.watch_id)) if result.outcome is Outcome.PENDING else ""
        return Text(safe(result.reason) + (f"; next look {again} UTC" if again else ""))
    change = result.change.change
    text = Text()
    if result.outcome is Outcome.SUBSTANTIVE:
        text.append(change.severity + " ", style=STYLES.get(change.severity, ""))
    return text.append(told(result.change, datetime.now(UTC).date()))


def summary(results: list[CheckResult], delivered: DeliveryResult) -> str:
    """ "51 pages: 3 substantive, 1 quarantined, 47 unchanged · 4 alerts sent"."""
    seen = Counter(r.outcome for r in results)
    parts = [f"{seen[outcome]} {outcome}" for outcome in reversed(Outcome) if seen[outcome]]
    text = f"{count(len(results), 'page')}: {', '.join(parts)}"
    if delivered.sent:
        text += f" · {count(delivered.sent, 'alert')} sent"
    if delivered.failed:
        text += f" · {count(delivered.failed, 'alert')} to be tried again"
        text += " (monitor alerts --status failed)"
    if delivered.waiting:
        text += f" · {count(delivered.waiting, 'alert')} waiting for an address (monitor alerts)"
    if delivered.held:
        text += f" · {count(delivered.held, 'alert')} held for later"
    if delivered.dead:
        text += f" · {count(delivered.dead, 'alert')} given up (monitor alerts --status dead)"
    return text


def _result_json(result: CheckResult, due: Mapping[str, datetime | None] = NEVER) -> dict[str, Any]:
    change = result.change
    return {
        "watch": result.watch_id,
        "service": result.service,
        "document": result.document,
        "outcome": result.outcome,
        "reason": result.reason,
        "version": result.version,
        "next_due_at": due.get(result.watch_id),
        "seconds": round(result.seconds, 3),
        "change": None if change is None else _change_json(change),
    }


# --------------------------------------------------------------------------- run


@command("run", "monitor run", "MONITOR_LOG=json,info monitor run")
@click.option("--new", is_flag=True, help=NEW)
@click.option(
    "--listen", metavar="HOST:PORT", default="", help="Answer /metrics (Prometheus) and /healthz."
)
def run(session: Session, out: Output, new: bool, listen: str) -> None:
    """Run the daemon: check every page when it is due and send alerts, until it is stopped.

    Ends cleanly on SIGTERM and Ctrl-C. Reads the watchlist again when it changes or on SIGHUP;
    a broken new file is reported in the log and the old one stays in use (--json: log JSON).
    """
    from monitor import daemon
    from monitor.cli.logs import configure

    session.begin_anew = new
    config = session.config(thorough=True)
    configure(replace(config, log_format="json") if out.as_json else config)
    daemon.run(lambda: session.config(thorough=True), listen)


# --------------------------------------------------------------------------- release


@command("release", "monitor release linkedin-user-agreement")
@click.argument("watch", metavar="ID", type=ID)
@click.option("--force", is_flag=True, help="Even when it reads like a block page or a login page.")
def release(session: Session, out: Output, watch: str, force: bool) -> None:
    """Accept the quarantined answer of a page as the real one.

    For a page that was cut short or rebuilt and is held back because it looks wrong. What it says
    becomes the current version, and what differs from the last one is a change like any other.
    A block page or a login page is refused: as a version it would be reported as a change.
    """
    with session.write() as monitor:
        result = monitor.release(resolve(monitor, watch), force=force)
    if out.as_json:
        out.json(_result_json(result))
        return
    version = f", now version {result.version}" if result.version else ""
    out.line(f"{result.watch_id}: {result.outcome}{version}  ", _what(result))


def _change_json(change: ChangeRecord) -> dict[str, Any]:
    line = line_json(change, datetime.now(UTC).date())
    return {"id": change.id, **line, **change.change.to_dict()}
