"""`monitor backtest` as a user runs it: recorded snapshots in, one answer each out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import zstandard
from click.testing import CliRunner

from monitor import replay as replays
from monitor.cli import cli
from monitor.errors import ConfigError
from monitor.model import ExtractRules, Range

START = datetime(2026, 1, 5, 6, 0, tzinfo=UTC)
CLAUSES = "".join(f"<p>Clause {n} says what we do about matter {n}.</p>" for n in range(20))
OLD = f"<title>Terms</title><main><h1>Terms</h1>{CLAUSES}</main>"
NEW = OLD.replace("</main>", "<p>We keep your messages for 90 days after you leave.</p></main>")


def record(path: Path, bodies: Sequence[str], watch: str = "acme-terms", **fields: object) -> Path:
    """A record of one watch, a snapshot every 12 hours."""
    lines = []
    for number, body in enumerate(bodies):
        at = (START + timedelta(hours=12 * number)).strftime("%Y-%m-%dT%H:%M:%SZ")
        row = {
            "watch": watch,
            "url": "https://acme.example/terms",
            "fetched_at": at,
            "status": 200,
            "content_type": "text/html",
            "body": body,
        }
        lines.append(json.dumps(row | fields) + "\n")
    data = "".join(lines).encode()
    if path.name.endswith(".zst"):
        data = zstandard.ZstdCompressor(level=3).compress(data)
    path.write_bytes(data)
    return path


def run(*arguments: object) -> list[dict[str, Any]]:
    result = CliRunner().invoke(cli, ["backtest", *map(str, arguments), "--json"])
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_an_empty_line_is_skipped(tmp_path: Path) -> None:
    path = record(tmp_path / "a.jsonl", [OLD, OLD])
    path.write_text(path.read_text().replace("\n", "\n\n"))
    assert len(run(path)) == 2


def test_each_snapshot_gets_an_answer_and_a_change_its_classes(tmp_path: Path) -> None:
    path = record(tmp_path / "acme.jsonl.zst", [OLD, OLD, NEW, NEW, NEW])
    answers = run(path)
    assert [a["outcome"] for a in answers] == [
        "first",
        "unchanged",
        "pending",
        "substantive",
        "unchanged",
    ]
    change = answers[3]
    assert change["watch"] == "acme-terms"
    assert change["fetched_at"] == "2026-01-06T18:00:00Z"
    assert change["kind"] == "substantive"
    assert set(change) >= {"classes", "regions_added", "regions_removed", "dates", "summary"}
    assert "diff" not in change
    assert "for 90 days" in run(path, "--diffs")[3]["diff"]


def test_a_folder_plain_or_compressed_gives_the_same_bytes_for_any_jobs(tmp_path: Path) -> None:
    record(tmp_path / "b.jsonl", [OLD, NEW, NEW], watch="b")
    record(tmp_path / "a.jsonl.zst", [NEW, OLD, OLD, OLD], watch="z")
    (tmp_path / "manifest.json").write_text("[]")
    outputs = {
        CliRunner().invoke(cli, ["backtest", str(tmp_path), "--json", "--jobs", jobs]).stdout
        for jobs in ("1", "2")
    }
    (output,) = outputs
    rows = [json.loads(line) for line in output.splitlines()]
    assert [(r["watch"], r["fetched_at"]) for r in rows] == sorted(
        (r["watch"], r["fetched_at"]) for r in rows
    )
    assert len(rows) == 7


def test_without_json_a_table_counts_the_outcomes(tmp_path: Path) -> None:
    path = record(tmp_path / "acme.jsonl", [OLD, NEW, NEW])
    result = CliRunner().invoke(cli, ["backtest", str(path)])
    assert result.exit_code == 0
    assert "acme-terms" in result.stdout
    assert "SUBSTANTIVE" in result.stdout
    assert "FAILED" not in result.stdout


def test_a_block_page_and_what_cannot_be_read_are_told_apart(tmp_path: Path) -> None:
    path = record(tmp_path / "a.jsonl", [OLD, "<h1>Access Denied</h1>"])
    assert [a["outcome"] for a in run(path)] == ["first", "quarantined"]
    path = record(tmp_path / "b.jsonl", ["%PDF-1.7"], content_type="application/pdf")
    (answer,) = run(path)
    assert answer["outcome"] == "failed"
    assert "unreadable" in answer["reason"]
    path = record(tmp_path / "c.jsonl", [OLD], status=503)
    assert run(path)[0]["outcome"] == "quarantined"


def test_a_recorded_charset_is_not_applied_twice(tmp_path: Path) -> None:
    """The body is text already, whatever charset its header once named."""
    latin = OLD.replace("matter", "matière")
    path = record(tmp_path / "a.jsonl", [latin], content_type="text/html; charset=iso-8859-1")
    page = replays.Page(ExtractRules())
    row = json.loads(path.read_text())
    page.see(replays.answer_of(row, START))
    assert page.current is not None
    assert "matière" in page.current.text


@pytest.mark.parametrize(
    "selectors",
    [
        [{"watch": "acme-terms", "selectors": {"select": "#policy", "remove": [".date"]}}],
        "watches:\n  - id: acme-terms\n    service: Acme\n    document: Terms\n"
        "    url: https://acme.example/terms\n    select: '#policy'\n    remove: '.date'\n",
    ],
)
def test_selectors_come_from_a_manifest_or_a_watchlist(selectors: object, tmp_path: Path) -> None:
    def page(date: str, nav: str) -> str:
        return f"<p>{nav}</p><div id=policy><h1>Terms</h1><p class=date>{date}</p>{CLAUSES}</div>"

    bodies = [page("Monday", "a"), *[page("Tuesday", "Our new offer: a plan at 20 euro")] * 3]
    path = record(tmp_path / "acme.jsonl", bodies)
    if isinstance(selectors, str):
        rules = tmp_path / "watchlist.yaml"
        rules.write_text(selectors)
    else:
        rules = tmp_path / "manifest.json"
        rules.write_text(json.dumps(selectors))
    outcomes = [a["outcome"] for a in run(path, "--watchlist", rules)]
    assert outcomes == ["first", "unchanged", "unchanged", "unchanged"]


def test_a_manifest_may_give_ranges_lists_and_nothing(tmp_path: Path) -> None:
    path = tmp_path / "manifest.json"
    entries = [
        {"watch": "a", "selectors": {"select": {"startAfter": "h1", "endBefore": "#end"}}},
        {"watch": "b", "selectors": {"select": ["main", ".more"], "remove": "nav"}},
        {"watch": "c", "selectors": None},
    ]
    path.write_text(json.dumps(entries))
    assert replays.rules_from_manifest(path) == {
        "a": ExtractRules(ranges=(Range(start_after="h1", end_before="#end"),)),
        "b": ExtractRules(select=("main", ".more"), remove=("nav",)),
        "c": ExtractRules(),
    }


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        (
            "a.jsonl",
            b'{"watch": "a"}\n',
            "line 1: not a recorded snapshot: 'fetched_at'",
        ),
        ("a.jsonl", b"{oops\n", "line 1: not a recorded snapshot"),
        ("a.jsonl", b"[1]\n", "line 1: not a recorded snapshot"),
        ("a.jsonl.zst", b"no zstd", "cannot be decompressed"),
    ],
)
def test_what_is_no_record_is_named_with_its_line(
    name: str, content: bytes, message: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(content)
    result = CliRunner().invoke(cli, ["backtest", str(tmp_path)])
    assert result.exit_code == 2
    assert message in " ".join(result.output.split())


def test_a_record_that_goes_back_in_time_is_refused(tmp_path: Path) -> None:
    path = record(tmp_path / "a.jsonl", [OLD, OLD])
    path.write_text("\n".join([*reversed(path.read_text().splitlines()), ""]))
    with pytest.raises(ConfigError, match="goes back in time"):
        replays.replay([path])


def test_one_watch_in_two_files_is_refused(tmp_path: Path) -> None:
    one, two = (record(tmp_path / name, [OLD]) for name in ("a.jsonl", "b.jsonl"))
    with pytest.raises(ConfigError, match="recorded in both"):
        replays.replay([one, two])


def test_nothing_to_replay_is_said(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no recorded snapshots"):
        replays.find_files([tmp_path])
    with pytest.raises(ConfigError, match="no such file"):
        replays.find_files([tmp_path / "absent"])
    (tmp_path / "manifest.json").write_text('{"watch": 1}')
    with pytest.raises(ConfigError, match="not a manifest"):
        replays.rules_from_manifest(tmp_path / "manifest.json")


def test_progress_is_told_in_bytes_of_the_files(tmp_path: Path) -> None:
    files = [record(tmp_path / f"{watch}.jsonl", [OLD, NEW], watch=watch) for watch in ("a", "b")]
    heard: list[int] = []
    for jobs in (1, 2):
        replays.replay(files, jobs=jobs, report=lambda size, _: heard.append(size))
    assert sum(heard) == 2 * sum(path.stat().st_size for path in files)
