"""What a Prometheus sees of each worker and of the queue, and when a worker is to be restarted."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from monitor.config import Config
from monitor.distributed.figures import serve_queue, serve_worker
from monitor.distributed.job_counts import SILENT_FOR, JobCounts
from monitor.distributed.job_queue import FETCH, LOOK, JobQueue
from monitor.distributed.scheduler import LOOK_EVERY, STALLED_AFTER
from monitor.distributed.worker import HEARTBEAT, POLL_EVERY
from monitor.service.metrics import MetricsServer
from monitor.storage import Storage
from tests.stored import NOW


def figures(server: MetricsServer) -> dict[str, float]:
    status, _, text = server.answer("/metrics")
    assert status == 200
    return {
        " ".join([sample.name, *sample.labels.values()]): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


class Clock:
    """Seconds, as told."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_worker_says_what_it_did_and_what_failed() -> None:
    """Of ten workers the one that fails at everything must be seen."""
    clock = Clock()
    counts = JobCounts(8, clock=clock)
    server = serve_worker("127.0.0.1:0", counts)
    with counts.job(LOOK):
        clock.now += 3
    with suppress(OSError), counts.job(LOOK):
        raise OSError
    counts.looked("unchanged")
    counts.waited += 2.0
    with counts.job("send"):
        found = figures(server)
    server.close()
    assert found["monitor_worker_jobs_total done look"] == 1
    assert found["monitor_worker_jobs_total failed look"] == 1
    assert found["monitor_worker_job_seconds_sum look"] == 3
    assert found["monitor_worker_job_seconds_count look"] == 2
    assert found["monitor_worker_looks_total unchanged"] == 1
    assert found["monitor_worker_host_wait_seconds_total"] == 2
    assert (found["monitor_worker_busy"], found["monitor_worker_concurrency"]) == (1, 8)


def test_only_a_worker_that_is_stuck_is_unwell() -> None:
    """A cluster that restarts all workers while the database is away would only add to it."""
    clock = Clock()
    counts = JobCounts(8, clock=clock)
    server = serve_worker("127.0.0.1:0", counts)
    clock.now += SILENT_FOR
    assert server.answer("/healthz")[0] == 200
    clock.now += 1
    status, _, text = server.answer("/healthz")
    assert (status, json.loads(text)["problems"]) == (503, ["the worker has been stuck for 31 s"])
    counts.beat()
    assert server.answer("/healthz")[0] == 200
    server.close()


def test_a_page_of_a_worker_that_is_gone_comes_again_within_half_a_minute() -> None:
    """By the times that are set: silent, and noticed by a scheduler that leads only from now on,
    whose leader went at the same moment; taken, and its host left alone for its pause.
    """
    assert STALLED_AFTER >= 3 * HEARTBEAT, "one that is late is not gone"
    assert STALLED_AFTER + 2 * LOOK_EVERY + POLL_EVERY + Config(path=Path("w.yaml")).host_pause < 30


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_scheduler_says_how_the_queue_stands(storage: Storage, database_url: str) -> None:
    """Lag is what tells that there are too few workers."""
    queue = JobQueue(storage.database)
    config = Config(path=Path("w.yaml"))
    server = serve_queue("127.0.0.1:0", storage, lambda: config, lambda: NOW)
    status, _, text = server.answer("/metrics")
    assert (status, "monitor database upgrade" in text) == (503, True)
    queue.upgrade()
    with storage.database.write() as connection:
        queue.put(connection, FETCH, LOOK, lock="a.example", watch_id="a")
        queue.put(connection, FETCH, LOOK, lock="b.example", watch_id="b")
    found = figures(server)
    server.close()
    assert found["monitor_queue_waiting fetch"] == 2
    assert found["monitor_queue_failed deliver"] == 0
    assert found["monitor_workers"] == 0
    assert "monitor_queue_lag_seconds fetch" in found
    assert "monitor_pages_overdue" in found
