"""A document's sentences, each with how long it stands, for the colours of its page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from monitor.facts.lineage import Sentence, VersionText, blame
from monitor.facts.observations import joined
from monitor.model import Observed
from monitor.text import sentences

AGES = (7, 30, 90, 365)  # days; a sentence is coloured by how long it stands


@dataclass(frozen=True, slots=True)
class Marked:
    """A sentence of a document with how long it stands, as a step of colour and in words."""

    text: str
    age: int  # 0 the youngest
    since: str


def sections_by_age(
    texts: Sequence[VersionText], spans: Mapping[int, Observed]
) -> list[dict[str, Any]]:
    """Sections with blocks of sentences, each with the age it had when last seen."""
    last = spans[texts[-1].number]
    lines = iter(blame(texts))
    sections = []
    for section in texts[-1].content.sections:
        blocks = []
        for block in section.blocks:
            written = sentences.split(block.text)
            marked = [_marked(line, spans, last) for line in islice(lines, len(written))]
            blocks.append({"kind": str(block.kind), "sentences": marked})
        sections.append({"path": section.path, "blocks": blocks})
    return sections


def _marked(line: Sentence, spans: Mapping[int, Observed], last: Observed) -> Marked:
    seen = joined(spans, line.since, last.version)
    age = (last.last_seen - seen.first_seen).days
    step = len(AGES) if seen.first_look else sum(age >= limit for limit in AGES)
    return Marked(line.text, step, f"since {seen.since}, version {line.since}")
