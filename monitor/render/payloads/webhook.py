"""The JSON that a program gets, as monitor/webhook.schema.json describes it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from monitor.model import BlockDiff, SectionDiff
from monitor.model.outgoing import Seal
from monitor.render.brief import Brief
from monitor.render.telling import Content, by_importance
from monitor.text.safe import clean

SCHEMA_VERSION = 1
MAX_SPANS = 4_000  # runs of words; a longer diff is cut between sections, and says so


def payload(
    title: str,
    text: str,
    alert_id: str,
    severity: str,
    content: Content | None,
    *,
    kind: str = "change",
    watch: str = "",
    listed: Sequence[Content] = (),
    brief: Brief | None = None,
    seal: Seal | None = None,
) -> dict[str, Any]:
    """What is posted. `message`, `title`, `type` and `version` are as in Apprise's own JSON.

    `kind`: of the alert, or of the list of several. `listed`: the changes that a list tells of.
    `brief`: of all that is not one change, for its links.
    `seal`: the newest sealed day, with every message.
    """
    return {
        "schema_version": SCHEMA_VERSION,
        "version": "1.0",
        "alert_id": alert_id,
        "idempotency_key": alert_id,
        "type": "info",
        "kind": kind,
        "watch": watch,
        "severity": severity,
        "title": title,
        "message": text,
        "attachments": [],
        "change": _change(content) if content is not None else None,
        "links": [{"title": li.title, "url": li.url} for li in (brief.links if brief else ())],
        "changes": [_change(one, with_diff=False) for one in listed],
        "sealed": {"day": seal.day, "head": seal.head} if seal is not None else None,
    }


def _change(content: Content, *, with_diff: bool = True) -> dict[str, Any]:
    record, change = content.record, content.record.change
    sections, complete = _sections(by_importance(change)) if with_diff else ([], False)
    return {
        **record.reference(),
        "seen_at": record.seen_at.isoformat(),
        "recorded_at": record.recorded_at.isoformat(),
        "permalink": content.permalink,
        "line": content.line,
        "line_by": content.line_by,
        "reading": record.reading.to_dict() if record.reading else None,
        "act": {"text": content.act.text, "url": content.act.link} if content.act else None,
        **change.to_dict(),
        "sections": sections,
        "sections_complete": complete,
    }


def _sections(sections: list[SectionDiff]) -> tuple[list[dict[str, Any]], bool]:
    found: list[dict[str, Any]] = []
    spans = 0
    for section in sections:
        spans += sum(len(block.spans) for block in section.blocks)
        if found and spans > MAX_SPANS:
            return found, False
        found.append(
            {
                "fate": section.fate,
                "old_path": list(section.old_path),
                "new_path": list(section.new_path),
                "blocks": [_block(block) for block in section.blocks],
            }
        )
    return found, True


def _block(block: BlockDiff) -> dict[str, Any]:
    return {
        "fate": block.fate,
        "kind": str(block.kind),
        "spans": [{"op": str(span.op), "text": clean(span.text)} for span in block.spans],
    }
