"""A page that cannot be read: when that is worth a word, and when it is gone for good. Pure.

A page that is down for an hour is nobody's business, one that is down for a day is, once; one that
comes and goes is reported as such and then no more. A selector that matches nothing any more is
told sooner, as the guard takes the whole page for the policy after some hours. A page that the
server says is not there, look after look for a week, was taken down: of a policy that is a change
like any other.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from monitor.model import Change, Decision, Document, Kind, Outcome, PageState, Trouble

TELL_AFTER = timedelta(hours=24)
SELECTOR_AFTER = timedelta(hours=2)
CALM = timedelta(days=30)  # so long after a trouble that was told a new one is new again
GONE = ("not-found", "gone")  # the guard's words for a page that the server says is not there
GONE_AFTER, GONE_LOOKS = timedelta(days=7), 10
SCRIPTED = ("javascript", "browser", "hollow")  # its words for a page that scripts would fill
_SELECTOR = re.compile(
    r"^(?:select matches nothing|no selector matches|the selectors give no text)"
)
_BROWSER = re.compile(r"\ba browser$")


def weighed(
    before: PageState,
    decision: Decision,
    at: datetime,
    document: Document | None = None,
    current: Document | None = None,
    kept: str = "",
) -> Decision:
    """The decision with what of the page's trouble is to be told, and a policy that was taken down.

    `before` is the state until this look, `at` its time, `document` what was read, `current` the
    version until now. `kept` says which of its parts could not be read, though the page was.
    """
    if decision.ok and not kept:
        return _readable(before, decision, at, current)
    trouble = before.trouble or Trouble(at)
    state, kind = decision.state, ""
    own, why = ("part", kept) if decision.ok else _kind(decision, document, current)
    after = SELECTOR_AFTER if own == "selector" else TELL_AFTER
    if not trouble.told and at - trouble.since >= after:
        recent = _recent(before, at)
        kind = "swings" if len(recent) == 1 else own if not recent else ""
        decision = replace(decision, trouble_reason=why if kind == own else "")
        trouble = replace(trouble, told=True)
        state = replace(state, troubles=(*recent, at)[-3:])
    decision = replace(decision, state=replace(state, trouble=trouble), trouble=kind)
    return _taken_down(before, decision, trouble, at)


def _readable(
    before: PageState, decision: Decision, at: datetime, current: Document | None
) -> Decision:
    """The page is there. Said to those who were told that it was not, but not at every turn.

    What was read may still be more or less than the policy: that is told with its first version.
    """
    told = before.trouble is not None and before.trouble.told
    flaw, why = _flaw(decision.version, current)
    back = told and not flaw and len(_recent(before, at)) <= 1
    state = decision.state
    if state.trouble is not None or state.troubles != before.troubles:
        state = replace(state, trouble=None, troubles=before.troubles)
    if flaw and not told:
        return replace(decision, state=state, trouble=flaw, trouble_reason=why)
    return replace(decision, state=state, trouble="recovered" if back else "")


def _flaw(version: Document | None, current: Document | None) -> tuple[str, str]:
    """What is new and wrong about how a version was read ("selector", "browser", ""), and why."""
    known = current.warnings if current is not None else ()
    found = [w for w in version.warnings if w not in known] if version is not None else []
    for kind, pattern in (("selector", _SELECTOR), ("browser", _BROWSER)):
        if why := next(filter(pattern.search, found), ""):
            return kind, why
    return "", ""


def _recent(state: PageState, at: datetime) -> tuple[datetime, ...]:
    return tuple(told for told in state.troubles if at - told < CALM)


def _kind(
    decision: Decision, document: Document | None, current: Document | None
) -> tuple[str, str]:
    """What the trouble is called, and why, where its reason says it less well."""
    if decision.outcome is Outcome.FAILED:
        return "failing", ""
    flaw, why = _flaw(document, current)
    if flaw:
        return flaw, why
    suspect = decision.state.quarantine
    reason = suspect.reason if suspect else ""
    kind = "selector" if reason == "selector" else "browser" if reason in SCRIPTED else ""
    return (kind, decision.reason.partition(": ")[2]) if kind else ("quarantined", "")


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
