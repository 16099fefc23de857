"""Several machines on one PostgreSQL: each page in its turn, one request per host, nothing lost."""

from __future__ import annotations

import asyncio
import itertools
import signal
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

import psycopg
import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from monitor.app import Monitor, make_monitor
from monitor.cli import cli
from monitor.config import load_config
from monitor.distributed.job_counts import JobCounts
from monitor.distributed.job_queue import FETCH, LOOK, JobQueue
from monitor.distributed.scheduler import STALLED_AFTER, Scheduler
from monitor.distributed.worker import HEARTBEAT, Worker
from monitor.errors import StorageError
from monitor.storage import Storage
from tests.rawserver import RawServer, Seen, ok
from tests.stored import alert, check

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)

PAGE = b"<h1>Privacy Policy</h1>" + b"<p>We process your personal data to provide it.</p>" * 40
HOSTS, PER_HOST = 12, 2
PAUSE = 0.3


class Site:
    """A server that checks what it is asked: how many at once of one host, how soon again."""

    def __init__(self) -> None:
        self.asked: dict[str, list[tuple[float, float]]] = defaultdict(list)
        self.paths: Counter[str] = Counter()
        self.server = RawServer(defaultdict(lambda: self.answer), host="0.0.0.0")

    def answer(self, wfile: BinaryIO, seen: Seen) -> None:
        begun = time.monotonic()
        time.sleep(0.05)
        self.paths[seen.path] += 1
        self.asked[seen.headers["host"].split(":")[0]].append((begun, time.monotonic()))
        wfile.write(ok(PAGE.replace(b"it.", seen.path.encode() + b".")))

    def unfriendly(self, pause: float) -> list[str]:
        """Where two requests to one host overlapped, or came too soon after each other."""
        found = []
        for host, spans in self.asked.items():
            spans.sort()
            for (_, end), (begin, _) in itertools.pairwise(spans):
                if begin - end < pause:
                    found.append(f"{host}: {begin - end:.2f} s after the one before")
        return found


class _Routes(dict[str, object]):
    def get(self, path: str, default: object = None) -> object:  # every page is there
        return self["*"]


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    site.server.routes = _Routes({"*": site.answer})  # type: ignore[assignment]
    with site.server:
        yield site


@pytest.fixture
def file(tmp_path: Path, database_url: str, site: Site) -> Path:
    lines = [
        f"  - {{id: 'p{n}', service: S{n % HOSTS}, document: D{n}, confirm: false,"
        f" url: 'http://127.0.9.{n % HOSTS + 1}:{site.server.port}/p{n}'}}\n"
        for n in range(HOSTS * PER_HOST)
    ]
    settings = f"settings: {{host_pause: {PAUSE}, processes: 1, database: '{database_url}'}}\n"
    file = tmp_path / "watchlist.yaml"
    file.write_text(settings + "defaults: {allow_private: true}\nwatches:\n" + "".join(lines))
    with Storage.open(database_url, tmp_path / "snapshots") as storage:
        JobQueue(storage.database).upgrade()
    return file


@pytest.fixture
def monitor(file: Path) -> Iterator[Monitor]:
    config = load_config(file, thorough=False)
    with make_monitor(config) as monitor:
        monitor.take_over()
        yield monitor


def process(file: Path, *words: str) -> subprocess.Popen[bytes]:
    with (file.parent / "log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "monitor", *words, "--watchlist", str(file)],
            stdout=log,
            stderr=log,
        )


def until(done: Callable[[], bool], seconds: float = 90.0) -> None:
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.1)


def looked_at(monitor: Monitor) -> int:
    return sum(page.version > 0 for page in monitor.storage.pages())


def work_once(file: Path) -> JobCounts:
    """One worker until nothing waits, in this process; what it counted."""
    config = load_config(file, thorough=False)
    worker = Worker(lambda: config, ["fetch", "deliver"], 4)
    asyncio.run(worker.run(wait=False))
    return worker.counts


def test_the_most_overdue_page_of_each_host_waits_and_no_other(monitor: Monitor) -> None:
    """A host with a thousand pages would stand in everybody's way."""
    queue, scheduler = JobQueue(monitor.storage.database), Scheduler(lambda: monitor.config)
    now = datetime.now(UTC)
    monitor.storage.set_next_due("p13", now - timedelta(days=1))
    assert scheduler.enqueue(monitor, queue, now) == HOSTS
    assert scheduler.enqueue(monitor, queue, now) == 0, "each once"
    with monitor.storage.database.read() as connection:
        args = connection.scalars(sa.text("SELECT args->>'watch_id' FROM procrastinate_jobs"))
        assert "p13" in set(args)
    (fetch, *_) = queue.report().queues
    assert (fetch.name, fetch.waiting, fetch.under_way) == ("fetch", HOSTS, 0)


def test_pages_are_looked_at_once_in_their_turn(monitor: Monitor, file: Path, site: Site) -> None:
    scheduler, queue = Scheduler(lambda: monitor.config), JobQueue(monitor.storage.database)
    for _ in range(PER_HOST):
        scheduler.enqueue(monitor, queue, datetime.now(UTC) + timedelta(seconds=5))
        counts = work_once(file)
        assert (counts.done, counts.outcomes) == ({("look", "done"): HOSTS}, {"first": HOSTS})
    assert looked_at(monitor) == HOSTS * PER_HOST
    assert set(site.paths.values()) == {1}
    assert site.unfriendly(PAUSE * 0.9) == []
    assert monitor.verify().problems == ()
    assert [q.waiting + q.under_way + q.failed for q in queue.report().queues] == [0, 0, 0]


def test_a_job_that_comes_too_late_looks_at_nothing(
    monitor: Monitor, file: Path, site: Site
) -> None:
    """What another worker has done meanwhile must not be done again."""
    queue = JobQueue(monitor.storage.database)
    monitor.storage.set_next_due("p0", datetime.now(UTC) + timedelta(hours=1))
    with monitor.storage.database.write() as connection:
        assert queue.put(connection, FETCH, LOOK, lock="127.0.9.1", watch_id="p0")
        assert not queue.put(connection, FETCH, LOOK, lock="127.0.9.1", watch_id="p0")
    work_once(file)
    assert not site.paths


def test_who_stores_an_alert_asks_for_it_to_be_sent_in_the_same_transaction(
    monitor: Monitor,
) -> None:
    storage, queue = monitor.storage, JobQueue(monitor.storage.database)
    storage.after_alerts = lambda connection: queue.put(connection, "deliver", "outbox", lock=None)
    check(storage, "p0", text="One.")
    assert queue.report().queues[2].waiting == 0
    check(storage, "p0", text="Two.", alerts=(alert("a"), alert("b")))
    assert queue.report().queues[2].waiting == 1
    waiting = sa.text("SELECT count(*) FROM procrastinate_jobs")
    with suppress(RuntimeError), storage.database.write() as connection:
        connection.execute(sa.text("DELETE FROM procrastinate_jobs"))
        storage._insert_alerts(connection, "p1", "", [alert("c")], datetime.now(UTC))
        assert connection.scalar(waiting) == 1
        raise RuntimeError("the power fails")
    with storage.database.read() as connection:
        assert connection.scalar(sa.text("SELECT count(*) FROM alert WHERE id = 'c'")) == 0


def test_the_tables_of_the_queue_are_made_once(database_url: str, tmp_path: Path) -> None:
    with Storage.open(database_url, tmp_path) as storage:
        queue = JobQueue(storage.database)
        with pytest.raises(StorageError, match="monitor database upgrade"):
            queue.check()
        assert queue.upgrade()
        assert queue.upgrade() == ""
        queue.check()


def test_an_empty_database_says_how_its_queue_is_made(database_url: str, tmp_path: Path) -> None:
    """`monitor check`, which it named before, makes no queue."""
    file = tmp_path / "watchlist.yaml"
    file.write_text(f"settings: {{database: '{database_url}'}}\nwatches: []\n")
    with psycopg.connect(database_url) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")
    for words in (("queue",), ("queue", "--retry")):
        done = CliRunner().invoke(cli, [*words, "--watchlist", str(file)])
        assert done.exit_code == 1
        assert "monitor database upgrade" in done.output


def test_an_sqlite_file_is_for_one_machine(tmp_path: Path, database_url: str) -> None:
    with (
        Storage.open(f"sqlite:///{tmp_path / 'm.db'}", tmp_path / "s") as storage,
        pytest.raises(StorageError, match="monitor run"),
    ):
        JobQueue(storage.database)


def test_the_commands_say_what_waits(monitor: Monitor, file: Path) -> None:
    Scheduler(lambda: monitor.config).enqueue(
        monitor, JobQueue(monitor.storage.database), datetime.now(UTC)
    )

    def said(*words: str) -> str:
        done = CliRunner().invoke(cli, [*words, "--watchlist", str(file)])
        assert done.exit_code == 0, done.output
        return done.output

    assert "fetch" in said("queue")
    assert "no worker is running" in said("queue")
    assert '"waiting": 12' in said("queue", "--json")
    assert "up to date" in said("database", "upgrade")


def test_workers_that_are_killed_lose_nothing(monitor: Monitor, file: Path, site: Site) -> None:
    """Two schedulers, two workers; one of each is killed at work, and started again."""
    running = [process(file, *words) for words in (("scheduler",), ("scheduler",))]
    running += [process(file, "worker", "--concurrency", "2") for _ in range(2)]
    try:
        until(lambda: len(site.paths) >= 2)
        for n in (2, 0):
            running[n].send_signal(signal.SIGKILL)
            running[n].wait()
        running.append(process(file, "worker", "--concurrency", "2"))
        until(lambda: looked_at(monitor) == HOSTS * PER_HOST)
    finally:
        for one in running:
            one.terminate()
        for one in running:
            one.wait(20)
    assert site.unfriendly(PAUSE * 0.8) == []
    assert monitor.verify().problems == ()
    versions = [len(monitor.storage.versions(f"p{n}")) for n in range(HOSTS * PER_HOST)]
    assert set(versions) == {1}
    twice = [path for path, times in site.paths.items() if times > 1]
    assert len(twice) <= 2, "only what the killed worker had under way"


# ------------------------------------------------------------------ a worker that is gone


def job_of_a_worker(monitor: Monitor, watch_id: str, host: str, silent: float) -> None:
    """A page at work at a worker whose last sign of life is so many seconds old."""
    queue = JobQueue(monitor.storage.database)
    with monitor.storage.database.write() as connection:
        assert queue.put(connection, FETCH, LOOK, lock=host, watch_id=watch_id)
        worker = connection.scalar(sa.text("SELECT procrastinate_register_worker_v1()"))
        connection.execute(
            sa.text(
                "UPDATE procrastinate_workers SET last_heartbeat ="
                " now() - make_interval(secs => :silent) WHERE id = :worker"
            ),
            {"silent": silent, "worker": worker},
        )
        assert fetched_job(connection, worker) == watch_id
    monitor.storage.claim(watch_id, datetime.now(UTC), timedelta(minutes=4))


def fetched_job(connection: sa.Connection, worker: int) -> str:
    query = sa.text("SELECT args->>'watch_id' FROM procrastinate_fetch_job_v2(NULL, :worker)")
    return connection.scalar(query, {"worker": worker}) or ""


def test_the_page_of_a_worker_that_is_silent_is_the_next_to_be_done(monitor: Monitor) -> None:
    """It has waited longest; behind all others it would come again after minutes."""
    queue, scheduler = JobQueue(monitor.storage.database), Scheduler(lambda: monitor.config)
    job_of_a_worker(monitor, "p0", "127.0.9.1", STALLED_AFTER + 1)
    scheduler.enqueue(monitor, queue, datetime.now(UTC))
    scheduler._take_back(monitor)
    now = datetime.now(UTC)
    with monitor.storage.database.write() as connection:
        worker = connection.scalar(sa.text("SELECT procrastinate_register_worker_v1()"))
        assert fetched_job(connection, worker) == "p0"
    assert monitor.storage.claim("p0", now, timedelta(minutes=1)), "its claim went as well"


def test_a_worker_that_missed_a_sign_of_life_or_two_keeps_its_page(monitor: Monitor) -> None:
    """A busy machine is late; its page would be asked for twice."""
    job_of_a_worker(monitor, "p0", "127.0.9.1", STALLED_AFTER - HEARTBEAT)
    Scheduler(lambda: monitor.config)._take_back(monitor)
    (fetch, *_) = JobQueue(monitor.storage.database).report().queues
    assert (fetch.waiting, fetch.under_way) == (0, 1)


def test_a_leader_that_hangs_loses_the_lead(monitor: Monitor, file: Path) -> None:
    """Its machine lost the network: the database keeps the connection, and its lock, for hours."""
    first, second = (Scheduler(lambda: monitor.config) for _ in range(2))
    assert first._leads(monitor)
    assert not second._leads(monitor)
    assert first._leader is not None
    shown = first._leader.scalar(sa.text("SHOW idle_session_timeout"))
    assert shown == f"{STALLED_AFTER:.0f}s"
    first._leader.execute(sa.text("SET idle_session_timeout = '50ms'"))
    until(lambda: second._leads(monitor))
    assert not first._leads(monitor)
    second._resign()
