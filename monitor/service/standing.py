"""What the stored documents say, and on which days they were seen to say it. Reads only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from monitor.facts.observations import joined
from monitor.facts.reader import facts as facts_of
from monitor.model import Finding
from monitor.model.records import VersionRecord
from monitor.model.results import FactRow
from monitor.service.asking import observed
from monitor.storage import Storage
from monitor.text.normalize import canonical


def facts(
    storage: Storage, watch_id: str, cls: str | None = None, at: datetime | None = None
) -> list[FactRow]:
    """What one document says now (or said at a time); [] before its first version."""
    page = storage.page(watch_id)
    if not page.version:
        return []
    current = storage.version(watch_id, at=at)
    found = facts_of(current.content, cls)
    versions = storage.versions(watch_id) if found else []
    earlier = [v for v in versions if v.number <= current.number and not v.damage]
    texts = [(version, _keys(version)) for version in earlier]  # newest first
    seen = observed(storage, watch_id) if found else {}
    return [
        FactRow(
            watch_id=watch_id,
            service=page.service,
            document=page.document,
            finding=finding,
            version=since.number,
            seen=joined(seen, since.number, current.number),
            url=page.url,
            snapshot=current.snapshot,
        )
        for finding in found
        for since in [_since(finding, texts)]
    ]


def _since(finding: Finding, texts: Sequence[tuple[VersionRecord, str]]) -> VersionRecord:
    """The first version of the unbroken run up to now in which the quote stands."""
    quote = canonical(finding.quote.strip(" …"))
    since = texts[0][0]
    for version, text in texts:
        if quote not in text:
            break
        since = version
    return since


def _keys(version: VersionRecord) -> str:
    document = version.content
    return "\n".join(
        line
        for section in document.sections
        for line in (*(canonical(h) for h in section.path), *(b.key for b in section.blocks))
    )
