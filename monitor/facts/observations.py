"""How long each version of a page was seen to stand. Pure.

A version is vouched for from its first sight to the last look that found it, and not a day longer:
the page may have been taken down since, or nobody may have looked. The same goes for weeks in the
middle in which no look found it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import pairwise

from monitor.model import GAP, Observed, Outcome, Sight

# Looks that found the version's text, or made it the version.
SAW_IT = frozenset(
    (Outcome.FIRST, Outcome.UNCHANGED, Outcome.NOISE, Outcome.EDITORIAL, Outcome.SUBSTANTIVE)
)


def observations(
    versions: Sequence[tuple[int, datetime]], looks: Sequence[Sight]
) -> dict[int, Observed]:
    """The span of each version, by its number.

    `versions` are numbers with their first sight, `looks` all attempts; both oldest first.
    """
    found: dict[int, Observed] = {}
    place, before = 0, None
    for i, (number, first_seen) in enumerate(versions):
        next_seen = versions[i + 1][1] if i + 1 < len(versions) else None
        last_seen, after, gaps = first_seen, "", []
        while place < len(looks) and (next_seen is None or looks[place].at < next_seen):
            look = looks[place]
            place += 1
            if look.at < first_seen:
                continue
            if look.outcome in SAW_IT:
                gaps += [(last_seen, look.at)] if look.at - last_seen > GAP else []
                last_seen, after = max(last_seen, look.last_at), ""
            elif look.at > last_seen:
                after = _not_seen(look)
        found[number] = Observed(
            number,
            first_seen,
            last_seen,
            after,
            first_look=i == 0,
            gaps=tuple(gaps),
            unseen_since=before if before and first_seen - before > GAP else None,
        )
        before = last_seen
    return found


def joined(seen: Mapping[int, Observed], first: int, last: int) -> Observed:
    """One span over a run of versions, from the first's beginning to the last's end."""
    run = [seen[number] for number in sorted(seen) if first <= number <= last]
    gaps = list(run[0].gaps)
    for before, after in pairwise(run):
        if after.first_seen - before.last_seen > GAP:
            gaps.append((before.last_seen, after.first_seen))
        gaps += after.gaps
    return replace(
        run[-1],
        first_seen=run[0].first_seen,
        first_look=run[0].first_look,
        gaps=tuple(gaps),
        unseen_since=run[0].unseen_since,
    )


def _not_seen(look: Sight) -> str:
    if look.outcome is Outcome.PENDING:
        return "another text, not yet confirmed"
    return f"not readable: {look.reason}" if look.reason else "not readable"
