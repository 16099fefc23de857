"""A server for all addresses of 127.x, each a host of its own, in a thread of its own.

It notes which pages were asked for and when each host was asked and had answered, so that overlaps
and pauses can be told.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections import Counter, defaultdict
from itertools import pairwise


class LocalHosts:
    """`port` answers on every host with `body` and the address; after `seconds`, if any."""

    def __init__(self, body: bytes, seconds: float = 0.0) -> None:
        self.asked: Counter[str] = Counter()
        self.spans: dict[str, list[tuple[float, float]]] = defaultdict(list)  # of each host
        self.port = 0
        self._body, self._seconds = body, seconds
        threading.Thread(target=lambda: asyncio.run(self._run()), daemon=True).start()
        while not self.port:
            time.sleep(0.01)

    async def _run(self) -> None:
        server = await asyncio.start_server(self._answer, "0.0.0.0", 0, backlog=1024)
        self.port = server.sockets[0].getsockname()[1]
        await server.serve_forever()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        host = writer.get_extra_info("sockname")[0]
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                path = head.split()[1].decode()
                begun = time.monotonic()
                self.asked[path] += 1
                if self._seconds:
                    await asyncio.sleep(self._seconds)
                self.spans[host].append((begun, time.monotonic()))
                body = self._body + path.encode()
                writer.write(
                    b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: %d\r\n\r\n%b"
                    % (len(body), body)
                )
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    def pauses(self) -> list[float]:
        """Seconds between an answer of a host and the next request to it, shortest first."""
        return sorted(
            begin - end
            for spans in self.spans.values()
            for (_, end), (begin, _) in pairwise(sorted(spans))
        )
