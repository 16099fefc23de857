"""The bytes behind a version: the page, its parts, and the answer that a browser began with.

page.raw           the answer, the parts of several pages one after the other in it
parts/3.raw        the third of them
first-1.raw        the answer that a browser drew a page from
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from monitor.errors import EvidenceError, NotFoundError
from monitor.model.document import FIRST_ANSWER
from monitor.model.records import SnapshotRecord, VersionRecord
from monitor.storage import Storage
from monitor.text.bundle import BUNDLE, placed_parts


@dataclass(frozen=True, slots=True)
class RawPage:
    """One body as it was received, or why it cannot be had."""

    name: str
    url: str = ""
    sha256: str = ""
    body: bytes = field(default=b"", repr=False)
    lost: str = ""
    begins: int | None = None  # of a part: its first byte in page.raw, from 0
    kept: str = ""  # of a part: why it is that of an earlier look
    answer: SnapshotRecord | None = None  # when and with which headers it came; none of a part


def raw_pages(storage: Storage, version: VersionRecord) -> Iterator[RawPage]:
    """All of a version, each held against its SHA-256."""
    whole = _stored(storage, "page.raw", version.snapshot, version.watch_id)
    yield whole
    if whole.answer is None:
        return
    if whole.answer.media_type.startswith(BUNDLE):
        for number, (begins, part) in enumerate(placed_parts(whole.body), start=1):
            digest = hashlib.sha256(part.body).hexdigest()
            yield RawPage(
                f"parts/{number}.raw", part.url, digest, part.body, begins=begins, kept=part.kept
            )
    for number, sha256 in enumerate(first_answers(storage, version, whole.answer), start=1):
        yield _stored(storage, f"first-{number}.raw", sha256, version.watch_id)


def first_answers(
    storage: Storage, version: VersionRecord, answer: SnapshotRecord
) -> tuple[str, ...]:
    """The SHA-256 of each answer that a browser drew this page, or a part of it, from.

    Oldest first. The same bytes may have been drawn again for a later version, from another answer.
    """
    found = [value for name, value in answer.headers if name == FIRST_ANSWER]
    if len(found) < 2:
        return tuple(found)

    def later(sha256: str) -> bool:
        try:
            return storage.snapshot(sha256, version.watch_id).fetched_at > version.recorded_at
        except NotFoundError:
            return False

    return tuple(sha256 for sha256 in found if not later(sha256))


def _stored(storage: Storage, name: str, sha256: str, watch_id: str) -> RawPage:
    try:
        answer = storage.snapshot(sha256, watch_id)
        return RawPage(name, answer.url, sha256, storage.read_snapshot(sha256), answer=answer)
    except (EvidenceError, NotFoundError) as lost:
        return RawPage(name, sha256=sha256, lost=str(lost))
