"""What the command line says of a day: how long it was seen, and that it was not seen then."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from monitor.app import make_monitor
from monitor.cli import cli
from monitor.config import load_config
from monitor.extract import extract
from monitor.model import Outcome
from monitor.model.records import NewVersion
from monitor.storage import Storage
from tests import stored
from tests.commands import run
from tests.pages import Clock, Internet, page

PROMISE = "We do not use your posts to train our AI models."
TAKEN_BACK = "We use your posts and photos to train our AI models, unless you opt out in settings."


def day(month: int, number: int) -> datetime:
    return datetime(2026, month, number, 9, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Terms that promised on 15 January, turned on 25 April and are gone since 7 July."""
    monkeypatch.chdir(tmp_path)
    with stored.beside_a_watchlist(tmp_path) as storage:
        storage.sync_watches([stored.watch()], day(1, 15))
        stored.check(storage, at=day(1, 15), text=PROMISE, outcome=Outcome.FIRST)
        for at in ((2, 2), (2, 20), (3, 10), (3, 28), (4, 15), (4, 24)):
            stored.check(storage, at=day(*at))
        change = {"change": stored.change(), "change_id": "c0ffee00c0ff"}
        stored.check(storage, body="<p>two", at=day(4, 25), text=TAKEN_BACK, **change)
        for at in ((5, 12), (5, 30), (6, 18), (7, 6)):
            stored.check(storage, body="<p>two", at=day(*at))
        gone = {"outcome": Outcome.QUARANTINED, "reason": "Page not found"}
        stored.check(storage, body="<p>gone", at=day(7, 7), **gone)
        stored.check(storage, body="<p>gone", at=day(8, 14), **gone)
        yield tmp_path


def test_a_day_on_which_the_page_was_gone_is_not_answered_without_a_word(folder: Path) -> None:
    """The text was given for 15 August as if it had stood there."""
    result = run("show", "acme-terms", "--at", "2026-08-15", code=1)
    assert "acme-terms was not seen on 2026-08-15" in result.stderr
    assert "seen unchanged 2026-04-25 to 2026-07-06; since then not readable: Page not found" in (
        result.stdout
    )
    assert run("show", "acme-terms", "--at", "2026-08-15", "--last").exit_code == 0
    assert run("show", "acme-terms", "--at", "2026-07-06").stderr == ""
    assert "not seen on" in run("show", "acme-terms", code=1).stderr, "it is gone to this day"
    assert "not seen on 2026-08-15" in run("facts", "--at", "2026-08-15", code=1).stderr


@pytest.mark.parametrize("days", [3, 30, 400])
def test_a_day_that_is_still_to_come_is_not_answered_without_a_word(
    folder: Path, days: int
) -> None:
    """A typo in the year was answered with the text of today, as if somebody had seen it."""
    now = datetime.now(UTC)
    with Storage.open(f"sqlite:///{folder}/monitor.db", folder / "snapshots") as storage:
        stored.check(storage, body="<p>two", at=now - timedelta(hours=2))
    today, later = (f"{at:%Y-%m-%d}" for at in (now, now + timedelta(days=days)))
    assert "not seen on" not in run("show", "acme-terms", "--at", today).stderr
    for command in (["show", "acme-terms"], ["facts", "acme-terms"], ["blame", "acme-terms"]):
        assert f"not seen on {later}" in run(*command, "--at", later, code=1).stderr
        assert f"not seen on {later}" in run(*command, "--at", later, "--last").stderr


@pytest.mark.parametrize("command", [["show"], ["facts"], ["blame"]])
def test_what_nobody_looked_at_for_months_is_not_given_as_what_stands_today(
    folder: Path, command: list[str]
) -> None:
    """A daemon that had stopped in April: the text of then was shown as the present one."""
    now = datetime.now(UTC)
    with Storage.open(f"sqlite:///{folder}/monitor.db", folder / "snapshots") as storage:
        stored.check(storage, body="<p>two", at=now - timedelta(days=40))
    told = run(*command, "acme-terms", code=0 if command == ["blame"] else 1).stderr
    assert f"last looked at on {now - timedelta(days=40):%Y-%m-%d}, 40 days ago" in told
    assert "it may have changed since" in told
    assert "may have changed" in run(*command, "acme-terms", "--last").stderr
    assert run("show", "acme-terms", "--version", "1").stderr == "", "of that nothing is claimed"
    with Storage.open(f"sqlite:///{folder}/monitor.db", folder / "snapshots") as storage:
        stored.check(storage, body="<p>two", at=now - timedelta(days=8))
    assert run(*command, "acme-terms").stderr == "", "it is looked at every week"


def many(folder: Path) -> list[str]:
    """Seven pages, looked at once in January and never again."""
    names = [f"acme-{letter}" for letter in "abcdefg"]
    lines = [
        f"  - {{service: Acme, document: {n[-1]}, url: 'https://a.example/{n}'}}\n" for n in names
    ]
    (folder / "watchlist.yaml").write_text("watches:\n" + "".join(lines))
    with Storage.open(f"sqlite:///{folder}/monitor.db", folder / "snapshots") as storage:
        storage.sync_watches([stored.watch(name) for name in names], day(1, 15))
        for name in names:
            stored.check(storage, name, at=day(1, 15), text=TAKEN_BACK, outcome=Outcome.FIRST)
    return names


def test_many_pages_that_nobody_looked_at_are_one_warning(folder: Path) -> None:
    many(folder)
    told = run("facts", "--class", "ai-training", code=1).stderr.splitlines()
    (line,) = [line for line in told if "last looked at" in line]
    assert "7 pages were last looked at on 2026-01-15 or before" in line
    assert line.endswith("acme-a, acme-b, acme-c, acme-d, acme-e and 2 more")


def test_many_pages_of_which_nothing_was_known_are_one_warning(folder: Path) -> None:
    """With a hundred pages a hundred lines stood before the answer."""
    many(folder)
    (line,) = run("facts", "--at", "2026-01-02", code=1).stderr.splitlines()[1:]
    assert "7 pages were not known then, their first looks were on 2026-01-15 or later: " in line
    assert line.endswith("acme-a, acme-b, acme-c, acme-d, acme-e and 2 more")


def test_many_pages_that_were_not_seen_on_a_day_are_one_warning_which_says_what_is_gone(
    folder: Path,
) -> None:
    """What is down must not be lost among the pages that nobody looked at that day."""
    names = many(folder)
    with Storage.open(f"sqlite:///{folder}/monitor.db", folder / "snapshots") as storage:
        gone = {"outcome": Outcome.QUARANTINED, "reason": "Page not found"}
        stored.check(storage, names[-1], body="<p>gone", at=day(1, 16), **gone)
    (line,) = run("facts", "--at", "2026-08-15", code=1).stderr.splitlines()
    assert "7 pages were not seen on 2026-08-15: acme-g (not readable: Page not found), " in line
    assert line.endswith("acme-a, acme-b, acme-c, acme-d and 2 more")
    first, second = run(
        "facts", "--between", "2026-08-01", "2026-08-15", code=1
    ).stderr.splitlines()[-2:]
    assert "7 pages were not seen on 2026-08-01: " in first
    assert "7 pages were not seen on 2026-08-15: " in second


def test_what_is_written_to_a_file_says_what_it_is(folder: Path) -> None:
    """Address, version, span and hash: without them a saved text proves nothing."""
    text = run("show", "acme-terms", "--at", "2026-04-01").stdout
    assert text.startswith("Acme, Terms, version 1\nhttps://acme.example/acme-terms\n")
    assert "seen unchanged 2026-01-15 to 2026-04-24 (as old as the first look, or older)" in text
    sha = json.loads(run("show", "acme-terms", "--version", "1", "--json").stdout)["snapshot"]
    assert f"SHA-256 {sha}" in text
    difference = run("diff", "acme-terms", "1", "2").stdout
    assert "https://acme.example/acme-terms" in difference
    assert "--- version 1, seen unchanged 2026-01-15 to 2026-04-24 (as old" in difference
    assert difference.count("SHA-256") == 2
    stated = run("facts", "acme-terms", "--last").stdout
    assert "https://acme.example/acme-terms" in stated
    assert "SHA-256" in stated


@pytest.mark.parametrize("asked", [(), ("--at", "2026-08-01"), ("--class", "ai-training")])
def test_facts_vouch_for_their_version_as_long_as_it_was_seen(
    folder: Path, asked: tuple[str, ...]
) -> None:
    """The head had the newest version's hash beside the span of a fact that is older."""
    with Storage.open(f"sqlite:///{folder}/monitor.db", folder / "snapshots") as storage:
        for at, more in ((day(7, 20), ""), (day(7, 28), "<p>Courts at our seat decide.</p>")):
            read = extract(f"<main><h1>Terms</h1><p>{TAKEN_BACK}</p>{more}</main>", "text/html")
            sha256 = storage.add_snapshot("acme-terms", stored.fetched(more, at)).sha256
            version = NewVersion(read, read.digest, "extractor-1", sha256, at)
            change = {"change": stored.change(), "change_id": f"c0ffee00c0{at:%d}"}
            stored.check(storage, body=more, at=at, version=version, **change)
        stored.check(storage, body=more, at=day(8, 1))
    head, facts = run("facts", "acme-terms", "--last", *asked).stdout.split("\n\n", 1)
    assert head.startswith("Acme, Terms, version 4\n")
    assert "\nseen unchanged 2026-07-28 to 2026-08-01" in head
    assert "2026-07-20 (v3)" in facts


def test_a_fact_of_the_first_version_is_as_old_as_the_first_look_or_older(folder: Path) -> None:
    """It was "since 15 January", the day on which somebody began to look."""
    early = run("facts", "acme-terms", "--at", "2026-04-01").stdout
    assert "≤ 2026-01-15 (v1)" in early
    late = run("facts", "acme-terms", "--at", "2026-06-01").stdout
    assert "2026-04-25 (v2)" in late
    assert "≤" not in late
    row = json.loads(run("facts", "acme-terms", "--at", "2026-04-01", "--json").stdout)[0]
    assert row["first_seen"] == "2026-01-15T09:00:00Z"
    assert row["last_seen"] == "2026-04-24T09:00:00Z"
    assert row["first_look"] is True
    assert row["after"] is None


def test_csv_carries_proof_span_and_hash(folder: Path) -> None:
    text = run("facts", "--class", "ai-training", "--csv", "--last").stdout
    rows = list(csv.DictReader(io.StringIO(text)))
    assert rows
    assert all(row["quote"] in TAKEN_BACK for row in rows)
    assert {row["first_seen"] for row in rows} == {"2026-04-25"}
    assert {row["last_seen"] for row in rows} == {"2026-07-06"}
    assert {row["after"] for row in rows} == {"not readable: Page not found"}
    assert all(len(row["snapshot"]) == 64 for row in rows)


def test_the_pivot_has_one_row_for_each_platform(folder: Path) -> None:
    rows = json.loads(run("facts", "--pivot", "--json", "--last").stdout)
    assert [row["service"] for row in rows] == ["Acme"]
    assert [fact["value"] for fact in rows[0]["trains"]] == ["used for training"]
    assert rows[0]["since"] == "2026-04-25"
    shown = run("facts", "--pivot", "--last").stdout
    assert shown.split()[:4] == ["SERVICE", "TRAINS", "TRAINED", "ON"] or "TRAINS" in shown
    assert "used for training" in shown
    sheet = run("facts", "--pivot", "--csv", "--at", "2026-04-01").stdout
    cells = next(csv.DictReader(io.StringIO(sheet)))
    assert cells["trains"] == "not used for training"
    assert cells["since"] == "≤ 2026-01-15"
    assert cells["quotes"] == PROMISE


@pytest.mark.parametrize(
    ("begin", "end", "warned"),
    [
        ("2025-12-01", "2026-06-01", "acme-terms was not known then: its first look was on 2026"),
        ("2026-02-01", "2026-08-10", "acme-terms was not seen on 2026-08-10"),
        ("2026-02-01", "2035-01-01", "acme-terms was not seen on 2035-01-01"),
    ],
)
def test_two_days_are_vouched_for_like_one(folder: Path, begin: str, end: str, warned: str) -> None:
    """A page that nobody had looked at yet "began" to train on posts between the two."""
    assert warned in run("facts", "--between", begin, end, code=1).stderr
    assert warned in run("facts", "--between", begin, end, "--last").stderr
    assert json.loads(run("facts", "--between", begin, end, "--last", "--json").stdout)


def test_a_row_of_the_pivot_is_not_said_to_be_as_young_as_its_youngest_fact(folder: Path) -> None:
    """“used for training … since October” of a page that said so since September or longer."""
    more = f"{TAKEN_BACK}\n\nYour drafts are not used for training."
    with Storage.open(f"sqlite:///{folder}/monitor.db", folder / "snapshots") as storage:
        change = {"change": stored.change(), "change_id": "c0ffee00c0fe"}
        stored.check(storage, body="<p>three", at=day(9, 1), text=more, **change)
    assert "ALL SINCE" in run("facts", "--pivot", "--last").stdout
    (row,) = json.loads(run("facts", "--pivot", "--last", "--json").stdout)
    assert row["since"] == "≤ 2026-09-01", "nobody looked in August"


def test_what_became_of_the_facts_between_two_days(folder: Path) -> None:
    found = json.loads(run("facts", "--between", "2026-02-01", "2026-06-01", "--json").stdout)
    turned = next(turn for turn in found if turn["fact"] == "class")
    assert [fact["value"] for fact in turned["before"]] == ["not used for training"]
    assert [fact["value"] for fact in turned["after"]] == ["used for training"]
    table = run("facts", "--between", "2026-02-01", "2026-06-01").stdout
    assert "not used for training" in table
    same = run("facts", "--between", "2026-02-01", "2026-03-01")
    assert "no fact differs" in same.stderr
    run("facts", "--between", "2026-06-01", "2026-02-01", code=2)


def test_history_says_until_when_each_version_was_seen(folder: Path) -> None:
    text = run("history", "acme-terms").stdout
    assert "2026-07-06; not readable: Page not found" in text
    assert json.loads(run("history", "acme-terms", "--json").stdout)[1]["last_seen"] == (
        "2026-04-24T09:00:00Z"
    )


def test_of_a_day_before_the_first_look_nothing_is_known_and_that_is_said(folder: Path) -> None:
    """ "no facts found" read as if the page had said nothing then."""
    result = run("facts", "--on", "2026-01-01", code=1)
    assert "acme-terms was not known then: its first look was on 2026-01-15" in result.stderr
    assert "was not known" not in run("facts", "--at", "2026-02-02").stderr


def test_a_policy_that_was_taken_down_is_not_last_seen_before_it_was_first_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The spreadsheet gave the change the last day of the text that had gone."""
    monkeypatch.chdir(tmp_path)
    url = "https://acme.example/terms"
    file = tmp_path / "watchlist.yaml"
    file.write_text(f"watches:\n  - {{service: Acme, document: Terms, url: {url}}}\n")
    clock = Clock()
    net = Internet(clock, {url: page()})
    with make_monitor(load_config(file), fetcher=net, clock=clock) as monitor:
        monitor.check()
        net.pages[url] = (404, "<h1>Page not found</h1>")
        for _ in range(20):
            clock.advance(days=1)
            monitor.check()
    result = CliRunner().invoke(cli, ["changes", "--csv"])
    (row,) = csv.DictReader(io.StringIO(result.stdout))
    assert "taken down" in row["what"]
    assert row["last_seen"] == ""
    assert row["after"].startswith("not readable")
