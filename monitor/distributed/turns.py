"""Who is next: services take turns, so that one with 10,000 pages due does not starve one with 3.

Pure but for what :class:`HostTurns` remembers, which is lost with the scheduler and does no harm.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from monitor.model import Watch


class HostTurns:
    """Whose turn it is at the hosts that several services share."""

    def __init__(self) -> None:
        self._count = 0
        self._last: dict[tuple[str, str], int] = {}  # host and service -> when it had its turn

    def next_of_hosts(self, due: Sequence[Watch], taken: Collection[str]) -> list[Watch]:
        """Of each host that is not `taken` one page: of the service that has waited longest for a
        turn there, the most overdue. `due`: the most overdue first.
        """
        first: dict[str, dict[str, Watch]] = {}  # host -> service -> its most overdue page
        for watch in due:
            if watch.host not in taken:
                first.setdefault(watch.host, {}).setdefault(watch.service, watch)
        self._forget(first)
        return [self._next(host, services) for host, services in first.items()]

    def _next(self, host: str, services: Mapping[str, Watch]) -> Watch:
        if len(services) == 1:
            return next(iter(services.values()))
        service = min(services, key=lambda name: self._last.get((host, name), -1))
        self._count += 1
        self._last[host, service] = self._count
        return services[service]

    def _forget(self, due: Mapping[str, Collection[str]]) -> None:
        """A service that has nothing due at a host begins anew; what is taken now may come back."""
        for host, service in [key for key in self._last if key[0] in due]:
            if service not in due[host]:
                del self._last[host, service]


def in_turn(watches: Sequence[Watch], busy: Mapping[str, int]) -> list[Watch]:
    """Those of the services that have least in the queue first; `busy`: how many that are now.

    Among equals the order stays, which is that of the most overdue.
    """
    turns = Counter(busy)
    ordered: list[tuple[int, int]] = []
    for place, watch in enumerate(watches):
        ordered.append((turns[watch.service], place))
        turns[watch.service] += 1
    return [watches[place] for _, place in sorted(ordered)]
