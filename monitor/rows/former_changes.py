"""Changes that were judged before a rule of today, told as their own points allow.

What is stored of a change is linked evidence and stays as it is; the line is made when it is shown.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from monitor.model import Change, Finding
from monitor.model.change import PLACE_LESS


def told_today(change: Change) -> Change:
    """The change; a place that went with its whole sentence is not said to be left out now.

    "No longer Kenya: removed “We show ads in Kenya.”" read as if ads were not shown there any more.
    """
    went = [p.old.strip() for p in change.points if p.side == "removed" and p.old and not p.new]
    if not any(_went_whole(finding, went) for finding in change.findings):
        return change
    findings = (replace(f, rule=PLACE_LESS) if _went_whole(f, went) else f for f in change.findings)
    return replace(change, findings=tuple(findings))


def _went_whole(finding: Finding, went: Collection[str]) -> bool:
    """Was it filed as a place that is left out, though a point says that its sentence went?"""
    if finding.rule != "place-removed" or finding.side != "removed":
        return False
    said = finding.quote.strip("… ")
    return any(said in text or text in said for text in went)
