"""Every command driven as a user would, on real SQLite, with pages served over HTTP."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import re
import select
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from icalendar import Calendar

from monitor import compare
from monitor.cli import cli
from monitor.config import load_config
from monitor.storage import Storage
from tests.rawserver import RawServer, ok
from tests.site import NO_TRAINING, TRAINING, WORLD, Site, terms

ID = "nimbus-user-agreement"


@pytest.fixture
def site() -> Iterator[Site]:
    """Nimbus, a fictional platform."""
    with Site() as running:
        yield running


class Desk:
    """A person with a watchlist of Nimbus at a terminal."""

    def __init__(self, folder: Path, site: Site) -> None:
        self.folder, self.site = folder, site
        self.watchlist = folder / "watchlist.yaml"
        self.watchlist.write_text(
            "settings: {host_pause: 0}\n"
            "defaults: {allow_private: yes, confirm: no}\n"
            "notify:\n"
            f"  - {{name: hook, urls: ['json://127.0.0.1:{site.port}/hook'], reminders: [30]}}\n"
            "watches:\n"
            "  - {service: Nimbus, document: User Agreement, tags: [tos], "
            f"url: '{site.url}/terms'}}\n"
        )

    def __call__(self, *args: str, code: int | None = 0) -> Result:
        result = CliRunner().invoke(cli, ["-w", str(self.watchlist), *args], catch_exceptions=False)
        assert code in (None, result.exit_code), result.output
        return result

    def json(self, *args: str, code: int | None = 0) -> Any:
        return json.loads(self(*args, "--json", code=code).stdout)

    def storage(self) -> Storage:
        """The database as another process sees it."""
        return Storage.open(f"sqlite:///{self.folder / 'monitor.db'}", self.folder / "snapshots")

    def change(self) -> None:
        """The platform announces AI training and more places."""
        self.site.pages["/terms"] = terms(training=TRAINING, places=WORLD)


@pytest.fixture
def desk(tmp_path: Path, site: Site) -> Desk:
    """Before the first check."""
    return Desk(tmp_path, site)


@pytest.fixture
def changed(desk: Desk) -> Desk:
    """After a change was recorded and its alert sent."""
    desk("check")
    desk.change()
    desk("check")
    return desk


# --------------------------------------------------------------------------- check


def test_check_records_the_first_version_and_then_what_changed(desk: Desk) -> None:
    first = desk.json("check")
    assert [r["outcome"] for r in first["results"]] == ["first"]
    assert desk.json("check")["results"][0]["outcome"] == "unchanged"
    desk.change()
    result = desk("check")
    assert "substantive" in result.stdout
    assert "1 page: 1 substantive · 1 alert sent" in result.stderr
    body = json.loads(desk.site.received[-1])
    assert "Nimbus" in body["title"]
    assert "User Agreement" in body["title"]


def test_check_can_tell_a_script_that_something_changed(desk: Desk) -> None:
    desk("check", "--exit-code")
    desk("check", "--exit-code")
    desk.change()
    desk("check", "--exit-code", "nimbus", code=3)


def test_check_fails_when_a_page_cannot_be_read_and_says_why(desk: Desk) -> None:
    desk.site.pages["/terms"] = (404, "<h1>Gone</h1>")
    result = desk("check", "--quiet", code=1)
    assert "quarantined" in result.stdout
    assert "404" in result.stdout
    assert desk.json("list", "--problems")[0]["state"] == "quarantined"


def test_check_fails_when_an_alert_cannot_be_sent_and_it_is_not_lost(desk: Desk) -> None:
    """A webhook that is down once must not swallow the alert."""
    desk("check")
    desk.change()
    desk.site.refuse_posts = True
    assert "to be tried again" in desk("check", code=1).stderr
    alert = desk.json("alerts", "--status", "failed")[0]
    assert alert["error"]
    assert str(desk.site.port) in alert["to"]
    assert "hook" not in alert["to"], "the path of a webhook is its secret"
    desk("alerts", "retry", code=1)
    desk.site.refuse_posts = False
    assert "1 sent" in desk("alerts", "retry", alert["id"][:6]).stdout
    assert desk.json("alerts", "--status", "sent")[0]["id"] == alert["id"]
    assert "no alert has failed" in desk("alerts", "retry").stderr


def test_check_with_no_alerts_leaves_them_for_later(desk: Desk) -> None:
    desk("check")
    desk.change()
    desk("check", "--no-alerts")
    assert desk.site.received == []
    assert desk.json("alerts")[0]["status"] == "pending"


def test_a_disabled_watch_keeps_its_history_but_is_not_checked(changed: Desk) -> None:
    text = changed.watchlist.read_text()
    changed.watchlist.write_text(text.replace("tags: [tos]", "enabled: no"))
    assert changed.json("list")[0]["state"] == "disabled"
    assert "disabled" in changed("check", "nimbus", code=1).stderr
    assert len(changed.json("history", "nimbus")) == 2


def test_a_removed_watch_keeps_its_history(changed: Desk) -> None:
    changed.watchlist.write_text("watches: []")
    assert len(changed.json("history", "nimbus")) == 2
    assert "no longer in the watchlist" in changed("check", "nimbus", code=1).stderr


# --------------------------------------------------------------------------- reading


def test_list_shows_where_pages_stand_and_can_be_narrowed(changed: Desk) -> None:
    row = changed.json("list")[0]
    assert (row["id"], row["state"], row["version"]) == (ID, "ok", 2)
    assert row["fetched_at"].endswith("Z")
    assert changed.json("list", "--tag", "tos")[0]["id"] == ID
    assert changed.json("list", "--service", "nimbus")[0]["id"] == ID
    assert "nothing to show" in changed("list", "--problems").stderr
    assert ID in changed("list").stdout


def test_history_has_each_version_with_the_change_that_led_to_it(changed: Desk) -> None:
    newest, first = changed.json("history", "nimbus")
    assert (newest["version"], first["version"]) == (2, 1)
    assert newest["change"]["kind"] == "substantive"
    assert first["change"] is None
    assert "first version" in changed("history", "nimbus").stdout


def test_show_gives_the_text_of_any_version(changed: Desk) -> None:
    assert "generative AI" in changed("show", "nimbus").stdout
    old = changed("show", "nimbus", "--version", "1").stdout
    assert "We do not use your content" in old
    assert "\n## 1. Your content\n" in old
    assert "We do not use" not in changed("show", "nimbus", "--at", "today").stdout
    assert "was not known" in changed("show", "nimbus", "--at", "2001-01-01", code=1).stderr
    document = changed.json("show", "nimbus", "--version", "1")
    assert document["sections"][0]["path"] == ["User Agreement"]


def test_show_raw_is_the_proof_byte_for_byte(changed: Desk) -> None:
    command = [sys.executable, "-m", "monitor", "-w", str(changed.watchlist), "show", ID, "--raw"]
    raw = subprocess.run([*command, "--version", "1"], capture_output=True, check=True).stdout
    assert raw == terms().encode()


def test_diff_shows_the_changed_words_in_their_sections(changed: Desk) -> None:
    text = changed("diff", "nimbus").stdout
    assert "@ User Agreement › 2. Where this applies" in text
    assert "{+, Canada, Switzerland and the European Union+}" in text
    assert "[-We do not use your content" in text
    beside = changed("diff", "nimbus", "1", "2", "--side-by-side").stdout
    line = next(line for line in beside.splitlines() if "Where this applies" in line)
    assert line.count("Where this applies") == 2
    assert "the services after they" not in text, "unchanged paragraphs are left out"
    changed("diff", "nimbus", "--exit-code", code=3)


def test_diff_runs_backwards_and_by_day_and_as_json(changed: Desk) -> None:
    assert "[-, Canada" in changed("diff", "nimbus", "2", "1").stdout
    assert "no difference" in changed("diff", "nimbus", "today", "v2").stdout
    data = changed.json("diff", "nimbus", "1", "2")
    assert data["change"]["kind"] == "substantive"
    block = data["sections"][-1]["blocks"][-1]
    old = "".join(s["text"] for s in block["spans"] if s["op"] != "insert")
    new = "".join(s["text"] for s in block["spans"] if s["op"] != "delete")
    assert (old, new) == (block["old"], block["new"])
    assert "has no version 9" in changed("diff", "nimbus", "9", code=1).stderr
    assert "expected a day" in changed("diff", "nimbus", "soon", code=2).stderr


def test_a_diff_backwards_is_not_told_as_a_change(changed: Desk) -> None:
    """ "no longer used for AI training" was said of terms that had just begun to say so."""
    back = changed("diff", "nimbus", "2", "1")
    assert "version 2 is newer than version 1" in back.stderr
    assert "{+We do not use your content" in back.stdout
    assert "substantive" not in back.stdout
    assert changed.json("diff", "nimbus", "v2", "v1")["change"] is None
    forth = changed("diff", "nimbus", "1", "2")
    assert "substantive" in forth.stdout
    assert forth.stderr == ""


@pytest.mark.parametrize(
    ("begin", "end"), [("today", "3 days"), ("2035-01-01", "2034-12-31"), ("2035-02", "yesterday")]
)
def test_days_in_the_wrong_order_are_an_error(changed: Desk, begin: str, end: str) -> None:
    """The later day was compared with the earlier one, and the answer read the wrong way round."""
    assert "the earlier day first" in changed("diff", "nimbus", begin, end, code=2).stderr


def test_diff_of_a_page_with_one_version_says_so(desk: Desk) -> None:
    desk("check")
    assert "only one version" in desk("diff", "nimbus", code=1).stderr


def test_changes_are_found_by_time_class_kind_service_and_severity(changed: Desk) -> None:
    assert changed.json("changes")[0]["watch"] == ID
    for args in (
        ["--since", "1h"],
        ["--since", "today"],
        ["--class", "region"],
        ["--kind", "substantive"],
        ["--service", "nimbus"],
        ["--severity", "low"],
        ["nimbus-user"],
        ["--until", "today"],
    ):
        assert len(changed.json("changes", *args)) == 1, args
    for args in (["--until", "2d"], ["--class", "minors"], ["--kind", "editorial"]):
        assert changed.json("changes", *args) == [], args
    assert "nothing changed" in changed("changes", "--kind", "noise").stderr


def test_fetches_has_every_attempt(changed: Desk) -> None:
    changed.site.pages["/terms"] = (500, "oops")
    changed("check", code=1)
    newest, *_, first = changed.json("fetches", "nimbus")
    assert newest["outcome"] in ("failed", "quarantined")
    assert (first["outcome"], first["status"]) == ("first", 200)
    assert len(changed.json("fetches", "nimbus", "--limit", "1")) == 1
    assert "500" in changed("fetches", "nimbus").stdout


def test_explain_tells_which_blocks_count(changed: Desk) -> None:
    data = changed.json("explain", "nimbus")
    assert any("generative AI" in b["text"] for b in data["counting"])
    assert any("Jobs" in b["text"] and b["reason"] for b in data["not_counting"])
    assert "do not" in changed("explain", "nimbus", "--all").stdout


def test_facts_as_table_json_and_csv(changed: Desk) -> None:
    rows = changed.json("facts", "nimbus")
    assert {"CA", "CH", "EU"} <= {r["value"] for r in rows if r["class"] == "region"}
    assert all(r["quote"] and r["since_at"].endswith("Z") for r in rows)
    table = list(csv.reader(io.StringIO(changed("facts", "--csv").stdout)))
    assert table[0][:4] == ["watch", "service", "document", "class"]
    assert len(table) == len(rows) + 1
    ai = changed.json("facts", "--class", "ai-training")
    assert {r["class"] for r in ai} == {"ai-training"}
    assert changed.json("facts", "--at", "today") == rows
    assert "2099-11-03" in changed("facts", "nimbus").stdout
    assert changed.json("facts", "--at", "2001-01-01", code=1) == [], "added later: left out"
    assert "was not known" in changed("facts", "nimbus", "--at", "2001-01-01", code=1).stderr
    assert "exclude" in changed("show", "nimbus", "--raw", "--json", code=2).stderr


def test_upcoming_lists_dates_and_writes_a_calendar_file(changed: Desk, tmp_path: Path) -> None:
    (day,) = changed.json("upcoming")
    assert (day["date"], day["role"], day["watch"]) == ("2099-11-03", "effective", ID)
    file = tmp_path / "dates.ics"
    changed("upcoming", "--ics", str(file))
    (event,) = Calendar.from_ical(file.read_bytes()).walk("VEVENT")
    assert event["SUMMARY"] == "Nimbus: User Agreement, takes effect"
    assert event["DTSTART"].dt == date(2099, 11, 3)
    again = changed("upcoming", "--ics", "-").stdout
    assert f"UID:{event['UID']}" in again, "importing again must not double the date"
    assert " days)" not in str(event["DESCRIPTION"]), "a count of days grows old in a calendar"


# --------------------------------------------------------------------------- try, compare, classes


def test_two_recipients_of_one_route_can_be_told_apart(desk: Desk) -> None:
    """Where their labels hide the secret part, and with it all the difference."""
    hook = f"json://127.0.0.1:{desk.site.port}/hook"
    text = desk.watchlist.read_text()
    desk.watchlist.write_text(text.replace(f"['{hook}']", f"['{hook}', '{hook}/two']"))
    shown = desk("alerts", "test").stdout
    assert "(1 of 2)" in shown
    assert "(2 of 2)" in shown


def test_a_tag_that_no_page_has_is_named(desk: Desk) -> None:
    assert "User Agreement" in desk("list", "--tag", "tos").stdout
    assert "no tag 'toss'; there are tos" in desk("list", "--tag", "toss", code=1).stderr


def test_try_reads_a_page_and_writes_nothing(desk: Desk) -> None:
    before = sorted(desk.folder.iterdir())
    result = desk("try", f"{desk.site.url}/terms")
    assert "## 1. Your content" in result.stdout
    assert "status 200" in result.stderr
    only = ("--include", "2.*", "--exclude", "3.*", "--select", "main", "--remove", "nav")
    data = desk.json("try", f"{desk.site.url}/terms", *only, code=None)
    assert [s["path"][-1] for s in data["document"]["sections"]] == ["2. Where this applies"]
    assert sorted(desk.folder.iterdir()) == before


def test_try_reads_as_a_watch_with_these_keys_would(desk: Desk) -> None:
    """A document on several pages, or in another language, could only be seen by watching it."""
    desk.site.pages["/annex"] = terms(training=TRAINING)
    url = desk.site.url
    alone = desk("try", f"{url}/terms", "--fetch", "plain").stdout
    assert "generative AI" not in alone
    text = desk("try", f"{url}/terms", "--page", f"{url}/annex", "--language", "de-AT").stdout
    assert "generative AI" in text
    assert [
        headers.get("accept-language") for path, headers in desk.site.requests if path == "/annex"
    ] == ["de-AT"]
    assert "expected a CSS" in desk("try", f"{url}/terms", "--follow", "p >>", code=2).stderr
    assert "--language" in desk("try", f"{url}/terms", "--language", "d\ne", code=2).stderr


def test_try_chooses_in_json_as_a_watch_does(desk: Desk) -> None:
    """The one way to see what a JSONPath finds, before it is in the list, refused every one."""
    state = json.dumps({"old": "Nothing. " * 90, "now": {"terms": "We keep logs. " * 30}})
    desk.site.pages["/shell"] = (
        '<div id="__next"></div>'
        f'<script id="__NEXT_DATA__" type="application/json">{state}</script>'
    )
    url = f"{desk.site.url}/shell"
    found = desk.json("try", url, "--select", "$.now.terms", "--fetch", "plain", code=None)
    text = json.dumps(found["document"])
    assert "We keep logs." in text
    assert "Nothing." not in text


def test_try_says_when_an_answer_is_not_the_page(desk: Desk) -> None:
    result = desk("try", f"{desk.site.url}/missing", code=1)
    assert "not the page" in result.stdout
    desk.watchlist.unlink()
    closed = desk("try", f"{desk.site.url}/terms", code=2)
    assert "no such file" in closed.stderr, "a watchlist that was asked for must exist"


def test_try_refuses_private_addresses_unless_asked(tmp_path: Path, site: Site) -> None:
    """And needs no watchlist: the first thing a newcomer does."""
    command = [sys.executable, "-m", "monitor", "try", f"{site.url}/terms"]
    refused = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert refused.returncode == 1
    assert "error: forbidden-address" in refused.stderr
    assert "--allow-private permits it" in refused.stderr
    allowed = subprocess.run(
        [*command, "--allow-private"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert allowed.returncode == 0, allowed.stderr
    assert list(tmp_path.iterdir()) == []


def test_try_keeps_the_log_of_its_attempts_out_of_its_answer(tmp_path: Path) -> None:
    """A program reads the answer; a person is not shown the innards of a library."""
    busy = ok(status="503 Busy")
    page = ok(b"<h1>Terms</h1><p>You must be 16 years old to open an account here.</p>")
    with RawServer({"/terms": [busy, page], "/robots.txt": ok(b"")}) as server:
        command = [sys.executable, "-m", "monitor", "try", f"{server.url}/terms"]
        run = subprocess.run(
            [*command, "--json", "--allow-private"],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
    assert run.returncode == 0, run.stderr
    assert json.loads(run.stdout)["status"] == 200
    assert run.stderr == ""


def test_compare_takes_files_and_standard_input(tmp_path: Path) -> None:
    old, new = tmp_path / "old.html", tmp_path / "new.html"
    old.write_text(terms())
    new.write_text(terms(places=WORLD))
    run = CliRunner().invoke
    shown = run(cli, ["compare", str(old), str(new)])
    assert shown.exit_code == 0
    assert "Canada" in shown.stdout
    data = json.loads(
        run(cli, ["compare", str(old), "-", "--json"], input=terms(places=WORLD)).stdout
    )
    assert data["kind"] == "substantive"
    assert "CA" in data["regions_added"]
    assert run(cli, ["compare", str(old), str(new), "--exit-code"]).exit_code == 3
    assert run(cli, ["compare", str(old), str(old), "--exit-code"]).exit_code == 0
    assert "no difference" in run(cli, ["compare", str(old), str(old)]).stdout
    assert run(cli, ["compare", "-", "-"]).exit_code == 2
    note = tmp_path / "a.md"
    note.write_text("# T\n\nYou may post.\n")
    other = tmp_path / "b.md"
    other.write_text("# T\n\nYou may not post.\n")
    assert "{+not+}" in run(cli, ["compare", str(note), str(other), "-s"]).stdout


def test_classes_say_what_they_mean(tmp_path: Path) -> None:
    data = json.loads(CliRunner().invoke(cli, ["classes", "--json"]).stdout)
    assert len(data) == 22
    assert all(c["meaning"] for c in data)
    assert "AI" in CliRunner().invoke(cli, ["classes", "ai-training"]).stdout


# --------------------------------------------------------------------------- alerts, health


def test_alerts_test_reaches_every_recipient_or_says_which_it_did_not(desk: Desk) -> None:
    assert "sent" in desk("alerts", "test").stdout
    assert len(desk.site.received) == 1
    desk.site.refuse_posts = True
    result = desk.json("alerts", "test", "hook", code=1)
    assert result[0]["ok"] is False
    assert result[0]["error"]
    desk.watchlist.write_text("notify: [{name: a, urls: []}]")
    assert "no route has an address" in desk("alerts", "test", code=1).stderr


def test_alerts_lists_what_was_sent(changed: Desk) -> None:
    assert "sent" in changed("alerts").stdout
    assert "no dead alerts" in changed("alerts", "--status", "dead").stderr


def test_health_fails_until_the_daemon_runs(desk: Desk) -> None:
    result = desk.json("health", code=1)
    assert result["ok"] is False
    assert "no such file yet" in desk("health", code=1).stdout
    with desk.storage() as storage:
        storage.add_watches(load_config(desk.watchlist, {}).watches, datetime.now(UTC))
    assert "never run" in desk("health", code=1).stdout


def test_health_of_a_cron_job_goes_by_its_checks(desk: Desk) -> None:
    """Whoever has `monitor check` run by cron was told for ever that no daemon ran."""
    desk("check")
    answer = desk("health").stdout
    assert "healthy, last check 20" in answer
    assert "no daemon has ever run here" in answer
    assert desk.json("health")["last_look_at"]


@pytest.mark.parametrize(
    "mistake",
    ["watches: [{service: A}]", "notify: [", "settings: {database: 'sqlite:///monitor.db'}\nx: 1"],
)
def test_health_is_the_daemons_while_a_broken_file_waits_to_be_mended(
    desk: Desk, mistake: str
) -> None:
    """The daemon keeps the watchlist it has read; a container must not be restarted for it."""
    desk("check")
    with desk.storage() as storage:
        storage.tick(datetime.now(UTC))
    desk.watchlist.write_text(mistake)
    answer = desk.json("health")
    assert answer["ok"]
    assert "watchlist.yaml:" in answer["warnings"][0]
    assert "warning: " in desk("health").stdout


def test_explain_and_what_is_told_agree(desk: Desk) -> None:
    """A block that is said to count, and whose coming nobody is told, is a miss that is hidden."""
    paragraphs = (
        "Read this first",
        "Please verify answers for accuracy before use.",
        "You may close your account at any time.",
        "Was this page helpful to you?",
        "12 views",
    )
    body = "".join(f"<p>{text}</p>" for text in (NO_TRAINING, TRAINING, *paragraphs))
    desk.site.pages["/terms"] = f"<title>Terms</title><main><h1>Terms</h1>{body}</main>"
    desk("check")
    said = desk.json("explain", "nimbus")
    counting = {block["text"] for block in said["counting"]}
    for text in paragraphs:
        without = body.replace(f"<p>{text}</p>", "")
        pages = (f"<title>Terms</title><main><h1>Terms</h1>{b}</main>" for b in (without, body))
        assert (compare(*pages).kind != "noise") is (text in counting), text


def test_doctor_finds_a_lost_page(changed: Desk) -> None:
    assert "all is well" in changed("doctor").stdout
    for file in (changed.folder / "snapshots").rglob("*"):
        if file.is_file():
            file.unlink()
    result = changed.json("doctor", code=1)
    assert result["problems"]
    assert "problem: " in changed("doctor", code=1).stdout


def test_what_is_damaged_in_the_database_is_shown_and_mended(changed: Desk) -> None:
    with sqlite3.connect(changed.folder / "monitor.db") as database:
        database.execute("UPDATE page SET state = 'x'")
        database.execute("UPDATE version SET document = 'x' WHERE number = 1")
    assert "damaged" in changed("list", "--problems").stdout
    assert changed.json("list")[0]["state"] == "damaged"
    watch = changed.json("list")[0]["id"]
    assert "`monitor doctor --mend`" in changed("show", watch, "--version", "1", code=1).stderr
    assert "is damaged" in changed("history", watch).stdout
    # The page, the version, and that the version is not what the chain says was recorded.
    assert len(changed.json("doctor", code=1)["problems"]) == 3
    mended = changed("doctor", "--mend").stdout
    assert mended.count("mended: ") == 2
    assert "all is well" in mended
    assert changed.json("list")[0]["state"] == "ok"
    changed("show", watch, "--version", "1")


def test_release_accepts_a_page_that_was_held_back(desk: Desk) -> None:
    desk("check")
    desk.site.pages["/terms"] = (
        "<html><head><title>User Agreement | Nimbus</title></head><body><main>"
        "<h1>User Agreement</h1>"
        "<p>These terms were replaced by a shorter text that says all in one paragraph, and you "
        "agree to it when you use our services.</p></main></body></html>"
    )
    held = desk.json("check", code=1)["results"][0]
    assert held["outcome"] == "quarantined"
    released = desk.json("release", "nimbus")
    assert released["version"] == 2
    assert desk.json("list")[0]["state"] == "ok"


GATE = (
    "<html><head><title>Choose your country</title></head><body><main><h1>Choose your country</h1>"
    "<p>To see the right terms for you, please choose where you live.</p></main></body></html>"
)


def test_a_first_answer_that_looks_wrong_is_doubtful_until_somebody_says_otherwise(
    desk: Desk,
) -> None:
    desk.site.pages["/terms"] = GATE
    held = desk.json("check", code=1)["results"][0]
    assert held["reason"].startswith("doubtful: this may be a choice of country")
    row = desk.json("list")[0]
    assert (row["state"], row["version"]) == ("doubtful", 0)
    assert "doubtful" in desk("list", "--problems").stdout
    assert desk.json("release", "nimbus")["version"] == 1
    assert desk.json("list")[0]["state"] == "ok"


def test_a_second_look_that_finds_the_same_ends_the_doubt(desk: Desk) -> None:
    desk.site.pages["/terms"] = GATE
    desk("check", code=1)
    assert desk.json("check")["results"][0]["outcome"] == "first"
    assert desk.json("list")[0]["state"] == "ok"


def test_release_refuses_a_login_page_unless_forced(desk: Desk) -> None:
    """As a version it would be told of as a change, and so would the page when it is back."""
    desk("check")
    desk.site.pages["/terms"] = (
        "<html><head><title>Sign in | Nimbus</title></head><body><main><h1>Sign in</h1>"
        "<form><input type='password'></form><p>Sign in to continue to Nimbus.</p>"
        "</main></body></html>"
    )
    desk("check", code=1)
    attempts = len(desk.json("fetches", "nimbus"))
    result = CliRunner().invoke(cli, ["-w", str(desk.watchlist), "release", "nimbus"])
    assert result.exit_code == 1
    assert "--force" in result.output
    assert len(desk.json("fetches", "nimbus")) == attempts
    assert desk.json("release", "nimbus", "--force")["version"] == 2


def test_a_page_that_another_process_checks_is_said_to_be_left(desk: Desk) -> None:
    desk("check")
    with desk.storage() as storage:
        assert storage.claim(ID, datetime.now(UTC), timedelta(minutes=1))
        result = desk("check")  # while it is at it: a process that ended holds nothing
    assert "another process is checking" in result.stderr


def test_a_failed_alert_is_told_once_and_not_as_log(desk: Desk) -> None:
    desk("check")
    desk.change()
    desk.site.refuse_posts = True
    result = desk("check", code=1)
    assert "to be tried again" in result.stderr
    assert "alert not delivered" not in result.output


# --------------------------------------------------------------------------- the daemon


def test_run_ticks_answers_health_and_stops_on_sigterm(desk: Desk) -> None:
    """What a container engine does with it."""
    command = [sys.executable, "-m", "monitor", "-w", str(desk.watchlist)]
    environ = {**os.environ, "MONITOR_LOG": "json"}
    with subprocess.Popen(
        [*command, "run"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environ
    ) as process:
        until = time.monotonic() + 30
        while not desk.site.requests and time.monotonic() < until:
            time.sleep(0.2)
        time.sleep(0.5)
        healthy = subprocess.run([*command, "health"], capture_output=True, text=True, check=False)
        process.send_signal(signal.SIGTERM)
        output, log = process.communicate(timeout=15)
    assert healthy.returncode == 0, healthy.stdout
    assert process.returncode == 0, log
    assert output == b""
    assert all(json.loads(line)["event"] for line in log.splitlines())


# --------------------------------------------------------------------------- the terminal

HOSTILE = "\x1b]0;owned\x07\x1b[2J\x9b31m[bold red]Terms[/bold red] \u202egpj.exe :smile: \x07"


def on_terminal(desk: Desk, *args: str, columns: int = 100, **more: str) -> str:
    """What a person's terminal receives."""
    ours, theirs = pty.openpty()
    environ = {**os.environ, "COLUMNS": str(columns), "TERM": "xterm-256color"}
    environ.pop("NO_COLOR", None)
    environ |= more
    words = [sys.executable, "-m", "monitor", "-w", str(desk.watchlist), *args]
    with subprocess.Popen(
        words, stdin=theirs, stdout=theirs, stderr=theirs, env=environ, start_new_session=True
    ):
        os.close(theirs)
        received = b""
        while select.select([ours], [], [], 30)[0]:
            try:
                piece = os.read(ours, 65536)
            except OSError:  # the other side has been closed
                break
            if not piece:
                break
            received += piece
    os.close(ours)
    return received.decode()


def test_nothing_in_a_page_can_act_on_the_terminal(desk: Desk) -> None:
    """Titles, headings, words and raw bytes of a page are written by strangers."""
    desk.site.pages["/terms"] = terms(training=f"{HOSTILE} We keep your data for 30 days.")
    desk("check")
    desk.site.pages["/terms"] = terms(training=f"{HOSTILE} We keep your data for 90 days.")
    desk("check")
    shown = {
        " ".join(args): on_terminal(desk, *args)
        for args in (
            ["show", "nimbus"],
            ["show", "nimbus", "--raw"],
            ["diff", "nimbus", "--full"],
            ["diff", "nimbus", "-s"],
        )
    }
    for args in (["show", "nimbus", "--json"], ["diff", "nimbus", "--json"], ["explain", "nimbus"]):
        shown[" ".join(args)] = desk(*args).stdout
    for command, text in shown.items():
        for bad in ("\x1b]", "\x1b[2J", "\x9b", "\u202e", "\x07"):
            assert bad not in text, (command, bad)
        if "diff" not in command or "--full" in command:
            assert "[bold red]" in text, "page text is no markup"
            assert ":smile:" in text


def test_a_terminal_gets_colour_and_a_narrow_one_whole_ids(changed: Desk) -> None:
    coloured = on_terminal(changed, "diff", "nimbus")
    assert "\x1b[" in coloured
    assert "{+" not in coloured
    assert "{+" in on_terminal(changed, "diff", "nimbus", NO_COLOR="1"), "marks in place of colour"
    text = on_terminal(changed, "changes", columns=40)
    assert ID in text
    assert max(len(line) for line in text.replace("\r", "").split("\n")) < 140


def test_a_terminal_sees_progress_that_leaves_nothing_behind(desk: Desk) -> None:
    text = desk.watchlist.read_text()
    desk.watchlist.write_text(
        text + f"  - {{service: Nimbus, document: Other, url: {desk.site.url}/terms?b}}\n"
    )
    shown = on_terminal(desk, "check")
    assert "checking" in shown
    assert "2 pages: 2 first" in shown


# --------------------------------------------------------------------------- JSON

JSON_CALLS = {
    "check": [],
    "list": [],
    "changes": [],
    "upcoming": [],
    "facts": [],
    "history": ["nimbus"],
    "show": ["nimbus"],
    "diff": ["nimbus"],
    "fetches": ["nimbus"],
    "explain": ["nimbus"],
    "alerts": [],
    "alerts test": [],
    "classes": [],
    "validate": [],
    "health": [],
    "doctor": [],
}


def test_json_has_the_fields_that_the_documentation_promises(changed: Desk) -> None:
    """Programs are written after docs/json.md."""
    text = (Path(__file__).parents[1] / "docs" / "json.md").read_text(encoding="utf-8")
    commands = text.split("## A change")[0]
    rows = dict(re.findall(r"^\| `([a-z ]+)` \| (.*) \|$", commands, re.MULTILINE))
    of_change = set(re.findall(r"`(\w+)`", text.split("## A change")[1].split("## A diff")[0]))
    for name, args in JSON_CALLS.items():
        answer = changed.json(*name.split(), *args, code=None)
        given = set(answer[0] if isinstance(answer, list) else answer)
        given -= of_change if name == "changes" else set()
        links = re.sub(r"\]\(\S*\)", "]", rows[name])
        outer = re.sub(r"\([^()]*\)", "", links)
        assert given == set(re.findall(r"`(\w+)`", outer)), name
    (change,) = changed.json("changes")
    assert {"kind", "severity", "summary", "findings"} <= set(change)
    assert set(change["findings"][0]) <= of_change


def test_doctor_answers_before_the_first_check_too(desk: Desk) -> None:
    """A newcomer asks it right after `init`: the watchlist was not even looked at."""
    text = desk.watchlist.read_text()
    desk.watchlist.write_text(text[: text.index("notify:")] + text[text.index("watches:") :])
    told = desk("doctor", code=1).stdout
    assert "no such file yet; `monitor check` makes it" in told
    assert "warning: nobody is notified of a change" in told


def test_doctor_says_that_nobody_hears_of_a_change(changed: Desk) -> None:
    """ "all is well" was its answer where every alert waited for an address."""
    assert changed.json("doctor")["warnings"] == []
    text = changed.watchlist.read_text()
    silent = "notify:\n  - {name: quiet, urls: ['${NOBODY:-}']}\n"
    changed.watchlist.write_text(text.replace("notify:\n", silent))
    partly = changed("doctor").stdout
    assert "warning: not all are notified: quiet: its `urls` are empty here" in partly
    assert "all is well" not in partly
    routes = "notify:\n" + text.partition("notify:\n")[2].partition("watches:")[0]
    for left in (silent, ""):
        changed.watchlist.write_text(text.replace(routes, left))
        (told,) = changed.json("doctor")["warnings"]
        assert told.startswith("nobody is notified of a change")
