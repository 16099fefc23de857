"""A page that cannot be read: when that is worth a word, and when it is gone for good. Pure.

A page that is down for an hour is nobody's business, one that is down for a day is, once; one that
comes and goes is reported as such and then no more. A page that the server says is not there, look
after look for a week, was taken down: of a policy that is a change like any other.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from monitor.model import Change, Decision, Kind, Outcome, PageState, Trouble

TELL_AFTER = timedelta(hours=24)
CALM = timedelta(days=30)  # so long after a trouble that was told a new one is new again
GONE = ("not-found", "gone")  # the guard's words for a page that the server says is not there
GONE_AFTER, GONE_LOOKS = timedelta(days=7), 10


def weighed(before: PageState, decision: Decision, at: datetime) -> Decision:
    """The decision with what of the page's trouble is to be told, and a policy that was taken down.

    `before` is the state until this look, `at` its time.
    """
    if decision.ok:
        return _readable(before, decision, at)
    trouble = before.trouble or Trouble(at)
    state, kind = decision.state, ""
    if not trouble.told and at - trouble.since >= TELL_AFTER:
        recent = _recent(before, at)
        kind = "swings" if len(recent) == 1 else _kind(decision) if not recent else ""
        trouble = replace(trouble, told=True)
        state = replace(state, troubles=(*recent, at)[-3:])
    decision = replace(decision, state=replace(state, trouble=trouble), trouble=kind)
    return _taken_down(before, decision, trouble, at)


def _readable(before: PageState, decision: Decision, at: datetime) -> Decision:
    """The page is there. Said to those who were told that it was not, but not at every turn."""
    told = before.trouble is not None and before.trouble.told
    back = told and len(_recent(before, at)) <= 1
    state = decision.state
    if state.trouble is not None or state.troubles != before.troubles:
        state = replace(state, trouble=None, troubles=before.troubles)
    return replace(decision, state=state, trouble="recovered" if back else "")


def _recent(state: PageState, at: datetime) -> tuple[datetime, ...]:
    return tuple(told for told in state.troubles if at - told < CALM)


def _kind(decision: Decision) -> str:
    return "failing" if decision.outcome is Outcome.FAILED else "quarantined"


def _taken_down(before: PageState, decision: Decision, trouble: Trouble, at: datetime) -> Decision:
    suspect = decision.state.quarantine
    if suspect is None or suspect.reason not in GONE or decision.outcome is not Outcome.QUARANTINED:
        return decision
    lasts = suspect.seen >= GONE_LOOKS and at - suspect.first_seen_at >= GONE_AFTER
    if trouble.gone or not lasts or not before.current_digest:
        return decision
    day = f"{suspect.first_seen_at.astimezone(UTC):%-d %B %Y}"
    change = Change(
        Kind.SUBSTANTIVE,
        severity="high",
        summary=f"the policy was taken down: not there since {day}",
    )
    state = replace(decision.state, trouble=replace(trouble, gone=True))
    return replace(decision, state=state, change=change)
