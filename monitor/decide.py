"""What to do about one observation. The only place that knows confirmation, flapping, quarantine.

Pure: the page's state in, an intent out. A page's text is settled block by block. Blocks that come
or go in one observation form a wave; a wave counts once it was seen in two observations (three when
text only went away), so that a page with something new on every fetch still confirms its real
change. Blocks that were there before are no news: their return moves the version without an alert.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from monitor import learn
from monitor.errors import FetchError
from monitor.types import (
    Block,
    BlockDiff,
    BlockKind,
    Candidate,
    Change,
    Comparison,
    Intent,
    Kind,
    Op,
    Outcome,
    PageState,
    Profile,
    SectionDiff,
    Verdict,
    Wave,
)

CONFIRM_AFTER = timedelta(minutes=2)
# Sightings that settle new text, and text that only went away.
SIGHTINGS, GONE_SIGHTINGS = 2, 3
# A second sighting counts alone when it lies this many `confirm_after` later; a refetch sooner than
# that must be followed by the next regular one.
SPREAD = 10
# Sightings after which a suspect but possible page is taken for the page.
RELEASE_SIGHTINGS = 3
# Another language is most often another variant of the page: it must stay for long.
LANGUAGE_SIGHTINGS = 14
RELEASE_SPREAD = 150  # times `confirm_after` between the first and the last of them
WAVES, KNOWN = 12, 24
# Returns to a known text after which a page is marked unstable, quiet observations that clear it.
UNSTABLE_AFTER = 2
SETTLED_AFTER = 40
# A page with something new in each of so many observations is not fetched again sooner for it.
RESTLESS_AFTER = 3
# Text that came so few observations ago and leaves again was withdrawn, not removed.
BRIEF = 12


@dataclass(frozen=True, slots=True)
class Sighting:
    """What one observation shows against the version: the waves, and what of them is settled."""

    state: PageState  # with profile and waves brought up to date
    arrived: frozenset[str] = frozenset()  # settled and new
    left: frozenset[str] = frozenset()  # settled and gone
    waiting: frozenset[str] = frozenset()  # arrived, but seen too rarely yet
    leaving: frozenset[str] = frozenset()  # gone, but missed too rarely yet
    known: frozenset[str] = frozenset()  # settled, but it was there before (or went with its kin)

    @property
    def settled(self) -> bool:
        """Something may be taken into the version now."""
        # A return alone can wait until it is clear what goes with it.
        return self.news or bool(self.known and not self.leaving)

    @property
    def news(self) -> bool:
        """Something settled that was not there before, or went for good."""
        return bool(self.arrived or self.left)


def sight(
    state: PageState,
    at: datetime,
    *,
    page: Collection[str],
    version: Collection[str],
    confirm: bool = True,
    confirm_after: timedelta = CONFIRM_AFTER,
) -> Sighting:
    """Hold an observation's block hashes (`page`) against the version's."""
    here, before = frozenset(page), frozenset(version)
    arrived, left = here - before, before - here
    waves, placed = _continued(state.waves, arrived, left)
    fresh = Wave(at, 1, tuple(sorted(arrived - placed)), tuple(sorted(left - placed)))
    if fresh.arrived or fresh.left:
        waves = (*waves, fresh)[-WAVES:]
    back = {h for wave in state.waves for h in wave.left if h in here}
    profile = learn.learn(
        state.profile,
        arrived=sorted(arrived),
        left=fresh.left,
        returned=sorted(back),
        size=len(before),
    )
    state = replace(state, profile=profile, waves=waves)
    return _settle(state, at, confirm, confirm_after)


def _continued(
    waves: Sequence[Wave], arrived: frozenset[str], left: frozenset[str]
) -> tuple[tuple[Wave, ...], set[str]]:
    """The waves that are still there, one sighting older, and the blocks they hold."""
    kept: list[Wave] = []
    placed: set[str] = set()
    for wave in waves:
        came = tuple(h for h in wave.arrived if h in arrived and h not in placed)
        went = tuple(h for h in wave.left if h in left and h not in placed)
        if came or went:
            kept.append(Wave(wave.first_seen_at, wave.seen + 1, came, went))
            placed.update(came, went)
    return tuple(kept), placed


def _settle(state: PageState, at: datetime, confirm: bool, confirm_after: timedelta) -> Sighting:
    arrived: set[str] = set()
    left: set[str] = set()
    known: set[str] = set()
    waiting: set[str] = set()
    leaving: set[str] = set()
    profile = state.profile
    for wave in state.waves:
        if confirm and not _confirmed(wave, at, confirm_after):
            waiting.update(wave.arrived)
            leaving.update(wave.left)
            continue
        back = {h for h in wave.arrived if learn.returning(profile, h)}
        brief = {h for h in wave.left if _brief(profile, h)}
        known |= back | brief
        arrived.update(h for h in wave.arrived if h not in back)
        left.update(h for h in wave.left if h not in brief)
    if arrived or left:
        # One alert for it all: what is only just going is told with what is new.
        left |= leaving
        leaving = set()
    return Sighting(
        state,
        arrived=frozenset(arrived),
        left=frozenset(left),
        waiting=frozenset(waiting),
        leaving=frozenset(leaving),
        known=frozenset(known),
    )


def forget(sighting: Sighting, volatile: Collection[str], *, digest: str) -> Sighting:
    """The sighting less blocks that no longer count; `digest` is the version's without them."""
    gone = frozenset(volatile)
    waves = tuple(
        replace(
            wave,
            arrived=tuple(h for h in wave.arrived if h not in gone),
            left=tuple(h for h in wave.left if h not in gone),
        )
        for wave in sighting.state.waves
    )
    waves = tuple(wave for wave in waves if wave.arrived or wave.left)
    return replace(
        sighting,
        state=replace(sighting.state, waves=waves, current_digest=digest),
        arrived=sighting.arrived - gone,
        left=sighting.left - gone,
        waiting=sighting.waiting - gone,
        leaving=sighting.leaving - gone,
        known=sighting.known - gone,
    )


def _confirmed(wave: Wave, at: datetime, confirm_after: timedelta) -> bool:
    needed = SIGHTINGS if wave.arrived else GONE_SIGHTINGS
    if wave.seen < needed:
        return False
    return wave.seen > needed or at - wave.first_seen_at >= SPREAD * confirm_after


def _brief(profile: Profile, hash_: str) -> bool:
    """Text that came a short while ago, or comes and goes: its leaving is no removal."""
    return learn.returning(profile, hash_) or learn.newcomer(profile, hash_, BRIEF)


# --------------------------------------------------------------------------- what of it is settled


def settled_part(comparison: Comparison, sighting: Sighting) -> Comparison:
    """The comparison less what is not settled yet and less what was there before."""
    sections = tuple(
        part for section in comparison.sections if (part := _settled_section(section, sighting))
    )
    spans = [span for s in sections for block in s.blocks for span in block.spans]
    return replace(
        comparison,
        sections=sections,
        words_added=sum(len(s.text.split()) for s in spans if s.op is Op.INSERT),
        words_removed=sum(len(s.text.split()) for s in spans if s.op is Op.DELETE),
    )


def _settled_section(section: SectionDiff, sighting: Sighting) -> SectionDiff | None:
    blocks = tuple(block for block in section.blocks if _settled_block(block, sighting))
    if blocks:
        return replace(section, blocks=blocks)
    if section.fate == "moved":
        return replace(section, blocks=())
    new = section.new_path and learn.heading_hash(section.new_path[-1]) in sighting.arrived
    old = section.old_path and learn.heading_hash(section.old_path[-1]) in sighting.left
    return replace(section, blocks=()) if new or old else None


def _settled_block(block: BlockDiff, sighting: Sighting) -> bool:
    new = _hash(block.new)
    old = _hash(block.old)
    if block.fate == "moved" or new in sighting.arrived:
        return True
    if new and (new in sighting.waiting or new in sighting.known):
        return False  # what stood in its place left with it, no sooner
    return old in sighting.left


def _hash(block: Block | None) -> str:
    if block is None:
        return ""
    if block.kind is BlockKind.HEADING:
        return learn.heading_hash(block.text)
    return learn.block_hash(block.key)


# --------------------------------------------------------------------------- intents


def first(state: PageState, *, digest: str, body: str) -> Intent:
    """The page's first good answer becomes its first version."""
    profile = replace(state.profile, observations=state.profile.observations + 1)
    state = replace(
        PageState(), current_digest=digest, profile=profile, known=state.known, body=body
    )
    return Intent(Outcome.FIRST, state, new_version=True, keep_body=True)


def same(state: PageState, *, body: str = "", size: int = 0) -> Intent:
    """The version's text again: whatever waited did not stay. `size`: its number of blocks."""
    back = sorted({h for wave in state.waves for h in wave.left})
    profile = (
        learn.learn(state.profile, returned=back, size=size)
        if back
        else replace(state.profile, observations=state.profile.observations + 1)
    )
    reason = "what was new did not stay" if state.waves else ""
    settled = state.unstable and _quiet(profile) >= SETTLED_AFTER
    state = replace(
        state,
        profile=profile,
        waves=(),
        candidate=None,
        quarantine=None,
        failures=0,
        churn=0,
        body=body or state.body,
        unstable=state.unstable and not settled,
        reversions=0 if settled else state.reversions,
    )
    return Intent(Outcome.UNCHANGED, state, reason, note="settled" if settled else "")


def _quiet(profile: Profile) -> int:
    """Observations since anything came or went."""
    return profile.observations - max((b.last for b in profile.blocks.values()), default=0)


def wait(sighting: Sighting, *, digest: str, snapshot: str, confirm_after: timedelta) -> Intent:
    """New text was seen and is not settled; the version stays as it is."""
    state = sighting.state
    if not state.waves:
        return replace(same(state), outcome=Outcome.NOISE, reason="only what comes and goes")
    oldest = state.waves[0]
    churn = state.churn + 1
    state = replace(
        state,
        candidate=Candidate(digest, oldest.first_seen_at, oldest.seen, snapshot),
        quarantine=None,
        failures=0,
        churn=churn,
    )
    soon = state.waves[-1].seen == 1 and churn <= RESTLESS_AFTER
    return Intent(
        Outcome.PENDING,
        state,
        f"{_blocks(sighting)} seen {oldest.seen} time{'s' * (oldest.seen > 1)}",
        again_after=confirm_after if soon else None,
    )


def _blocks(sighting: Sighting) -> str:
    arrived = sum(len(wave.arrived) for wave in sighting.state.waves)
    left = sum(len(wave.left) for wave in sighting.state.waves)
    return f"{arrived} new and {left} missing blocks"


def accept(
    sighting: Sighting, change: Change | None, *, digest: str, body: str, reason: str = ""
) -> Intent:
    """The settled text becomes the version. `digest` is of the text less what still waits.

    `reason` says why there is no change to tell of, where it is not plain from the sighting.
    """
    state = sighting.state
    kind = change.kind if change else Kind.NOISE
    returned = not sighting.news
    reversions = state.reversions + (1 if returned else 0)
    waves = tuple(w for w in sighting.state.waves if sighting.waiting & set(w.arrived))
    state = replace(
        state,
        current_digest=digest,
        waves=waves,
        tentative=tuple(sorted(sighting.waiting)),
        candidate=None,
        quarantine=None,
        failures=0,
        churn=0,
        known=(*state.known, state.current_digest)[-KNOWN:],
        reversions=reversions,
        unstable=state.unstable or reversions >= UNSTABLE_AFTER,
        body="" if waves else body,
    )
    if change is None or kind is Kind.NOISE:
        plain = "a text that was there before" if returned else "nothing of the policy's text"
        reason = reason or plain
        note = _note(sighting) if returned else ""
        return Intent(Outcome.NOISE, state, reason, new_version=True, keep_body=True, note=note)
    outcome = Outcome.SUBSTANTIVE if kind is Kind.SUBSTANTIVE else Outcome.EDITORIAL
    return Intent(
        outcome,
        state,
        change.summary,
        new_version=True,
        change=change,
        alert=True,
        keep_body=True,
    )


def _note(sighting: Sighting) -> str:
    """What a return to known text means: the newer text was withdrawn, or it is back for good."""
    profile = sighting.state.profile
    arrived = {h for w in sighting.state.waves for h in w.arrived}
    gone = sighting.known - arrived
    return "withdrawn" if any(not learn.returning(profile, h) for h in gone) else "settled"


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
    """Has a suspect page stayed long enough to be taken for the page? A wall never has."""
    before = state.quarantine
    if not verdict.confirmable or before is None or before.reason != verdict.reason:
        return False
    needed = LANGUAGE_SIGHTINGS if verdict.reason == "language" else RELEASE_SIGHTINGS
    return before.seen + 1 >= needed and at - before.first_seen_at >= RELEASE_SPREAD * confirm_after


def failed(state: PageState, error: FetchError) -> Intent:
    """No answer. Nothing is learned but that."""
    failures = state.failures + 1
    return Intent(Outcome.FAILED, replace(state, failures=failures), str(error))


def unchanged(state: PageState) -> Intent:
    """A 304, or the very bytes that held the version's text."""
    return same(state)
