"""Damaged rows of a page are put right from what else is stored of it.

The bytes that every version was read from are kept, with their hash: a version is extracted
from them again. What was learned about a page is taken from its version and its latest answer.
Where nothing is left, the page starts over with its next good answer. No other page is held up.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace

import structlog

from monitor.confirm import block_history, extracted_again
from monitor.errors import EvidenceError, ExtractError, NotFoundError
from monitor.extract import extractor_digest
from monitor.model import Document, Outcome, PageState, Profile, Watch
from monitor.model.records import PageRecord, VersionRecord
from monitor.service.readers import Readers
from monitor.storage import Storage
from monitor.text.charset import full_type

log = structlog.get_logger(__name__)


def read_again(storage: Storage, readers: Readers, watch: Watch, sha256: str) -> Document:
    """What stored bytes of a page say, read with the Content-Type header they came with.

    Raises EvidenceError, NotFoundError and ExtractError where they are lost.
    """
    body = storage.read_snapshot(sha256)
    content_type = storage.snapshot(sha256, watch.id).media_type
    from monitor.extract import extract  # see monitor.pipeline

    return readers.run(extract, body, full_type(content_type, body), watch.rules)


def mend(storage: Storage, readers: Readers, watch: Watch) -> PageRecord:
    """Put right a page and the version that counts; `mended` says what was done.

    With `damage` set the version is lost: the page starts over.
    """
    page = storage.page(watch.id, even_damaged=True)
    current = None
    with suppress(NotFoundError):
        current = storage.version(watch.id, page.version, even_damaged=True)
    told = []
    if page.damage:
        page = _mended_state(storage, readers, watch, page, current)
        told.append(page.mended)
    if current and current.damage:
        page = _mended_current(storage, readers, watch, page, current)
        told.append(page.mended)
    if told:  # else another process has mended it meanwhile
        page = replace(page, mended="; ".join(told))
        log.error("damaged in the database", watch=watch.id, done=page.mended)
    return page


def mend_all(storage: Storage, readers: Readers, watches: Mapping[str, Watch]) -> list[str]:
    """Put right everything that is damaged and can be; a line for each, of what was done."""
    done = []
    for page in storage.pages(active_only=False):
        watch = watches.get(page.watch_id)
        rows = storage.versions(page.watch_id)
        damaged = [v for v in rows if v.damage]
        if watch is None:
            if page.damage or damaged:
                done.append(f"{page.watch_id}: not in the watchlist, so it stays as it is")
            continue
        if page.damage or any(v.number == page.version for v in damaged):
            done.append(f"{watch.id}: {mend(storage, readers, watch).mended}")
        for version in damaged:
            if version.number != page.version:
                done.append(f"{watch.id}: {_mended_former(storage, readers, watch, version)}")
    return done


# --------------------------------------------------------------------------- what was learned


def _mended_state(
    storage: Storage,
    readers: Readers,
    watch: Watch,
    page: PageRecord,
    current: VersionRecord | None,
) -> PageRecord:
    """The page with a state made from what the version and the latest answer show."""
    state, done = PageState(), "the page starts over"
    document = _readable(storage, readers, watch, current) if current else None
    if current and document:
        volatile = _aside(document) | _swinging(storage, readers, watch, page, document)
        profile = Profile(volatile=dict.fromkeys(sorted(volatile), block_history.COMES_AND_GOES))
        digest = block_history.apply(document, profile).digest
        state, done = PageState(digest, profile), f"rebuilt from version {current.number}"
    storage.mend_state(watch.id, state)
    mended = f"what was learned about it was damaged in the database: {done}"
    return replace(page, state=state, damage="", mended=mended)


def _readable(
    storage: Storage, readers: Readers, watch: Watch, version: VersionRecord
) -> Document | None:
    """The version's text, from its snapshot where its row is damaged as well."""
    return _again(storage, readers, watch, version)[0] if version.damage else version.content


def _aside(document: Document) -> set[str]:
    """What was known to come and go when the version was made."""
    return {
        block_history.block_hash(b.key)
        for b in document.boilerplate
        if b.boilerplate == block_history.COMES_AND_GOES
    }


def _swinging(
    storage: Storage, readers: Readers, watch: Watch, page: PageRecord, document: Document
) -> set[str]:
    """What differs between the version and an answer that was found to say the same."""
    if page.outcome not in (Outcome.UNCHANGED, Outcome.NOISE) or not page.snapshot:
        return set()
    try:
        latest = read_again(storage, readers, watch, page.snapshot)
    except (EvidenceError, ExtractError, NotFoundError):
        return set()
    return set(block_history.hashes(latest) ^ block_history.hashes(document))


# --------------------------------------------------------------------------- versions


def _mended_current(
    storage: Storage, readers: Readers, watch: Watch, page: PageRecord, version: VersionRecord
) -> PageRecord:
    """The page with its current version extracted again."""
    document, lost = _again(storage, readers, watch, version)
    if document is None:
        state = extracted_again.begun_again(page.state)
        return replace(page, state=state, damage=version.damage, mended=_lost(version, lost))
    state, mended = page.state, block_history.apply(document, page.state.profile)
    if mended.digest == version.digest:
        storage.mend_version(replace(version, content=mended), None)
    else:
        state, mended = extracted_again.upgraded(state, document, _before(state, document))
        storage.mend_version(_renewed(watch, version, mended), state)
    renewed = storage.page(watch.id)
    return replace(renewed, mended=_told(version, exact=mended.digest == version.digest))


def _mended_former(storage: Storage, readers: Readers, watch: Watch, version: VersionRecord) -> str:
    document, lost = _again(storage, readers, watch, version)
    if document is None:
        return _lost(version, lost)
    storage.mend_version(_renewed(watch, version, document), None)
    return _told(version, exact=document.digest == version.digest)


def _again(
    storage: Storage, readers: Readers, watch: Watch, version: VersionRecord
) -> tuple[Document | None, str]:
    """The version extracted again from its snapshot; None and the reason where that is lost."""
    try:
        return read_again(storage, readers, watch, version.snapshot), ""
    except (EvidenceError, ExtractError, NotFoundError) as error:
        return None, str(error)


def _before(state: PageState, document: Document) -> Document:
    """The version as far as it is known: less what was waiting for its confirmation."""
    waiting = {name for pending in state.pending for name in pending.arrived}
    unsettled = [b for name, b in block_history.named(document.blocks()) if name in waiting]
    boilerplate = tuple(replace(block, boilerplate=block_history.SEEN_ONCE) for block in unsettled)
    return replace(document, boilerplate=boilerplate)


def _renewed(watch: Watch, version: VersionRecord, document: Document) -> VersionRecord:
    if document.digest == version.digest:
        return replace(version, content=document)
    return replace(
        version,
        content=document,
        digest=document.digest,
        extractor=extractor_digest(watch.rules),
    )


def _told(version: VersionRecord, *, exact: bool) -> str:
    proof = ", with the same text" if exact else ""
    number = version.number
    return f"version {number} was damaged in the database: extracted again from its snapshot{proof}"


def _lost(version: VersionRecord, why: str) -> str:
    return f"version {version.number} is damaged in the database and its snapshot lost ({why})"
