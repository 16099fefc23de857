"""One answer through the pure stages, in a process that reads pages where there is one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any, TypeAlias, cast

import structlog

from monitor import pipeline
from monitor.errors import FetchError, ReaderLostError
from monitor.model import Change, Decision, ExtractRules, Fetched, Observation, PageState, Watch
from monitor.model.records import NewVersion, PageRecord
from monitor.rows.codec import Packed, pack
from monitor.service import lost_pages, recording
from monitor.service.readers import Readers

log = structlog.get_logger(__name__)

_Known: TypeAlias = tuple[Packed | None, Change | None]
_Look: TypeAlias = tuple[Observation, Decision, NewVersion | None]


def looked(
    readers: Readers | None,
    known: Callable[[], _Known],
    watch: Watch,
    page: PageRecord,
    answer: Fetched | FetchError,
    now: datetime,
    severities: Mapping[str, int],
) -> _Look:
    """What the answer shows and what follows. Without `readers` it is read in this process.

    `known`: the version to compare with, packed, and the last change told. A reader that has read
    the page, and is lost over what changed in it, is followed by another that says how much did.
    Raises ReaderLostError.
    """
    version = _Version(known)
    look = partial(
        _by(readers),
        version,
        _alone(answer) if isinstance(answer, Fetched) else answer,
        now,
        watch.rules,
        page.state,
        text_only=page.text_only,
        latest=page.snapshot,
        confirm=watch.confirm,
        confirm_after=watch.confirm_after,
        severities=severities,
    )
    try:
        return look()
    except ReaderLostError:
        if not (version.asked and page.version):
            raise
        log.warning("too long to be compared word by word", watch=watch.id)
        return look(roughly=True)


@dataclass
class _Version:
    """The version to compare with; once a reader has asked for it, the page itself is read."""

    known: Callable[[], _Known]
    asked: bool = False

    def __call__(self) -> _Known:
        self.asked = True
        return self.known()


def _by(readers: Readers | None) -> Callable[..., _Look]:
    return partial(cast(Any, readers.converse), _looked_at) if readers else _looked_at


# --------------------------------------------------------------------------- in a reader


def _alone(answer: Fetched) -> Fetched:
    """Without what a browser began with: nobody reads that."""
    return replace(answer, first=None, firsts_of_parts=())


def _looked_at(
    known: Callable[[], _Known],
    /,
    answer: Fetched | FetchError,
    now: datetime,
    rules: ExtractRules,
    state: PageState,
    *,
    text_only: bool,
    **settings: Any,
) -> _Look:
    """:func:`pipeline.look`, less what is not needed outside: documents come and go packed."""

    def opened() -> pipeline.Known:
        packed, told = known()
        return packed.content if packed else None, told

    observation, decision = pipeline.look(answer, now, rules, state, opened, **settings)
    if text_only:
        decision = lost_pages.renewed(observation, decision)
    version = recording.new_version(rules, state, observation, decision)
    if version is not None:
        version = replace(version, content=pack(version.content))
    return (
        replace(observation, answer=None, content=None),
        replace(decision, version=None),
        version,
    )
