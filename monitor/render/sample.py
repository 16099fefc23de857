"""A made-up change, to look at a message or a template before the first real one. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from monitor.model import (
    Block,
    BlockDiff,
    BlockKind,
    Change,
    DateChange,
    Finding,
    Kind,
    Op,
    Point,
    SectionDiff,
    Span,
)
from monitor.model.records import ChangeRecord

_TRAINS = "We use your posts to train our models if you live in the EU."
_OPT_OUT = "You can opt out under Settings > Data privacy."


def change(now: datetime) -> ChangeRecord:
    """A change of a platform that does not exist, seen just now."""
    day = (now + timedelta(days=46)).date().isoformat()
    path = ("Your content", "AI models")
    way = Block(
        BlockKind.PARAGRAPH, _OPT_OUT, _OPT_OUT, links=("https://plaza.example/settings/privacy",)
    )
    spans = (
        Span(Op.EQUAL, "We "),
        Span(Op.DELETE, "do not "),
        Span(Op.EQUAL, "use your posts to train our models"),
        Span(Op.INSERT, " if you live in the EU"),
        Span(Op.EQUAL, "."),
    )
    blocks = (
        BlockDiff("changed", spans),
        BlockDiff("added", (Span(Op.INSERT, _OPT_OUT),), new=way),
    )
    made = Change(
        Kind.SUBSTANTIVE,
        classes=("ai-training", "region", "choice"),
        regions_added=("EU",),
        dates=(DateChange("effective", None, day),),
        findings=(Finding("choice", "opt-out", _OPT_OUT, path, None, "settings"),),
        severity="high",
        summary="AI training now also in the EU · opt-out in settings",
        sections=(SectionDiff("changed", path, path, blocks),),
        points=(
            Point(
                f"Was “We do not use your posts to train our models.”, now “{_TRAINS}”",
                "changed",
                "We do not use your posts to train our models.",
                _TRAINS,
                path,
                "ai-training",
                3.0,
            ),
            Point(f"Added: “{_OPT_OUT}”", "added", None, _OPT_OUT, path, "choice", 2.0),
        ),
    )
    return ChangeRecord(
        id="sample",
        watch_id="plaza-terms",
        service="Plaza",
        document="Terms of Service",
        url="https://plaza.example/terms",
        from_version=1,
        to_version=2,
        seen_at=now,
        recorded_at=now,
        change=made,
    )
