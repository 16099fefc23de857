"""Asking for what was recorded: by day as people write it, by the id of a change, as a table."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from monitor import compare
from monitor.cli import cli
from monitor.cli.days import When
from monitor.model import Outcome
from monitor.storage import Storage
from tests import stored

NOW = datetime(2026, 8, 20, 12, tzinfo=UTC)
TEXTS = (
    "We do not use your posts to train AI models. We keep messages for 30 days.",
    "We use your posts to train AI models. We keep messages for 30 days.",
    "We use your posts to train AI models. We keep messages for 90 days.",
    "We use your posts and photos to train AI models. We keep messages for 90 days.",
)
IDS = ("", "aa11aa11aa11", "bb22bb22bb22", "bb33bb33bb33")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """One page in four versions, a month apart; the changes were recorded a day after each."""
    monkeypatch.chdir(tmp_path)
    with stored.beside_a_watchlist(tmp_path) as storage:
        storage.sync_watches([stored.watch()], NOW)
        for number, text in enumerate(TEXTS):
            at = datetime(2026, 1 + number, 15, 8, tzinfo=UTC)
            fields = {}
            if number:
                change = compare(TEXTS[number - 1], text, "text/plain")
                fields = {"change": change, "change_id": IDS[number]}
            outcome = Outcome.SUBSTANTIVE if number else Outcome.FIRST
            stored.check(storage, body=f"<p>{number}", at=at, text=text, outcome=outcome, **fields)
        yield tmp_path


def run(*args: str, code: int = 0, **env: str) -> Result:
    result = CliRunner().invoke(cli, args, catch_exceptions=False, env=env)
    assert result.exit_code == code, result.output
    return result


@pytest.mark.parametrize(
    ("written", "begin", "end"),
    [
        ("2026-04-28T06:00:00Z", "2026-04-28 06:00:00", "2026-04-28 06:00:00"),
        ("2026-04-28T06:00+02:00", "2026-04-28 04:00:00", "2026-04-28 04:00:00"),
        ("2026-04-28 06:00", "2026-04-28 06:00:00", "2026-04-28 06:00:00"),
        ("1 May 2026", "2026-05-01 00:00:00", "2026-05-01 23:59:59"),
        ("1st of May 2026".replace("of ", ""), "2026-05-01 00:00:00", "2026-05-01 23:59:59"),
        ("May 1, 2026", "2026-05-01 00:00:00", "2026-05-01 23:59:59"),
        ("Sept. 3 2025", "2025-09-03 00:00:00", "2025-09-03 23:59:59"),
        ("2026-05", "2026-05-01 00:00:00", "2026-05-31 23:59:59"),
        ("february 2026", "2026-02-01 00:00:00", "2026-02-28 23:59:59"),
        ("2025", "2025-01-01 00:00:00", "2025-12-31 23:59:59"),
        ("yesterday", "2026-08-19 00:00:00", "2026-08-19 23:59:59"),
        ("3 months", "2026-05-22 12:00:00", "2026-05-22 12:00:00"),
        ("2 weeks ago", "2026-08-06 12:00:00", "2026-08-06 12:00:00"),
        ("a week ago", "2026-08-13 12:00:00", "2026-08-13 12:00:00"),
        ("36h", "2026-08-19 00:00:00", "2026-08-19 00:00:00"),
    ],
)
def test_days_are_understood_as_people_write_them(written: str, begin: str, end: str) -> None:
    assert f"{When().parsed(written, NOW):%Y-%m-%d %H:%M:%S}" == begin
    assert f"{When(end=True).parsed(written, NOW):%Y-%m-%d %H:%M:%S}" == end


@pytest.mark.parametrize("written", ["31 June 2026", "1 Foo 2026", "2026-13", "soon", "2026-02-30"])
def test_a_day_that_no_calendar_has_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        When().parsed(written, NOW)


def test_an_inverted_range_is_an_error(folder: Path) -> None:
    """It answered that nothing had changed."""
    result = run("changes", "--since", "2026-05", "--until", "2026-03", code=2)
    assert "--until (2026-03-31) is before --since (2026-05-01)" in result.stderr


def test_since_goes_by_when_a_change_was_seen(folder: Path) -> None:
    ids = [c["id"] for c in json.loads(run("changes", "--since", "2026-03", "--json").stdout)]
    assert ids == [IDS[3], IDS[2]]
    ids = [c["id"] for c in json.loads(run("changes", "--until", "march 2026", "--json").stdout)]
    assert ids == [IDS[2], IDS[1]]


def test_the_table_of_changes_says_something_in_100_columns(folder: Path) -> None:
    shown = run("changes", FORCE_COLOR="1", COLUMNS="100", TERM="xterm").stdout
    head = shown.partition("────")[0]
    assert head.index("WHAT") < head.index("PAGE") < head.index("CHANGE")
    assert all(id_ in shown for id_ in IDS[1:])
    told = [line[24:].split() for line in shown.partition("────")[2].splitlines()]
    assert max(len(" ".join(words)) for words in told) > 60  # a column of 40 is read like a ribbon


def test_no_change_is_left_out_without_a_word(folder: Path) -> None:
    """There was a limit of 200 that nothing told of."""
    with Storage.open(f"sqlite:///{folder}/monitor.db", folder / "snapshots") as storage:
        storage.sync_watches([stored.watch("busy")], NOW)
        for n in range(205):
            fields = {"change": stored.change(), "change_id": f"c{n}"} if n else {}
            at = NOW + timedelta(minutes=n)
            stored.check(storage, "busy", f"<p>{n}", at=at, text=f"Text {n}.", **fields)
    assert len(json.loads(run("changes", "busy", "--json").stdout)) == 204


def test_a_change_is_shown_by_the_id_that_its_alert_prints(folder: Path) -> None:
    shown = run("show", IDS[1]).stdout
    assert "https://acme.example/acme-terms" in shown
    assert "seen on 2026-02-15" in shown
    assert "train" in shown
    assert run("diff", IDS[1]).stdout == run("diff", "acme-terms", "1", "2").stdout
    assert run("diff", "aa11").stdout == run("diff", "acme-terms", "1", "2").stdout
    assert "'bb' may be" not in run("diff", "bb", code=1).stderr, "too short to be an id"
    assert "'bb22' may be" not in run("diff", "bb22").stderr
    assert json.loads(run("show", IDS[1], "--json").stdout)["id"] == IDS[1]


def test_far_apart_versions_have_a_headline_their_points_and_what_lies_between(
    folder: Path,
) -> None:
    shown = run("diff", "acme-terms", "1", "4").stdout
    assert shown.startswith("substantive")
    assert "3 changes in between:" in shown
    assert [shown.index(id_) for id_ in IDS[1:]] == sorted(shown.index(id_) for id_ in IDS[1:])
    answer = json.loads(run("diff", "acme-terms", "1", "4", "--json").stdout)
    assert [c["id"] for c in answer["between"]] == [IDS[3], IDS[2], IDS[1]]
    assert answer["change"]["kind"] == "substantive"


def test_changes_as_csv_carry_proof_span_and_hash(folder: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run("changes", "--csv").stdout)))
    assert [row["change"] for row in rows] == [IDS[3], IDS[2], IDS[1]]
    assert rows[0]["first_seen"] == "2026-04-15"
    assert all(len(row["snapshot"]) == 64 for row in rows)
    assert any("train AI models" in row["quotes"] for row in rows)


def test_upcoming_dates_can_be_narrowed_and_put_into_a_sheet(folder: Path) -> None:
    day = datetime.now(UTC).date() + timedelta(days=20)
    written = f"These terms take effect on {day:%-d %B %Y}. You can object until then."
    with Storage.open(f"sqlite:///{folder}/monitor.db", folder / "snapshots") as storage:
        at = datetime.now(UTC)
        stored.check(storage, "acme-terms", "<p>5", at=at, text=written, outcome=Outcome.EDITORIAL)
    rows = list(csv.DictReader(io.StringIO(run("upcoming", "--csv").stdout)))
    assert rows[0]["date"] == day.isoformat()
    assert rows[0]["quote"] in written
    assert len(rows[0]["snapshot"]) == 64
    assert "no document gives" in run("upcoming", "--days", "7").stderr
    assert json.loads(run("upcoming", "--service", "acme", "--json").stdout)[0]["first_seen"]
