"""A day of a million watches on 20,000 hosts, without a network: queue and lag by our rules.

    python bench/simulated_day.py [--watches 1000000] [--hosts 20000] [--workers 160]

The rules are those of monitor/distributed/scheduler.py: of each host the most overdue page waits,
at most MOST_WAITING in all, a host is left alone for its pause afterwards. 1% of the hosts answer
after 20 s instead of 0.4 s, and from 12:00 to 13:00 nothing is done at all. Pages per host follow a
long tail: few hosts have many. `--workers`: jobs that are done at once, on all machines together.
"""

from __future__ import annotations

import argparse
import heapq
import random
from collections import deque
from collections.abc import Iterator

from monitor.distributed.scheduler import MOST_WAITING

EVERY = 6 * 3600.0  # seconds between two looks at a page
PAUSE, QUICK, SLOW = 2.0, 0.4, 20.0
READING = 0.02  # seconds of a look beside its fetch
OUTAGE = (12 * 3600.0, 13 * 3600.0)
DAY = 24 * 3600.0


def pages_of_hosts(watches: int, hosts: int, chance: random.Random) -> list[int]:
    """How many pages each host has: at most what its pause lets through."""
    most = int(EVERY / (PAUSE + QUICK) * 0.8)
    shares = [1 / (n + 10) ** 0.7 for n in range(hosts)]
    scale = watches / sum(shares)
    found = [max(1, min(most, round(share * scale))) for share in shares]
    while (missing := watches - sum(found)) > 0:
        for n in chance.sample(range(hosts), min(missing, hosts)):
            found[n] += found[n] < most
    return found


def day(watches: int, hosts: int, workers: int, seed: int = 1) -> Iterator[tuple[float, ...]]:
    """For each half hour: time, waiting in the queue, due, looks done, lag of the most overdue."""
    chance = random.Random(seed)
    counts = pages_of_hosts(watches, hosts, chance)
    # Of each host its pages in the order in which they are due: each comes back after EVERY.
    due = [deque(sorted(chance.uniform(0, EVERY) for _ in range(count))) for count in counts]
    slow = [chance.random() < 0.01 for _ in range(hosts)]
    ready = [(pages[0], n) for n, pages in enumerate(due)]  # when a host's next page may be asked
    heapq.heapify(ready)
    under_way: list[tuple[float, int]] = []
    waiting: deque[int] = deque()
    now, done, shown = 0.0, 0, 0.0
    while now < DAY:
        out = OUTAGE[0] <= now < OUTAGE[1]
        while under_way and under_way[0][0] <= now:
            _, n = heapq.heappop(under_way)
            planned = due[n].popleft()
            due[n].append(max(planned + EVERY, now))
            done += 1
            heapq.heappush(ready, (max(now + PAUSE, due[n][0]), n))
        while ready and ready[0][0] <= now and len(waiting) + len(under_way) < MOST_WAITING:
            waiting.append(heapq.heappop(ready)[1])
        while not out and waiting and len(under_way) < workers:
            n = waiting.popleft()
            heapq.heappush(under_way, (now + (SLOW if slow[n] else QUICK) + READING, n))
        if now >= shown:
            late = [max(0.0, now - pages[0]) for n, pages in enumerate(due) if not slow[n]]
            late_slow = [max(0.0, now - pages[0]) for n, pages in enumerate(due) if slow[n]]
            overdue = sum(1 for seconds in late if seconds > 60)
            yield now, len(waiting), overdue, done, max(late), max(late_slow, default=0.0)
            shown += 1800.0
        now += 0.1


def main() -> None:
    """See the module."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--watches", type=int, default=1_000_000)
    parser.add_argument("--hosts", type=int, default=20_000)
    parser.add_argument("--workers", type=int, default=160)
    args = parser.parse_args()
    print("time   queue  hosts late  looks done  lag (s)  lag of slow hosts (s)")
    for now, queue, overdue, done, lag, slow in day(args.watches, args.hosts, args.workers):
        clock = f"{int(now // 3600):02}:{int(now % 3600 // 60):02}"
        print(f"{clock} {queue:7,} {overdue:11,} {done:11,} {lag:8.0f} {slow:12.0f}", flush=True)


if __name__ == "__main__":
    main()
