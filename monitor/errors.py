"""Every error that monitor raises on purpose.

    MonitorError
     +-- ConfigError      the watchlist, an option or an environment variable is wrong (exit 2)
     +-- FetchError       one attempt to get one page failed; recorded with the page
     +-- ExtractError     one page cannot be read (scan, image, damaged); recorded with the page
     |    +-- ReaderLostError it wanted more memory or time than reading a page may take
     |    +-- ExtraMissingError a library for its format is not installed; says which extra has it
     +-- NotifyError      one alert could not be delivered; kept in the outbox and tried again
     +-- StorageError     the database or snapshots/ cannot be used; stops the process
     |    +-- PassingError locked, full, no connection: the daemon waits until it is well again
     |    +-- MissingError the database does not exist yet; says which command makes it
     |    +-- SchemaError the database is of another schema version; says which command to run
     |    +-- LostError   a new database beside the pages of another; `--new` insists
     |    +-- EvidenceError a stored page is missing or damaged; `monitor doctor` lists them
     |    +-- DamagedError  a row of one page cannot be read; mended by its next check, or by
     |    |                 `monitor doctor --mend`; the others go on
     |    +-- ConflictError another process recorded the same page first; nothing was stored
     +-- ReadersGoneError no process can be started to read pages; stops the process
     +-- AnswerError      the second reader's answer cannot be used; our own line stands
     +-- NotFoundError    a watch, version, change or alert asked for does not exist (exit 1)
     +-- RefusedError     what was asked for would do harm; says how to insist (exit 1)

FetchError, ExtractError and NotifyError belong to one page or one alert: they are stored with it
and the run goes on. ConfigError and NotFoundError are the user's to mend: one line, no traceback.
StorageError, but for DamagedError, and anything that is not a MonitorError stops the process
loudly.

A bug that one page or one alert brings to light must not stop the others, nor a daemon for ever:
that page is recorded as failed and waits for its next turn, the run goes on, and then it ends with
a BugError (exit code 70).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


class MonitorError(Exception):
    """Base of all errors raised on purpose; its text is one line for a person."""


class Problem(str):
    """One thing that is wrong with a watchlist: a line for people, and its parts for programs."""

    file: str
    line: int  # from 1; 0 where it belongs to none
    key: str  # "watches[3].every"; "" where it belongs to none
    message: str  # what was expected

    def __new__(cls, file: str, line: int, key: str, message: str) -> Problem:
        """The line that a person reads is made of the parts."""
        place = f"{file}:{line}: " if line else f"{file}: "
        made = super().__new__(cls, place + (f"{key}: " if key else "") + message)
        made.file, made.line, made.key, made.message = file, line, key, message
        return made


class ConfigError(MonitorError):
    """The watchlist, an option or an environment variable is wrong.

    `problems` has one line each, what is wrong with a watchlist as a :class:`Problem`.
    """

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class FetchError(MonitorError):
    """One attempt to get one page failed.

    `reason` is a short stable word (timeout, dns, refused, tls, too-large, too-many-redirects,
    forbidden-address, bad-redirect, reset, truncated, robots, proxy, protocol, browser);
    `retry_after` in seconds where the server gave one; `transient` says whether trying again soon
    can help. The fetcher adds the `seconds` of work and the `tries` it took.
    """

    def __init__(
        self,
        reason: str,
        detail: str,
        *,
        transient: bool = False,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(reason, detail)  # what a copy in another process is made from
        self.reason = reason
        self.detail = detail
        self.transient = transient
        self.retry_after = retry_after
        self.seconds = 0.0
        self.tries = 1

    def __str__(self) -> str:
        return f"{self.reason}: {self.detail}"


class ExtractError(MonitorError):
    """One page's body cannot be turned into sections."""


class ReaderLostError(ExtractError):
    """Reading one page wanted more memory or time than it may have, or crashed its process."""


class ExtraMissingError(ExtractError):
    """A library for this format is not installed; the text says which extra of ours has it."""


class NotifyError(MonitorError):
    """One alert could not be delivered. Its text never holds a channel's full URL.

    `of_message`: this message alone was refused, others may pass; else nothing goes to this channel
    now. `permanent`: trying again will hardly help. `retry_after`: seconds that the channel asked
    for. `answer`: its own words, free of secrets.
    """

    def __init__(
        self,
        text: str,
        *,
        of_message: bool = False,
        permanent: bool = False,
        retry_after: float | None = None,
        answer: str = "",
    ) -> None:
        super().__init__(text)
        self.of_message = of_message
        self.permanent = permanent
        self.retry_after = retry_after
        self.answer = answer


class AnswerError(MonitorError):
    """The second reader gave no answer that can be used. Its text never holds the key."""


class StorageError(MonitorError):
    """The database or the snapshots folder cannot be used.

    Stops the process, but for a PassingError.
    """


class PassingError(StorageError):
    """It may be well again by itself (locked, full, no connection): a daemon waits for that."""


class ReadersGoneError(MonitorError):
    """The process that starts readers has ended: this one must be started again."""


class MissingError(StorageError):
    """The database does not exist yet, or its name is mistyped: a query never makes one."""


class SchemaError(StorageError):
    """The database was made by another version; the text says which command to run."""


class LostError(StorageError):
    """The database is new where pages were stored before: the text says how to go on."""


class EvidenceError(StorageError):
    """The raw page behind a version is missing from the snapshots folder, or damaged."""


class DamagedError(StorageError):
    """What the database holds of one page, version or change is damaged; its text says which."""


class ConflictError(StorageError):
    """Another process recorded the same page during this check; nothing was stored."""


class NotFoundError(MonitorError):
    """What the user asked for does not exist; the text says what does."""


class RefusedError(MonitorError):
    """What the user asked for would do harm; the text says why, and how to insist."""


class BugError(Exception):
    """A bug of ours that came to light in some pages or alerts; the work on all others was done.

    `subjects` names them, `results` is what the run came to, theirs included. The traceback is in
    the log and, of the first one, in `__cause__`.
    """

    def __init__(self, subjects: Sequence[str], results: Any = None) -> None:
        names = ", ".join(subjects[:5]) + (" and more" if len(subjects) > 5 else "")
        super().__init__(
            f"a bug in monitor came to light at {names}; everything else was done."
            " The log has the traceback: please report it"
        )
        self.subjects = tuple(subjects)
        self.results = results
