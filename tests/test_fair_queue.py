"""One service with very many pages due must not keep the pages of another waiting."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from monitor.app import Monitor, make_monitor
from monitor.config import Config
from monitor.distributed import scheduler as scheduling
from monitor.distributed.job_queue import JobQueue
from monitor.distributed.scheduler import Scheduler
from monitor.distributed.turns import HostTurns, in_turn
from monitor.model import Watch

NOW = datetime(2026, 8, 20, 12, tzinfo=UTC)
SMALL = 3


def watch(service: str, number: int, host: str) -> Watch:
    return Watch(
        f"{service.lower()}-{number:05}", service, f"D{number}", f"https://{host}/{number}"
    )


def many(count: int, host: Callable[[int], str]) -> list[Watch]:
    """A large service whose pages are all due before those of the small one."""
    return [watch("Large", n, host(n)) for n in range(count)]


def few(host: Callable[[int], str]) -> list[Watch]:
    return [watch("Small", n, host(n)) for n in range(SMALL)]


def rounds(watches: Sequence[Watch], room: int) -> list[list[str]]:
    """Which services are looked at, round by round, with room for so many and all done at once."""
    turns, left, found = HostTurns(), list(watches), []
    while left:
        chosen = in_turn(turns.next_of_hosts(left, ()), {})[:room]
        found.append([one.service for one in chosen])
        left = [one for one in left if one not in chosen]
    return found


@pytest.mark.parametrize("room", [1, 2, 40])
def test_on_a_host_that_two_services_share_they_take_turns(room: int) -> None:
    """10,000 pages of one host take seven hours; three of another service would wait for them."""
    watches = [*many(100, lambda n: "shared.example"), *few(lambda n: "shared.example")]
    services = [service for done in rounds(watches, room) for service in done]
    assert services[:6] == ["Large", "Small"] * 3
    assert Counter(services) == {"Large": 100, "Small": SMALL}


def test_hosts_of_its_own_for_each_page_give_a_service_no_more_turns() -> None:
    """Its pages alone would fill the queue, again and again."""
    watches = [*many(10_000, lambda n: f"h{n}.example"), *few(lambda n: f"s{n}.example")]
    chosen = in_turn(HostTurns().next_of_hosts(watches, ()), {})
    assert [one.service for one in chosen[:6]] == ["Large", "Small"] * 3
    assert len(chosen) == len(watches)


def test_what_a_service_has_in_the_queue_counts() -> None:
    """Where one place becomes free at a time, the most overdue would take it every time."""
    watches = [*many(9, lambda n: f"h{n}.example"), *few(lambda n: f"s{n}.example")]
    chosen = in_turn(watches, {"Large": 2})
    assert [one.service for one in chosen[:5]] == ["Small", "Small", "Large", "Small", "Large"]


def test_a_host_that_is_taken_has_no_turn() -> None:
    watches = [*many(2, lambda n: "a.example"), *few(lambda n: "b.example")]
    assert [w.host for w in HostTurns().next_of_hosts(watches, {"a.example"})] == ["b.example"]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_the_queue_is_shared_between_services(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the real tables: a full queue, one place free, and pages that became due later."""
    monkeypatch.setattr(scheduling, "MOST_WAITING", 10)
    watches = [*many(40, lambda n: f"h{n}.example"), *few(lambda n: f"s{n}.example")]
    config = Config(
        path=tmp_path / "w.yaml", watches=tuple(watches), database=database_url, snapshots=tmp_path
    )
    with make_monitor(config, clock=lambda: NOW) as monitor:
        monitor.take_over()
        queue = JobQueue(monitor.storage.database)
        queue.upgrade()
        for number in range(SMALL):
            monitor.storage.set_next_due(f"small-{number:05}", NOW.replace(hour=13))
        scheduler = Scheduler(lambda: config)
        assert scheduler.enqueue(monitor, queue, NOW) == 10
        assert services_of(monitor) == {"Large": 10}
        for number in range(SMALL):
            monitor.storage.set_next_due(f"small-{number:05}", NOW)
        assert scheduler.enqueue(monitor, queue, NOW) == 0, "no room"
        finish(monitor, "large-00000")
        assert scheduler.enqueue(monitor, queue, NOW) == 1
        assert services_of(monitor) == {"Large": 9, "Small": 1}
        finish(monitor, "large-00001", "large-00002", "large-00003")
        scheduler.enqueue(monitor, queue, NOW)
        assert services_of(monitor) == {"Large": 7, "Small": SMALL}


def services_of(monitor: Monitor) -> Counter[str]:
    query = sa.text("SELECT args->>'watch_id' FROM procrastinate_jobs")
    with monitor.storage.database.read() as connection:
        found = [monitor.config.watch(id_) for id_ in connection.scalars(query)]
    return Counter(one.service for one in found if one)


def finish(monitor: Monitor, *ids: str) -> None:
    with monitor.storage.database.write() as connection:
        for id_ in ids:
            query = sa.text("DELETE FROM procrastinate_jobs WHERE args->>'watch_id' = :id")
            connection.execute(query, {"id": id_})
    for id_ in ids:
        monitor.storage.set_next_due(id_, NOW.replace(day=21))
