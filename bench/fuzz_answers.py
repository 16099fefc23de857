"""What may a server send to end the daemon? Random answers, each fetched, judged and read.

    python bench/fuzz_answers.py [--answers 50000] [--seed 1]

An answer is HTTP/1.1 or HTTP/2 put together from odd parts, with some bytes changed; the network is
in memory, everything above it is what runs. Each must end as a page or a FetchError; anything else
is printed with its seed, and the exit code is 1.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import logging
import random
import struct
import sys
import traceback
import zlib
from collections import Counter
from datetime import UTC, datetime
from typing import Any

import brotli
import hpack
import httpcore
import structlog
import zstandard

from monitor import pipeline
from monitor.config.values import web_address
from monitor.errors import ExtractError, FetchError
from monitor.fetch import HttpFetcher, retry_after, transport, validators
from monitor.model import ExtractRules, Watch

PAGE = b"<h1>Terms</h1>" + b"<p>We share data with partners. <b>You may opt out.</b></p>" * 20
LOCATIONS = [
    "/", "/a", "//b.example/", "https://b.example/x", "http://a.example:65536/", "https://a:99999/",
    "https://a.example:-1/", "https://a.example:0/", "https://xn--a/", "https://xn--/x",
    "https://xn--zzzzzz--/", "https://\u00fc.example/", "https://ａ.example/", "https://[::1",
    "https://[::ffff:127.0.0.1]/", "https://2130706433/", "https://0x7f.1/", "https://127.1/",
    "https://a..b/", "https://.a/", "https://a./", "https://" + "a" * 300 + ".example/",
    "https://u:p@a.example/", "javascript:alert(1)", "file:///etc/passwd", "data:text/html,x",
    "https:\\\\a.example", "/%zz", "/?a=%00", "/\u2028", "#x", "?", "", " ", "https://",
    "https:///x", "https://a.example:443:443/", "https://a.example:４４３/", "https://%61.example/",
    "https://a.example/" + "x" * 9000, "/ü", "//", "///", "https://a_b.example/", "https://*.a/",
]  # fmt: skip
COOKIES = [
    "a=b", "a", "=", ";", "a=b; Expires=Thu, 01 Jan 1970", "a=b; Max-Age=99999999999999999999",
    "a=b; Max-Age=-1", "a=b; Domain=..", "a=b; Domain=.example; Path=/", "a=\x01", "a=\xff\xfe",
    "a=b; Expires=Wed, 99 Foo 99999 99:99:99 GMT", "__Host-a=b", "a=" + "x" * 5000, "a=b; Port=x",
    'a="b', "a=b; Version=1; Version=z", "a=b; Max-Age=1e9", "a=b; Expires=\u0661", "$Version=1",
]  # fmt: skip
OTHER = {
    "content-length": ["0", "5", "-1", "99999999999999999999", "1e3", "\u00b2", "5, 5", "5, 6"],
    "transfer-encoding": ["chunked", "gzip", "gzip, chunked", "chunked, chunked", "x"],
    "content-encoding": ["gzip", "br", "zstd", "deflate", "gzip, gzip", "identity", "utf-8", "x"],
    "content-type": [
        "text/html", "text/html; charset=utf-16", "text/html; charset=idna", "text/plain",
        "text/markdown", "application/pdf", "image/png", "text/html; charset=\"", "x", ";", "/",
        "application/json", "application/xhtml+xml; charset=utf-7", "text/html; charset=punycode",
    ],
    "retry-after": ["1", "99999999999999999999", "-1", "Fri, 31 Dec 9999 23:59:59 GMT", "x",
                    "Mon, 01 Jan 0001 00:00:00 +2359", "\u0661"],
    "etag": ['"a"', "W/", "x" * 2000, "\xff"],
    "last-modified": ["Mon, 02 Jun 2025 00:01:27 GMT", "x"],
    "connection": ["close", "keep-alive", "upgrade"],
    "content-range": ["bytes 0-1/2"],
    "link": ["<x>; rel=next"],
    "upgrade": ["h2c"],
    "x-\xff": ["a"],
    "": ["a"],
    "a b": ["c"],
}  # fmt: skip
STATUS = [200] * 30 + [301, 302, 303, 307, 308] * 5 + [100, 101, 103, 204, 206, 304, 401, 403, 404,
          429, 500, 502, 503, 504, 600, 999, 0, 99, 1000, -1]  # fmt: skip


def headers(rng: random.Random) -> list[tuple[str, str]]:
    """Some header lines, in any order and number."""
    made = [("location", rng.choice(LOCATIONS))] if rng.random() < 0.6 else []
    made += [("set-cookie", rng.choice(COOKIES)) for _ in range(rng.choice((0, 0, 1, 2)))]
    for name in rng.sample(list(OTHER), rng.choice((0, 0, 1, 2, 4))):
        made.append((name, rng.choice(OTHER[name])))
    rng.shuffle(made)
    return made


def body(rng: random.Random) -> bytes:
    """A page, coded somehow, perhaps cut."""
    coded = rng.choice((
        bytes, gzip.compress, zlib.compress, brotli.compress,
        zstandard.ZstdCompressor().compress, lambda b: rng.randbytes(60),
    ))(PAGE)  # fmt: skip
    return coded[: rng.randrange(len(coded) + 1)] if rng.random() < 0.3 else coded


def changed(rng: random.Random, data: bytes) -> bytes:
    """The same with a few bytes other, missing or doubled; often untouched."""
    if rng.random() < 0.7 or not data:
        return data
    out = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 8))):
        at = rng.randrange(len(out)) if out else 0
        what = rng.random()
        if what < 0.5 and out:
            out[at] = rng.randrange(256)
        elif what < 0.75:
            del out[at : at + rng.randrange(1, 9)]
        else:
            out[at:at] = rng.randbytes(rng.randrange(1, 9))
    return bytes(out)


def http1(rng: random.Random) -> bytes:
    """One answer of HTTP/1.1."""
    content, rows = body(rng), headers(rng)
    if rng.random() < 0.6:
        rows = [row for row in rows if row[0] not in ("content-length", "transfer-encoding")]
        rows.append(("content-length", str(len(content))))
    head = f"HTTP/{rng.choice(('1.1',) * 20 + ('1.0', '2', '9.9'))} {rng.choice(STATUS)} x\r\n"
    head += "".join(f"{name}: {value}\r\n" for name, value in rows)
    informed = b"HTTP/1.1 103 Early\r\nLink: x\r\n\r\n" if rng.random() < 0.1 else b""
    return changed(rng, informed + head.encode("utf-8") + b"\r\n" + content)


def http2(rng: random.Random) -> bytes:
    """One answer of HTTP/2: frames that belong together, and some that do not."""
    encoder, stream = hpack.Encoder(), rng.choice((1,) * 20 + (2, 3, 0))
    rows = [(":status", str(rng.choice(STATUS))), *headers(rng)]
    if rng.random() < 0.1:
        rows.append((rng.choice((":status", ":path", "Upper", "te")), "1"))
    head = encoder.encode([(name.encode(), value.encode()) for name, value in rows])
    content = body(rng)
    setting = struct.pack(">HI", rng.randrange(8), rng.getrandbits(32))
    frames = [
        (4, 0, 0, rng.choice((b"", b"", setting))),
        (1, rng.choice((4,) * 20 + (5, 0)), stream, head),
        (0, 0, stream, content[:30]),
        (0, rng.choice((0,) + (1,) * 9), stream, content[30:]),
    ]
    odd = [
        (3, 0, stream, struct.pack(">I", rng.getrandbits(4))),
        (7, 0, 0, struct.pack(">II", rng.getrandbits(31), rng.getrandbits(4)) + b"bye"),
        (8, 0, rng.choice((0, stream)), struct.pack(">I", rng.getrandbits(32))),
        (9, rng.choice((0, 4)), stream, rng.randbytes(9)),
        (5, 4, stream, struct.pack(">I", rng.choice((0, 2, 3))) + head),
        (1, 5, stream, encoder.encode([(b"grpc-status", b"0"), (b":status", b"200")])),
        (6, rng.choice((0, 1)), 0, rng.randbytes(rng.choice((8, 8, 7)))),
        (2, 0, stream, rng.randbytes(rng.choice((5, 4)))),
        (rng.randrange(10, 256), rng.randrange(256), rng.getrandbits(31), rng.randbytes(5)),
    ]
    for _ in range(rng.choice((0, 0, 0, 1, 2))):
        frames.insert(rng.randrange(len(frames) + 1), rng.choice(odd))
    packed = [
        len(payload).to_bytes(3, "big") + bytes((kind, flags)) + struct.pack(">I", to) + payload
        for kind, flags, to, payload in frames
    ]
    return changed(rng, b"".join(packed))


class Wire(httpcore.AsyncNetworkStream, httpcore.AsyncNetworkBackend):
    """Both the network and every connection of it: each gives the next answer, in pieces."""

    rng: random.Random

    def __init__(self, **_: Any) -> None:
        self.second = Wire.rng.random() < 0.5

    async def connect_tcp(self, *args: Any, **kwargs: Any) -> httpcore.AsyncNetworkStream:
        """A new connection."""
        wire = Wire()
        wire.left = (http2 if wire.second else http1)(Wire.rng)
        return wire

    async def sleep(self, seconds: float) -> None:
        """No time passes."""

    async def start_tls(self, *args: Any, **kwargs: Any) -> httpcore.AsyncNetworkStream:
        """The same."""
        return self

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """The next piece, b"" at the end; sometimes the line breaks."""
        size = min(max_bytes, Wire.rng.choice((1, 50, 10_000, 10_000)))
        piece, self.left = self.left[:size], self.left[size:]
        if not piece and Wire.rng.random() < 0.2:
            raise httpcore.ReadError
        return piece

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Nobody listens."""

    async def aclose(self) -> None:
        """Nothing to close."""

    def get_extra_info(self, info: str) -> Any:
        """As httpcore asks: ours says which protocol was agreed on."""
        return self if info == "ssl_object" else False if info == "is_readable" else None

    def selected_alpn_protocol(self) -> str:
        """What the `ssl_object` is asked for."""
        return "h2" if self.second else "http/1.1"


async def one(seed: int) -> str:
    """Fetch, judge and read one answer; how it ended."""
    Wire.rng = rng = random.Random(seed)
    url = "https://a.example/terms"
    if rng.random() < 0.2:
        try:
            url = web_address(rng.choice(LOCATIONS[2:]))
        except ValueError:
            return "refused by the watchlist"
    fetcher = HttpFetcher(host_pause=0, retries=rng.choice((0, 1)), backoff=0)
    watch = Watch("w", "S", "D", url, max_bytes=10_000, timeout=5, robots=rng.random() < 0.2)
    try:
        fetched = await fetcher.fetch(watch, etag=rng.choice(("", '"a"')))
        validators(fetched)
        retry_after(fetched.headers, datetime(2026, 1, 1, tzinfo=UTC))
        found = pipeline.read_alone(fetched, ExtractRules())
        if found.error is not None:
            return str(found.error.reason)
        return "a page" if found.verdict.ok else f"judged {found.verdict.reason}"
    except FetchError as error:
        return str(error.reason)
    except ExtractError:
        return "unreadable"
    finally:
        await fetcher.aclose()


async def main(answers: int, first: int) -> int:
    """Run them all; the exit code."""
    transport.CheckedBackend = Wire  # type: ignore[misc,assignment]
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    context = transport.httpx.create_ssl_context()
    transport.httpx.create_ssl_context = lambda: context  # type: ignore[assignment]
    ends: Counter[str] = Counter()
    bugs: Counter[str] = Counter()
    for seed in range(first, first + answers):
        try:
            ends[await one(seed)] += 1
        except Exception as bug:
            where = traceback.extract_tb(bug.__traceback__)[-1]
            kind = f"{type(bug).__name__} at {where.filename.rpartition('/')[2]}:{where.lineno}"
            if not bugs[kind]:
                traceback.print_exc()
                print(f"seed {seed}: {kind}", file=sys.stderr)
            bugs[kind] += 1
    print(f"{answers} answers, {sum(bugs.values())} uncaught")
    for kind, count in [*bugs.most_common(), *ends.most_common()]:
        print(f"{count:8} {kind}")
    return 1 if bugs else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--answers", type=int, default=50_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    sys.exit(asyncio.run(main(given.answers, given.seed)))
