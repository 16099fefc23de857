"""What was received of a page as a WARC file, for every program that reads one."""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path

from monitor.archives.warc_files import Written, write_warc
from monitor.errors import EvidenceError, NotFoundError, StorageError
from monitor.storage import Storage


def export_warc(
    storage: Storage, watch_id: str, target: Path, versions: Collection[int] = ()
) -> tuple[int, list[str]]:
    """Write the answer behind each version (of these numbers), oldest first.

    A version that a new extractor made of an old answer adds none. How many answers were written,
    and what is missing, a line for each. The same versions give the same bytes. Raises
    StorageError when the file cannot be written.
    """
    answers: list[Written] = []
    missing: list[str] = []
    for version in reversed(storage.versions(watch_id)):
        if version.technical or (versions and version.number not in versions):
            continue
        try:
            answer = storage.snapshot(version.snapshot, watch_id)
            body = storage.read_snapshot(version.snapshot)
        except (EvidenceError, NotFoundError) as lost:
            missing.append(f"version {version.number}: {lost}")
            continue
        written = Written(
            name=f"{watch_id} {version.seen_at.isoformat()} {version.snapshot}",
            url=answer.url,
            at=version.seen_at,
            status=answer.status,
            headers=answer.headers,
            body=body,
            source=version.source,
        )
        answers.append(written)
    part = target.with_name(f".{target.name}.part")
    try:
        with part.open("wb") as opened:
            write_warc(opened, f"{watch_id}, as monitor received it", answers)
            opened.flush()
            os.fsync(opened.fileno())
        part.replace(target)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise StorageError(f"cannot write {target}: {error.strerror or error}") from error
    return len(answers), missing
