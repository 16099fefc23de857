"""Which pages a browser draws, where a watch leaves that open. Pure.

Plain first. Where the answer is a shell a browser is asked once, and what came of it is remembered
with the page: by the browser from then on, or not again. After a week the plain answer is asked
once more; of a drawn page it counts only if it says what the version says.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum

from monitor.errors import FetchError
from monitor.model import Decision, Drawing, Observation, PageState, Watch
from monitor.model.records import PageRecord

REMEMBERED = timedelta(days=7)
MISSED = "a browser may find its text, but "
ROUTED = ("/", "!")  # what a fragment begins with that names a page, and no place on one


class Step(Enum):
    """How a page is asked for."""

    PLAIN = "plainly, and that is that"
    TRY = "plainly, by a browser if the answer is a shell"
    AGAIN = "plainly once more, by a browser unless nothing differs"
    BROWSER = "by a browser"
    LESS = "plainly, since a browser has just found less"


@dataclass(frozen=True, slots=True)
class Shell:
    """A plain answer that was not recorded: a browser may find more."""

    why: str
    readable: bool = False  # it has a text of its own, if little


def step(watch: Watch, state: PageState, now: datetime) -> Step:
    """What comes first."""
    if watch.fetch != "auto":
        return Step.PLAIN  # the fetcher does as the watch says
    known = state.drawing
    if watch.click:
        return Step.BROWSER  # nothing else can click
    if known is None:
        routed = watch.url.partition("#")[2].startswith(ROUTED)
        return Step.BROWSER if routed else Step.TRY
    if now - known.since < REMEMBERED:
        return Step.BROWSER if known.helps else Step.PLAIN
    return Step.AGAIN if known.helps else Step.TRY


def readable(observation: Observation) -> bool:
    """Does it have a text, be it so little that it must stay before it counts?"""
    return observation.error is None and observation.verdict.may_be


def wanted(step: Step, observation: Observation, *, drawn: bool = False) -> str:
    """Why the answer does not count yet: a browser is to be asked after a plain one, and the plain
    one after a drawn one without a text. "" where it counts."""
    if drawn:
        less = step is Step.TRY and not (observation.same or readable(observation))
        return "a browser found less" if less else ""
    if step is Step.AGAIN:
        return "" if observation.same else "the plain answer differs from the drawn page"
    return observation.shell if step is Step.TRY else ""


def remembered(
    decision: Decision, before: PageState, step: Step, observation: Observation, *, drawn: bool
) -> Decision:
    """The decision, with what was learned about the page's need of a browser."""
    known = before.drawing
    if step is Step.AGAIN and not drawn and observation.same:
        known = None  # its text comes plainly again
    elif step is Step.AGAIN and drawn:
        known = Drawing(observation.at, helps=True)
    elif step is Step.LESS:
        known = Drawing(observation.at, helps=False)
    elif step is Step.TRY and drawn and observation.error is None:
        full = observation.same or (observation.verdict.ok and not observation.shell)
        known = Drawing(observation.at, helps=full)
    return replace(decision, state=replace(decision.state, drawing=known))


def noted(decision: Decision, note: str) -> Decision:
    """The decision, with a word on the browser in its reason."""
    if not note:
        return decision
    return replace(decision, reason="; ".join(part for part in (decision.reason, note) if part))


def not_drawn(error: FetchError) -> str:
    """What is said of a shell where no browser could be asked, or it failed."""
    return f"{MISSED}{error.detail}"


def undrawn(watches: Iterable[Watch], pages: Iterable[PageRecord]) -> list[str]:
    """The ids of the watches that need a browser, as far as is known."""
    known = {page.watch_id: page for page in pages}
    found = []
    for watch in watches:
        page = known.get(watch.id)
        drawing = page.state.drawing if page else None
        shell = page is not None and (MISSED in page.reason or (drawing and drawing.helps))
        if watch.enabled and (watch.fetch == "browser" or (watch.fetch == "auto" and shell)):
            found.append(watch.id)
    return found
