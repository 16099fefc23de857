"""Whose turn it is at a host."""

from __future__ import annotations

import asyncio

from monitor.service.host_turns import HostTurns


def test_a_host_has_one_page_at_a_time_in_order_and_holds_up_no_other_host() -> None:
    """Two requests at once to a small server are what its operator complains about."""
    seen: list[str] = []

    async def look(turns: HostTurns, host: str, name: str, until: asyncio.Event) -> None:
        async with turns.of(host):
            seen.append(f"{name} begins")
            await until.wait()
            seen.append(f"{name} ends")

    async def all_of_them() -> None:
        turns, now, later = HostTurns(), asyncio.Event(), asyncio.Event()
        now.set()
        async with asyncio.TaskGroup() as group:
            group.create_task(look(turns, "a.example", "first", later))
            group.create_task(look(turns, "a.example", "second", now))
            other = group.create_task(look(turns, "b.example", "other", now))
            await other
            later.set()

    asyncio.run(all_of_them())
    assert seen == [
        "first begins",
        "other begins",
        "other ends",
        "first ends",
        "second begins",
        "second ends",
    ]
