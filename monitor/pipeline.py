"""One answer through all pure stages: what the daemon and the backtest both call.

    check_response -> extract -> apply what was learned -> same text? -> check_document
                   -> sight (pending changes) -> diff -> classify -> intent

No I/O, no clock: the same arguments give the same answer.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from monitor.classify import classify
from monitor.confirm import block_history, decider, pending_change
from monitor.confirm.pending_change import Sighting
from monitor.diff import diff
from monitor.errors import FetchError
from monitor.extract import extract
from monitor.extract import glance as first_look
from monitor.extract.page_tree import Tree
from monitor.guard import judge
from monitor.guard.comparable import not_a_version
from monitor.model import (
    Comparison,
    Document,
    ExtractRules,
    Fetched,
    Intent,
    Outcome,
    PageState,
    Verdict,
)
from monitor.text.charset import media_type

CONFIRM_AFTER = pending_change.CONFIRM_AFTER


@dataclass(frozen=True, slots=True)
class Examined:
    """What one answer came to. `document` is what a new version would hold."""

    intent: Intent
    document: Document | None = None  # None when the bytes were not read
    verdict: Verdict = judge.GOOD
    comparison: Comparison | None = None  # what was judged, where something was


@dataclass(frozen=True, slots=True)
class _Look:
    """What the stages of one examination share."""

    at: datetime
    body: str  # SHA-256
    text: str  # fingerprint of all its text
    rules: ExtractRules
    confirm: bool
    confirm_after: timedelta
    translated: str = ""  # the page is in another language now: words cannot be compared


@dataclass(frozen=True, slots=True)
class Glance:
    """What the bytes of an answer show before they are read."""

    verdict: Verdict
    text: str  # fingerprint of all its text, "" where it is not the page
    tree: Tree | None = None  # the parsed page, used up when it is read

    def same(self, state: PageState) -> bool:
        """Most answers differ in nonces and tokens only: then nothing has to be read."""
        return self.text in state.texts


def glance(answer: Fetched) -> Glance:
    """The first look, for which the version that counts is not needed."""
    verdict = _response(answer)
    if not verdict.ok:
        return Glance(verdict, "")
    return Glance(verdict, *first_look(answer.body, _media(answer)))


def examine(
    answer: Fetched,
    *,
    rules: ExtractRules,
    state: PageState,
    current: Document | None,
    confirm: bool = True,
    confirm_after: timedelta = CONFIRM_AFTER,
    seen: Glance | None = None,
) -> Examined:
    """Judge one answer. `current` is the document of the version that counts.

    `seen` is its glance, where there was one. Raises ExtractError for media that cannot be read.
    """
    seen = seen or glance(answer)
    if seen.same(state):
        return Examined(decider.same(state))
    verdict, text, body = seen.verdict, seen.text, answer.sha256
    look = _Look(answer.fetched_at, body, text, rules, confirm, confirm_after)
    if not verdict.ok:
        return Examined(_suspect(state, verdict, look, None), None, verdict)
    read = extract(answer.body, _media(answer), rules, known=current, tree=seen.tree)
    document = block_history.apply(read, state.profile)
    if document.digest == state.current_digest:
        size = sum(1 for _ in document.blocks())
        intent = decider.same(state, body=body, text=text, size=size)
        return Examined(intent, document)
    verdict = judge.check_document(read, rules=rules, previous=current, body_size=len(answer.body))
    if not verdict.ok:
        if not decider.released(state, verdict, look.at, confirm_after):
            return Examined(_suspect(state, verdict, look, document), document, verdict)
        other = verdict.detail if verdict.reason == "language" else ""
        look = replace(look, confirm=False, translated=other)
    if current is None or not state.current_digest:
        intent = decider.first(state, digest=document.digest, body=body, text=text)
        return Examined(intent, document, verdict)
    return replace(_compare(document, current, state, look), verdict=verdict)


def read(answer: Fetched, rules: ExtractRules) -> tuple[Verdict, Document | None]:
    """What a single answer says, without any history. Raises ExtractError."""
    verdict = _response(answer)
    if not verdict.ok:
        return verdict, None
    document = extract(answer.body, _media(answer), rules)
    size = len(answer.body)
    return judge.check_document(document, rules=rules, previous=None, body_size=size), document


def unchanged(state: PageState, fetched_at: datetime) -> Intent:
    """A 304, or the bytes of the version again, with nothing pending."""
    del fetched_at  # the state counts looks, not hours
    return decider.same(state)


def failed(state: PageState, error: FetchError, fetched_at: datetime) -> Intent:
    """No answer came."""
    del fetched_at
    return decider.failed(state, error)


def upgraded(state: PageState, document: Document, before: Document) -> tuple[PageState, Document]:
    """State and version after the version's snapshot was extracted anew by other code or rules.

    `document` is the new extraction, `before` the version by the old one. The snapshot may show
    what the version does not hold because it waited for its confirmation: it goes on waiting.
    """
    unsettled = {
        block.key for block in before.boilerplate if block.boilerplate == block_history.SEEN_ONCE
    }
    waiting = {name for name, b in block_history.named(document.blocks()) if b.key in unsettled}
    if waiting:
        sighting = Sighting(state, waiting=frozenset(waiting))
        document = pending_change.settled_document(diff(before, document), sighting)
    return _looking_anew(state, block_history.apply(document, state.profile).digest), document


def begun_anew(state: PageState) -> PageState:
    """The state when the version can no longer be compared with: the next good answer is one."""
    return _looking_anew(state, "")


def _looking_anew(state: PageState, digest: str) -> PageState:
    """Nothing waits, and no answer is known to be the version's."""
    return replace(
        state,
        current_digest=digest,
        candidate=None,
        pending=(),
        body="",
        texts=(),
        known=(),
    )


def release(
    state: PageState,
    document: Document,
    *,
    current: Document | None,
    at: datetime,
    body: str,
    force: bool = False,
) -> Examined:
    """A person says that the quarantined answer is the page. `body` is its SHA-256.

    Without `force` a block page stays in quarantine (the intent keeps the state, the verdict says
    why): a login page that became the version would be told of as a change, and so would the page.
    """
    verdict = judge.check_document(document, rules=ExtractRules(), previous=current, body_size=0)
    if not (verdict.ok or verdict.confirmable or force):
        reason = f"{verdict.reason}: {verdict.detail}"
        return Examined(Intent(Outcome.QUARANTINED, state, reason), document, verdict)
    document = block_history.apply(document, state.profile)
    if current is None or not state.current_digest:
        return Examined(decider.first(state, digest=document.digest, body=body), document)
    if document.digest == state.current_digest:
        return Examined(decider.same(state, body=body), document)
    look = _Look(at, body, "", ExtractRules(), False, CONFIRM_AFTER)
    return _compare(document, current, state, look)


# --------------------------------------------------------------------------- the stages


def _response(answer: Fetched) -> Verdict:
    return judge.check_response(
        status=answer.status,
        headers=answer.headers,
        url=answer.url,
        final_url=answer.final_url,
        body=answer.body,
    )


def _media(answer: Fetched) -> str:
    """The media type, looked up in the body where the header does not tell, with its charset."""
    charset = answer.content_type.partition(";")[2]
    return f"{media_type(answer.content_type, answer.body)};{charset}"


def _suspect(state: PageState, verdict: Verdict, look: _Look, document: Document | None) -> Intent:
    return decider.quarantined(
        state,
        verdict,
        look.at,
        snapshot=look.body,
        digest=document.digest if document else "",
        confirm_after=look.confirm_after,
    )


def _compare(document: Document, current: Document, state: PageState, look: _Look) -> Examined:
    """A readable page whose text differs from the version's."""
    version, document = block_history.steady(block_history.apply(current, state.profile), document)
    if version.digest == document.digest:
        size = sum(1 for _ in document.blocks())
        return Examined(decider.same(state, body=look.body, text=look.text, size=size), document)
    page, before = block_history.hashes(document), block_history.hashes(version)
    if page == before:
        # Only the order differs, or how often something is said: the digest stands for it.
        page |= {f"order {document.digest[:12]}"}
    sighting = pending_change.sight(
        state,
        look.at,
        page=page,
        version=before,
        confirm=look.confirm,
        confirm_after=look.confirm_after,
    )
    if len(sighting.state.profile.volatile) > len(state.profile.volatile):
        profile = sighting.state.profile
        version, document = (
            block_history.apply(version, profile),
            block_history.apply(document, profile),
        )
        sighting = pending_change.forget(sighting, profile.volatile, digest=version.digest)
    if not sighting.settled:
        intent = decider.wait(
            sighting,
            digest=document.digest,
            snapshot=look.body,
            confirm_after=look.confirm_after,
        )
        return Examined(intent, document)
    return _accept(version, document, sighting, look)


def _accept(version: Document, document: Document, sighting: Sighting, look: _Look) -> Examined:
    """Something of what differs is settled: judge it, and let the version move."""
    whole, comparison, change = None, None, None
    judged = sighting.news and not look.translated
    if judged or sighting.waiting:
        whole = diff(version, document)
    if whole and judged:
        comparison = pending_change.settled_part(whole, sighting)
        if not (comparison.empty or not_a_version(comparison.old, comparison.new)):
            change = classify(comparison, on=look.at.date())
    if whole and sighting.waiting:
        document = pending_change.settled_document(whole, sighting)
    intent = decider.accept(
        sighting,
        change,
        at=look.at,
        digest=document.digest,
        body=look.body,
        text=look.text,
        reason=look.translated,
    )
    return Examined(intent, document, comparison=comparison)
