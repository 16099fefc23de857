"""What a Prometheus sees must be what `monitor health` says."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from monitor.config import Config
from monitor.errors import ConfigError
from monitor.model import Outcome
from monitor.service.metrics import MetricsServer, serve_database
from monitor.storage import Storage
from tests.stored import HOUR, NOW, alert, check, watch


@pytest.fixture
def server(storage: Storage) -> Iterator[MetricsServer]:
    """One page with a version; the daemon ticks."""
    storage.sync_watches([watch()], NOW)
    check(storage, text="One.", at=NOW, next_due_at=NOW + 6 * HOUR)
    storage.tick(NOW)
    storage.delivered(NOW)
    config = Config(path=Path("w.yaml"))
    made = serve_database("127.0.0.1:0", storage, lambda: config, lambda: NOW + HOUR / 60)
    yield made
    made.close()


def asked(server: MetricsServer, path: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{server.port}{path}", timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def figures(server: MetricsServer) -> dict[str, float]:
    status, text = asked(server, "/metrics")
    assert status == 200
    return {
        sample.name + "".join(sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_a_daemon_at_work(server: MetricsServer) -> None:
    found = figures(server)
    assert found["monitor_checks_totalsubstantive"] == 1
    assert (found["monitor_healthy"], found["monitor_pages"], found["monitor_pages_overdue"]) == (
        1, 1, 0,
    )  # fmt: skip
    assert found["monitor_last_tick_timestamp_seconds"] == NOW.timestamp()
    assert asked(server, "/healthz") == (200, json.dumps({"ok": True, "problems": []}))


def test_a_daemon_in_trouble(server: MetricsServer, storage: Storage) -> None:
    storage.add_alerts("acme-terms", [alert("x"), alert("y")], NOW)
    storage.alert_failed("x", NOW, "gone", None)
    check(
        storage,
        at=NOW + timedelta(seconds=5),
        next_due_at=NOW + 6 * HOUR,
        outcome=Outcome.QUARANTINED,
    )
    found = figures(server)
    assert (found["monitor_alerts_dead"], found["monitor_alerts_waiting"]) == (1, 1)
    assert (found["monitor_pages_quarantined"], found["monitor_healthy"]) == (1, 0)
    status, text = asked(server, "/healthz")
    assert (status, json.loads(text)["ok"]) == (503, False)
    assert "given up" in text


def test_nothing_else_is_there(server: MetricsServer) -> None:
    for path in ("/", "/metrics/x", "/../etc/passwd", "/healthz/"):
        assert asked(server, path)[0] == 404


@pytest.mark.parametrize("listen", ["nonsense", "127.0.0.1:99999", "203.0.113.1:1", ":x"])
def test_an_address_that_cannot_be_listened_at_is_one_clear_line(
    listen: str, storage: Storage
) -> None:
    with pytest.raises(ConfigError, match="--listen: cannot listen at"):
        serve_database(listen, storage, lambda: Config(path=Path("w.yaml")), lambda: NOW)


def test_the_dashboard_asks_for_what_there_is(server: MetricsServer) -> None:
    """A panel without data would look like a daemon without trouble."""
    names = {name.removesuffix("substantive") for name in figures(server)}
    text = (Path(__file__).parents[1] / "docs" / "grafana.json").read_text()
    asked_for = set(re.findall(r"monitor_[a-z_]+[a-z]", text.replace("_(", "_")))
    assert {name for name in asked_for if not name.endswith("_pages_failing")} <= names | {
        "monitor_alerts_waiting",
    }
