"""What a web channel answered, which Apprise only logs: its status, its words, when to come back;
and what is to be added to a request on its way out.

Every plugin of Apprise sends with `requests`, each in a session of its own. The one place they all
pass is `Session.send`; it is wrapped once, and does nothing more but while somebody listens.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any

from monitor.errors import NotifyError
from monitor.notify import open_lines
from monitor.notify.one_request import LARGEST

WORDS = 300  # characters kept of an answer
_OF_CHANNEL = frozenset((401, 403, 404, 408, 410, 425, 429))  # 4xx that are about no single message


@dataclass(slots=True)
class Answers:
    """The answers to one send, in order, as (status, headers, words)."""

    heard: list[tuple[int, dict[str, str], str]] = field(default_factory=list)
    complete: Callable[[Any], None] | None = (
        None  # adds to a request (of `requests`) before it goes
    )


_listening: ContextVar[Answers | None] = ContextVar("answers", default=None)


@contextmanager
def listening(complete: Callable[[Any], None] | None = None) -> Iterator[Answers]:
    """Hear what channels answer within, also on the threads that Apprise starts for it."""
    _wrap()
    answers = Answers(complete=complete)
    token = _listening.set(answers)
    try:
        with open_lines.kept():  # Apprise stops waiting in time, and leaves the thread that waits
            yield answers
    finally:
        _listening.reset(token)


def error(status: int, headers: dict[str, str], words: str) -> NotifyError:
    """What an unsuccessful answer means."""
    phrase = HTTPStatus(status).phrase if status in set(HTTPStatus) else "unknown status"
    of_message = 400 <= status < 500 and status not in _OF_CHANNEL
    said = " ".join(words.split())[:WORDS]
    return NotifyError(
        f"the channel answered {status} {phrase}" + (f": {said}" if said else ""),
        of_message=of_message,
        permanent=of_message,
        retry_after=retry_after(headers, words),
        answer=f"{status} {said or phrase}",
    )


def retry_after(headers: dict[str, str], words: str = "") -> float | None:
    """Seconds that the channel asks to wait: a header, or Telegram's and Discord's JSON field."""
    value = headers.get("retry-after", "")
    if re.fullmatch(r"\d+(\.\d+)?", value):
        return float(value)
    if value:
        try:
            at = parsedate_to_datetime(value)
        except ValueError:
            return None
        at = at if at.tzinfo else at.replace(tzinfo=UTC)
        return max(0.0, (at - datetime.now(UTC)).total_seconds())
    found = re.search(r'"retry_after"\s*:\s*(\d+(?:\.\d+)?)', words)
    return float(found[1]) if found else None


def _wrap() -> None:
    import requests

    original = requests.Session.send
    if getattr(original, "heard", False):
        return

    def send(self: requests.Session, request: Any, **kwargs: Any) -> Any:
        answers = _listening.get()
        if answers is not None and answers.complete is not None:
            answers.complete(request)
        if answers is not None and not kwargs.get("stream"):
            response = original(self, request, **{**kwargs, "stream": True})
            _take_in(response)
        else:
            response = original(self, request, **kwargs)
        if answers is not None:
            headers = {k.lower(): v for k, v in response.headers.items()}
            words = response.content[:4_000].decode("utf-8", "replace")
            answers.heard.append((response.status_code, headers, words))
        return response

    send.heard = True  # type: ignore[attr-defined]
    requests.Session.send = send  # type: ignore[method-assign]


def _take_in(response: Any) -> None:
    """Read an answer, but no more of it than LARGEST: its plugin would take whatever comes."""
    body = bytearray()
    for piece in response.iter_content(16_384):
        body += piece
        if len(body) > LARGEST:
            break
    response._content, response._content_consumed = bytes(body[:LARGEST]), True
    response.close()
