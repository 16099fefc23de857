"""Looks one after the other that came to the same, as one line of a page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby

from monitor.model import Sight


def runs(looks: Iterable[Sight]) -> list[tuple[datetime, datetime, int, str]]:
    """The first of them and the last, how many they are, and why."""
    made = []
    for reason, group in groupby(looks, key=lambda look: look.reason):
        run = list(group)
        made.append((run[0].at, run[-1].last_at, sum(look.looks for look in run), reason))
    return made
