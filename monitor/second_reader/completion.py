"""One request to an OpenAI-compatible server: bounded in time and size, led nowhere else.

The address is the operator's own, so it may be private. The key goes to it alone: no redirect is
followed, no proxy of the environment is used. No error names the key, or what the server said.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

import httpx

from monitor.errors import AnswerError
from monitor.model.reading import ReaderServer
from monitor.second_reader.reply import content_of

LARGEST = 256_000  # bytes of an answer
_NO_SCHEMA = (400, 404, 415, 422, 501)  # what servers say that know no response_format
_REASONS = {
    401: "it does not accept the key",
    403: "it does not accept the key",
    404: "it knows no such address or model",
    429: "it has had too many requests",
}


def client() -> httpx.AsyncClient:
    """To be closed."""
    return httpx.AsyncClient(follow_redirects=False, trust_env=False)


async def complete(
    http: httpx.AsyncClient, server: ReaderServer, body: Callable[[bool], dict[str, Any]]
) -> str:
    """The text that it answers with; `body` makes the request, with a schema or without.

    At most `server.timeout` seconds. Raises AnswerError.
    """
    try:
        async with asyncio.timeout(server.timeout):
            status, answer = await _post(http, server, body(True))
            if status in _NO_SCHEMA:
                status, answer = await _post(http, server, body(False))
    except TimeoutError:
        raise AnswerError(f"no answer within {server.timeout:g}s") from None
    except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
        raise AnswerError(f"it cannot be reached ({type(error).__name__})") from None
    if 300 <= status < 400:
        raise AnswerError(f"it leads to another address (status {status}), which is not followed")
    if status != 200:
        why = _REASONS.get(status)
        raise AnswerError(f"{why} (status {status})" if why else f"it answers status {status}")
    try:
        found = json.loads(answer)
    except (ValueError, RecursionError):
        raise AnswerError("its answer is not JSON") from None
    return content_of(found)


async def _post(
    http: httpx.AsyncClient, server: ReaderServer, body: dict[str, Any]
) -> tuple[int, bytes]:
    """Status and body; of another status than 200 the body is not read."""
    # Not compressed: a small body could unpack to a very large one.
    headers = {"Accept": "application/json", "Accept-Encoding": "identity"}
    if server.key:
        headers["Authorization"] = f"Bearer {server.key}"
    url = f"{server.url.rstrip('/')}/chat/completions"
    # httpx limits single reads only: `complete` limits all of them together.
    within = server.timeout
    async with http.stream("POST", url, json=body, headers=headers, timeout=within) as answer:
        if answer.status_code != 200:
            return answer.status_code, b""
        found = bytearray()
        async for piece in answer.aiter_raw(65_536):
            found += piece
            if len(found) > LARGEST:
                raise AnswerError(f"its answer is longer than {LARGEST // 1000} kB")
    return 200, bytes(found)
