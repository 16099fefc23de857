"""What goes with a message to its channel: what it is about, and which parts have arrived."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from monitor.model.outgoing import Seal


def _nothing(part: str) -> None:
    """Nobody wants to know which part arrived."""


@dataclass(slots=True)
class Parcel:
    """One message's particulars for channels that can carry more than title and text.

    `done` are parts and addressees that have it from an earlier try; `accepted` is called with each
    as soon as the channel has taken it, so that nothing is sent twice that need not be. `said`
    holds what the channel answered.
    """

    severity: str = "medium"
    thread: str = ""  # id of the alert to the same recipient that this one follows on
    kind: str = "change"  # of the alert, or of the list of several
    watch: str = ""
    route: str = ""
    unsubscribe: str = ""  # web address at which the route's recipients may leave it
    content: Any = None  # render.Content, None: only title and text are known
    brief: Any = None  # render.Brief of all that is not one change
    listed: tuple[Any, ...] = ()  # render.Content of each change that a list tells of
    seal: Seal | None = None  # goes with it, to prove later what was recorded until its day
    done: frozenset[str] = frozenset()
    accepted: Callable[[str], None] = _nothing
    said: list[str] = field(default_factory=list)

    def taken(self, part: str) -> None:
        """The channel has taken this part."""
        self.done |= {part}
        self.accepted(part)
