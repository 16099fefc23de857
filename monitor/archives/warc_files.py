"""WARC files (ISO 28500): answers that a crawler, a browser or monitor itself put into one.

A file is gone through once to see what is in it; contents are read when they are wanted. An answer
is found by its address, also behind redirects that are in the files; a `revisit` has the content of
the record that it refers to.
"""

from __future__ import annotations

import base64
import hashlib
import json
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import IO, Any
from urllib.parse import urljoin

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from monitor import __version__
from monitor.config.values import same_address
from monitor.errors import ConfigError, FetchError
from monitor.fetch.request_rules import REDIRECTS, decoded
from monitor.model import Fetched
from monitor.model.archived import Archived
from monitor.model.document import FIRST_ANSWER, READ_BY

HOPS = 5  # redirects that are followed
TOGETHER = timedelta(hours=1)  # a redirect and where it led were received within it
_KINDS = ("response", "resource", "revisit", "conversion")
# Headers of the way that our stored bodies no longer have: under this name nobody who reads the
# file takes them for true of it, and we find them again.
_ORIGINAL = "x-archive-orig-"
_OURS = "X-Monitor-Snapshot"  # of a record that monitor wrote: SHA-256 of the content
_FROM = "X-Monitor-Imported-From"  # whose record it was before
# Of a page that a browser drew: its headers as we keep them, its status. Such a page is no answer
# of a server; that one is beside it, and marked, so that it is not taken for what was read.
_KEPT_HEADERS, _STATUS, _BEGAN = "X-Monitor-Headers", "X-Monitor-Status", "X-Monitor-First-Answer"
_OF_THE_WAY = ("content-encoding", "transfer-encoding", "content-length")
_STRUCTURAL = (ArchiveLoadFailed, ValueError, EOFError)


@dataclass(frozen=True, slots=True)
class Record:
    """One record, without its content."""

    file: Path
    offset: int
    url: str
    at: datetime
    name: str  # its WARC-Record-ID
    status: int
    location: str  # where it redirects to, "" for nowhere
    digest: str  # of its payload, as the file gives it; "" without
    refers_to: str  # of a revisit: the digest of what it stands for
    origin: str  # whose record it was before, "" where nobody says so
    ours: bool  # monitor wrote it, of a version
    began: str  # of an answer that a browser drew a page from: its SHA-256

    @property
    def source(self) -> str:
        """Where a person finds it."""
        of = f" (there of {self.origin})" if self.origin else ""
        return f"WARC, {self.file.name}, {self.name or f'offset {self.offset}'}{of}"


class WarcFiles:
    """What is in some files, by address."""

    def __init__(self, files: Iterable[Path]) -> None:
        """Raises ConfigError where one is not a WARC file."""
        self._by_address: dict[str, list[Record]] = {}
        self._by_digest: dict[str, Record] = {}
        self._firsts: dict[str, Record] = {}
        for file in files:
            for record in _records(file):
                if record.began:
                    self._firsts.setdefault(record.began, record)
                    continue
                self._by_address.setdefault(same_address(record.url), []).append(record)
                if record.digest and not record.refers_to:
                    self._by_digest.setdefault(record.digest, record)

    def addresses(self) -> dict[str, int]:
        """Every address, as far as it names a page, and how many answers there are."""
        return {records[0].url: len(records) for records in self._by_address.values()}

    def of(self, url: str, limit: int) -> list[Archived]:
        """The answers to an address; contents beyond `limit` bytes cannot be had."""
        return [
            Archived(
                first.at,
                last.source,
                partial(self._answer, url, last, hops, limit),
                counted=last.ours,
            )
            for first in self._by_address.get(same_address(url), ())
            for last, hops in [self._followed(first)]
        ]

    def _followed(self, record: Record) -> tuple[Record, tuple[str, ...]]:
        """The record to which redirects lead, and the addresses on the way."""
        hops: list[str] = []
        while record.location and len(hops) < HOPS:
            target = urljoin(record.url, record.location)
            there = self._by_address.get(same_address(target), ())
            near = [r for r in there if abs(r.at - record.at) <= TOGETHER and r is not record]
            if not near:
                break
            hops.append(record.url)
            at = record.at
            record = min(near, key=lambda r: abs(r.at - at))
        return record, tuple(hops)

    def _answer(self, url: str, record: Record, hops: tuple[str, ...], limit: int) -> Fetched:
        if record.location:
            raise FetchError("redirect", f"to {record.location}, which is not in the files")
        headers, body = _content(record, limit)
        if record.refers_to or record.status == 304:
            original = self._by_digest.get(record.refers_to)
            if original is None:
                raise FetchError("revisit", "what it refers to is not in the files")
            others, body = _content(original, limit)
            headers = headers or others
        status = 200 if record.status in (0, 304) else record.status
        answer = Fetched(url, record.url, status, headers, body, record.at, redirects=hops)
        return self._with_firsts(answer, limit) if record.ours else answer

    def _with_firsts(self, answer: Fetched, limit: int) -> Fetched:
        """With the answers that a browser drew it or its parts from, as far as they are here."""
        firsts = []
        for sha256 in (value for name, value in answer.headers if name == FIRST_ANSWER):
            if record := self._firsts.get(sha256):
                headers, body = _content(record, limit)
                first = Fetched(record.url, record.url, record.status, headers, body, record.at)
                firsts += [first] if first.sha256 == sha256 else []
        own = firsts.pop(0) if firsts and answer.header(READ_BY) else None
        return replace(answer, first=own, firsts_of_parts=tuple(firsts))


# --------------------------------------------------------------------------- reading


def _records(file: Path) -> Iterator[Record]:
    try:
        with file.open("rb") as opened:
            iterator = ArchiveIterator(opened)
            for record in iterator:
                if (found := _record(file, record)) is not None:
                    yield replace(found, offset=iterator.get_record_offset())
    except _STRUCTURAL as error:
        what = str(error).strip().splitlines() or ["it ends in the middle of a record"]
        raise ConfigError(f"{file}: not a WARC file that can be read: {what[0]}") from None
    except OSError as error:
        raise ConfigError(f"{file}: cannot be read: {error.strerror or error}") from None


def _record(file: Path, record: Any) -> Record | None:
    """A record that is an answer to a web address; None for another."""
    of = record.rec_headers
    url, date = of.get_header("WARC-Target-URI") or "", of.get_header("WARC-Date") or ""
    if record.rec_type not in _KINDS or not url.startswith(("http://", "https://")):
        return None
    if record.rec_type == "conversion" and not of.get_header(_OURS):
        return None  # made of an answer that is in the file
    at = datetime.fromisoformat(date)
    http = record.http_headers
    code = (http.get_statuscode() if http else of.get_header(_STATUS)) or ""
    status = int(code) if code.isdecimal() else 0
    location = (http.get_header("location") or "") if http and status in REDIRECTS else ""
    digest = of.get_header("WARC-Payload-Digest") or ""
    revisit = record.rec_type == "revisit"
    return Record(
        file=file,
        offset=0,
        url=url,
        at=at if at.tzinfo else at.replace(tzinfo=UTC),
        name=of.get_header("WARC-Record-ID") or "",
        status=status,
        location=location,
        digest=digest,
        refers_to=digest if revisit else "",
        origin=of.get_header(_FROM) or "",
        ours=bool(of.get_header(_OURS)),
        began=of.get_header(_BEGAN) or "",
    )


def _content(record: Record, limit: int) -> tuple[tuple[tuple[str, str], ...], bytes]:
    """The headers and the decoded content of a record."""
    try:
        with record.file.open("rb") as opened:
            opened.seek(record.offset)
            found = next(iter(ArchiveIterator(opened)))
            stream = found.content_stream()
            body = b"".join(_pieces(stream.read, limit))
            _whole(found.raw_stream)
            http = found.http_headers.headers if found.http_headers else None
    except _STRUCTURAL as error:
        raise FetchError("damaged", str(error)) from None
    except OSError as error:
        raise FetchError("lost", f"{record.file}: {error.strerror or error}") from None
    if kept := found.rec_headers.get_header(_KEPT_HEADERS):
        return _read_headers(kept), body
    if http is None:
        kind = found.rec_headers.get_header("Content-Type") or ""
        return (("content-type", kind),), body
    headers = tuple((name.lower(), value) for name, value in http)
    if found.rec_headers.get_header(_OURS):
        return _restored(headers), body
    if "zstd" in dict(headers).get("content-encoding", ""):  # which warcio leaves as it is
        body = decoded(body, headers, limit)
    return headers, body


def _read_headers(text: str) -> tuple[tuple[str, str], ...]:
    try:
        return tuple((str(name), str(value)) for name, value in json.loads(text))
    except (ValueError, TypeError):
        raise FetchError("damaged", "its headers cannot be read") from None


def _whole(stream: Any) -> None:
    """Raise FetchError where the file ends within the record."""
    while stream.read(1 << 16):  # what stands behind the last chunk
        pass
    if stream.limit:
        raise FetchError("damaged", "the file ends within it")


def _pieces(read: Callable[[int], bytes], limit: int) -> Iterator[bytes]:
    size = 0
    while piece := read(1 << 16):
        size += len(piece)
        if size > limit:
            raise FetchError("too-large", f"more than {limit:,} bytes")
        yield piece


def _restored(headers: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """As the server sent them, of a record that monitor wrote."""
    kept = [(n, v) for n, v in headers if n not in _OF_THE_WAY]
    return tuple((n.removeprefix(_ORIGINAL), v) for n, v in kept)


# --------------------------------------------------------------------------- writing


@dataclass(frozen=True, slots=True)
class Written:
    """One answer as it goes into a file."""

    name: str  # what the record's id is made from: the same name gives the same id
    url: str
    at: datetime
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    source: str = ""  # whose record it is, where it was imported
    drawn: bool = False  # by a browser
    of: str = ""  # the name of the answer that it was drawn from
    first: bool = False  # something was drawn from it


def write_warc(
    target: IO[bytes], title: str, answers: Sequence[Written], *, packed: bool = True
) -> None:
    """A WARC/1.1 file, `packed` each record by itself. The same answers give the same bytes."""
    writer = WARCWriter(target, gzip=packed, warc_version="WARC/1.1")
    first = min((answer.at for answer in answers), default=datetime(2020, 1, 1, tzinfo=UTC))
    writer.write_record(_info(writer, title, first))
    for answer in answers:
        write = _conversion if answer.drawn else _response
        writer.write_record(write(writer, answer))


def _info(writer: WARCWriter, title: str, at: datetime) -> Any:
    fields = {
        "software": f"policy-monitor/{__version__}",
        "format": "WARC File Format 1.1",
        "description": title,
    }
    content = "".join(f"{name}: {value}\r\n" for name, value in fields.items()).encode()
    headers = {"WARC-Record-ID": _id(title), "WARC-Date": _date(at)}
    return writer.create_warc_record(
        "",
        "warcinfo",
        payload=BytesIO(content),
        length=len(content),
        warc_content_type="application/warc-fields",
        warc_headers_dict=headers,
    )


def _response(writer: WARCWriter, answer: Written) -> Any:
    sent = [(_ORIGINAL + n if n in _OF_THE_WAY else n, v) for n, v in answer.headers]
    http = [*sent, ("content-length", str(len(answer.body)))]
    return writer.create_warc_record(
        answer.url,
        "response",
        payload=BytesIO(answer.body),
        length=len(answer.body),
        http_headers=_Headers(str(answer.status), http, protocol="HTTP/1.1"),
        warc_headers_dict=_of(answer),
    )


def _conversion(writer: WARCWriter, answer: Written) -> Any:
    """What a browser made of an answer: no server ever sent it."""
    of = _of(answer) | {
        _KEPT_HEADERS: json.dumps(answer.headers, separators=(",", ":")),
        _STATUS: str(answer.status),
    }
    if answer.of:
        of["WARC-Refers-To"] = _id(answer.of)
    return writer.create_warc_record(
        answer.url,
        "conversion",
        payload=BytesIO(answer.body),
        length=len(answer.body),
        warc_content_type=next((v for n, v in answer.headers if n == "content-type"), "text/html"),
        warc_headers_dict=of,
    )


def _of(answer: Written) -> dict[str, str]:
    digest = hashlib.sha256(answer.body)
    of = {
        "WARC-Record-ID": _id(answer.name),
        "WARC-Date": _date(answer.at),
        "WARC-Payload-Digest": f"sha256:{base64.b32encode(digest.digest()).decode()}",
        _OURS: digest.hexdigest(),
    }
    if answer.source:
        of[_FROM] = answer.source
    if answer.first:
        of[_BEGAN] = digest.hexdigest()
    return of


class _Headers(StatusAndHeaders):  # type: ignore[misc]  # warcio has no types
    """Headers with any text: a server may send what is not ASCII."""

    def to_ascii_bytes(self, header_filter: Any = None) -> bytes:
        """In UTF-8, as warcio reads them."""
        written: bytes = self.to_bytes(header_filter, "utf-8")
        return written


def _id(name: str) -> str:
    return f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'policy-monitor:{name}')}>"


def _date(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
