"""The history that bench/recorded_history.py makes is the one that `monitor check` would make."""

from __future__ import annotations

import importlib
import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.model import Outcome
from monitor.storage import Storage

ROOT = Path(__file__).resolve().parents[1]
BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
PARAGRAPH = "<p>We keep what you write to us for {} days, and then it is deleted for good.</p>"


def test_each_recorded_look_is_a_look(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Else the answers that the tour shows would be those of another program."""
    monkeypatch.syspath_prepend(str(ROOT / "bench"))
    script = importlib.import_module("recorded_history")
    record = tmp_path / "acme-terms.jsonl"
    rows = [
        {
            "watch": "acme-terms",
            "url": "https://acme.example/terms",
            "fetched_at": (BEGAN + n * timedelta(hours=6)).isoformat(),
            "body": f"<main><h1>Terms</h1>{PARAGRAPH.format(days)}</main>",
        }
        for n, days in enumerate((30, 30, 90, 90, 90))
    ]
    record.write_text("\n".join(map(json.dumps, rows)))
    monkeypatch.setattr(sys, "argv", ["x", str(tmp_path / "out"), str(record)])
    script.main()
    assert capsys.readouterr().out.endswith("acme-terms: 5 looks, 2 versions\n")
    out = tmp_path / "out"
    assert "acme.example/terms" in (out / "watchlist.yaml").read_text()
    with Storage.open(f"sqlite:///{out}/monitor.db", out / "snapshots") as storage:
        found = [fetch.outcome for fetch in storage.fetches("acme-terms")]
        assert found == [
            *(Outcome.UNCHANGED, Outcome.SUBSTANTIVE, Outcome.PENDING),
            *(Outcome.UNCHANGED, Outcome.FIRST),
        ]
        assert [change.seen_at for change in storage.changes()] == [BEGAN + timedelta(hours=12)]
        assert storage.heads().keys() == {"2026-01-01", "2026-01-02"}
