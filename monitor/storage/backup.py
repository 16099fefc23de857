"""A backup in one file, made while a daemon runs, and a database and its pages out of it again.

A tar: the SQLite database first, as of one moment, then the bodies that it names. Bodies are
written before their rows, so what the database names is there; what it no longer needs may not be.
Each body is held against its hash: what is damaged takes the place of no backup that is whole.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from monitor.errors import EvidenceError, NotFoundError, RefusedError, StorageError
from monitor.storage.blobs import MARKER, BlobStore
from monitor.storage.database import parse_url

DATABASE = "monitor.db"
FOLDER = "snapshots"


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup holds."""

    bodies: int
    size: int  # bytes
    problems: tuple[str, ...] = ()  # a line for each body that is damaged or missing
    kept: Path | None = None  # the older backup, which may hold them whole


def write_backup(url: str, snapshots: Path, target: Path) -> Backup:
    """Write a backup of both. An older file is replaced whole, or kept where this has problems."""
    database = _file(url)
    if not database.exists():
        raise NotFoundError(f"there is no database {database}")
    part = target.with_name(f".{target.name}.part")
    try:
        with tempfile.TemporaryDirectory(dir=target.absolute().parent) as folder:
            copy = Path(folder) / DATABASE
            _copy(database, copy)
            with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as to:
                count, problems = _pack(to, copy, BlobStore(snapshots), database)
                to.flush()
                os.fsync(to.fileno())
        kept = _set_aside(target) if problems else None
        part.replace(target)
        return Backup(count, target.stat().st_size, tuple(problems), kept)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise StorageError(f"cannot write {target}: {error.strerror or error}") from error


def read_backup(source: Path, url: str, snapshots: Path) -> int:
    """Put a backup in the place of what is lost; how many bodies. Replaces nothing."""
    database = _file(url)
    if database.exists():
        raise RefusedError(f"{database} exists: move it away first, a backup replaces nothing")
    blobs = BlobStore(snapshots)
    try:
        with tarfile.open(source) as packed:
            database.parent.mkdir(parents=True, exist_ok=True)
            blobs.prepare()
            return _unpack(packed, database, blobs)
    except tarfile.TarError as error:
        why = str(error).partition(":")[0]  # behind it, what each way of reading it said
        raise StorageError(f"{source} is not a backup, or damaged: {why}") from error
    except OSError as error:
        raise StorageError(f"cannot read {source}: {error.strerror or error}") from error


def _file(url: str) -> Path:
    parsed = parse_url(url)
    if parsed.get_backend_name() != "sqlite":
        raise RefusedError(
            "the database is PostgreSQL's: `pg_dump` and `pg_restore` are its backup;"
            " copy the snapshots folder after it"
        )
    return Path(parsed.database or "")


def _copy(database: Path, copy: Path) -> None:
    """As of one moment, also while others write."""
    source = f"file:{database.absolute()}?mode=ro"
    try:
        with (
            closing(sqlite3.connect(source, uri=True, timeout=30)) as here,
            closing(sqlite3.connect(copy)) as there,
        ):
            here.backup(there)
    except sqlite3.Error as error:
        raise StorageError(f"database {database}: {error}") from error


def _set_aside(target: Path) -> Path | None:
    """Another name for the backup that is there; the first that was set aside stays."""
    older = target.with_name(f"{target.name}.older")
    if target.exists() and not older.exists():
        target.replace(older)
    return older if older.exists() else None


def _stored(database: Path) -> list[str]:
    with closing(sqlite3.connect(f"file:{database.absolute()}?mode=ro", uri=True)) as rows:
        return [sha for (sha,) in rows.execute("SELECT sha256 FROM body WHERE stored > 0")]


def _pack(to: IO[bytes], copy: Path, blobs: BlobStore, database: Path) -> tuple[int, list[str]]:
    """How many bodies, and a line for each that is damaged, or missing and not dropped since."""
    needed = _stored(copy)
    count, problems, missing = 0, [], []
    with tarfile.open(fileobj=to, mode="w") as packed:
        packed.add(copy, DATABASE)
        if (blobs.root / MARKER).exists():
            packed.add(blobs.root / MARKER, f"{FOLDER}/{MARKER}")
        for sha256 in needed:
            path = blobs.path(sha256)
            try:
                packed.add(path, f"{FOLDER}/{path.parent.name}/{path.name}")
            except FileNotFoundError:
                missing.append(sha256)
                continue
            count += 1
            try:
                blobs.read(sha256)
            except EvidenceError as problem:
                problems.append(str(problem))
    if missing:  # the latest body of a page may have been dropped since: that was no evidence
        still = set(_stored(database))
        problems += [f"snapshot {blobs.named(s)} is missing" for s in missing if s in still]
    return count, problems


def _unpack(packed: tarfile.TarFile, database: Path, blobs: BlobStore) -> int:
    """The bodies first: a database without them would look like one that has lost them."""
    count = 0
    part = database.with_name(f".{database.name}.part")
    part.unlink(missing_ok=True)  # of a backup that was damaged, and perhaps another one
    try:
        for member, content in _files(packed):
            if member.name == DATABASE:
                _write(part, content)
            elif blobs.is_name(member.name.removeprefix(f"{FOLDER}/")):
                path = blobs.root / member.name.removeprefix(f"{FOLDER}/")
                path.parent.mkdir(mode=0o700, exist_ok=True)
                _write(path, content)
                count += path.name != MARKER
        if not part.exists():
            raise tarfile.TarError("there is no database in it")
        part.replace(database)
    finally:
        part.unlink(missing_ok=True)
    return count


def _files(packed: tarfile.TarFile) -> Iterator[tuple[tarfile.TarInfo, IO[bytes]]]:
    for member in packed:
        content = packed.extractfile(member) if member.isfile() else None
        if content is not None:
            yield member, content


def _write(path: Path, content: IO[bytes]) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        shutil.copyfileobj(content, file)
        file.flush()
        os.fsync(file.fileno())
