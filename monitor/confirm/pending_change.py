"""What of a page's new text is confirmed, block by block.

Blocks that come or go in one observation are one pending change. It counts once it was seen in two
observations (three when text only went away), so that a page with something new on every fetch
still confirms its real change. Blocks that were there before are not news.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from monitor.confirm import block_history
from monitor.confirm.moves import moved_block
from monitor.model import (
    Block,
    BlockDiff,
    BlockKind,
    Comparison,
    Document,
    Op,
    PageState,
    PendingChange,
    Profile,
    Section,
    SectionDiff,
)

CONFIRM_AFTER = timedelta(minutes=2)
# Sightings that confirm new text, and text that only went away.
SIGHTINGS, GONE_SIGHTINGS = 2, 3
# The same for sentences of which a page seems to pick one by chance, see `idle_lines`.
IDLE_SIGHTINGS, IDLE_GONE_SIGHTINGS = 4, 8
# A second sighting counts alone when it lies this many `confirm_after` later; a refetch sooner than
# that must be followed by the next regular one.
SPREAD = 10
MOST_PENDING = 12
# Text that leaves within this many observations was withdrawn, not removed.
BRIEF = 12


@dataclass(frozen=True, slots=True)
class Sighting:
    """What differs from the version in one observation, and what of it is confirmed."""

    state: PageState  # with profile and pending changes brought up to date
    arrived: frozenset[str] = frozenset()  # confirmed and new
    left: frozenset[str] = frozenset()  # confirmed and gone
    waiting: frozenset[str] = frozenset()  # arrived, but seen too rarely yet
    leaving: frozenset[str] = frozenset()  # gone, but missed too rarely yet
    known: frozenset[str] = frozenset()  # confirmed, but it was there before (or went with its kin)

    @property
    def ready(self) -> bool:
        """Something may be taken into the version now."""
        # A return alone can wait until it is clear what goes with it.
        return self.news or bool(self.known and not self.leaving)

    @property
    def news(self) -> bool:
        """Something confirmed that was not there before, or went for good."""
        return bool(self.arrived or self.left)

    def swings(self, day: int) -> bool:
        """Is all of it a text that came back for another that came back?"""
        return block_history.swings(self.state.profile, self.arrived, self.left, day)


def sight(
    state: PageState,
    at: datetime,
    *,
    page: Collection[str],
    version: Collection[str],
    confirm: bool = True,
    confirm_after: timedelta = CONFIRM_AFTER,
    idle: frozenset[str] = frozenset(),
) -> Sighting:
    """Hold an observation's block hashes (`page`) against the version's.

    `idle`: the lines that bind nobody; a change that holds no others waits for longer.
    """
    here, before = frozenset(page), frozenset(version)
    arrived, left = here - before, before - here
    unsettled, placed = _continued(state.pending, arrived, left)
    fresh = PendingChange(at, 1, tuple(sorted(arrived - placed)), tuple(sorted(left - placed)))
    if fresh.arrived or fresh.left:
        unsettled = (*unsettled, fresh)[-MOST_PENDING:]
    back = {h for pending in state.pending for h in pending.left if h in here}
    profile = block_history.observed(
        state.profile,
        arrived=sorted(arrived),
        left=fresh.left,
        returned=sorted(back),
        swapped=swapped(state.pending) | (set(fresh.arrived) if fresh.left else set()),
        size=len(before),
        day=at.toordinal(),
    )
    state = replace(state, profile=profile, pending=unsettled)
    return _settle(state, at, confirm, confirm_after, idle)


def swapped(unsettled: Sequence[PendingChange]) -> set[str]:
    """The blocks that left when others came."""
    return {h for pending in unsettled if pending.arrived for h in pending.left}


def _continued(
    unsettled: Sequence[PendingChange], arrived: frozenset[str], left: frozenset[str]
) -> tuple[tuple[PendingChange, ...], set[str]]:
    """The pending changes that are still there, one sighting older, and the blocks they hold."""
    kept: list[PendingChange] = []
    placed: set[str] = set()
    for pending in unsettled:
        came = tuple(h for h in pending.arrived if h in arrived and h not in placed)
        went = tuple(h for h in pending.left if h in left and h not in placed)
        if came or went:
            kept.append(PendingChange(pending.first_seen_at, pending.seen + 1, came, went))
            placed.update(came, went)
    return tuple(kept), placed


def _undone(
    profile: Profile, pending: PendingChange, seen: Mapping[str, int], at: datetime
) -> tuple[set[str], set[str]]:
    """Of a pending change: the blocks that are back, and those that stood there only briefly.

    `seen`: how often blocks came in the place of others without being told.
    """
    back = {h for h in pending.arrived if block_history.returning(profile, h) and not seen.get(h)}
    # Where a text is back, the one that had taken its place goes: the page swings between them.
    brief = {
        h
        for h in pending.left
        if _brief(profile, h, at.toordinal()) or (back and block_history.later(profile, h))
    }
    return back, brief


def _settle(
    state: PageState, at: datetime, confirm: bool, confirm_after: timedelta, lines: frozenset[str]
) -> Sighting:
    arrived, left, known, waiting, leaving, later = (set[str]() for _ in range(6))
    profile = state.profile
    rotates = block_history.rotates(profile)
    for pending in state.pending:
        idle = lines.issuperset((*pending.arrived, *pending.left))
        swaps = pending.arrived if pending.left and not (rotates or idle) else ()
        seen = {h: block_history.untold(profile, h) for h in swaps}
        back, brief = _undone(profile, pending, seen, at)
        often = max(seen.values(), default=0) >= block_history.THIRD_TIME
        if confirm and not (often or _confirmed(pending, at, confirm_after, idle)):
            moved = {h for h in pending.arrived if moved_block(h)}
            # A version shows the text where it stands now, so a move is told with what is told.
            leaving |= moved
            waiting.update(h for h in pending.arrived if h not in moved)
            # What another text may have replaced is reported with it.
            later |= set(pending.left) if pending.arrived or idle else brief
            leaving.update(h for h in pending.left if h not in later)
            continue
        if idle and not pending.arrived:
            brief = set(pending.left)  # it made room for the others
        elif not pending.arrived:
            # A text that was away once may be back again; where it stays away, it was removed.
            away = {h for h in brief if block_history.was_back(profile, h)}
            brief -= away
            if away and not _long(pending, at):
                leaving |= set(pending.left) - brief
                known |= brief
                continue
        known |= back | brief
        arrived.update(h for h in pending.arrived if h not in back)
        left.update(h for h in pending.left if h not in brief)
    if arrived or left:
        # One alert for it all: what is just disappearing is reported with what is new.
        left |= leaving
        leaving = set()
    leaving |= later
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
    unsettled = tuple(
        replace(
            pending,
            arrived=tuple(h for h in pending.arrived if h not in gone),
            left=tuple(h for h in pending.left if h not in gone),
        )
        for pending in sighting.state.pending
    )
    unsettled = tuple(pending for pending in unsettled if pending.arrived or pending.left)
    return replace(
        sighting,
        state=replace(sighting.state, pending=unsettled, current_digest=digest),
        arrived=sighting.arrived - gone,
        left=sighting.left - gone,
        waiting=sighting.waiting - gone,
        leaving=sighting.leaving - gone,
        known=sighting.known - gone,
    )


def _confirmed(pending: PendingChange, at: datetime, confirm_after: timedelta, idle: bool) -> bool:
    new, gone = (IDLE_SIGHTINGS, IDLE_GONE_SIGHTINGS) if idle else (SIGHTINGS, GONE_SIGHTINGS)
    needed = new if pending.arrived else gone
    if pending.seen < needed:
        return False
    return pending.seen > needed or at - pending.first_seen_at >= SPREAD * confirm_after


def _long(pending: PendingChange, at: datetime) -> bool:
    """Has what was away before been away for longer than a page swings?"""
    days = (at - pending.first_seen_at).days
    looks = pending.seen > block_history.LONG_LOOKS
    return days >= block_history.LONG_ALONE or (looks and days >= block_history.LONG_DAYS)


def _brief(profile: Profile, hash_: str, day: int) -> bool:
    """Text that came a short while ago, or comes and goes: its disappearance is not a removal."""
    return block_history.returning(profile, hash_) or block_history.newcomer(
        profile, hash_, BRIEF, day
    )


# --------------------------------------------------------------------------- what is confirmed


def confirmed_part(comparison: Comparison, sighting: Sighting) -> Comparison:
    """The comparison less what is not confirmed yet and less what was there before."""
    from monitor.text.scripts import count_words  # its tables are not for pages that did not change

    plain = replace(
        sighting,
        arrived=_bases(sighting.arrived),
        left=_bases(sighting.left),
        waiting=_bases(sighting.waiting),
        known=_bases(sighting.known),
    )
    sections = tuple(
        part for section in comparison.sections if (part := _settled_section(section, plain))
    )
    spans = [span for s in sections for block in s.blocks for span in block.spans]
    return replace(
        comparison,
        sections=sections,
        words_added=sum(count_words(s.text) for s in spans if s.op is Op.INSERT),
        words_removed=sum(count_words(s.text) for s in spans if s.op is Op.DELETE),
    )


def confirmed_document(comparison: Comparison, sighting: Sighting) -> Document:
    """The new document with what is not confirmed undone: a version holds confirmed text only.

    A block that is seen too rarely gives its place back to the one it changed; what was added
    waits among the boilerplate.
    """
    before = {id(b.new): b.old for s in comparison.sections for b in s.blocks if b.old}
    renamed = {s.new_path: s.old_path for s in comparison.sections if s.new_path and s.old_path}
    sections: list[Section] = []
    waiting: list[Block] = []
    names = block_history.named(comparison.new.blocks())
    for section in comparison.new.sections:
        kept: list[Block] = []
        for block in section.blocks:
            if next(names)[0] not in sighting.waiting:
                kept.append(block)
            elif (old := before.get(id(block))) is not None:
                kept.append(old)
                waiting.append(replace(block, boilerplate=block_history.SEEN_ONCE))
            else:
                waiting.append(replace(block, boilerplate=block_history.SEEN_ONCE))
        path = section.path
        if path and block_history.heading_hash(path[-1]) in sighting.waiting:
            if path not in renamed and not kept:
                continue
            path = renamed.get(path, path)
        sections.append(replace(section, path=path, blocks=tuple(kept)))
    boilerplate = (*comparison.new.boilerplate, *waiting)
    return replace(comparison.new, sections=tuple(sections), boilerplate=boilerplate)


def _bases(names: Collection[str]) -> frozenset[str]:
    """The hashes in block names: a diff does not tell which of two equal blocks went."""
    return frozenset(block_history.base(name) for name in names)


def _settled_section(section: SectionDiff, sighting: Sighting) -> SectionDiff | None:
    blocks = tuple(block for block in section.blocks if _settled_block(block, sighting))
    if blocks:
        return replace(section, blocks=blocks)
    if section.fate == "moved":
        return replace(section, blocks=())
    new = section.new_path and block_history.heading_hash(section.new_path[-1]) in sighting.arrived
    old = section.old_path and block_history.heading_hash(section.old_path[-1]) in sighting.left
    return replace(section, blocks=()) if new or old else None


def _settled_block(block: BlockDiff, sighting: Sighting) -> bool:
    new = _hash(block.new)
    old = _hash(block.old)
    if block.fate == "moved" or new in sighting.arrived:
        return True
    moved = {moved_block(name) for name in sighting.arrived | sighting.left} - {""}
    if block.fate != "changed" and moved & {new, old}:
        return True
    if new and (new in sighting.waiting or new in sighting.known):
        return False  # what stood in its place left with it, no sooner
    return old in sighting.left


def _hash(block: Block | None) -> str:
    if block is None:
        return ""
    if block.kind is BlockKind.HEADING:
        return block_history.heading_hash(block.text)
    return block_history.block_hash(block.key)
