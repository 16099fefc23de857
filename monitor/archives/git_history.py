"""The history of a git repository, read with git itself.

The histories that are read here have a hundred thousand commits and many gigabytes: git walks them
in seconds and gives up its objects through one pipe, where a reader in Python (dulwich) would take
minutes. Nothing that a repository brings is run: hooks, filters and text conversions have no part
in `log --raw` and `cat-file`, signatures are not checked, and nothing is fetched.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import IO, Self

from monitor.config.environment import current
from monitor.errors import ConfigError, FetchError

_GONE = "0" * 40
_MARK = "\x02"  # before each commit: no name of a file has it


@dataclass(frozen=True, slots=True)
class Kept:
    """One content of one file."""

    path: str
    blob: str
    commit: str
    at: datetime  # when the author says that it was made


class GitHistory:
    """A repository, with or without its files checked out. A context manager."""

    def __init__(self, folder: Path) -> None:
        """Raises ConfigError without git, or where the folder is not a repository."""
        git = shutil.which("git")
        if git is None:
            raise ConfigError(f"{folder}: git is needed to read it, and is not installed")
        self.folder = folder
        self._command = [git, "-C", str(folder), "-c", "log.showSignature=false"]
        self._objects: subprocess.Popen[bytes] | None = None
        self._asking = Lock()

    @staticmethod
    def is_one(folder: Path) -> bool:
        """Is that the root of a repository?"""
        return (folder / ".git").exists() or (
            (folder / "HEAD").is_file() and (folder / "objects").is_dir()
        )

    def contents(self, *below: str) -> Iterator[Kept]:
        """Every content that every file ever had, oldest commit first; merges have none.

        `below`: only of these folders. Raises ConfigError when git cannot read it.
        """
        log = ["log", "--reverse", "--no-merges", "--no-renames", "--raw", "--no-abbrev", "-z"]
        paths = [f":(top,literal){name}" for name in below]
        call = [*self._command, *log, "--root", f"--format={_MARK}%H %at", "--", *paths]
        with subprocess.Popen(  # noqa: S603 - git by its full path, no shell
            call, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=_environment()
        ) as process:
            assert process.stdout is not None  # noqa: S101 - asked for above
            assert process.stderr is not None  # noqa: S101
            yield from _contents(_fields(process.stdout))
            problem = process.stderr.read().decode("utf-8", "replace").strip()
        if process.returncode:
            raise ConfigError(f"{self.folder}: git: {problem.splitlines()[-1] if problem else ''}")

    def read(self, blob: str) -> bytes:
        """A content. Raises FetchError where the repository does not have it (a partial clone)."""
        with self._asking:
            process = self._objects = self._objects or subprocess.Popen(  # noqa: S603 - as above
                [*self._command, "cat-file", "--batch"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=_environment(),
            )
            assert process.stdin is not None  # noqa: S101 - asked for above
            assert process.stdout is not None  # noqa: S101
            process.stdin.write(f"{blob}\n".encode())
            process.stdin.flush()
            name, _, kind = process.stdout.readline().decode().strip().partition(" ")
            if not kind.startswith("blob "):
                raise FetchError("lost", f"the repository has no object {name or blob}")
            content = process.stdout.read(int(kind.split()[1]))
            process.stdout.read(1)  # the end of its line
            return content

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._objects is not None:
            with self._objects:
                self._objects.kill()


def _environment() -> dict[str, str]:
    """git's own: no prompt, no fetching of what a partial clone lacks, no settings of a system."""
    kept = {k: v for k, v in current().items() if k in ("PATH", "HOME", "SYSTEMROOT")}
    return kept | {
        "GIT_ALLOW_PROTOCOL": "none",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_OPTIONAL_LOCKS": "0",
        "LC_ALL": "C",
    }


def _fields(stream: IO[bytes]) -> Iterator[str]:
    """What stands between the zero bytes."""
    left = b""
    while chunk := stream.read(1 << 16):
        *whole, left = (left + chunk).split(b"\0")
        for field in whole:
            yield field.decode("utf-8", "surrogateescape")
    if left:
        yield left.decode("utf-8", "surrogateescape")


def _contents(fields: Iterator[str]) -> Iterator[Kept]:
    commit, at = "", datetime.now(UTC)
    for field in fields:
        field = field.lstrip("\n")  # noqa: PLW2901 - between a commit and what it changed
        if field.startswith(_MARK):
            commit, seconds = field[1:].split()
            at = datetime.fromtimestamp(int(seconds), UTC)
        elif field.startswith(":"):
            blob, path = field.split()[3], next(fields)
            if blob != _GONE:
                yield Kept(path, blob, commit, at)
