"""When a pending text counts, said below a check."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from monitor.cli.output import lasting
from monitor.confirm.pending_change import GONE_SIGHTINGS, SIGHTINGS, SPREAD
from monitor.model import PageState, Watch

_TIMES = {2: "second", 3: "third", 4: "fourth"}
LOOKS = "`monitor run` looks when it is due, `monitor check` at once"


def when_it_counts(pending: Iterable[tuple[Watch, PageState]]) -> Iterator[str]:
    """A line for what is new, and one for what only went: that must be missed once more."""
    new: set[timedelta] = set()
    gone: set[timedelta] = set()
    for watch, state in pending:
        only_gone = bool(state.pending) and not any(one.arrived for one in state.pending)
        (gone if only_gone else new).add(SPREAD * watch.confirm_after)
    if new:
        yield f"a new text counts when it is seen {_told(SIGHTINGS, new)}: {LOOKS}"
    if gone:
        yield f"text that only went counts when it is missed {_told(GONE_SIGHTINGS, gone)}: {LOOKS}"


def _told(times: int, waits: set[timedelta]) -> str:
    apart = ", ".join(lasting(wait) for wait in sorted(waits))
    return f"a {_TIMES[times]} time after {apart} or more, or a {_TIMES[times + 1]} time"
