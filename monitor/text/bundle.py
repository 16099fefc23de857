"""Several answers as one body: the parts of a document that stands on several pages. Pure.

A MIME multipart, so that any mail program opens it: each part with its address, its media type and
its exact bytes. The same parts give the same bytes. A part that could not be fetched is the one of
the look before, with the reason.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

BUNDLE = "multipart/x-policy-parts"
MOST_PARTS = 50
KEPT = "keeps its last text"
_HEAD = re.compile(rb"\r?\n?--[0-9a-f]{32}\r\n((?:[A-Za-z-]{1,40}: [^\r\n]{0,4000}\r\n){3,4})\r\n")
_UNSAFE = re.compile(r"[\x00-\x1f\x7f]+")


@dataclass(frozen=True, slots=True)
class PartBody:
    """One page of a document: where it stands, the Content-Type header it came with, its bytes."""

    url: str
    content_type: str
    body: bytes
    kept: str = ""  # why it is the one of an earlier look; "" where it was fetched now


def bundled(parts: Sequence[PartBody]) -> tuple[str, bytes]:
    """(content type, body) of several pages."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.body)
    boundary = digest.hexdigest()[:32]
    pieces = []
    for part in parts:
        lines = [
            f"Content-Location: {_line(part.url)}",
            f"Content-Type: {_line(part.content_type)}",
            f"Content-Length: {len(part.body)}",
        ]
        lines += [f"Kept-Because: {_line(part.kept)}"] if part.kept else []
        head = "".join(f"{line}\r\n" for line in (f"--{boundary}", *lines, ""))
        pieces.append(head.encode("utf-8", "replace") + part.body + b"\r\n")
    body = b"".join((*pieces, f"--{boundary}--\r\n".encode()))
    return f'{BUNDLE}; boundary="{boundary}"', body


def parts_of(body: bytes) -> Iterator[PartBody]:
    """The parts of a bundle; of anything else none."""
    return (part for _, part in placed_parts(body))


def placed_parts(body: bytes) -> Iterator[tuple[int, PartBody]]:
    """The same, each with the place in the bundle where its bytes begin."""
    at = 0
    for _ in range(MOST_PARTS):
        head = _HEAD.match(body, at)
        if head is None:
            return
        lines = head[1].decode("utf-8", "replace").split("\r\n")
        named = dict(line.split(": ", 1) for line in lines if ": " in line)
        length = named.get("Content-Length", "")
        if not length.isdecimal() or len(length) > 12:
            return
        at = head.end() + int(length)
        part = PartBody(
            named.get("Content-Location", ""),
            named.get("Content-Type", ""),
            body[head.end() : at],
            named.get("Kept-Because", ""),
        )
        yield head.end(), part


def kept_lines(content_type: str, body: bytes) -> list[str]:
    """One line for each part that is of an earlier look, for a person."""
    if not content_type.startswith(BUNDLE):
        return []
    return [
        f"part {number} ({part.url}) {KEPT}: {part.kept}"
        for number, part in enumerate(parts_of(body), start=1)
        if part.kept
    ]


def _line(text: str) -> str:
    return _UNSAFE.sub(" ", text)[:1000]
