"""Two versions of a document in, a classified change out. The public short way through.

Not named `compare`: importing a module of that name would hide the function `monitor.compare`.
"""

from __future__ import annotations

from datetime import date

from monitor.classify import classify, no_change
from monitor.diff import diff
from monitor.extract import extract
from monitor.guard.comparable import not_comparable
from monitor.model import Change

__all__ = ["compare"]


def compare(
    old: str | bytes, new: str | bytes, media_type: str = "text/html", *, on: date | None = None
) -> Change:
    """What changed between two versions of a document, and what it means.

    `media_type` is text/html, text/markdown or text/plain; `on` the day on which `new` was seen:
    a date in force after it is announced, before it past. Bytes are decoded as their media type
    says. Pure and deterministic. Raises ExtractError for another media type, nothing else.
    """
    comparison = diff(extract(old, media_type), extract(new, media_type))
    if not_comparable(comparison.old, comparison.new):
        return no_change(comparison)
    return classify(comparison, on=on)
