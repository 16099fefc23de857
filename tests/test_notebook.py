"""The history from Python: typed, read-only, and harmless in a notebook."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

import monitor
from monitor import compare
from monitor.errors import MissingError, MonitorError
from monitor.model import Outcome
from monitor.storage import Storage
from tests import stored

START = datetime(2026, 1, 15, 8, tzinfo=UTC)
TEXTS = ("We do not train AI models on posts.", "We train AI models on posts. <script>x</script>")


@pytest.fixture
def watchlist(tmp_path: Path) -> Path:
    path = tmp_path / "watchlist.yaml"
    path.write_text(
        "watches:\n  - {service: Acme, document: Terms, url: https://acme.example/acme-terms}\n"
    )
    with Storage.open(f"sqlite:///{tmp_path}/monitor.db", tmp_path / "snapshots") as storage:
        storage.sync_watches([stored.watch()], START)
        stored.check(storage, at=START, text=TEXTS[0], outcome=Outcome.FIRST)
        change = {"change": compare(*TEXTS, "text/plain"), "change_id": "c0ffee00c0ff"}
        at = START + timedelta(days=30)
        stored.check(storage, body="<p>2", at=at, text=TEXTS[1], **change)
    return path


def test_what_was_recorded_can_be_asked_for(watchlist: Path) -> None:
    with monitor.open(watchlist) as history:
        assert [w.watch.id for w in history.watches()] == ["acme-terms"]
        assert [v.number for v in history.versions("acme-terms")] == [1, 2]
        early = history.version("acme-terms", on=date(2026, 1, 20))
        assert TEXTS[0] in early.text
        assert early.seen.first_look
        (change,) = history.changes(since=date(2026, 2, 1), cls="ai-training")
        assert change.id == "c0ffee00c0ff"
        assert history.changes(until=date(2026, 2, 1)) == []
        assert {f.finding.new for f in history.facts(on=date(2026, 1, 20))} == {
            "not used for training"
        }
        assert history.search("train*")[0].page.watch_id == "acme-terms"
        assert history.blame("acme-terms")[0].sentence.since == 2
        assert history.raw("acme-terms", 2) == b"<p>2"


def test_a_list_of_answers_can_be_read(watchlist: Path) -> None:
    """Each page was printed with all that was learned of it: 3,000 characters for a name."""
    with monitor.open(watchlist) as history:
        shown = {
            repr(history.watches()): "[<WatchStatus of acme-terms: ok, version 2>]",
            repr(history.facts()[:1]): "[<FactRow of acme-terms: ai-training, class",
            repr(history.search("posts", inside="current")[:1]): "[<Hit in acme-terms, seen",
        }
    for text, begins in shown.items():
        assert text.startswith(begins)
        assert len(text) < 200


def test_a_notebook_shows_the_words_and_nothing_acts_in_it(watchlist: Path) -> None:
    with monitor.open(watchlist) as history:
        for shown in (history.changes()[0], history.diff("acme-terms", 1, 2)):
            html = shown._repr_html_()
            assert "<ins" in html
            assert "<script" not in html
            assert "&lt;script&gt;" in html


def test_a_session_without_a_notebook_shows_a_line_of_each(watchlist: Path) -> None:
    """To print a change filled forty screens with its parts."""
    with monitor.open(watchlist) as history:
        change, difference = history.changes()[0], history.diff("acme-terms", 1, 2)
        shown = [repr(one) for one in (change, difference, history.version("acme-terms"))]
    assert shown[0].startswith("<RecordedChange c0ffee00c0ff of acme-terms, 2026-02-14: ")
    assert shown[1].startswith("<Difference of acme-terms, 1 to 2: ")
    assert shown[2].startswith("<RecordedVersion 2 of acme-terms, seen ")
    assert all(len(line) < 500 for line in shown)
    assert not any("\x1b" in line or "\n" in line for line in shown)


def test_nothing_is_made_and_what_is_missing_is_said(tmp_path: Path) -> None:
    (tmp_path / "watchlist.yaml").write_text("watches: []\n")
    with pytest.raises(MissingError, match="no such file yet"):
        monitor.open(tmp_path / "watchlist.yaml")
    with pytest.raises(MonitorError):
        monitor.open(tmp_path / "none.yaml")
    assert [p.name for p in tmp_path.iterdir()] == ["watchlist.yaml"]


def test_the_names_are_there_to_be_completed() -> None:
    shown = {name for name in dir(monitor) if not name.startswith("__")}
    assert shown == set(monitor.__all__) - {"__version__"}, "TAB offers nothing but what is meant"
