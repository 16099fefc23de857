"""What was received of a page as a WARC file, for every program that reads one."""

from __future__ import annotations

import os
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from monitor.archives.warc_files import Written, write_warc
from monitor.errors import EvidenceError, NotFoundError, StorageError
from monitor.model.document import READ_BY
from monitor.model.records import SnapshotRecord, VersionRecord
from monitor.service.raw_pages import first_answers
from monitor.storage import Storage


def export_warc(
    storage: Storage, watch_id: str, target: Path, versions: Collection[int] = ()
) -> tuple[int, list[str]]:
    """Write the answer behind each version (of these numbers), oldest first.

    A page that a browser drew is a `conversion`, after the `response` that it began with. A version
    that a new extractor made of an old answer adds none. How many versions were written, and what
    is missing, a line for each. The same versions give the same bytes. Raises StorageError when the
    file cannot be written.
    """
    answers: list[Written] = []
    missing: list[str] = []
    number = 0
    for version in reversed(storage.versions(watch_id)):
        if version.technical or (versions and version.number not in versions):
            continue
        try:
            answer = storage.snapshot(version.snapshot, watch_id)
            body = storage.read_snapshot(version.snapshot)
        except (EvidenceError, NotFoundError) as lost:
            missing.append(f"version {version.number}: {lost}")
            continue
        made, gone = _written(storage, version, answer, body)
        missing += gone
        answers += made
        number += 1
    _write(target, f"{watch_id}, as monitor received it", answers)
    return number, missing


def _write(target: Path, title: str, answers: list[Written]) -> None:
    """The file, whole or not at all."""
    part = target.with_name(f".{target.name}.part")
    try:
        with part.open("wb") as opened:
            write_warc(opened, title, answers, packed=target.suffix != ".warc")
            opened.flush()
            os.fsync(opened.fileno())
        part.replace(target)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise StorageError(f"cannot write {target}: {error.strerror or error}") from error


def _written(
    storage: Storage, version: VersionRecord, answer: SnapshotRecord, body: bytes
) -> tuple[list[Written], list[str]]:
    """The answers that a browser began with and the version's own; what of them is missing."""
    at = f"{version.watch_id} {version.seen_at.isoformat()}"
    firsts, missing = [], []
    for sha256 in first_answers(storage, version, answer):
        try:
            began = storage.snapshot(sha256, version.watch_id)
            content = storage.read_snapshot(sha256)
        except (EvidenceError, NotFoundError) as lost:
            missing.append(f"version {version.number}, what a browser began with: {lost}")
            continue
        name = f"{at} {sha256} first"
        firsts.append(_record(name, version, began, content, first=True))
    drawn = any(name == READ_BY for name, _ in answer.headers)
    whole = _record(f"{at} {version.snapshot}", version, answer, body)
    of = firsts[-1].name if drawn and firsts else ""
    return [*firsts, replace(whole, drawn=drawn, of=of)], missing


def _record(
    name: str, version: VersionRecord, answer: SnapshotRecord, body: bytes, *, first: bool = False
) -> Written:
    return Written(
        name=name,
        url=answer.url,
        at=version.seen_at,
        status=answer.status,
        headers=answer.headers,
        body=body,
        source=version.source,
        first=first,
    )
