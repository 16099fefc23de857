"""Two versions of a document in, a classified change out. The public short way through.

Not named `compare`: importing a module of that name would hide the function `monitor.compare`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from monitor.classify import classify, no_change
from monitor.diff import diff
from monitor.extract import extract
from monitor.guard.comparable import not_comparable
from monitor.guard.judge import check_document
from monitor.model import Change, Comparison, Document, ExtractRules, Verdict

__all__ = ["compare", "extract"]

SHORT_TEXT = 60  # words; below that a text may be a single clause rather than an emptied page
_BINARY = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"\x89PNG", "an image"),
    (b"GIF8", "an image"),
    (b"\xff\xd8\xff", "an image"),
)


def compare(
    old: str | bytes, new: str | bytes, media_type: str = "text/html", *, on: date | None = None
) -> Change:
    """What changed between two versions of a document, and what it means.

    `media_type` is text/html, text/markdown or text/plain; `on` the day on which `new` was seen:
    a date in force after it is announced, before it past. Bytes are decoded as their media type
    says. Where one of them is not policy text at all (a wall, a PDF, an empty file) `reason` says
    so, and nothing is claimed of the policy. Pure and deterministic. Raises ExtractError for
    another media type, nothing else.
    """
    comparison = diff(extract(old, media_type), extract(new, media_type))
    if why := _not_read(comparison, old, new):
        return replace(no_change(comparison), summary=why, reason=why)
    return classify(comparison, on=on)


def _not_read(comparison: Comparison, old: str | bytes, new: str | bytes) -> str:
    """Why the two cannot be compared, for people; "" where they can."""
    one, other = comparison.old, comparison.new
    for side, body, document, beside in (("new", new, other, one), ("old", old, one, other)):
        if made := next((name for begin, name in _BINARY if _begins(body, begin)), ""):
            return f"the {side} document is {made}: only HTML, Markdown and plain text are read"
        verdict = check_document(document, rules=ExtractRules(), previous=beside, body_size=0)
        if not document.words and verdict.reason in ("empty", ""):
            return f"the {side} document has no text" + _beside(document)
        if not verdict.ok and not verdict.confirmable and not _short(verdict, beside):
            return f"the {side} document is not the page ({verdict.reason}): {verdict.detail}"
    if (wall := _wall(one)) and _wall(other):  # two walls vouch for each other
        return f"neither document is the page ({wall.reason}): {wall.detail}"
    why = not_comparable(one, other)
    if why == "not-the-page-empty":  # two short texts, which are judged
        return ""
    return f"the two are not the same document, or one is not whole: {why}" if why else ""


def _wall(document: Document) -> Verdict | None:
    """What a document is instead of the page, judged by itself."""
    verdict = check_document(document, rules=ExtractRules(), previous=None, body_size=0)
    passes = verdict.ok or verdict.confirmable or verdict.reason == "empty"
    return None if passes else verdict


def _begins(body: str | bytes, signature: bytes) -> bool:
    return (body[:16].encode("latin-1", "replace") if isinstance(body, str) else body).startswith(
        signature
    )


def _beside(document: Document) -> str:
    return ", only navigation and the like" if document.boilerplate else ""


def _short(verdict: Verdict, beside: Document) -> bool:
    """A short text is not an empty page if the other is as short: a clause may be all there is."""
    return verdict.reason == "empty" and beside.words < SHORT_TEXT
