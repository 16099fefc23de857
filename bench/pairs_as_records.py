"""Labelled pairs of versions as records: each document as somebody saw it who looked now and then.

    python bench/pairs_as_records.py OUT PAIRS... [--since 2025-09-15] [--until 2026-08-22]
        [--service NAME...]

PAIRS is JSON Lines with service, terms, at, old, new and media_type. OUT gets one file for each
document that changed in that time, and a manifest, as `bench/recorded_history.py` reads them. The
pairs name no addresses, so those in the records are made up (`https://linkedin.example/…`).
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from monitor.config.values import slug

EVERY = timedelta(days=3)  # between two looks at what is not known to have changed
BEFORE = timedelta(days=1)  # so long before a change its old text is known to have stood

Look = tuple[datetime, str, str]


def looks(pairs: list[dict[str, Any]], since: datetime, until: datetime) -> Iterator[Look]:
    """(time, text, media type) of each look at one document, in order."""
    known: list[Look] = []
    for pair in pairs:
        at = datetime.fromisoformat(pair["at"])
        known += [(at - BEFORE, pair["old"], pair["media_type"])]
        known += [(at, pair["new"], pair["media_type"])]
    known.sort(key=lambda look: look[0])
    _, text, media = known[0]
    at = since
    while at < until:
        while known and known[0][0] <= at:
            moment, text, media = known.pop(0)
            yield moment, text, media
        yield at, text, media
        at += EVERY


def main() -> None:
    """See the module."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("pairs", type=Path, nargs="+")
    parser.add_argument("--since", default="2025-09-15T06:00")
    parser.add_argument("--until", default="2026-08-22T06:00")
    parser.add_argument("--service", nargs="*", default=[])
    args = parser.parse_args()
    since, until = (datetime.fromisoformat(t).replace(tzinfo=UTC) for t in (args.since, args.until))
    by_document: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for file in args.pairs:
        for line in file.read_text("utf-8").splitlines():
            pair = json.loads(line)
            if since < datetime.fromisoformat(pair["at"]) < until:
                by_document[pair["service"], pair["terms"]].append(pair)
    args.out.mkdir(parents=True, exist_ok=True)
    manifest = []
    for (service, terms), pairs in sorted(by_document.items()):
        if args.service and service not in args.service:
            continue
        watch = slug(f"{service} {terms}")
        manifest.append({"watch": watch, "service": service, "terms": terms})
        url = f"https://{slug(service).replace('-', '')}.example/{slug(terms)}"
        with (args.out / f"{watch}.jsonl").open("w") as out:
            for at, text, media in looks(pairs, since, until):
                row = {"watch": watch, "fetched_at": at.isoformat(), "url": url, "status": 200}
                out.write(json.dumps({**row, "content_type": media, "body": text}) + "\n")
    (args.out / "manifest.json").write_text(json.dumps(manifest))


if __name__ == "__main__":
    main()
