"""What a check leaves behind, put together from what was observed and decided. Pure."""

from __future__ import annotations

import hashlib
from datetime import datetime

from monitor.extract import extractor_digest
from monitor.fetch import retry_after, validators
from monitor.model import Decision, ExtractRules, Observation, PageState, Watch
from monitor.model.outgoing import NewAlert
from monitor.model.records import ChangeRecord, NewVersion, PageRecord, Recording
from monitor.model.results import CheckResult
from monitor.service import schedule


def new_version(
    rules: ExtractRules, state: PageState, observation: Observation, decision: Decision
) -> NewVersion | None:
    """The version that was decided on, if one was. `state`: the page's before this look."""
    if decision.version is None:
        return None
    candidate = state.candidate
    return NewVersion(
        content=decision.version,
        digest=decision.version.digest,
        extractor=extractor_digest(rules),
        snapshot=observation.snapshot,
        seen_at=candidate.first_seen_at if candidate else observation.at,
    )


def change_record(
    watch: Watch, page: PageRecord, decision: Decision, version: NewVersion | None, at: datetime
) -> ChangeRecord | None:
    """The change that led to the version, or that the page is gone; its id says what changed."""
    if decision.change is None:
        return None
    number = page.version + (version is not None)
    became = version.digest if version else f"gone {at:%Y-%m-%d}"
    key = f"{watch.id}\0{page.version}\0{number}\0{became}"
    return ChangeRecord(
        id=hashlib.sha256(key.encode()).hexdigest()[:12],
        watch_id=watch.id,
        service=watch.service,
        document=watch.document,
        url=watch.url,
        from_version=page.version,
        to_version=number,
        seen_at=version.seen_at if version else _gone_at(decision, at),
        recorded_at=at,
        change=decision.change,
    )


def _gone_at(decision: Decision, at: datetime) -> datetime:
    """When the answer was first seen that took the page's place."""
    suspect = decision.state.quarantine
    return suspect.first_seen_at if suspect else at


def recording(
    watch: Watch,
    page: PageRecord,
    observation: Observation,
    decision: Decision,
    version: NewVersion | None = None,
    change: ChangeRecord | None = None,
    alerts: tuple[NewAlert, ...] = (),
) -> Recording:
    """All of it, for one transaction."""
    etag, last_modified = _validators(observation, decision)
    return Recording(
        watch_id=watch.id,
        observation=observation,
        decision=decision,
        next_due_at=_next_due_at(watch, page, observation, decision),
        expected_version=page.version,
        etag=etag,
        last_modified=last_modified,
        version=version,
        change=change,
        alerts=alerts,
    )


def check_result(watch: Watch, recorded: Recording) -> CheckResult:
    """What the check came to, for whoever asked for it."""
    number = recorded.expected_version + (recorded.version is not None)
    return CheckResult(
        watch_id=watch.id,
        service=watch.service,
        document=watch.document,
        outcome=recorded.decision.outcome,
        reason=recorded.decision.reason,
        change=recorded.change,
        seconds=recorded.observation.seconds,
        version=number or None,
    )


def _validators(
    observation: Observation, decision: Decision
) -> tuple[str, str] | tuple[None, None]:
    """(ETag, Last-Modified) to send with the next request; None leaves those of before."""
    if observation.answer is None or not observation.has_body:
        return None, None
    # Validators of a block page must not be sent with the next request for the page.
    return validators(observation.answer) if decision.ok else ("", "")


def _next_due_at(
    watch: Watch, page: PageRecord, observation: Observation, decision: Decision
) -> datetime:
    # What will not pass by itself (robots.txt, a bad address) can wait for its turn.
    passing = observation.error is None or observation.error.transient
    return schedule.due_after(
        watch,
        observation.at,
        # A new page is due when it is added: only its first check sets its rhythm.
        planned=page.next_due_at if page.fetched_at else None,
        again_after=decision.again_after,
        failures=decision.state.failures if passing else 0,
        retry_after=_asked_to_wait(observation),
    )


def _asked_to_wait(observation: Observation) -> float | None:
    """Seconds that the server asked us to stay away, if it did."""
    answer = observation.answer
    if observation.error is not None:
        return observation.error.retry_after
    if answer is not None and answer.status in (429, 503):
        return retry_after(answer.headers, observation.at)
    return None
