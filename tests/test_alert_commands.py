"""What a person does with alerts at the terminal: look, preview, send again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from monitor.cli import cli
from monitor.config import load_config
from monitor.errors import ConfigError
from monitor.service.routing import for_change
from monitor.storage import Storage
from tests.rawserver import RawServer, ok
from tests.stored import NOW, change, check, watch

WATCHLIST = """\
notify:
  - name: legal
    urls: ["${{LEGAL:-}}"]
  - name: press
    urls: ["{press}"]
    severity: critical
    kinds: [substantive, editorial]
watches:
  - {{service: Acme, document: Terms, url: "https://acme.example/terms", id: acme-terms}}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("LEGAL", raising=False)
    return tmp_path


def write(folder: Path, press: str = "json://127.0.0.1:9/press") -> None:
    (folder / "watchlist.yaml").write_text(WATCHLIST.format(press=press), "utf-8")


def found_a_change(folder: Path) -> str:
    """A change that was recorded while LEGAL was not set; its id."""
    config = load_config(folder / "watchlist.yaml", {})
    with Storage.open(config.database, config.snapshots) as storage:
        storage.sync_watches([watch()], NOW)
        check(storage, text="one")
        check(storage, body="<p>two", text="two", change=change())
        (record,) = storage.changes()
        alerts = for_change(config.routes, config.watches[0], record, NOW)
        storage.add_alerts("acme-terms", alerts, NOW, change_id=record.id)
    return record.id


def run(*words: str, **env: str) -> Any:
    return CliRunner().invoke(cli, list(words), env=env, catch_exceptions=False)


def test_what_was_sent_to_whom_and_what_the_server_said(folder: Path) -> None:
    with RawServer({"/legal": ok(b"queued as 77")}) as server:
        write(folder)
        found_a_change(folder)
        address = f"json://127.0.0.1:{server.port}/legal"
        assert run("alerts", "retry", LEGAL=address).exit_code == 0
        (row,) = json.loads(run("alerts", "--json", LEGAL=address).output)
        shown = run("alerts", "show", row["id"][:6], LEGAL=address).output
    assert "status: sent" in shown
    assert "answer: 200 queued as 77" in shown
    assert "(route legal)" in shown
    assert "Canada added" in shown
    assert "/legal" not in shown.replace("route legal", ""), "an address is secret"


def test_a_change_is_sent_again_to_a_route(folder: Path) -> None:
    with RawServer({"/press": ok(), "/legal": ok()}) as server:
        write(folder, press=f"json://127.0.0.1:{server.port}/press")
        change_id = found_a_change(folder)
        done = run("alerts", "resend", change_id, "--route", "press", "--json")
        assert json.loads(done.output)["alerts"]["sent"] == 1
        assert [seen.path for seen in server.seen] == ["/press"], "whatever its filters say"
        address = f"json://127.0.0.1:{server.port}/legal"
        done = run("alerts", "resend", change_id, "--json", LEGAL=address)
        assert json.loads(done.output)["alerts"]["sent"] == 1, "for the one that waited as well"


def test_alerts_without_an_address_are_said_to_wait(folder: Path) -> None:
    write(folder)
    found_a_change(folder)
    assert "no failed" not in run("alerts").output
    (row,) = json.loads(run("alerts", "--json").output)
    assert (row["status"], row["to"]) == ("pending", "(no address)")


@pytest.mark.parametrize(
    ("form", "holds"),
    [
        ("email", "<del"),
        ("slack", '"blocks"'),
        ("teams", '"AdaptiveCard"'),
        ("discord", '"embeds"'),
        ("telegram", "<s>"),
        ("ntfy", '"priority"'),
        ("webhook", '"schema_version"'),
        ("text", "[-do not-]"),
    ],
)
def test_every_form_can_be_looked_at_before_the_first_change(
    folder: Path, form: str, holds: str
) -> None:
    write(folder)
    done = run("alerts", "preview", "--as", form)
    assert done.exit_code == 0
    assert holds in done.output


def test_a_routes_own_template_is_used_and_one_that_is_broken_is_named(folder: Path) -> None:
    write(folder)
    own = folder / "own"
    own.mkdir()
    text = (folder / "watchlist.yaml").read_text("utf-8")
    text = text.replace("  - name: press\n", "  - name: press\n    templates: own\n")
    (folder / "watchlist.yaml").write_text(text, "utf-8")
    (own / "alert.txt.j2").write_text("OURS: {{ headline }}", "utf-8")
    assert "OURS: " in run("alerts", "preview", "--route", "press").output
    assert "OURS" not in run("alerts", "preview", "--route", "legal").output
    for broken in ("{{ nosuch }}", "{% if %}", "{{ ''.__class__.__mro__ }}"):
        (own / "alert.txt.j2").write_text(broken, "utf-8")
        with pytest.raises(ConfigError, match=r"notify\[1\]\.templates|templates"):
            load_config(folder / "watchlist.yaml", {})


def test_recipients_come_from_an_apprise_file_by_their_tags(folder: Path) -> None:
    write(folder, press="file://apprise.yaml?tags=legal")
    (folder / "apprise.yaml").write_text(
        "urls:\n"
        "  - json://127.0.0.1:9/a:\n      - tag: legal\n"
        "  - json://127.0.0.1:9/b:\n      - tag: press\n"
        "  - json://127.0.0.1:9/c:\n      - tag: legal, press\n",
        "utf-8",
    )
    config = load_config(folder / "watchlist.yaml", {})
    press = config.routes[1]
    assert len(press.urls) == 2
    assert "/a" in press.urls[0]
    assert "/c" in press.urls[1]
    write(folder, press="file://apprise.yaml?tags=nobody")
    with pytest.raises(ConfigError, match="no address with the tag nobody"):
        load_config(folder / "watchlist.yaml", {})
    write(folder, press="file://nosuch.yaml")
    with pytest.raises(ConfigError, match="no such file"):
        load_config(folder / "watchlist.yaml", {})


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("yaml", 'urls:\n  - "{}":\n      - tag: legal\n  - json://127.0.0.1:9/x?secret=s3\n'),
        ("yaml", 'urls:\n  - "{}"\n  - json://127.0.0.1:9/x?secret=s3:\n      tag: ops\n'),
        ("txt", "# ours\nlegal={}\njson://127.0.0.1:9/x?secret=s3\n"),
    ],
)
def test_addresses_of_an_apprise_file_are_used_as_they_stand_there(
    folder: Path, form: str, text: str
) -> None:
    """`dpo@müller.de` in such a file was a mail to its sender, and a webhook lost its secret."""
    mail = "mailto://mail.example.org?from=monitor@example.org&to={}"
    write(folder, press=f"file://apprise.{form}")
    for to in ("o'brien@example.org", "dpo@müller.de"):
        (folder / f"apprise.{form}").write_text(text.format(mail.format(to)), "utf-8")
        urls = load_config(folder / "watchlist.yaml", {}).routes[1].urls
        assert urls == (mail.format(to), "json://127.0.0.1:9/x?secret=s3")
    (folder / f"apprise.{form}").write_text(text.format(mail.format("legal")), "utf-8")
    with pytest.raises(ConfigError, match="not a mail address"):
        load_config(folder / "watchlist.yaml", {}, thorough=True)


def test_a_mail_entry_of_an_apprise_file_with_options_beside_it_is_refused(folder: Path) -> None:
    """Apprise reads such an option by a pattern that makes another address of it."""
    entry = "  - mailto://mail.example.org?from=a@example.org:\n      - to: o'brien@example.org\n"
    (folder / "apprise.yaml").write_text("urls:\n" + entry, "utf-8")
    write(folder, press="file://apprise.yaml")
    with pytest.raises(ConfigError, match="write who gets the mail into the address"):
        load_config(folder / "watchlist.yaml", {})
