"""Several machines: worker, scheduler, queue, database."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from monitor.cli.columns import Column
from monitor.cli.output import Output, plain
from monitor.cli.session import Session, command
from monitor.errors import MissingError, StorageError

if TYPE_CHECKING:
    from monitor.distributed.job_queue import QueueState

_QUEUES = "fetch,browser,deliver"
_LISTEN = click.option(
    "--listen", metavar="HOST:PORT", default="", help="Answer /metrics (Prometheus) and /healthz."
)


@command("scheduler", "monitor scheduler", "monitor scheduler --listen 127.0.0.1:9464")
@_LISTEN
def scheduler(session: Session, out: Output, listen: str) -> None:
    """Put what is due into the queue, until stopped. Several may run: one leads, the others wait.

    For several machines on one PostgreSQL database; on one machine `monitor run` does it all.
    `--listen` serves figures of the pages and the queue, the same from every scheduler.
    """
    _distributed(listen)
    _on_postgresql(session)
    from monitor.distributed.scheduler import Scheduler

    _run(session, lambda load: Scheduler(load, listen=listen).run())


@command(
    "worker",
    "monitor worker",
    "monitor worker --queues fetch --concurrency 16",
    "monitor worker --until-empty",
)
@click.option("--queues", default=_QUEUES, show_default=True, metavar="A,B", help="Only these.")
@click.option(
    "--concurrency", type=click.IntRange(1, 256), default=8, show_default=True, metavar="N"
)
@click.option("--until-empty", is_flag=True, help="End when nothing waits.")
@_LISTEN
def worker(
    session: Session, out: Output, queues: str, concurrency: int, until_empty: bool, listen: str
) -> None:
    """Process the queue of pages and messages, until stopped; on as many machines as you like.

    `--concurrency` is the number of hosts that this worker talks to at once. `--listen` serves
    figures of this worker alone, and /healthz, which answers 503 when the worker is stuck.
    """
    _distributed(listen)
    from monitor.distributed.job_queue import wanted_queues
    from monitor.distributed.worker import Worker

    try:
        names = wanted_queues(queues)
    except ValueError as error:
        raise click.UsageError(f"--queues: {error}") from None
    _on_postgresql(session)
    _run(
        session,
        lambda load: Worker(load, names, concurrency, listen=listen).run(wait=not until_empty),
    )


@command("queue", "monitor queue", "monitor queue --json", "monitor queue --retry")
@click.option("--retry", is_flag=True, help="Put what failed back into its queue.")
def queue(session: Session, out: Output, retry: bool) -> None:
    """What waits for workers, since when, who works, and what failed."""
    _distributed()
    from monitor.distributed.job_queue import JobQueue

    try:
        with session.read() as monitor:
            jobs = JobQueue(monitor.storage.database)
            again = jobs.retry() if retry else 0
            report = jobs.report()
    except MissingError as missing:
        raise StorageError(
            "there is no queue yet: `monitor database upgrade` makes it, on PostgreSQL; on one"
            " machine nothing waits, `monitor run` does it all"
        ) from missing
    now = datetime.now(UTC)
    if out.as_json:
        out.json({**plain(report), "retried": again})
        return
    if retry:
        out.note(f"{again} jobs are in their queues again")
    _print_queues(out, report.queues, now)
    for number, seen in report.workers:
        out.line(f"worker {number}: last sign of life {seen:%Y-%m-%d %H:%M:%S} UTC")
    if not report.workers:
        out.note("no worker is running: monitor worker")
    for job in report.failed:
        out.line(f"failed: {job.task} {job.about}, after {job.tries} tries")


def _print_queues(out: Output, queues: Iterable[QueueState], now: datetime) -> None:
    out.table(
        (
            Column("QUEUE"),
            Column("WAITING", right=True),
            Column("LAG", right=True),
            Column("UNDER WAY", right=True),
            Column("FAILED", right=True),
        ),
        [
            (
                q.name,
                q.waiting,
                f"{(now - q.waiting_since).total_seconds():.0f} s" if q.waiting_since else "",
                q.under_way,
                q.failed,
            )
            for q in queues
        ],
        "",
    )


@command("database", "monitor database upgrade")
@click.argument("action", type=click.Choice(["upgrade"]))
def database(session: Session, out: Output, action: str) -> None:
    """Bring the database's tables to this version, those of the queue included.

    On PostgreSQL with the extra `distributed` the queue's tables are made as well. Every command
    that records upgrades our own tables by itself; with several machines do it once, before they
    start.
    """
    done = []
    with session.open() as monitor:
        done.append("the tables are those of this version")
        storage = monitor.storage.database
        if not storage.is_sqlite and _installed():
            from monitor.distributed.job_queue import JobQueue

            done.append(JobQueue(storage).upgrade() or "the queue's tables are up to date")
    if out.as_json:
        out.json({"done": done})
        return
    for line in done:
        out.line(line)


def _run(session: Session, work: Callable[[Callable[[], Any]], Coroutine[Any, Any, None]]) -> None:
    from monitor.cli.logs import configure
    from monitor.service import memory

    memory.share()
    memory.freeze()
    configure(session.config())
    asyncio.run(work(lambda: session.config(thorough=True)))


def _on_postgresql(session: Session) -> None:
    """Raise where there is one machine's database, before it is made for nothing."""
    from monitor.distributed.job_queue import NO_POSTGRESQL

    if session.config().database.startswith("sqlite"):
        raise StorageError(NO_POSTGRESQL)


def _installed() -> bool:
    try:
        import procrastinate  # noqa: F401 - only whether it is there
    except ImportError:
        return False
    return True


def _distributed(listen: str = "") -> None:
    """Raise an error that names the extra which is missing."""
    if listen:
        import monitor.service.metrics  # noqa: F401 - says what it lacks
    if not _installed():
        raise StorageError(
            "several machines need one more package:"
            " pip install '.[distributed]' in monitor's source"
        )
