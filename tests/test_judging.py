"""What people say of changes, and the reports that are made of them."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor import compare
from monitor.model import Outcome, Point
from monitor.model.records import FALSE_ALARM, NOTE
from monitor.storage import Storage
from tests import stored
from tests.commands import run

START = datetime(2026, 1, 15, 8, tzinfo=UTC)
TEXTS = (
    "We keep messages for 30 days. We do not train AI models on posts.",
    "We keep messages for 90 days. We do not train AI models on posts.",
    "We keep messages for 90 days. We train AI models on posts. <b>x</b> *y*",
)
IDS = ("aa11aa11aa11", "bb22bb22bb22")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "watchlist.yaml").write_text(
        "watches:\n  - {service: Acme, document: Terms, url: https://acme.example/acme-terms}\n"
    )
    with Storage.open(f"sqlite:///{tmp_path}/monitor.db", tmp_path / "snapshots") as storage:
        storage.sync_watches([stored.watch()], START)
        stored.check(storage, at=START, text=TEXTS[0], outcome=Outcome.FIRST)
        for n, id_ in enumerate(IDS, 1):
            change = {"change": compare(TEXTS[n - 1], TEXTS[n], "text/plain"), "change_id": id_}
            at = START + timedelta(days=30 * n)
            stored.check(storage, body=f"<p>{n}", at=at, text=TEXTS[n], **change)
    return tmp_path


def test_a_note_stands_beside_its_change_everywhere(folder: Path) -> None:
    run("note", IDS[0], "Told the works council.", "--by", "ana")
    run("seen", "bb22", "--by", "ben")
    assert "note (ana, " in run("changes").stdout
    assert "Told the works council." in run("show", IDS[0]).stdout
    said = {c["id"]: c["marks"] for c in json.loads(run("changes", "--json").stdout)}
    assert said[IDS[0]][0]["text"] == "Told the works council."
    assert said[IDS[1]][0]["kind"] == "seen"
    run("site", "public")
    assert "Told the works council." in Path(f"public/changes/{IDS[0]}.html").read_text()
    assert "Told the works council." in run("report").stdout
    assert "no change 'cafe'" in run("note", "cafe", "x", code=1).stderr


def test_a_false_alarm_names_what_made_it_and_can_be_taken_out_for_measuring(folder: Path) -> None:
    text = run("false-alarm", IDS[1], "only a test", "--by", "ana").stdout
    assert "false alarm (ana, " in text
    assert "by rule" in text
    (exported,) = json.loads(run("false-alarm", "--json").stdout)
    assert exported["change"] == IDS[1]
    assert exported["rules"][0]["rule"]
    assert exported["text"] == "only a test"
    assert "1 false alarm" in run("false-alarm").stderr


def test_a_report_names_the_first_points_and_counts_the_rest(folder: Path) -> None:
    """A month was fourteen screens: thirty points of one change before the next one."""
    told = "Partner {} gets a list of those whom you wrote to and of all that you bought."
    points = tuple(
        Point(f"Added: “{words}”", "added", None, words, ("Partners",), weight=1)
        for words in map(told.format, range(30))
    )
    with Storage.open(f"sqlite:///{folder}/monitor.db", folder / "snapshots") as storage:
        change = replace(stored.change(), points=points, summary=points[0].text)
        more = {"change": change, "change_id": "beef00000001"}
        stored.check(storage, body="<p>many", at=START + timedelta(days=90), text="Many.", **more)
    for form in ("--md", "--html"):
        text = run("report", form).stdout
        assert "Partner 5 gets" in text
        assert "Partner 9 gets" not in text
        assert "and 24 more" in text
        assert "monitor diff beef00000001" in text


def test_a_report_leaves_false_alarms_out_and_says_so(folder: Path) -> None:
    whole = run("report", "--all").stdout
    assert whole.startswith("# Changes of policies\n\n2 changes.")
    assert all(id_ in whole for id_ in IDS)
    assert "SHA-256" in whole
    assert "seen on 2026-03-16" in whole
    run("false-alarm", IDS[1])
    fewer = run("report", "--all").stdout
    assert "1 change; 1 more was said to be a false alarm" in fewer
    assert IDS[1] not in fewer


def test_a_report_comes_in_the_form_that_is_asked_for(folder: Path) -> None:
    page = run("report", "--html", "--since", "2026-02").stdout
    assert page.startswith("<!doctype html>")
    assert "&lt;b&gt;" in page or "<b>x</b>" not in page
    rows = list(csv.DictReader(io.StringIO(run("report", "--csv", "--all").stdout)))
    assert [row["change"] for row in rows] == [IDS[1], IDS[0]]
    answer = json.loads(run("report", "--json", "--class", "ai-training").stdout)
    assert [c["id"] for c in answer] == [IDS[1]]
    assert answer[0]["first_seen"] == "2026-03-16T08:00:00Z"
    assert "--until" in run("report", "--since", "2026-05", "--until", "2026-01", code=2).stderr


def test_marks_are_kept_by_either_database(storage: Storage) -> None:
    storage.sync_watches([stored.watch()], START)
    stored.check(storage, text="One.", change=stored.change(), change_id="c1")
    storage.add_mark("c1", NOTE, text="why", by="ana", at=START)
    storage.add_mark("c1", FALSE_ALARM, text="", by="ben", at=START)
    assert [(m.kind, m.by, m.at) for m in storage.marks()] == [
        (NOTE, "ana", START),
        (FALSE_ALARM, "ben", START),
    ]
    assert storage.marks(["c2"]) == []
    assert [m.by for m in storage.marks(kind=FALSE_ALARM)] == ["ben"]
