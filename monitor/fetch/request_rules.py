"""The rules of HTTP that we decide ourselves, pure: codings, redirects, Retry-After, validators."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import brotli
import httpx
import zstandard

from monitor.errors import FetchError
from monitor.model import Fetched
from monitor.text.charset import is_binary

REDIRECTS = frozenset((301, 302, 303, 307, 308))
MAX_CODINGS = 3
MAX_HEADERS = 200
MAX_HEADER = 8_192  # characters of one header's value; longer ones are left out
_SECRET = frozenset((b"set-cookie", b"set-cookie2"))
MAX_VALIDATOR = 1_024
MAX_LOCATION = 8_192
MAX_HOST = 253  # characters of a name, by RFC 1035
LONGEST_RETRY_AFTER = timedelta(days=7).total_seconds()
ZSTD_WINDOW = 8 * 1024 * 1024  # the most that RFC 9659 lets a server use
ZSTD_SLICE = 512  # bytes at a time: 4 bytes can stand for 128 kB, and it has no limit of its own

Headers = tuple[tuple[str, str], ...]

# --------------------------------------------------------------------------- content codings


def decoded(raw: bytes, headers: Headers, limit: int) -> bytes:
    """The body without its content codings, never more than `limit` bytes in memory for each.

    A bomb stops at the limit (FetchError too-large), half a stream is not a body (truncated).
    Codings that no client ever agreed on ("utf-8", "none") are read as none at all.
    """
    named = ",".join(value for name, value in headers if name == "content-encoding")
    codings = [c for c in (part.strip().lower() for part in named.split(",")) if c in _DECODERS]
    if len(codings) > MAX_CODINGS:
        raise FetchError("protocol", f"{len(codings)} content codings on one body")
    if len(raw) > limit:
        raise too_large(limit)
    for coding in reversed(codings):
        if not raw:
            break
        try:
            raw = _DECODERS[coding](raw, limit)
        except (zlib.error, brotli.error, zstandard.ZstdError) as error:
            raise FetchError("protocol", f"the body is not {coding}: {error}") from None
        if len(raw) > limit:
            raise too_large(limit)
    return _unpacked(raw, headers, limit)


def _unpacked(raw: bytes, headers: Headers, limit: int) -> bytes:
    """The page in a body that was packed, perhaps twice, without a word of it in the headers."""
    kind = next((value for name, value in headers if name == "content-type"), "")
    for _ in range(MAX_UNSAID if kind.lstrip().lower().startswith(("text/", "html")) else 0):
        coding = next((c for mark, c in _MARKS if raw.startswith(mark)), "")
        if not coding and not is_binary(kind, raw):
            break
        try:
            found = _DECODERS[coding or "br"](raw, limit)
        except (zlib.error, brotli.error, zstandard.ZstdError, FetchError):
            break  # some other bytes, not text: what reads the page says so
        if len(found) > limit:
            raise too_large(limit)
        raw = found
    return raw


def too_large(limit: int) -> FetchError:
    """The error for a body above the watch's limit."""
    return FetchError("too-large", f"the page is larger than {limit:,} bytes")


def _truncated(coding: str) -> FetchError:
    return FetchError("truncated", f"the {coding} stream ends early", transient=True)


def _gunzip(raw: bytes, limit: int) -> bytes:
    parts: list[bytes] = []
    room = limit + 1
    while raw and room > 0:
        member = zlib.decompressobj(zlib.MAX_WBITS | 16)
        parts.append(member.decompress(raw, room))
        room -= len(parts[-1])
        if not member.eof and room > 0:
            raise _truncated("gzip")
        raw = member.unused_data if member.unused_data[:2] == b"\x1f\x8b" else b""
    return parts[0] if len(parts) == 1 else b"".join(parts)


def _inflate(raw: bytes, limit: int) -> bytes:
    """Deflate as the standard says (zlib) and as some servers send it (raw)."""
    try:
        return _inflate_as(raw, limit, zlib.MAX_WBITS)
    except zlib.error:
        return _inflate_as(raw, limit, -zlib.MAX_WBITS)


def _inflate_as(raw: bytes, limit: int, window: int) -> bytes:
    stream = zlib.decompressobj(window)
    body = stream.decompress(raw, limit + 1)
    if not stream.eof and len(body) <= limit:
        raise _truncated("deflate")
    return body


def _unbrotli(raw: bytes, limit: int) -> bytes:
    stream = brotli.Decompressor()
    body: bytes = stream.process(raw, output_buffer_limit=limit + 1)
    if len(body) <= limit and not stream.is_finished():
        raise _truncated("brotli")
    return body


def _unzstd(raw: bytes, limit: int) -> bytes:
    parts: list[bytes] = []
    room = limit + 1
    while raw and room > 0:
        frame = zstandard.ZstdDecompressor(max_window_size=ZSTD_WINDOW).decompressobj()
        for start in range(0, len(raw), ZSTD_SLICE):
            parts.append(frame.decompress(raw[start : start + ZSTD_SLICE]))
            room -= len(parts[-1])
            if frame.eof or room <= 0:
                break
        if not frame.eof and room > 0:
            raise _truncated("zstd")
        raw = frame.unused_data + raw[start + ZSTD_SLICE :] if frame.eof else b""
    return b"".join(parts)


_DECODERS: dict[str, Callable[[bytes, int], bytes]] = {
    "gzip": _gunzip,
    "x-gzip": _gunzip,
    "deflate": _inflate,
    "br": _unbrotli,
    "zstd": _unzstd,
}
_MARKS = ((b"\x1f\x8b\x08", "gzip"), (b"\x28\xb5\x2f\xfd", "zstd"))  # brotli has none
MAX_UNSAID = 2
ACCEPT_LANGUAGE = "en,*;q=0.5"  # where a watch does not say
ACCEPT_ENCODING = "gzip, deflate, br, zstd"

# --------------------------------------------------------------------------- headers


def header(headers: Headers, name: str) -> str:
    """The first value of a header (name in lower case), "" when absent."""
    return next((value for key, value in headers if key == name), "")


def readable_headers(raw: Iterable[tuple[bytes, bytes]]) -> Headers:
    """The headers as text, names in lower case. A flood is cut, overlong values are left out.

    So are cookies: what a site hands to one visitor may be a key, and says nothing of its policy.
    Names that begin with "monitor-" are ours, for what a browser read.
    """
    kept: list[tuple[str, str]] = []
    for name, value in raw:
        ours = name.lower().startswith(b"monitor-")
        if len(value) <= MAX_HEADER and name.lower() not in _SECRET and not ours:
            kept.append((name.decode("latin-1").lower(), _text(value)))
            if len(kept) == MAX_HEADERS:
                break
    return tuple(kept)


def _text(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")


def validators(fetched: Fetched) -> tuple[str, str]:
    """(ETag, Last-Modified) worth keeping for the next fetch, "" for none.

    None after a redirect: they belong to the page behind it, and if the redirect one day leads to
    an older page, its honest 304 would hide that. None longer than 1 kB or with odd characters.
    """
    if fetched.redirects or fetched.status not in (200, 304):
        return "", ""
    etag, modified = fetched.header("etag"), fetched.header("last-modified")
    return etag if _sendable(etag) else "", modified if _sendable(modified) else ""


def _sendable(value: str) -> bool:
    return len(value) <= MAX_VALIDATOR and value.isascii() and value.isprintable()


def retry_after(headers: Headers, now: datetime) -> float | None:
    """Seconds the server asks to be left alone (0 to a week); None when it does not say."""
    value = header(headers, "retry-after").strip()
    if not value:
        return None
    if re.fullmatch(r"[0-9]{1,18}", value):
        return min(float(value), LONGEST_RETRY_AFTER)
    try:
        at = parsedate_to_datetime(value)
    except (ValueError, TypeError, OverflowError):
        return None
    if at.tzinfo is None:
        at = at.replace(tzinfo=UTC)
    try:
        return min(max(0.0, (at - now).total_seconds()), LONGEST_RETRY_AFTER)
    except OverflowError:
        return None


# --------------------------------------------------------------------------- addresses


def usable(url: httpx.URL) -> bool:
    """Is this an http or https address whose host and port can be said to the network?

    Raises ValueError where the host cannot even be decoded: httpx does that when it is asked for.
    """
    port = url.port
    return (
        url.scheme in ("http", "https")
        and bool(url.host)
        and len(url.raw_host) <= MAX_HOST
        and (port is None or 0 < port < 65_536)
    )


# --------------------------------------------------------------------------- redirects


def target(current: httpx.URL, location: str) -> httpx.URL:
    r"""Where a redirect leads; FetchError bad-redirect for what no honest server sends.

    Only http and https; never from https down to http, where anyone on the way could write the
    policy; no user:password@; no backslashes, spaces around, or control characters, which two
    programs read as two different hosts.
    """
    if not location or len(location) > MAX_LOCATION:
        raise FetchError("bad-redirect", "a redirect without a usable Location")
    if "\\" in location or not location.isprintable():
        raise FetchError("bad-redirect", f"unclear Location {location[:100]!r}")
    try:
        url = current.join(location).copy_with(fragment=None)
        leads_on = usable(url)
    except (httpx.InvalidURL, ValueError):
        raise FetchError("bad-redirect", f"unreadable Location {location[:100]!r}") from None
    if not leads_on:
        raise FetchError("bad-redirect", f"Location {location[:100]!r} is not a web address")
    if url.userinfo:
        raise FetchError("bad-redirect", f"a Location with a password for {url.host}")
    if current.scheme == "https" and url.scheme == "http":
        raise FetchError("bad-redirect", f"from https down to http on {url.host}")
    return url


def same_site(a: httpx.URL, b: httpx.URL) -> bool:
    """May what was meant for `a` go to `b`? The same origin, or its upgrade from http to https."""
    if a.host != b.host:
        return False
    if (a.scheme, a.port) == (b.scheme, b.port):
        return True
    return a.scheme == "http" and b.scheme == "https" and a.port is None and b.port is None
