"""What a Prometheus may scrape from a process of ours, and /healthz: worked out when asked."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TypeAlias

import structlog

from monitor.config import Config
from monitor.errors import ConfigError, MonitorError
from monitor.service.health import health_of, overdue
from monitor.storage import Storage

try:  # an extra: pip install '.[metrics]'
    from prometheus_client import CollectorRegistry, generate_latest
    from prometheus_client.core import (
        CounterMetricFamily,
        GaugeMetricFamily,
        SummaryMetricFamily,
    )
    from prometheus_client.metrics_core import Metric
    from prometheus_client.registry import Collector
except ModuleNotFoundError as missing:
    raise ConfigError(
        "--listen needs prometheus-client: pip install '.[metrics]' in monitor's source"
    ) from missing

log = structlog.get_logger(__name__)

_TEXT = "text/plain; version=0.0.4; charset=utf-8"


Healthz: TypeAlias = Callable[[], tuple[bool, tuple[str, ...]]]  # well or not, and what is wrong


class MetricsServer:
    """Answers GET /metrics and GET /healthz on one address, in threads of its own."""

    def __init__(self, listen: str, figures: Callable[[], list[Collector]], healthz: Healthz):
        """`listen`: "127.0.0.1:9464". Raises ConfigError when nothing can listen there."""
        self._figures, self._healthz = figures, healthz
        host, _, port = listen.rpartition(":")
        try:
            self._server = ThreadingHTTPServer((host.strip("[]"), int(port)), self._handler())
        except (OSError, ValueError, OverflowError) as error:
            raise ConfigError(f"--listen: cannot listen at {listen!r}: {error}") from None
        self._server.daemon_threads = True
        self.port = int(self._server.server_address[1])
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        log.info("listening", address=listen)

    def close(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()

    def answer(self, path: str) -> tuple[int, str, str]:
        """Status, media type and text for a path."""
        try:
            if path == "/metrics":
                return 200, _TEXT, exposed(self._figures())
            if path == "/healthz":
                ok, problems = self._healthz()
                text = json.dumps({"ok": ok, "problems": problems})
                return (200 if ok else 503), "application/json", text
        except MonitorError as error:
            return 503, _TEXT, f"{error}\n"
        return 404, _TEXT, "there are /metrics and /healthz\n"

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        outer = self

        class Handler(BaseHTTPRequestHandler):
            timeout = 10  # seconds for a request to come

            def do_GET(self) -> None:
                """The only method there is."""
                status, kind, text = outer.answer(self.path.partition("?")[0])
                body = text.encode()
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002  its name there
                """Scrapes are not worth a line."""

            def version_string(self) -> str:
                """Nobody needs to know."""
                return "monitor"

        return Handler


def serve_database(
    listen: str,
    storage: Storage,
    config: Callable[[], Config],
    clock: Callable[[], datetime],
    *others: Collector,
) -> MetricsServer:
    """A server of what the database says, and of `others`. Raises ConfigError."""

    def healthz() -> tuple[bool, tuple[str, ...]]:
        found = health_of(storage, config(), clock())
        return found.ok, found.problems

    return MetricsServer(listen, lambda: [_Figures(storage, config(), clock()), *others], healthz)


def exposed(collectors: list[Collector]) -> str:
    """All figures in the text format of Prometheus."""
    registry = CollectorRegistry()
    for collector in collectors:
        registry.register(collector)
    return generate_latest(registry).decode()


class _Figures(Collector):
    """A collector of prometheus-client: what the database says at this moment."""

    def __init__(self, storage: Storage, config: Config, now: datetime) -> None:
        self._storage, self._config, self._now = storage, config, now

    def collect(self) -> Iterator[Metric]:
        """Its metrics, one after the other."""
        yield from self._counted()
        yield from self._measured()

    def _counted(self) -> Iterator[Metric]:
        totals = self._storage.totals()
        checks = CounterMetricFamily("monitor_checks", "Checks, by outcome", labels=["outcome"])
        for outcome, (count, _) in totals.items():
            checks.add_metric([outcome], count)
        yield checks
        yield SummaryMetricFamily(
            "monitor_fetch_seconds",
            "Time that fetches took",
            count_value=sum(count for count, _ in totals.values()),
            sum_value=sum(seconds for _, seconds in totals.values()),
        )
        lines = CounterMetricFamily(
            "monitor_second_reader_lines", "Lines of the second reader", labels=["result"]
        )
        for result, count in zip(
            ("taken", "not_taken"), self._storage.readings_by_result(), strict=True
        ):
            lines.add_metric([result], count)
        yield lines

    def _measured(self) -> Iterator[Metric]:
        vitals, now = self._storage.vitals(self._now), self._now
        waiting = (now - vitals.waiting_since).total_seconds() if vitals.waiting_since else 0.0
        outcomes = self._storage.outcomes()
        refused, failed = (outcomes.get(name, 0) for name in ("quarantined", "failed"))
        lag = (now - (vitals.due_first or now)).total_seconds()
        for name, text, value in (
            ("healthy", "1 when `monitor health` has nothing to say", self._healthy()),
            ("pages", "Pages that are watched", vitals.pages),
            ("pages_overdue", "Pages that should have been looked at", self._overdue()),
            ("pages_quarantined", "Pages whose answer is not the page", refused),
            ("pages_failing", "Pages that could not be fetched or read", failed),
            ("lag_seconds", "How long the most overdue page has been due", max(0.0, lag)),
            ("alerts_waiting", "Alerts to be sent", vitals.waiting),
            ("alerts_waiting_seconds", "Age of the oldest of them", waiting),
            ("alerts_dead", "Alerts that were given up", vitals.dead),
            ("readers_ended_day", "Readers ended by a page within a day", vitals.readers_lost),
            ("last_tick_timestamp_seconds", "The daemon's last tick", _time(vitals.ticked_at)),
            ("last_fetch_timestamp_seconds", "The newest attempt", _time(vitals.fetched_at)),
        ):
            yield GaugeMetricFamily(f"monitor_{name}", text, value=value)

    def _healthy(self) -> float:
        return float(health_of(self._storage, self._config, self._now).ok)

    def _overdue(self) -> int:
        return len(overdue(self._storage.vitals(self._now), self._config, self._now))


def _time(at: datetime | None) -> float:
    return at.timestamp() if at is not None else 0.0
