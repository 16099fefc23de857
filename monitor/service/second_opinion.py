"""Ask the second reader for the lines of new changes: once they are recorded, before they are sent.

The alerts of a change wait in the outbox for as long as an answer may take and a little longer; an
answer, of whatever kind, lets them go at once. If this process ends meanwhile they go by
themselves, with our own line.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, TypeVar

import structlog

from monitor.errors import AnswerError
from monitor.model import Change, Kind
from monitor.model.outgoing import NewAlert
from monitor.model.reading import ReaderServer, Reading
from monitor.model.records import ChangeRecord
from monitor.second_reader import completion, grounds, question, reply
from monitor.storage import Storage

log = structlog.get_logger(__name__)

T = TypeVar("T")
AT_ONCE = 4  # requests to the server
MOST = 50  # changes in one round; the others keep our own line
SLACK = timedelta(seconds=15)  # until a daemon looks, and to store what came
YOUNG = timedelta(minutes=10)  # older changes are not asked about


def waiting(
    alerts: Sequence[NewAlert], change: Change, server: ReaderServer, now: datetime
) -> tuple[NewAlert, ...]:
    """The alerts, those of a change that the second reader will be asked about kept back."""
    if change.kind is not Kind.SUBSTANTIVE:
        return tuple(alerts)
    until = now + timedelta(seconds=server.timeout) + SLACK
    return tuple(replace(a, first_try_at=until) if a.kind == "change" else a for a in alerts)


def ask(storage: Storage, server: ReaderServer, clock: Callable[[], datetime]) -> int:
    """Ask about every new change; how many lines were taken. Ends within `server.timeout`.

    Raises StorageError, and nothing for whatever the server does.
    """
    now = clock()
    changes = storage.unread(now - YOUNG, now)
    if not changes:
        return 0
    readings = _bounded(_read_all(changes[:MOST], server, now))
    too_many = Reading(server.model, now, problem=f"more than {MOST} changes at once")
    readings += [too_many] * len(changes[MOST:])  # else their alerts would wait for nothing
    taken = 0
    for change, reading in zip(changes, readings, strict=True):
        stored = storage.add_reading(change.id, reading, clock())
        taken += stored and bool(reading.line)
        log.info(
            "second reader",
            change=change.id,
            line="taken" if reading.line else "ours",
            reason=reading.problem or (None if stored else "it came too late"),
        )
    return taken


def trouble(server: ReaderServer, now: datetime) -> str:
    """One try: why the server gives no answer in the form that is needed; "" when it does."""
    passage = question.Passage(1, "added", "Notice", "", "We give you 30 days notice of changes.")
    try:
        reply.parsed(_bounded(_answer([passage], "monitor", "a test", server)))
    except AnswerError as error:
        return str(error)
    return ""


async def _read_all(
    changes: Sequence[ChangeRecord], server: ReaderServer, now: datetime
) -> list[Reading]:
    """One reading for each; those that have no answer in time have a problem."""
    free = asyncio.Semaphore(AT_ONCE)

    async def one(change: ChangeRecord) -> Reading:
        async with free:
            return await _read(change, server, now)

    tasks = [asyncio.create_task(one(change)) for change in changes]
    if tasks:
        await asyncio.wait(tasks, timeout=server.timeout)
    late = Reading(server.model, now, problem=f"no answer within {server.timeout:g}s")
    done = [task.result() if task.done() else late for task in tasks]
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    return done


async def _read(change: ChangeRecord, server: ReaderServer, now: datetime) -> Reading:
    """Ask about one change, and check what comes. Never raises for what a server does."""
    nothing = Reading(server.model, now)
    try:
        passages = question.passages(change.change)
        if not passages:
            return replace(nothing, problem="the change has no points")
        if not question.in_english(passages):
            return replace(nothing, problem="the passages are not sentences in English")
        if question.gives_orders(passages):
            return replace(nothing, problem="the page's text gives orders to a model")
        content = await _answer(passages, change.service, change.document, server)
        answer = reply.parsed(content)
        if why := grounds.fault(answer, passages):
            return replace(nothing, problem=why)
        return replace(nothing, line=answer.line, claims=answer.claims)
    except AnswerError as error:
        return replace(nothing, problem=str(error))
    except Exception as bug:  # the alert goes with our own line all the same
        log.error("a bug in monitor; please report it", change=change.id, exc_info=bug)
        return replace(nothing, problem=f"a bug in monitor: {type(bug).__name__}")


async def _answer(
    passages: Sequence[question.Passage], service: str, document: str, server: ReaderServer
) -> str:
    def body(by_schema: bool) -> dict[str, Any]:
        return question.body(server.model, service, document, passages, by_schema=by_schema)

    async with completion.client() as http:
        return await completion.complete(http, server, body)


def _bounded(work: Coroutine[Any, Any, T]) -> T:
    """Run it to its end in a loop of its own, which waits for no thread.

    asyncio.run would: a name server that hangs holds one for as long as it likes.
    """
    loop = asyncio.new_event_loop()
    try:
        return loop.run_until_complete(work)
    finally:
        loop.close()
