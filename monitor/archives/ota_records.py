"""What an instance of Open Terms Archive recorded: snapshots (HTML, PDF) or versions (Markdown).

Both are git repositories in which `SERVICE/TERMS.html` is a document and each commit one record of
one document, dated when it was fetched. Of terms that are made of several pages, each page has a
snapshot of its own: `TERMS #PAGE.html`. A released dataset has `SERVICE/TERMS/TIME.md` in their
place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path, PurePosixPath

from monitor.archives.git_history import GitHistory, Kept
from monitor.errors import ConfigError, FetchError
from monitor.model import Fetched
from monitor.model.archived import Archived

# The kinds of files, and whether they are what the page sent or what was made of it.
_KINDS = {
    ".html": ("text/html; charset=utf-8", False),  # decoded when it was recorded
    ".pdf": ("application/pdf", False),
    ".md": ("text/markdown; charset=utf-8", True),
}
_TIME = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)(?:-\d+)?Z")
_PAGE = " #"  # before the name of one page of several

Document = tuple[str, str]  # the service's id and the terms


class OtaRecords:
    """Records of one instance, by document. A context manager.

    `parts` names pages of terms that are made of several: they are not read.
    """

    def __init__(self, folder: Path, services: Collection[str] = ()) -> None:
        """`services`: only of these. Raises ConfigError where nothing of the kind is there."""
        self._folder = folder
        self.parts: set[str] = set()
        self.by_document: dict[Document, list[Callable[[str], Archived]]] = {}
        self._git = GitHistory(folder) if folder.is_dir() and GitHistory.is_one(folder) else None
        found = self._of_git(services) if self._git else self._of_dataset(services)
        for document, record in found:
            self.by_document.setdefault(document, []).append(record)
        if not self.by_document and not self.parts:
            raise ConfigError(
                f"{folder}: expected the git repository of an Open Terms Archive's snapshots or"
                " versions, or a dataset of it, unpacked (SERVICE/TERMS/TIME.md)"
            )

    def of(self, document: Document, url: str) -> list[Archived]:
        """The records of a document whose page has this address; [] without any."""
        return [record(url) for record in self.by_document.get(document, ())]

    def __enter__(self) -> OtaRecords:
        return self

    def __exit__(self, *_: object) -> None:
        if self._git is not None:
            self._git.__exit__(None, None, None)

    def _of_git(
        self, services: Collection[str]
    ) -> Iterator[tuple[Document, Callable[[str], Archived]]]:
        git = self._git
        assert git is not None  # noqa: S101 - asked by the caller
        name = self._folder.resolve().name
        for kept in git.contents(*services):
            path = PurePosixPath(kept.path)
            kind = _KINDS.get(path.suffix)
            if kind is None or len(path.parts) < 2:
                continue
            document = (str(path.parent), path.stem)
            if _PAGE in path.stem:
                self.parts.add(f"{document[0]}, {document[1]}")
                continue
            source = f"Open Terms Archive, {name}, commit {kept.commit[:12]}"
            yield document, partial(_archived, kept.at, source, *kind, partial(_blob, git, kept))

    def _of_dataset(
        self, services: Collection[str]
    ) -> Iterator[tuple[Document, Callable[[str], Archived]]]:
        for file in sorted(self._folder.glob("*/*/*.md")):
            document = (file.parent.parent.name, file.parent.name)
            at = _TIME.fullmatch(file.stem)
            if at is None or (services and document[0] not in services):
                continue
            time = datetime.fromisoformat(f"{at[1]}T{at[2]}:{at[3]}:{at[4]}").replace(tzinfo=UTC)
            source = f"Open Terms Archive, {file.relative_to(self._folder)}"
            load = partial(_file, file)
            yield document, partial(_archived, time, source, *_KINDS[".md"], load)


def _archived(
    at: datetime, source: str, media: str, retold: bool, load: Callable[[], bytes], url: str
) -> Archived:
    def answer() -> Fetched:
        return Fetched(url, url, 200, (("content-type", media),), load(), at)

    return Archived(at, source, answer, retold, counted=True)


def _blob(git: GitHistory, kept: Kept) -> bytes:
    return git.read(kept.blob)


def _file(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise FetchError("lost", str(error)) from None
