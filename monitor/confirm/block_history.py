"""What a page teaches about its own blocks: one that comes and goes is not policy text.

Only blocks that ever came or left are remembered, so that a page that rests costs nothing. The
memory is bounded: the blocks whose last sight lies furthest back are forgotten first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from hashlib import blake2b

from monitor.model import Block, BlockHistory, Document, Profile, Section

# How many blocks a page's profile remembers.
MEMORY = 3_000
# A block that left and came back so often does not count any more.
RETURNS = 2
# A text that takes another's place and goes again is told when it comes for the third time.
THIRD_TIME = 3
# More texts than these that come and go are a rotation, not a page that is changed on some servers.
TURNS = 2
# So few blocks, or so small a share of the page, can be what comes and goes on a page.
BACK_AT_ONCE, SHARE = 6, 0.15
# After this many observations without it a block is forgotten: its return is news again.
FORGOTTEN_AFTER = 60
# So does one whose removal was reported as a change and that stayed away for this many
# observations and days: a clause that is back after a month does not mean that the page swings.
LONG_LOOKS, LONG_DAYS = 12, 7
# Looks are not days: a page may be seen once a week. After this many days even few looks are long.
LONG_ALONE = 28
# After this many days in place a block's earlier comings and goings are forgotten; after the second
# number it was at least not a slip.
STEADY_DAYS, BRIEF_DAYS = 14, 7
# A text that comes back after its removal was told is news. When it takes the place of one that
# came back as well, each within this many days, the page swings between the two.
SWING_DAYS = 28
# Why a block is set aside for now: what is not policy text, what waits for its confirmation.
COMES_AND_GOES, SEEN_ONCE = "comes and goes", "seen once"
TELLING = 40  # characters of a text that is not by chance the same as another


@lru_cache(maxsize=65_536)
def block_hash(key: str) -> str:
    """A short stable name for a block's compare form (12 hexadecimal digits).

    One for all orders of a list of names, which some servers shuffle for each visitor.
    """
    from monitor.text.enumerations import in_any_order  # not for a page that did not change

    return blake2b(in_any_order(key).encode("utf-8", "replace"), digest_size=6).hexdigest()


@lru_cache(maxsize=16_384)
def heading_hash(heading: str) -> str:
    """The same for a section's own heading, in a name space of its own."""
    from monitor.text.normalize import canonical  # see `block_hash`

    return block_hash("\x1e" + canonical(heading))


def hashes(document: Document) -> frozenset[str]:
    """The names of all content blocks and headings of a document.

    The second block of the same text is named "hash.2", and so on: one of two can go.
    """
    counts = Counter(block_hash(block.key) for block in document.blocks())
    found = set(counts)
    for hash_, count in counts.items():
        if count > 1:
            found.update(f"{hash_}.{n}" for n in range(2, count + 1))  # as `named` does
    found.update(heading_hash(s.path[-1]) for s in document.sections if s.path)
    return frozenset(found)


def order(document: Document) -> str:
    """A name for which block stands where (12 hexadecimal digits)."""
    parts: list[str] = []
    for section in document.sections:
        parts.append("\x1f".join(map(heading_hash, section.path)))
        parts += [block_hash(block.key) for block in section.blocks]
    return block_hash("\x1d".join(parts))


def named(blocks: Iterable[Block]) -> Iterator[tuple[str, Block]]:
    """Each block with its name within its document."""
    counts: dict[str, int] = {}
    for block in blocks:
        hash_ = block_hash(block.key)
        count = counts[hash_] = counts.get(hash_, 0) + 1
        yield (hash_ if count == 1 else f"{hash_}.{count}"), block


def base(name: str) -> str:
    """The hash in a block's name."""
    return name.partition(".")[0]


def apply(document: Document, profile: Profile) -> Document:
    """The document with the blocks that no longer count among its boilerplate, and why."""
    return without(document, profile.volatile)


def without(document: Document, reasons: Mapping[str, str]) -> Document:
    """The document with the blocks named in `reasons` (name -> why) moved to its boilerplate.

    A section that is left empty goes with its last block: its heading alone says nothing.
    """
    if not reasons:
        return document
    sections: list[Section] = []
    dropped: list[Block] = []
    names = named(document.blocks())
    for section in document.sections:
        kept: list[Block] = []
        for block in section.blocks:
            reason = reasons.get(next(names)[0])
            if reason is None:
                kept.append(block)
            else:
                dropped.append(replace(block, boilerplate=reason))
        if len(kept) == len(section.blocks):
            sections.append(section)
        elif kept:
            sections.append(replace(section, blocks=tuple(kept)))
    if not dropped:
        return document
    return replace(
        document, sections=tuple(sections), boilerplate=(*document.boilerplate, *dropped)
    )


def steady(version: Document, document: Document) -> tuple[Document, Document]:
    """Both without the text that is on the page before and after, and counts in only one of them.

    Where a site moves things about, or a dialog opens, the same paragraph may be judged again. That
    is not a change of the page: nobody put it there or took it away.
    """
    return _without_aside(version, document), _without_aside(document, version)


def _without_aside(document: Document, other: Document) -> Document:
    """The document without what stands aside in the other one, and nowhere in its text."""
    aside = {
        b.key: b.boilerplate
        for b in other.boilerplate
        if len(b.key) >= TELLING and b.boilerplate not in (COMES_AND_GOES, SEEN_ONCE)
    }
    shared = {b.key for b in document.blocks() if b.key in aside}
    if shared:
        shared -= {b.key for b in other.blocks()}
    if not shared:
        return document
    return without(
        document, {name: aside[b.key] for name, b in named(document.blocks()) if b.key in shared}
    )


def observed(
    profile: Profile,
    *,
    arrived: Iterable[str] = (),
    left: Iterable[str] = (),
    returned: Iterable[str] = (),
    swapped: Collection[str] = (),
    size: int = 0,
    day: int = 0,
) -> Profile:
    """The profile after one more observation of a page whose version has `size` blocks.

    `arrived`: blocks that stand on the page but not in its version. `left`: blocks of the version
    that are missing for the first time. `returned`: blocks that had left and are back. `swapped`:
    those that took another's place: a page that swings between two texts is unstable, but both
    are its text. `day`: the ordinal of today, where it is known.
    """
    now = profile.observations + 1
    blocks = dict(profile.blocks)
    for hash_ in left:
        blocks[hash_] = _gone(blocks.pop(hash_, None), now, day)
    back: list[str] = []
    for hash_ in (*arrived, *returned):
        before = blocks.pop(hash_, None)
        blocks[hash_] = _there(before, now, day)
        if before and blocks[hash_].returns > before.returns:
            back.append(hash_)
    volatile = dict(profile.volatile)
    # When much comes back at once, the page was away and not its blocks.
    if len(back) <= max(BACK_AT_ONCE, size * SHARE):
        often = [
            hash_ for hash_ in back if hash_ not in swapped and blocks[hash_].returns >= RETURNS
        ]
        volatile.update(dict.fromkeys(often, COMES_AND_GOES))
    return Profile(now, _bounded(blocks), dict(list(volatile.items())[-MEMORY:]))


def _gone(history: BlockHistory | None, now: int, day: int) -> BlockHistory:
    """The version's block is missing: it was there until the observation before."""
    if history is None:
        return BlockHistory(first=0, last=now - 1)  # of the version, as all that can leave it
    rested = now - 1 - history.last
    # What stood still for long has lived down its earlier comings and goings.
    steady = rested > FORGOTTEN_AFTER or bool(
        day and history.since and rested and day - history.since > STEADY_DAYS
    )
    returns = 0 if steady else history.returns
    return replace(history, last=now - 1, returns=returns, told=0, counted=True)


def tell(profile: Profile, left: Iterable[str], day: int) -> Profile:
    """The profile once the removal of some blocks was reported as a change."""
    known = {name: profile.blocks[name] for name in left if name in profile.blocks}
    if not known:
        return profile
    told = {name: replace(history, told=day) for name, history in known.items()}
    return replace(profile, blocks={**profile.blocks, **told})


def _there(history: BlockHistory | None, now: int, day: int) -> BlockHistory:
    """The block stands on the page, and not in the version."""
    if history is None or now - history.last > FORGOTTEN_AFTER or _long_gone(history, now, day):
        counted = history is not None and history.counted
        soon = history is not None and 0 < day - history.told <= SWING_DAYS and bool(history.told)
        turns = history.turns + 1 if history is not None and soon else 0
        return BlockHistory(first=now, last=now, since=day, counted=counted, turns=turns)
    back = 1 if history.last < now - 1 else 0
    since = day if back else history.since
    returns = history.returns + back
    return replace(history, last=now, returns=returns, told=0, since=since)


def _long_gone(history: BlockHistory, now: int, day: int) -> bool:
    if not history.told:
        return False
    away = day - history.told
    return away >= LONG_ALONE or (away >= LONG_DAYS and now - history.last > LONG_LOOKS)


def returning(profile: Profile, hash_: str) -> bool:
    """Was this block away and is it back, or back again? Then neither is news."""
    history = profile.blocks.get(hash_)
    return history is not None and history.returns > 0


def was_back(profile: Profile, hash_: str) -> bool:
    """Is this a text of the page from its first look on, that was away and back before?"""
    history = profile.blocks.get(hash_)
    return history is not None and history.returns > 0 and not history.first


def untold(profile: Profile, hash_: str) -> int:
    """How often a block was seen to come that never was text of a version; 0 if it was."""
    history = profile.blocks.get(hash_)
    return 0 if history is None or history.counted else history.returns + 1


def swings(profile: Profile, arrived: Collection[str], left: Collection[str], day: int) -> bool:
    """Does a text that came back take the place of one that came back, each after a short while?"""
    came, went = ([profile.blocks.get(name) for name in names] for names in (arrived, left))
    return bool(came and went) and all(
        block is not None and block.turns > 0 and day - block.since <= SWING_DAYS
        for block in (*came, *went)
    )


def rested(profile: Profile, day: int) -> bool:
    """Has a page that swung slowly, if it did, kept still for longer than its swings took?"""
    swung = [block.since for block in profile.blocks.values() if block.turns]
    return not swung or day - max(swung) > SWING_DAYS


def rotates(profile: Profile) -> bool:
    """Do more than a few texts take turns on the page? Then none of them is to stay."""
    turns = {b.first for b in profile.blocks.values() if b.returns and not b.counted}
    return len(turns) > TURNS


def later(profile: Profile, hash_: str) -> bool:
    """Did the block come to the page after its first observation?"""
    history = profile.blocks.get(hash_)
    return history is not None and history.first > 0


def newcomer(profile: Profile, hash_: str, within: int, day: int) -> bool:
    """Did the block come to the page in the last `within` observations, and days of BRIEF_DAYS?

    Few looks may be many weeks: what stood there for ten was not a slip.
    """
    history = profile.blocks.get(hash_)
    # `first` is 0 for what stood on the page from the beginning.
    if history is None or not history.first:
        return False
    if day and history.since and day - history.since > BRIEF_DAYS:
        return False
    return profile.observations - history.first <= within


def _bounded(blocks: dict[str, BlockHistory]) -> dict[str, BlockHistory]:
    """The histories without those touched longest ago, if there are too many."""
    if len(blocks) <= MEMORY:
        return blocks
    order = sorted(blocks, key=lambda hash_: (blocks[hash_].last, hash_))
    return {hash_: blocks[hash_] for hash_ in order[-MEMORY:]}
