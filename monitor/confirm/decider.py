"""What to do about one observation: the only place that knows flapping, quarantine, what alerts.

Pure: the page's state and what the stages found in, an intent out. Calls nothing that reads or
writes. What of a new text is confirmed is told by :mod:`monitor.confirm.pending_change`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from monitor.confirm import block_history
from monitor.confirm.pending_change import CONFIRM_AFTER, Sighting, swapped
from monitor.errors import FetchError
from monitor.model import Candidate, Change, Intent, Kind, Outcome, PageState, Profile, Verdict

# Sightings after which a suspect but possible page is taken for the page. Another language is most
# often another variant of the page, and a text that ends amid a sentence a fault: they must stay
# for long.
RELEASE_SIGHTINGS, PATIENT_SIGHTINGS = 3, 14
PATIENT = ("language", "cut-off")
# These are another thing than the page however long they stay, unless a person says otherwise.
NEVER = ("emptied",)
RELEASE_SPREAD = 150  # times `confirm_after` between the first and the last of them
KNOWN = 24  # former texts remembered
TEXTS = 12  # answers remembered whose boilerplate differs and whose policy is the version
# Returns to a known text after which a page is marked unstable, quiet observations that clear it.
UNSTABLE_AFTER = 2
SETTLED_AFTER = 40
# A page with something new in each of so many observations is not fetched again sooner for it.
RESTLESS_AFTER = 3


def first(state: PageState, *, digest: str, body: str, text: str = "") -> Intent:
    """The page's first good answer becomes its first version."""
    profile = replace(state.profile, observations=state.profile.observations + 1)
    state = replace(
        PageState(), current_digest=digest, profile=profile, body=body, texts=_texts((), text)
    )
    return Intent(Outcome.FIRST, state, new_version=True, keep_body=True)


def same(state: PageState, *, body: str = "", text: str = "", size: int = 0) -> Intent:
    """The version's text again: whatever waited did not stay. `size`: its number of blocks."""
    back = sorted({h for pending in state.pending for h in pending.left})
    profile = (
        block_history.observed(
            state.profile, returned=back, swapped=swapped(state.pending), size=size
        )
        if back
        else replace(state.profile, observations=state.profile.observations + 1)
    )
    reason = "what was new did not stay" if state.pending else ""
    settled = state.unstable and _quiet(profile) >= SETTLED_AFTER
    state = replace(
        state,
        profile=profile,
        pending=(),
        candidate=None,
        quarantine=None,
        failures=0,
        churn=0,
        body=body or state.body,
        texts=_texts(state.texts, text),
        unstable=state.unstable and not settled,
        reversions=0 if settled else state.reversions,
    )
    return Intent(Outcome.UNCHANGED, state, reason, note="settled" if settled else "")


def _texts(texts: tuple[str, ...], text: str) -> tuple[str, ...]:
    """The text digests that stand for the version's text, the latest last."""
    if not text or text in texts:
        return texts
    return (*texts, text)[-TEXTS:]


def _quiet(profile: Profile) -> int:
    """Observations since anything came or went."""
    return profile.observations - max((b.last for b in profile.blocks.values()), default=0)


def wait(sighting: Sighting, *, digest: str, snapshot: str, confirm_after: timedelta) -> Intent:
    """New text was seen and is not settled; the version stays as it is."""
    state = sighting.state
    if not state.pending:
        return replace(same(state), outcome=Outcome.NOISE, reason="only what comes and goes")
    oldest = state.pending[0]
    churn = state.churn + 1
    state = replace(
        state,
        candidate=Candidate(digest, oldest.first_seen_at, oldest.seen, snapshot),
        quarantine=None,
        failures=0,
        churn=churn,
    )
    soon = state.pending[-1].seen == 1 and churn <= RESTLESS_AFTER
    return Intent(
        Outcome.PENDING,
        state,
        f"{_blocks(sighting)} seen {oldest.seen} time{'s' * (oldest.seen > 1)}",
        again_after=confirm_after if soon else None,
    )


def _blocks(sighting: Sighting) -> str:
    arrived = sum(len(pending.arrived) for pending in sighting.state.pending)
    left = sum(len(pending.left) for pending in sighting.state.pending)
    return f"{arrived} new and {left} missing blocks"


def accept(
    sighting: Sighting,
    change: Change | None,
    *,
    at: datetime,
    digest: str,
    body: str,
    text: str = "",
    reason: str = "",
) -> Intent:
    """The settled text becomes the version. `digest` is of the text without what still waits.

    `reason` says why there is no change to tell of, where it is not plain from the sighting.
    """
    state = _moved_on(sighting, digest, body, text)
    if change is None or change.kind is Kind.NOISE:
        returned = not sighting.news
        plain = "a text that was there before" if returned else "nothing of the policy's text"
        note = _note(sighting) if returned else ""
        return Intent(
            Outcome.NOISE, state, reason or plain, new_version=True, keep_body=True, note=note
        )
    outcome = Outcome.SUBSTANTIVE if change.kind is Kind.SUBSTANTIVE else Outcome.EDITORIAL
    if outcome is Outcome.SUBSTANTIVE:
        told = block_history.tell(state.profile, sighting.left, at.toordinal())
        state = replace(state, profile=told)
    return Intent(
        outcome,
        state,
        change.summary,
        new_version=True,
        change=change,
        alert=True,
        keep_body=True,
    )


def _moved_on(sighting: Sighting, digest: str, body: str, text: str) -> PageState:
    """The state with the settled text as the version; what still waits goes on waiting."""
    state = sighting.state
    unsettled = tuple(w for w in state.pending if sighting.waiting & set(w.arrived))
    reversions = state.reversions + (0 if sighting.news else 1)
    return replace(
        state,
        current_digest=digest,
        pending=unsettled,
        candidate=None,
        quarantine=None,
        failures=0,
        churn=0,
        known=(*state.known, state.current_digest)[-KNOWN:],
        reversions=reversions,
        unstable=state.unstable or reversions >= UNSTABLE_AFTER,
        body="" if unsettled else body,
        texts=() if unsettled else _texts((), text),
    )


def _note(sighting: Sighting) -> str:
    """What a return to known text means: the newer text was withdrawn, or it is back for good."""
    profile = sighting.state.profile
    arrived = {h for w in sighting.state.pending for h in w.arrived}
    gone = sighting.known - arrived
    return "withdrawn" if any(not block_history.returning(profile, h) for h in gone) else "settled"


def quarantined(
    state: PageState,
    verdict: Verdict,
    at: datetime,
    *,
    snapshot: str,
    digest: str = "",
    confirm_after: timedelta = CONFIRM_AFTER,
) -> Intent:
    """Not the page, or not surely. The version and all that waits stay as they are."""
    candidate = _suspect(state.quarantine, verdict, at, snapshot, digest)
    state = replace(state, quarantine=candidate, failures=0)
    patience = confirm_after * 2 ** min(candidate.seen, 8)
    return Intent(
        Outcome.QUARANTINED,
        state,
        f"{verdict.reason}: {verdict.detail}" if verdict.detail else verdict.reason,
        keep_body=candidate.seen == 1,
        again_after=patience if candidate.seen < 8 else None,
    )


def _suspect(
    before: Candidate | None, verdict: Verdict, at: datetime, snapshot: str, digest: str
) -> Candidate:
    """The suspect answer, counted on when it is of the same sort as the one before."""
    if before and before.reason == verdict.reason:
        return replace(before, digest=digest, seen=before.seen + 1, snapshot=snapshot)
    return Candidate(digest, at, 1, snapshot, verdict.reason)


def released(
    state: PageState, verdict: Verdict, at: datetime, confirm_after: timedelta = CONFIRM_AFTER
) -> bool:
    """Has a suspect page stayed long enough to be taken for the page? A block page never has."""
    before = state.quarantine
    if not verdict.confirmable or verdict.reason in NEVER:
        return False
    if before is None or before.reason != verdict.reason:
        return False
    needed = PATIENT_SIGHTINGS if verdict.reason in PATIENT else RELEASE_SIGHTINGS
    return before.seen + 1 >= needed and at - before.first_seen_at >= RELEASE_SPREAD * confirm_after


def failed(state: PageState, error: FetchError) -> Intent:
    """No answer. Nothing is learned but that."""
    failures = state.failures + 1
    return Intent(Outcome.FAILED, replace(state, failures=failures), str(error))


def unchanged(state: PageState) -> Intent:
    """A 304, or the very bytes that held the version's text."""
    return same(state)
