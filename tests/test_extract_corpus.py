"""The recorded pages beside the checkout: no page loses its text, real changes stay visible."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import zstandard

from monitor.extract import extract

CORPUS = Path(__file__).resolve().parents[1].parent / "shared" / "corpus"

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not CORPUS.exists(), reason="no recorded pages beside the checkout"),
]


def lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open("rb") as file:
        reader = zstandard.ZstdDecompressor(max_window_size=2**31).stream_reader(file)
        for line in io.BufferedReader(reader, 1 << 20):
            yield json.loads(line)


def test_the_first_snapshot_of_every_page_has_text_in_sections() -> None:
    empty = []
    for path in sorted((CORPUS / "streams").glob("*.jsonl.zst")):
        first = next(lines(path))
        document = extract(first["body"], "text/html")
        if len(document.text) < 300 or not document.title:
            empty.append((path.name, first["fetched_at"], len(document.text)))
    assert len(empty) <= 2, empty  # a stream may begin with an error page


def test_no_substantive_pair_looks_the_same() -> None:
    with (CORPUS / "pairs.labels.jsonl").open() as file:
        kinds = {label["id"]: label["kind"] for label in map(json.loads, file)}
    same = [
        pair["id"]
        for pair in lines(CORPUS / "pairs.jsonl.zst")
        if kinds[pair["id"]] == "substantive"
        and extract(pair["old"], pair["media_type"]).digest
        == extract(pair["new"], pair["media_type"]).digest
    ]
    assert same == []
