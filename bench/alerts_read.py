"""Read the alerts of recorded changes: how long they are, and does each quote stand on its side?

    python bench/alerts_read.py PAIRS

A line of PAIRS (.jsonl or .jsonl.zst) holds old, new, media_type, at, service and terms. Written is
the mail of each substantive change. A quote called new or removed must stand in that version; one
that stands in the other as well, elsewhere on the page, is counted apart.
"""

from __future__ import annotations

import statistics
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from pairs import read

from monitor import compare, render
from monitor.extract import extract
from monitor.model import Kind
from monitor.model.records import ChangeRecord
from monitor.render.quoted import flat
from monitor.render.telling import Content


def text(body: str, media_type: str) -> str:
    """All that a version says, as words."""
    document = extract(body.encode(), media_type)
    parts = [document.title, *(block.text for block in document.boilerplate)]
    for section in document.sections:
        parts += [*section.path, *(block.text for block in section.blocks)]
    return flat(" ".join(parts))


def quotes(content: Content) -> Iterator[tuple[str, str]]:
    """(side, words) of all points that are shown."""
    for said in [*([content.first] if content.first else []), *content.more]:
        yield from said.quotes


def standing(pair: dict[str, Any], content: Content) -> Iterator[str]:
    """For each quote: "its side", "both sides" or "not there"."""
    old, new = text(pair["old"], pair["media_type"]), text(pair["new"], pair["media_type"])
    for side, words in quotes(content):
        own, other = (old, new) if side in ("Was", "Removed") else (new, old)
        if flat(words) not in own:
            yield "not there"
        else:
            alone = side in ("New", "Removed") and flat(words) in other
            yield "both sides" if alone else "its side"


def main() -> None:
    """Print both."""
    before, whole, sizes, stand = [], [], [], Counter[str]()
    for pair in read(Path(sys.argv[1])):
        on = date.fromisoformat(pair["at"][:10])
        now = datetime.combine(on, time(12), UTC)
        bodies = (pair["old"].encode(), pair["new"].encode())
        change = compare(*bodies, media_type=pair["media_type"], on=on)
        if change.kind is not Kind.SUBSTANTIVE:
            continue
        who = (pair["service"], pair["terms"], "https://www.example.com/terms")
        record = ChangeRecord("c0ffee", "terms", *who, 1, 2, now, now, change)
        message = render.alert(record, now=now)
        before.append(len(message.text.partition("WHAT CHANGED")[0].split()))
        whole.append(len(message.text.split()))
        sizes.append(len(message.html.encode()))
        if message.content is not None:
            stand.update(standing(pair, message.content))
    for name, counts in (("words before the diff", before), ("words in all", whole)):
        high = statistics.quantiles(counts, n=10)[-1]
        print(f"{name}: median {statistics.median(counts):.0f}, 90 % up to {high:.0f},", end=" ")
        print(f"longest {max(counts)} ({len(counts)} alerts)")
    print(f"largest HTML body: {max(sizes):,} bytes")
    print(f"quotes: {stand.total()}, of which {dict(stand)}")


if __name__ == "__main__":
    main()
