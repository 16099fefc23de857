"""Open Terms Archive: its declarations become entries, and what it recorded the past of pages."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from monitor.cli import cli
from monitor.config import load_config
from monitor.model import Range
from monitor.model.archived import ImportResult
from monitor.service.imported_history import HistoryImporter
from tests.commands import run
from tests.pages import page

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
PLAZA = {
    "name": "Plaza",
    "terms": {
        "Terms of Service": {
            "fetch": "https://plaza.example/terms",
            "select": ["main", {"startBefore": "h1", "endBefore": "#end"}, "p:unknown-pseudo"],
            "remove": [".ad", {"startBefore": ".a", "endAfter": ".b"}],
            "filter": ["removeTrackingIDs", {"dropParams": ["utm"]}],
            "executeClientScripts": True,
            "headers": {"Accept-Language": "en-GB", "Host": "evil.example"},
        },
        "Privacy Policy": {"fetch": "https://plaza.example/privacy", "select": "main"},
        "Community Guidelines": {
            "select": "article",
            "combine": [
                {"fetch": "https://plaza.example/rules"},
                {"fetch": "https://plaza.example/rules/more", "select": "main"},
            ],
        },
    },
}
THEN = datetime(2021, 3, 4, 5, 6, 7, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    declare(tmp_path, "Plaza", PLAZA)
    return tmp_path


def declare(folder: Path, service: str, data: Any) -> None:
    (folder / "ota/declarations").mkdir(parents=True, exist_ok=True)
    text = data if isinstance(data, str) else json.dumps(data, indent=2)
    (folder / f"ota/declarations/{service}.json").write_text(text)


def answer(*args: str, code: int = 0) -> Any:
    return json.loads(run(*args, "--json", code=code).stdout)


# ------------------------------------------------------------------ declarations


def test_declarations_become_entries_with_their_selectors(folder: Path) -> None:
    left_out = answer("import", "ota", "ota")["left_out"]
    terms, privacy, rules = load_config(folder / "watchlist.yaml").watches
    assert (terms.id, terms.service) == ("plaza-terms-of-service", "Plaza")
    assert terms.rules.select == ("main",)
    assert terms.rules.ranges == (Range(start_before="h1", end_before="#end"),)
    assert terms.rules.remove == (".ad",)
    assert terms.rules.cuts == (Range(start_before=".a", end_after=".b"),)
    assert terms.headers == (("Accept-Language", "en-GB"),)
    assert (terms.fetch, privacy.fetch) == ("browser", "auto")
    assert privacy.rules.select == ("main",)
    assert rules.url == "https://plaza.example/rules"
    assert rules.rules.select == ("article",), "what a page does not say is said by its terms"
    told = " ".join(left_out[terms.id])
    for what in ("removeTrackingIDs", "dropParams", "header Host", "p:unknown-pseudo"):
        assert what in told, "what is not done here is named"
    assert rules.pages == ("https://plaza.example/rules/more",), "one document of two pages"
    assert left_out[rules.id] == ["select of https://plaza.example/rules/more"]
    assert privacy.id not in left_out


def test_declarations_without_their_selectors(folder: Path) -> None:
    """They rot, and none are needed here."""
    told = run("import", "ota", "ota", "--without-selectors").stdout
    watches = load_config(folder / "watchlist.yaml").watches
    assert all(not w.rules.select and w.fetch == "auto" for w in watches)
    assert "unknown-pseudo" not in told, "what nobody wanted is not missing"
    assert "0 pages added" in run("import", "ota", "ota", "--without-selectors").stdout


def test_only_the_services_that_are_wanted(folder: Path) -> None:
    declare(folder, "Nimbus", {"name": "Nimbus", "terms": {}})
    assert len(answer("import", "ota", "ota", "--service", "Plaza")["added"]) == 3
    result = CliRunner().invoke(cli, ["import", "ota", "ota", "--service", "Nobody"])
    assert "no service Nobody" in str(result.exception) + result.output


def test_the_older_form_is_read_and_what_lies_beside_is_not(folder: Path) -> None:
    old = {"name": "Old", "documents": {"Terms": {"fetch": "https://old.example", "select": "b"}}}
    declare(folder, "Old", old)
    declare(folder, "Old.history", "{ not json")
    (folder / "ota/declarations/Old.filters.js").write_text("export function f() {}")
    assert "old-terms" in answer("import", "ota", "ota")["added"]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ('{\n "name": "Bad",\n "terms": {,}\n}', "Bad.json:3: is not JSON"),
        ({"name": "Bad"}, "Bad.json: terms: expected terms by their type, found nothing"),
        ([], "Bad.json: expected a service"),
        (
            {"name": "Bad", "terms": {"Privacy Policy": {"fetch": "ftp://x"}}},
            "Bad.json:4: terms.Privacy Policy.fetch: expected",
        ),
        (
            {"name": "Bad", "terms": {"Privacy Policy": {"select": "main"}}},
            "Bad.json:4: terms.Privacy Policy.fetch: expected",
        ),
        (
            {"name": "Bad", "terms": {"Privacy Policy": "https://x.example"}},
            "Bad.json:4: terms.Privacy Policy: expected a declaration",
        ),
        (
            {"name": "Bad", "terms": {"A": {"combine": "https://x.example"}}},
            "Bad.json:4: terms.A.combine: expected a list",
        ),
        ({"name": 7, "terms": {}}, "Bad.json: name: expected the service's name, found 7"),
        ("[" * 100_000, "Bad.json"),
    ],
)
def test_a_bad_declaration_is_named_and_the_others_are_imported(
    folder: Path, data: Any, told: str
) -> None:
    """One broken file of 500 kept all others out."""
    declare(folder, "Bad", data)
    done = run("import", "ota", "ota").stdout
    assert "3 pages added" in done
    assert f"not imported: ota/declarations/{told}" in done
    assert len(load_config(folder / "watchlist.yaml").watches) == 3
    (folder / "watchlist.yaml").unlink()
    (folder / "ota/declarations/Plaza.json").unlink()
    result = CliRunner().invoke(cli, ["import", "ota", "ota"])
    shown = result.output + str(result.exception)
    assert result.exit_code == 2
    assert told in shown
    assert not (folder / "watchlist.yaml").exists()


def test_a_folder_without_declarations_is_said_to_be_one(folder: Path) -> None:
    (folder / "empty").mkdir()
    result = CliRunner().invoke(cli, ["import", "ota", "empty"])
    assert "expected a folder of declarations" in result.output + str(result.exception)


# ------------------------------------------------------------------ what it recorded


def clause(n: int) -> str:
    """The clause that changes: it states its own number, and trains from the 200th on."""
    uses = "We use your posts to train AI models." if n >= 200 else "We do not use your posts."
    return f"{uses} We keep your account data for {30 + n} days after you close the account."


def repository(folder: Path, records: Iterable[tuple[str, str, datetime]]) -> Path:
    """A repository as the engine makes it: a commit for each record, dated when it was fetched."""
    folder.mkdir()
    subprocess.run(["git", "init", "-q", "-b", "main"], cwd=folder, check=True)
    stream = []
    for path, text, at in records:
        body = text.encode()
        message = f"Record new changes of {path}".encode()
        who = f"Bot <bot@example.org> {int(at.timestamp())} +0000"
        stream.append(f"commit refs/heads/main\nauthor {who}\ncommitter {who}\n".encode())
        stream.append(b"data %d\n%s\n" % (len(message), message))
        stream.append(f"M 100644 inline {json.dumps(path)}\ndata {len(body)}\n".encode())
        stream.append(body + b"\n")
    subprocess.run(
        ["git", "fast-import", "--quiet"], cwd=folder, input=b"".join(stream), check=True
    )
    return folder


@needs_git
def test_a_history_of_300_versions_is_known_at_once(folder: Path) -> None:
    """It must answer as if monitor had been there from the first day, and alert nobody."""
    path = "Plaza/Terms of Service.html"
    days = [(path, page(clause(n)), THEN + timedelta(days=n)) for n in range(300)]
    snapshots = repository(folder / "plaza-snapshots", days)
    took = answer("import", "ota", "ota", "--without-selectors", "--snapshots", str(snapshots))
    (history,) = took["history"]
    assert (history["versions"], history["changes"]) == (300, 299)
    assert history["first_at"] == "2021-03-04T05:06:07Z"

    ident = "plaza-terms-of-service"
    versions = answer("history", ident)
    assert [v["version"] for v in versions] == list(range(300, 0, -1))
    assert versions[0]["seen_at"] == "2021-12-28T05:06:07Z"
    assert "plaza-snapshots, commit" in versions[0]["source"]
    assert "We use your posts to train AI models" in run("show", ident, "--version", "201").stdout

    blamed = answer("blame", ident)
    since = next(row for row in blamed if "train AI models" in row["sentence"])
    assert since["first_seen"] == "2021-09-20T05:06:07Z", "the day on which the sentence came"
    facts = answer("facts", ident, "--at", "2021-05-01")
    assert "88 days" in json.dumps(facts), "30 + 58 days, as it stood then"
    assert answer("search", "train")
    assert answer("verify")["ok"]
    assert answer("alerts") == []


@needs_git
def test_ctrl_c_says_what_was_imported_and_the_same_command_goes_on(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It ended without a word, and nobody knew whether half a past was worth keeping."""
    path = "Plaza/Terms of Service.html"
    days = [(path, page(clause(n)), THEN + timedelta(days=n)) for n in range(5)]
    snapshots = str(repository(folder / "plaza-snapshots", days))
    taken = HistoryImporter._taken

    def interrupted(self: HistoryImporter, result: ImportResult, *args: Any, **kw: Any) -> Any:
        if result.taken == 2:
            raise KeyboardInterrupt
        return taken(self, result, *args, **kw)

    monkeypatch.setattr(HistoryImporter, "_taken", interrupted)
    command = ("import", "ota", "ota", "--without-selectors", "--snapshots", snapshots)
    assert "stopped: 2 of 5 answers imported now" in run(*command, code=130).stderr
    monkeypatch.setattr(HistoryImporter, "_taken", taken)
    (history,) = answer(*command)["history"]
    assert (history["known"], history["looks"]) == (2, 3)
    assert len(answer("history", "plaza-terms-of-service")) == 5


@needs_git
def test_markdown_versions_are_read_marked_and_not_held_against_the_page(folder: Path) -> None:
    text = "# Terms of Service\n\n## Training\n\n{}\n\n## Rules\n\n" + "Be fair to others. " * 40
    days = [
        ("Plaza/Terms of Service.md", text.format(clause(n)), THEN + timedelta(days=n))
        for n in (1, 2, 210)
    ]
    versions = repository(folder / "plaza-versions", days)
    (history,) = answer("import", "ota", "ota", "--versions", str(versions))["history"]
    assert (history["versions"], history["changes"]) == (3, 2)
    again = answer("import", "ota", "ota", "--versions", str(versions))["history"][0]
    assert (again["known"], again["looks"]) == (3, 0), "an import goes on where it was"


def test_a_dataset_is_read_as_well(folder: Path) -> None:
    text = "# Privacy Policy\n\n## Data\n\n{}\n\n## Rules\n\n" + "Be fair to others. " * 40
    for n in (1, 2):
        file = folder / f"dataset/Plaza/Privacy Policy/2021-03-0{n}T10-20-30Z.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text.format(clause(n)))
    (history,) = answer("import", "ota", "ota", "--versions", "dataset")["history"]
    assert history["first_at"] == "2021-03-01T10:20:30Z"
    assert history["versions"] == 2


@needs_git
def test_what_of_a_repository_is_not_imported_is_named(folder: Path) -> None:
    records = [
        ("Plaza/Terms of Service.html", page(clause(1)), THEN),
        ("Plaza/Community Guidelines #rules.html", page(clause(1)), THEN),
        ("Nimbus/Terms of Service.html", page(clause(1)), THEN),
        ("README.md", "# Snapshots", THEN),
    ]
    snapshots = repository(folder / "snaps", records)
    took = answer("import", "ota", "ota", "--snapshots", str(snapshots))
    assert took["without"] == [
        "Nimbus, Terms of Service: not declared",
        "Plaza, Community Guidelines #rules: one page of several",
    ]
    assert [h["watch"] for h in took["history"]] == ["plaza-terms-of-service"]


@needs_git
def test_a_repository_cannot_have_anything_run(folder: Path) -> None:
    """Whoever gives us a repository gives us its settings too."""
    snapshots = repository(
        folder / "snaps", [("Plaza/Terms of Service.html", page(clause(1)), THEN)]
    )
    script = folder / "evil.sh"
    script.write_text(f"#!/bin/sh\ntouch {folder}/ran\n")
    script.chmod(0o755)
    settings = {
        "log.showSignature": "true",
        "gpg.program": str(script),
        "core.fsmonitor": str(script),
        "core.pager": str(script),
        "diff.external": str(script),
        "core.sshCommand": str(script),
    }
    for name, value in settings.items():
        subprocess.run(["git", "config", name, value], cwd=snapshots, check=True)
    args = ("--without-selectors", "--snapshots", str(snapshots))
    (history,) = answer("import", "ota", "ota", *args)["history"]
    assert history["versions"] == 1
    assert not (folder / "ran").exists()


@pytest.mark.parametrize("args", [["--snapshots", "empty"], ["--versions", "empty"]])
def test_a_folder_that_holds_no_records_is_one_clear_line(folder: Path, args: list[str]) -> None:
    (folder / "empty").mkdir()
    result = CliRunner().invoke(cli, ["import", "ota", "ota", *args])
    assert "expected the git repository of an Open Terms Archive" in (
        result.output + str(result.exception)
    )
