"""A page's way through the pure stages: what the daemon and the backtest both call.

    observe   is it an answer, and the page? the same as before?     guard
    read      what it says, and whether that is the page             extract, confirm, guard
    decide    what follows: nothing, wait, a version and its change  confirm, diff, classify

An answer says what the version says when it is the same by its bytes (or a 304), by the fingerprint
of its text, or by the digest of what counts of it; each is asked once, the cheapest first.

No I/O, no clock: the same arguments give the same answer. What reads and judges is imported
where it is called: that is a fifth of a check of pages that all say they are the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from monitor.confirm import block_history, decider, moves, pending_change, trouble
from monitor.confirm.pending_change import Sighting
from monitor.errors import ExtractError, FetchError
from monitor.model import (
    Change,
    Decision,
    Document,
    ExtractRules,
    Fetched,
    Observation,
    PageState,
)
from monitor.model.document import READ_BY
from monitor.text.bundle import kept_lines
from monitor.text.charset import full_type

if TYPE_CHECKING:
    from monitor.extract.page_tree import Tree

CONFIRM_AFTER = pending_change.CONFIRM_AFTER
NEW = PageState()
_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,2}")
# The document of the version that counts, and the last change that anybody was told.
Known = tuple[Document | None, Change | None]


def examine(
    answer: Fetched,
    *,
    rules: ExtractRules,
    state: PageState,
    current: Document | None,
    confirm: bool = True,
    confirm_after: timedelta = CONFIRM_AFTER,
) -> tuple[Observation, Decision]:
    """The whole way at once. `current` is the document of the version that counts."""
    return look(
        answer,
        answer.fetched_at,
        rules,
        state,
        lambda: (current, None),
        confirm=confirm,
        confirm_after=confirm_after,
    )


def look(
    answer: Fetched | FetchError,
    at: datetime,
    rules: ExtractRules,
    state: PageState,
    known: Callable[[], Known],
    *,
    latest: str = "",
    confirm: bool = True,
    confirm_after: timedelta = CONFIRM_AFTER,
    severities: Mapping[str, int] | None = None,
    roughly: bool = False,
) -> tuple[Observation, Decision]:
    """The whole way of what came, the page parsed once.

    `known` gives the version that counts and the last change that anybody was told; it is asked
    where they may be needed, which for most answers they are not. `latest`: see `brings_nothing`.
    `roughly`: what changed is too much to be compared word by word.
    """
    observation, tree = _observed(answer, at, state, latest)
    current = told = None
    if observation.to_read or (observation.same and state.unstable):
        current, told = known()
    observation = read(observation, rules, state, current, tree)
    return observation, decide(
        observation,
        state,
        current,
        confirm=confirm,
        confirm_after=confirm_after,
        severities=severities,
        told=told,
        roughly=roughly,
    )


def read_alone(answer: Fetched, rules: ExtractRules) -> Observation:
    """What a single answer says, without any history."""
    observation, tree = _observed(answer, answer.fetched_at, NEW)
    return read(observation, rules, tree=tree)


# --------------------------------------------------------------------------- what came


def brings_nothing(answer: Fetched | FetchError, state: PageState, latest: str) -> bool:
    """No page came, or the very bytes of the answer before, with nothing waiting.

    `latest`: the SHA-256 of the answer before.
    """
    if isinstance(answer, FetchError) or answer.not_modified:
        return True
    if answer.status != 200 or not state.at_rest or not state.texts:
        return False  # without texts the version was extracted again: compare once
    return bool(latest) and answer.sha256 == latest


def observe(
    answer: Fetched | FetchError, at: datetime, state: PageState = NEW, *, latest: str = ""
) -> Observation:
    """What an answer shows before it is read."""
    return _observed(answer, at, state, latest)[0]


def _observed(
    answer: Fetched | FetchError, at: datetime, state: PageState, latest: str = ""
) -> tuple[Observation, Tree | None]:
    """The observation, and the page as it was parsed for it, which is used up when it is read."""
    if isinstance(answer, FetchError):
        return Observation(at, error=answer), None
    if brings_nothing(answer, state, latest):
        return Observation(at, answer, same=True), None
    from monitor.extract import glance
    from monitor.guard import judge

    verdict = judge.check_response(
        status=answer.status,
        headers=answer.headers,
        url=answer.url,
        final_url=answer.final_url,
        body=answer.body,
    )
    text, tree = glance(answer.body, _media(answer)) if verdict.ok else ("", None)
    same = text in state.texts
    # To name the body takes a quarter of what parsing takes: not for what says the same.
    snapshot = "" if same else answer.sha256
    return Observation(at, answer, None, snapshot, text, same, verdict), tree


def read(
    observation: Observation,
    rules: ExtractRules,
    state: PageState = NEW,
    current: Document | None = None,
    tree: Tree | None = None,
) -> Observation:
    """The observation with what the answer says, where it has to be read.

    `tree`: the page as it was parsed for the observation, where it is still there.
    """
    answer = observation.answer
    if answer is None or (observation.verdict.ok and not observation.to_read):
        return observation
    from monitor.extract import extract
    from monitor.guard.shells import drawn, shell

    if not observation.to_read:
        why = shell(None, answer.body, observation.verdict)
        return replace(observation, shell=why) if why else observation
    try:
        document = extract(
            answer.body,
            _media(answer),
            rules,
            known=current,
            tree=tree,
        )
    except ExtractError as problem:
        return replace(observation, error=FetchError("unreadable", str(problem), transient=True))
    document = replace(document, language=_edition(document.language, answer))
    if answer.header(READ_BY):
        document = drawn(document)
    held = _held_against(observation, document, rules, state, current)
    why = "" if held.same else shell(document, answer.body, held.verdict)
    return replace(held, shell=why) if why else held


def released(
    observation: Observation, document: Document, state: PageState, current: Document | None
) -> Observation:
    """The observation of stored bytes that a person takes for the page: what they say.

    Its verdict names a block page or a login page: as a version it would be reported as a change.
    """
    return _held_against(observation, document, ExtractRules(), state, current)


def _held_against(
    observation: Observation,
    document: Document,
    rules: ExtractRules,
    state: PageState,
    current: Document | None,
) -> Observation:
    """The observation with its document, without what does not count beside the version."""
    counts = block_history.apply(document, state.profile)
    before = state.current_digest
    if current is not None and before:
        version, counts = _beside(current, counts, state)
        before = version.digest
    if counts.digest == before:
        return replace(observation, content=counts, same=True)
    from monitor.guard import judge
    from monitor.guard.doubts import doubtful, doubts

    size = len(observation.answer.body) if observation.answer else 0
    verdict = judge.check_document(document, rules=rules, previous=current, body_size=size)
    if current is None:  # nothing to hold it against: what looks wrong is told with it
        verdict = (doubtful(document) or verdict) if verdict.ok else verdict
        counts = replace(counts, warnings=(*document.warnings, *doubts(document)))
    return replace(observation, content=counts, verdict=verdict)


def _beside(current: Document, document: Document, state: PageState) -> tuple[Document, Document]:
    return block_history.steady(block_history.apply(current, state.profile), document)


def _edition(language: str, answer: Fetched) -> str:
    """The language that a document declares or shows, with the country that the header names."""
    said = answer.header("content-language").strip()
    if not _TAG.fullmatch(said) or "-" in language:
        return language
    return said if not language or said.lower().split("-")[0] == language.lower() else language


def _media(answer: Fetched) -> str:
    return full_type(answer.content_type, answer.body)


# --------------------------------------------------------------------------- what follows


def decide(
    observation: Observation,
    state: PageState,
    current: Document | None,
    *,
    confirm: bool = True,
    confirm_after: timedelta = CONFIRM_AFTER,
    severities: Mapping[str, int] | None = None,
    told: Change | None = None,
    roughly: bool = False,
) -> Decision:
    """What follows from an observation that was read.

    `severities`: points of the user's own; `told`: the last change that anybody was told.
    """
    settings = confirm, confirm_after, severities
    decision = _decided(observation, state, current, *settings, told, roughly)
    if decision.turned and decision.version and told and told.points:
        from monitor.classify.points import says_now  # see `_settled`

        decision = replace(decision, says_now=says_now(told.points[0], decision.version))
    answer = observation.answer
    kept = "; ".join(kept_lines(answer.content_type, answer.body)) if answer else ""
    if kept:
        decision = replace(decision, reason="; ".join(filter(None, (decision.reason, kept))))
    return trouble.weighed(state, decision, observation.at, observation.content, current, kept)


def _decided(
    observation: Observation,
    state: PageState,
    current: Document | None,
    confirm: bool,
    confirm_after: timedelta,
    severities: Mapping[str, int] | None,
    told: Change | None,
    roughly: bool,
) -> Decision:
    document, good, translated = observation.content, observation.verdict.ok, ""
    if observation.error is not None:
        return decider.failed(state, observation.error)
    if observation.same:
        return _same(observation, state, current, told)
    if document is None or not (good or decider.released(state, observation, confirm_after)):
        return decider.quarantined(state, observation, confirm_after)
    if not good:  # it has stayed long enough; in another language no words can be compared
        in_another = observation.verdict.reason in ("language", "other-language")
        confirm, translated = False, observation.verdict.detail if in_another else ""
    if current is None or not state.current_digest:
        return decider.first(state, observation, document)
    sighting, version, document = _sighted(
        observation, document, current, state, confirm, confirm_after, roughly
    )
    if not sighting.ready:
        return decider.wait(sighting, observation, document, confirm_after)
    change, judged = None, sighting.news and not translated
    if roughly:  # what still waits is told with the rest
        from monitor.classify.too_long import too_long

        sighting = replace(sighting, waiting=frozenset())
        change = too_long(version, document) if judged else None
    elif judged or sighting.waiting:
        change, document = _settled(version, document, sighting, observation, severities, judged)
    if change is not None and sighting.swings(observation.at.toordinal()):
        return decider.swung(sighting, observation, document)
    return decider.accept(
        sighting, observation, document, change, reason=translated, told=told, before=current
    )


def _same(
    observation: Observation, state: PageState, current: Document | None, told: Change | None
) -> Decision:
    document = observation.content
    return decider.same(
        state,
        text=observation.text,
        size=sum(1 for _ in document.blocks()) if document else 0,
        told=told,
        version=document or current,
        day=observation.at.toordinal(),
    )


def _sighted(
    observation: Observation,
    document: Document,
    current: Document,
    state: PageState,
    confirm: bool,
    confirm_after: timedelta,
    roughly: bool,
) -> tuple[Sighting, Document, Document]:
    """What differs, what of it is confirmed; both documents without what does not count."""
    from monitor.confirm.idle_lines import idle  # not where all pages are as before

    version, document = _beside(current, document, state)
    page, before = block_history.hashes(document), block_history.hashes(version)
    moved = frozenset() if roughly else moves.names(version, document)
    if page == before and not moved:  # at most the order of blocks differs
        here, there = block_history.order(document), block_history.order(version)
        moved = frozenset({f"order {here}"} if here != there else ())
    page |= moved
    sighting = pending_change.sight(
        state,
        observation.at,
        page=page,
        version=before,
        confirm=confirm,
        confirm_after=confirm_after,
        idle=idle(version, document, page - before, before - page),
    )
    profile = sighting.state.profile
    if len(profile.volatile) > len(state.profile.volatile):
        version = block_history.apply(version, profile)
        document = block_history.apply(document, profile)
        sighting = pending_change.forget(sighting, profile.volatile, digest=version.digest)
    return sighting, version, document


def _settled(
    version: Document,
    document: Document,
    sighting: Sighting,
    observation: Observation,
    severities: Mapping[str, int] | None,
    judged: bool,
) -> tuple[Change | None, Document]:
    """The confirmed part of a change, None where the policy is the same, and the page's text
    without what still waits.
    """
    from monitor.diff import diff

    comparison = diff(version, document)
    if sighting.waiting:
        document = pending_change.confirmed_document(comparison, sighting)
    if not judged:
        return None, document
    from monitor.guard.comparable import not_a_version

    confirmed = pending_change.confirmed_part(comparison, sighting)
    if confirmed.empty or not_a_version(confirmed.old, confirmed.new):
        return None, document
    # Here, because a check that finds no change needs no rules, and they take long to load.
    from monitor.classify import classify

    return classify(confirmed, on=observation.at.date(), severities=severities), document
