"""What follows from one observation: the only place that knows flapping, quarantine, what alerts.

Pure: the page's state and what was observed in, a decision out. Calls nothing that reads or
writes. Which part of a new text is confirmed: :mod:`monitor.confirm.pending_change`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from monitor.confirm import block_history
from monitor.confirm.pending_change import CONFIRM_AFTER, Sighting, swapped
from monitor.errors import FetchError
from monitor.model import (
    DOUBTFUL,
    Candidate,
    Change,
    Decision,
    Document,
    Kind,
    Observation,
    Outcome,
    PageState,
    Profile,
)

# Sightings after which a suspect but possible page is taken for the page. Another language is most
# often another variant of the page, and a text that ends in mid-sentence a fault: they must stay
# for long.
RELEASE_SIGHTINGS, PATIENT_SIGHTINGS = 3, 14
PATIENT = ("language", "edition", "cut-off", "replaced", "other-document")
# These are another thing than the page however long they stay, unless a person says otherwise.
NEVER = ("emptied", "other-language", "another-page")
RELEASE_SPREAD = 150  # times `confirm_after` between the first and the last of them
_TIMES = {1: "once", 2: "twice"}
TEXTS = 12  # answers remembered whose boilerplate differs and whose policy is the version
# Returns to a known text after which a page is marked unstable, quiet observations that clear it.
UNSTABLE_AFTER = 2
STABLE_AFTER = 40
# A page with something new in each of this many observations is not fetched again sooner for it.
RESTLESS_AFTER = 3


def failed(state: PageState, error: FetchError) -> Decision:
    """No answer, or one that cannot be read. Nothing is learned but that."""
    return Decision(Outcome.FAILED, replace(state, failures=state.failures + 1), str(error))


def first(state: PageState, observation: Observation, document: Document) -> Decision:
    """The page's first good answer becomes its first version."""
    profile = replace(state.profile, observations=state.profile.observations + 1)
    state = PageState(document.digest, profile, texts=_texts((), observation.text))
    return Decision(Outcome.FIRST, state, version=document, keep_body=True)


def same(
    state: PageState,
    *,
    text: str = "",
    size: int = 0,
    told: Change | None = None,
    version: Document | None = None,
    day: int = 0,
) -> Decision:
    """The version's text again: whatever waited did not stay. `size`: its number of blocks.

    `day`: the ordinal of today.
    """
    back = sorted({h for pending in state.pending for h in pending.left})
    profile = (
        block_history.observed(
            state.profile, returned=back, swapped=swapped(state.pending), size=size
        )
        if back
        else replace(state.profile, observations=state.profile.observations + 1)
    )
    reason = "what was new did not stay" if state.pending else ""
    stable = state.unstable and _quiet(profile) >= STABLE_AFTER
    stable = stable and block_history.rested(profile, day)
    state = replace(
        state,
        profile=profile,
        pending=(),
        candidate=None,
        quarantine=None,
        failures=0,
        churn=0,
        texts=_texts(state.texts, text),
        unstable=state.unstable and not stable,
        reversions=0 if stable else state.reversions,
    )
    turned = _turned("settled", told, None, version, stable=True) if stable else ""
    return Decision(Outcome.UNCHANGED, state, reason, turned=turned)


def _texts(texts: tuple[str, ...], text: str) -> tuple[str, ...]:
    """The text digests that stand for the version's text, the latest last."""
    if not text or text in texts:
        return texts
    return (*texts, text)[-TEXTS:]


def _quiet(profile: Profile) -> int:
    """Observations since anything came or went."""
    return profile.observations - max((b.last for b in profile.blocks.values()), default=0)


def wait(
    sighting: Sighting, observation: Observation, document: Document, confirm_after: timedelta
) -> Decision:
    """New text was seen and is not confirmed; the version stays as it is."""
    state = sighting.state
    if not state.pending:
        return replace(same(state), outcome=Outcome.NOISE, reason="only what comes and goes")
    oldest = state.pending[0]
    churn = state.churn + 1
    candidate = Candidate(document.digest, oldest.first_seen_at, oldest.seen, observation.snapshot)
    state = replace(state, candidate=candidate, quarantine=None, failures=0, churn=churn)
    soon = state.pending[-1].seen == 1 and churn <= RESTLESS_AFTER
    return Decision(
        Outcome.PENDING,
        state,
        f"{_blocks(sighting)}, seen {_TIMES.get(oldest.seen, f'{oldest.seen} times')}",
        again_after=confirm_after if soon else None,
    )


def _blocks(sighting: Sighting) -> str:
    arrived = sum(len(pending.arrived) for pending in sighting.state.pending)
    left = sum(len(pending.left) for pending in sighting.state.pending)
    parts = ((arrived, "new"), (left, "gone"))
    said = [f"{n} passage{'s' * (n != 1)} {what}" for n, what in parts if n]
    return " and ".join(said)


def accept(
    sighting: Sighting,
    observation: Observation,
    document: Document,
    change: Change | None,
    *,
    reason: str = "",
    told: Change | None = None,
    before: Document | None = None,
) -> Decision:
    """The confirmed text becomes the version. `document` holds it without what still waits.

    `reason` says why there is no change to tell, where it is not plain from the sighting. `told`:
    the last change that anybody was told, `before`: the version until now.
    """
    state = _moved_on(sighting, document.digest, observation.text)
    if change is None or change.kind is Kind.NOISE:
        returned = not sighting.news
        plain = "a text that was there before" if returned else "nothing of the policy's text"
        turned = _turned(_by_history(sighting), told, document, before) if returned else ""
        return Decision(
            Outcome.NOISE, state, reason or plain, version=document, turned=turned, keep_body=True
        )
    outcome = Outcome.SUBSTANTIVE if change.kind is Kind.SUBSTANTIVE else Outcome.EDITORIAL
    if outcome is Outcome.SUBSTANTIVE:
        day = observation.at.toordinal()
        state = replace(state, profile=block_history.tell(state.profile, sighting.left, day))
    return Decision(outcome, state, change.summary, version=document, change=change, keep_body=True)


def swung(sighting: Sighting, observation: Observation, document: Document) -> Decision:
    """A text that was told comes back again for another that came back: that is told, and no more.

    Until the page rests; the text on it becomes the version each time.
    """
    state = _moved_on(sighting, document.digest, observation.text)
    profile = block_history.tell(state.profile, sighting.left, observation.at.toordinal())
    state = replace(state, profile=profile, unstable=True)
    reason = "the page swings between two texts that were told"
    return Decision(
        Outcome.NOISE, state, reason, version=document, turned="swinging", keep_body=True
    )


def _moved_on(sighting: Sighting, digest: str, text: str) -> PageState:
    """The state with the confirmed text as the version; what still waits goes on waiting."""
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
        reversions=reversions,
        unstable=state.unstable or reversions >= UNSTABLE_AFTER,
        texts=() if unsettled else _texts((), text),
    )


def _by_history(sighting: Sighting) -> str:
    """What a return to known text means: the newer text was withdrawn, or it is back for good."""
    profile = sighting.state.profile
    arrived = {h for w in sighting.state.pending for h in w.arrived}
    gone = sighting.known - arrived
    return "withdrawn" if any(not block_history.returning(profile, h) for h in gone) else "settled"


def _turned(
    by_history: str,
    told: Change | None,
    after: Document | None,
    before: Document | None,
    *,
    stable: bool = False,
) -> str:
    """Which way the change that was `told` turned, "" where it did not; `after`: if it moved.

    Only what the page says now, and said until now, shows whether it is that change that turned.
    Where that cannot be told the page's history says so.
    """
    if told is None:
        return by_history
    stands = _stands(told, after or before)
    if stands is None:
        return by_history
    if not stable and stands == _stands(told, before):
        return ""
    return "settled" if stands else "withdrawn"


def _stands(change: Change, document: Document | None) -> bool | None:
    """Does the document say what the change brought, rather than what stood there before?

    None where that cannot be told: a change of headings only, or no document.
    """
    blocks = [block for section in change.sections for block in section.blocks]
    new = {block.new.key for block in blocks if block.new and block.fate != "moved"}
    old = {block.old.key for block in blocks if block.old and block.fate != "moved"}
    came, went = new - old, old - new
    if document is None or not came | went:
        return None
    texts = {block.key for block in document.blocks()}
    return 2 * (len(came & texts) + len(went - texts)) > len(came) + len(went)


def quarantined(
    state: PageState, observation: Observation, confirm_after: timedelta = CONFIRM_AFTER
) -> Decision:
    """Not the page, or not surely. The version and all that waits stay as they are."""
    verdict = observation.verdict
    candidate = _suspect(state.quarantine, observation)
    state = replace(state, quarantine=candidate, failures=0)
    patience = confirm_after * 2 ** min(candidate.seen, 8)
    hurried = candidate.seen < 8 and verdict.reason != DOUBTFUL  # a gate may last for minutes
    return Decision(
        Outcome.QUARANTINED,
        state,
        f"{verdict.reason}: {verdict.detail}" if verdict.detail else verdict.reason,
        keep_body=candidate.seen == 1,
        again_after=patience if hurried else None,
    )


def _suspect(before: Candidate | None, observation: Observation) -> Candidate:
    """The suspect answer, counted on when it is of the same sort as the one before."""
    reason, snapshot = observation.verdict.reason, observation.snapshot
    digest = observation.content.digest if observation.content else ""
    if before and before.reason == reason:
        return replace(before, digest=digest, seen=before.seen + 1, snapshot=snapshot)
    return Candidate(digest, observation.at, 1, snapshot, reason)


def released(
    state: PageState, observation: Observation, confirm_after: timedelta = CONFIRM_AFTER
) -> bool:
    """Has a suspect page stayed long enough to be taken for the page? A block page never has."""
    before, verdict = state.quarantine, observation.verdict
    if not verdict.confirmable or verdict.reason in NEVER:
        return False
    if before is None or before.reason != verdict.reason:
        return False
    if verdict.reason == DOUBTFUL:  # a first answer: the next look finds the same
        return observation.content is not None and observation.content.digest == before.digest
    needed = PATIENT_SIGHTINGS if verdict.reason in PATIENT else RELEASE_SIGHTINGS
    waited = observation.at - before.first_seen_at
    return before.seen + 1 >= needed and waited >= RELEASE_SPREAD * confirm_after
