"""Figures for a Prometheus: of the queue, and of one worker. Needs the extra `metrics`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, SummaryMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from monitor.config import Config
from monitor.distributed.job_counts import JobCounts
from monitor.distributed.job_queue import JobQueue
from monitor.service.metrics import MetricsServer, serve_database
from monitor.storage import Storage


def serve_queue(
    listen: str, storage: Storage, config: Callable[[], Config], clock: Callable[[], datetime]
) -> MetricsServer:
    """What a scheduler answers: the database's figures and the queue's. Raises ConfigError."""
    queue = QueueFigures(JobQueue(storage.database), clock)
    return serve_database(listen, storage, config, clock, queue)


def serve_worker(listen: str, counts: JobCounts) -> MetricsServer:
    """What a worker answers: its own figures, and whether it still turns. Raises ConfigError."""
    figures = WorkerFigures(counts)
    return MetricsServer(listen, lambda: [figures], counts.healthz)


class QueueFigures(Collector):
    """What stands in the queues, from the database."""

    def __init__(self, queue: JobQueue, clock: Callable[[], datetime]) -> None:
        self._queue, self._clock = queue, clock

    def describe(self) -> list[Metric]:
        """Nothing is asked before somebody scrapes."""
        return []

    def collect(self) -> Iterator[Metric]:
        """Its metrics, one after the other."""
        report, now = self._queue.report(), self._clock()
        waiting = GaugeMetricFamily("monitor_queue_waiting", "Jobs that wait", labels=["queue"])
        busy = GaugeMetricFamily("monitor_queue_under_way", "Jobs at work", labels=["queue"])
        failed = GaugeMetricFamily("monitor_queue_failed", "Jobs that failed", labels=["queue"])
        lag = GaugeMetricFamily(
            "monitor_queue_lag_seconds", "How long the oldest job has waited", labels=["queue"]
        )
        for state in report.queues:
            since = state.waiting_since
            waiting.add_metric([state.name], state.waiting)
            busy.add_metric([state.name], state.under_way)
            failed.add_metric([state.name], state.failed)
            lag.add_metric([state.name], (now - since).total_seconds() if since else 0.0)
        yield from (waiting, busy, failed, lag)
        yield GaugeMetricFamily("monitor_workers", "Workers alive", value=len(report.workers))


class WorkerFigures(Collector):
    """What one worker did since it began."""

    def __init__(self, counts: JobCounts) -> None:
        self._counts = counts

    def collect(self) -> Iterator[Metric]:
        """Its metrics, one after the other."""
        counts = self._counts
        done = list(counts.done.items())
        jobs = CounterMetricFamily("monitor_worker_jobs", "Jobs", labels=["task", "result"])
        for (task, result), number in done:
            jobs.add_metric([task, result], number)
        yield jobs
        seconds = SummaryMetricFamily(
            "monitor_worker_job_seconds", "Time that jobs took", labels=["task"]
        )
        for task, total in list(counts.seconds.items()):
            number = sum(number for (name, _), number in done if name == task)
            seconds.add_metric([task], count_value=number, sum_value=total)
        yield seconds
        looks = CounterMetricFamily("monitor_worker_looks", "Looks", labels=["outcome"])
        for outcome, number in list(counts.outcomes.items()):
            looks.add_metric([outcome], number)
        yield looks
        yield CounterMetricFamily(
            "monitor_worker_host_wait_seconds", "Time spent on hosts' pauses", value=counts.waited
        )
        yield GaugeMetricFamily("monitor_worker_busy", "Jobs at work", value=counts.under_way)
        yield GaugeMetricFamily(
            "monitor_worker_concurrency", "Jobs that it does at once", value=counts.concurrency
        )
