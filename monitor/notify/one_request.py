"""One request that ends in time, and whose answer fits, whatever the server does.

httpx limits single reads only: a byte every ten seconds would hold its thread for ever.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

import httpx

T = TypeVar("T")

LARGEST = 100_000  # bytes of an answer; what is beyond is not read


def ask(
    method: str,
    url: str,
    *,
    within: float,
    connect: float | None = None,
    verify: bool = True,
    headers: dict[str, str] | None = None,
    **request: Any,
) -> httpx.Response:
    """The answer, its body cut after LARGEST + 1 bytes. `within` seconds for all of it.

    For a thread of its own. No redirect is followed. Raises what httpx raises.
    """
    # Not compressed: a small body could unpack to a very large one.
    headers = {"Accept-Encoding": "identity", **(headers or {})}
    timeout = httpx.Timeout(within, connect=within if connect is None else min(connect, within))

    async def answered() -> httpx.Response:
        async with (
            asyncio.timeout(within),
            httpx.AsyncClient(verify=verify, timeout=timeout, follow_redirects=False) as client,
            client.stream(method, url, headers=headers, **request) as answer,
        ):
            body = bytearray()
            async for piece in answer.aiter_raw(65_536):
                body += piece
                if len(body) > LARGEST:
                    break
            kept = [(k, v) for k, v in answer.headers.items() if k not in _OF_THE_WAY]
            return httpx.Response(
                answer.status_code, headers=kept, content=bytes(body[: LARGEST + 1])
            )

    try:
        return _run(answered())
    except TimeoutError:
        raise httpx.ReadTimeout(f"no answer within {within:g} s") from None


def _run(coroutine: Coroutine[Any, Any, T]) -> T:
    """As asyncio.run, which would wait for a name server that hangs."""
    loop = asyncio.new_event_loop()
    try:
        return loop.run_until_complete(coroutine)
    finally:
        loop.close()


_OF_THE_WAY = ("content-encoding", "content-length", "transfer-encoding")
