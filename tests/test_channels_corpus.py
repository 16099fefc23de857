"""The longest of the recorded changes fit into every channel, and into a mail that is read."""

from __future__ import annotations

import io
import json
import statistics
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import zstandard

from monitor import compare, render
from monitor.model.records import ChangeRecord
from tests.test_channels import test_every_form_is_within_its_channels_limits as check_limits

CORPUS = Path(__file__).resolve().parents[1].parent / "shared" / "corpus"
LONGEST = 25
MAIL_BYTES = 100_000  # beyond, mail programs cut a message
WORDS_BEFORE = 250

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not CORPUS.exists(), reason="no recorded pages beside the checkout"),
]


def test_the_longest_recorded_changes_fit_everywhere() -> None:
    with (CORPUS / "pairs.jsonl.zst").open("rb") as file:
        reader = zstandard.ZstdDecompressor(max_window_size=2**31).stream_reader(file)
        pairs = [json.loads(line) for line in io.BufferedReader(reader, 1 << 20)]
    pairs.sort(key=lambda pair: len(pair["old"]) + len(pair["new"]), reverse=True)
    before = []
    for pair in pairs[:LONGEST]:
        on = date.fromisoformat(pair["at"][:10])
        now = datetime(on.year, on.month, on.day, 12, tzinfo=UTC)
        texts = (pair["old"].encode(), pair["new"].encode())
        change = compare(*texts, media_type=pair["media_type"], on=on)
        page = "https://a.example/terms"
        record = ChangeRecord(
            "c", "w", pair["service"], pair["terms"], page, 1, 2, now, now, change
        )
        message = render.alert(record, now=now)
        assert message.content is not None
        check_limits(message.content)
        assert len(message.html.encode()) < MAIL_BYTES
        before.append(len(message.text.partition("WHAT CHANGED")[0].split()))
    assert statistics.median(before) <= WORDS_BEFORE
