"""Two versions of a document in, a classified change out. The public short way through.

Not named `compare`: importing a module of that name would hide the function `monitor.compare`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import cast

from monitor.classify import classify, no_change
from monitor.diff import diff
from monitor.errors import ExtractError
from monitor.extract import extract
from monitor.extract.formats import FORMATS, READABLE
from monitor.guard.comparable import not_comparable
from monitor.guard.judge import check_document
from monitor.model import Change, Comparison, Document, ExtractRules, Verdict
from monitor.text.charset import full_type

__all__ = ["compare", "extract"]

SHORT_TEXT = 60  # words; below that a text may be a single clause rather than an emptied page
_BINARY = {
    "application/zip": "a zip archive",
    "application/gzip": "a compressed file",
    "application/msword": "a Word file of before 2007",
    "image/png": "an image",
    "image/gif": "an image",
    "image/jpeg": "an image",
}

_WHY = {  # what `not_comparable` names, for people
    "cut-off": "one of the two breaks off before its end",
    "another-page": "one of the two is only a list of links",
    "not-the-page-emptied": "one of the two has hardly any of the other's text",
    "not-the-page-language": "the two are not in the same language",
    "not-the-page-other-language": "the two are not in the same language",
}
_HEAD = 4096  # bytes that show whether a body is text
_BYTE_ORDER = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
_CONTROLS = bytes(n for n in range(32) if n not in b"\t\n\f\r\x1b")


def compare(
    old: str | bytes, new: str | bytes, media_type: str = "text/html", *, on: date | None = None
) -> Change:
    """What changed between two versions of a document, and what it means.

    `media_type` is text/html, text/markdown, text/plain, application/json or that of a PDF, Word,
    OpenDocument or RTF file; bytes that are one of these files are read as what they are. `on` is
    the day on which `new` was seen: a date in force after it is announced, before it past. Bytes
    are decoded as their media type says. Where one of them is not policy text at all (a wall, a
    scan, an empty file) `reason` says so, and nothing is claimed of the policy. Pure and
    deterministic. Raises ExtractError for another media type, nothing else.
    """
    one, other = _read(old, media_type), _read(new, media_type)
    for side, read in (("new", other), ("old", one)):
        if isinstance(read, str):
            return _nothing(f"the {side} document cannot be read: {read}")
    comparison = diff(cast(Document, one), cast(Document, other))
    if why := _not_read(comparison, old, new):
        return replace(no_change(comparison), summary=why, reason=why)
    return classify(comparison, on=on)


def _read(body: str | bytes, declared: str) -> Document | str:
    """The document, or why a PDF, an office file or JSON holds none that can be read."""
    kind = full_type(declared, body) if isinstance(body, bytes) else declared
    read_as = kind if _is_file(kind) else declared
    try:
        return extract(body, read_as)
    except ExtractError as problem:
        if not _is_file(read_as):
            raise
        return str(problem)


def _is_file(media_type: str) -> bool:
    return media_type.partition(";")[0].strip().lower() in FORMATS


def _nothing(why: str) -> Change:
    empty = Document("", "", ())
    return replace(no_change(diff(empty, empty)), summary=why, reason=why)


def _not_read(comparison: Comparison, old: str | bytes, new: str | bytes) -> str:
    """Why the two cannot be compared, for people; "" where they can."""
    one, other = comparison.old, comparison.new
    for side, body, document, beside in (("new", new, other, one), ("old", old, one, other)):
        kind = full_type("", _bytes(body)).partition(";")[0]
        if made := _BINARY.get(kind, ""):
            return f"the {side} document is {made}: only {READABLE} are read"
        unknown = kind in ("application/octet-stream", "text/plain", "text/html")
        if unknown and isinstance(body, bytes) and _is_no_text(body):
            return f"the {side} document is no text: only {READABLE} are read"
        verdict = check_document(document, rules=ExtractRules(), previous=beside, body_size=0)
        if not document.words and verdict.reason in ("empty", ""):
            return f"the {side} document has no text" + _beside(document)
        if not verdict.may_be and not _short(verdict, beside):
            return f"the {side} document is not the page ({verdict.reason}): {verdict.detail}"
    if (wall := _wall(one)) and _wall(other):  # two walls vouch for each other
        return f"neither document is the page ({wall.reason}): {wall.detail}"
    why = not_comparable(one, other)
    few = why == "not-the-page-emptied" and max(one.words, other.words) < SHORT_TEXT
    if few or why == "not-the-page-empty":  # two short texts, which are judged
        return ""
    return _WHY.get(why, f"one of the two is not the page ({why})") if why else ""


def _is_no_text(body: bytes) -> bool:
    """Bytes that no charset makes words of. In UTF-16 every other byte may be zero."""
    head = body[:_HEAD]
    if head.startswith(_BYTE_ORDER):
        return False
    zeros = head.count(0)
    controls = len(head) - len(head.translate(None, _CONTROLS))
    return 0 < zeros < len(head) / 5 and controls > len(head) / 20


def _wall(document: Document) -> Verdict | None:
    """What a document is instead of the page, judged by itself."""
    verdict = check_document(document, rules=ExtractRules(), previous=None, body_size=0)
    passes = verdict.may_be or verdict.reason == "empty"
    return None if passes else verdict


def _bytes(body: str | bytes) -> bytes:
    return body[:16].encode("latin-1", "replace") if isinstance(body, str) else body


def _beside(document: Document) -> str:
    return ", only navigation and the like" if document.boilerplate else ""


def _short(verdict: Verdict, beside: Document) -> bool:
    """A short text is not an empty page if the other is as short: a clause may be all there is."""
    return verdict.reason == "empty" and beside.words < SHORT_TEXT
