"""The Wayback Machine, by a server that speaks its list (CDX) and its replays."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest

from monitor.archives.wayback import Wayback, day
from monitor.errors import ConfigError, FetchError
from monitor.model import Watch
from monitor.storage import Storage
from tests.commands import run
from tests.pages import Desk, page

URL = "https://plaza.example/terms"
WATCH = Watch("plaza-terms", "Plaza", "Terms", URL)
CLAUSES = (
    "We do not train on your posts.",
    "We train AI models on your posts unless you object.",
    "We train AI models on your posts and messages.",
)
DAYS = ("20200310120000", "20210311130000", "20220312140000")


class Archive:
    """Copies of pages by time, and what goes wrong."""

    def __init__(self) -> None:
        self.copies: dict[str, tuple[str, bytes]] = {}  # time -> digest, content
        self.statuses: dict[str, list[int]] = {}  # time -> what comes before the copy
        self.elsewhere: dict[str, str] = {}  # time -> the time to which it leads
        self.list_answer: bytes | None = None
        self.seen: list[tuple[float, str]] = []
        self.page_size = 2
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                outer.seen.append((time.monotonic(), self.path))
                status, headers, body = outer.answer(self.path)
                self.send_response(status)
                for name, value in headers:
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def add(self, timestamp: str, text: str) -> None:
        self.copies[timestamp] = (f"DIGEST{hash(text)}", text.encode())

    def answer(self, path: str) -> tuple[int, list[tuple[str, str]], bytes]:
        if path.startswith("/cdx/search/cdx?"):
            return 200, [("Content-Type", "application/json")], self._list(parse_qs(path[16:]))
        timestamp = path.split("/")[2].removesuffix("id_")
        if statuses := self.statuses.get(timestamp):
            return statuses.pop(0), [("Retry-After", "0")], b"busy"
        if there := self.elsewhere.get(timestamp):
            return 302, [("Location", f"/web/{there}id_/{URL}")], b""
        if not path.split("/")[2].endswith("id_"):
            return 200, [], b"<p>a toolbar and rewritten links"
        headers = [
            ("Content-Type", "text/html; charset=utf-8"),
            ("x-archive-orig-server", "plaza/1"),
            ("x-archive-src", "crawl.warc.gz"),
        ]
        return 200, headers, self.copies[timestamp][1]

    def _list(self, query: dict[str, list[str]]) -> bytes:
        if self.list_answer is not None:
            return self.list_answer
        assert query["url"] == [URL]
        begin, end = query.get("from", [""])[0], query.get("to", ["9"])[0] + "9"
        times = [t for t in sorted(self.copies) if begin <= t <= end]
        times = [t for n, t in enumerate(times) if not n or t[:8] != times[n - 1][:8]]
        first = int(query.get("resumeKey", ["0"])[0])
        rows: list[list[str]] = [["timestamp", "original", "mimetype", "statuscode", "digest"]]
        chosen = times[first : first + self.page_size]
        rows += [[t, URL, "text/html", "200", self.copies[t][0]] for t in chosen]
        if first + self.page_size < len(times):
            rows += [[], [str(first + self.page_size)]]
        return json.dumps(rows if times else []).encode()

    def replays(self) -> list[str]:
        return [path for _, path in self.seen if path.startswith("/web/")]


@pytest.fixture
def archive() -> Iterator[Archive]:
    made = Archive()
    for timestamp, clause in zip(DAYS, CLAUSES, strict=True):
        made.add(timestamp, page(clause))
    yield made
    made.close()


@pytest.fixture
def machine(archive: Archive) -> Iterator[Wayback]:
    with Wayback(host=archive.url, pause=0.0, backoff=0.0, allow_private=True) as machine:
        yield machine


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with Storage.open(f"sqlite:///{tmp_path}/a.db", tmp_path / "snapshots") as storage:
        yield Desk(storage, {URL: page()}, (WATCH,), ())


def at(timestamp: str) -> datetime:
    return datetime.strptime(timestamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)


# ------------------------------------------------------------------ what it gives


def test_the_past_of_a_page_with_the_bytes_that_it_sent(
    archive: Archive, machine: Wayback, desk: Desk
) -> None:
    """The list comes in pages of two, and the replay without toolbar and rewritten links."""
    result = desk.monitor.import_history(WATCH, machine.of(URL))
    assert (result.versions, result.changes) == (3, 2)
    versions = desk.storage.versions(WATCH.id)[::-1]
    assert [v.seen_at for v in versions] == [at(t) for t in DAYS]
    assert [desk.storage.read_snapshot(v.snapshot).decode() for v in versions] == [
        page(c) for c in CLAUSES
    ]
    assert versions[0].source.startswith(
        f"Wayback Machine, {archive.url}/web/{DAYS[0]}id_/{URL}, imported "
    )
    sent = dict(desk.storage.snapshot(versions[0].snapshot).headers)
    assert sent == {"server": "plaza/1", "content-type": "text/html; charset=utf-8"}


def test_one_copy_a_day_and_equal_ones_are_asked_for_once(
    archive: Archive, machine: Wayback, desk: Desk
) -> None:
    """Polite: a page that is copied every hour and changes once a year."""
    archive.copies.clear()
    for timestamp in ("20200310120000", "20200310180000", "20200311120000", "20200312120000"):
        archive.add(timestamp, page(CLAUSES[0]))
    result = desk.monitor.import_history(WATCH, machine.of(URL))
    assert (result.taken, result.versions) == (3, 1)
    assert len(archive.replays()) == 1
    assert desk.monitor.observed(WATCH.id)[1].last_seen == at("20200312120000")


def test_only_what_is_wanted_is_listed(machine: Wayback) -> None:
    found = machine.of(URL, date(2021, 1, 1), date(2021, 12, 31))
    assert [one.at for one in found] == [at(DAYS[1])]
    assert machine.of(URL, date(2030, 1, 1)) == []


# ------------------------------------------------------------------ polite, and resumable


def test_there_is_a_pause_between_two_requests(archive: Archive) -> None:
    with Wayback(host=archive.url, pause=0.15, allow_private=True) as machine:
        for one in machine.of(URL):
            one.load()
    times = [when for when, _ in archive.seen]
    assert min(b - a for a, b in pairwise(times)) >= 0.14


def test_a_busy_archive_is_asked_again_and_then_the_import_stops(
    archive: Archive, machine: Wayback, desk: Desk
) -> None:
    archive.statuses = {DAYS[0]: [429, 503], DAYS[1]: [503] * 20}
    stopped = desk.monitor.import_history(WATCH, machine.of(URL))
    assert stopped.taken == 1
    assert "busy: status 503" in stopped.stopped
    archive.statuses = {}
    archive.seen.clear()
    result = desk.monitor.import_history(WATCH, machine.of(URL))
    assert (result.known, result.versions) == (1, 2)
    assert len(archive.replays()) == 2, "what is there is not asked for again"


def test_another_copy_in_place_of_the_one_asked_for_is_not_taken(
    archive: Archive, machine: Wayback, desk: Desk
) -> None:
    """The archive leads to the nearest one it has: its text would stand on the wrong day."""
    archive.elsewhere = {DAYS[1]: DAYS[2]}
    result = desk.monitor.import_history(WATCH, machine.of(URL))
    assert result.versions == 2
    assert "another copy came in its place" in result.lost[0]


@pytest.mark.parametrize(
    "answer",
    [b"<html>Blocked Site", b'{"a": 1}', b"[1, 2]", b'[["h"], ["no", "t", "i", "m", "e"]]'],
)
def test_a_list_that_is_none_is_one_clear_line(
    archive: Archive, machine: Wayback, answer: bytes
) -> None:
    archive.list_answer = answer
    with pytest.raises(FetchError, match=r"archive: its list cannot be read|^archive"):
        machine.of(URL)


# ------------------------------------------------------------------ the command


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2020", date(2020, 1, 1), date(2020, 12, 31)),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29)),
        ("2020-12", date(2020, 12, 1), date(2020, 12, 31)),
        ("2020-05-17", date(2020, 5, 17), date(2020, 5, 17)),
    ],
)
def test_a_day_may_be_a_month_or_a_year(text: str, first: date, last: date) -> None:
    assert (day(text), day(text, last=True)) == (first, last)


@pytest.mark.parametrize("text", ["20", "2020-13", "2020-02-30", "May 2020", ""])
def test_what_is_no_day_is_one_clear_line(text: str) -> None:
    with pytest.raises(ConfigError, match="expected a year, month or day such as 2020-05"):
        day(text)


def test_the_command_imports_and_says_what_came_of_it(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "watchlist.yaml").write_text(
        f"watches: [{{service: Plaza, document: Terms, url: '{URL}', allow_private: yes}}]\n"
    )
    args = ("import", "wayback", "plaza", "--archive", archive.url, "--pause", "0s")
    told = run(*args, "--from", "2021")
    assert "plaza-terms: 2 looks from 2021-03-11 to 2022-03-12: 2 versions, 1 change" in told.stdout
    again = json.loads(run(*args, "--from", "2021", "--json").stdout)
    assert again["history"][0]["known"] == 2
    refused = run(*args, code=1)
    assert "nothing is put in between" in " ".join(refused.stdout.split())
    apart = run(*args, "--as", "plaza-past", "--to", "2020")
    assert "plaza-past: 1 look" in apart.stdout
    assert "the archive has no copy" in run(*args, "--from", "2030", code=1).output
    assert json.loads(run("alerts", "--json").stdout) == []


@pytest.mark.parametrize("failing", ["list", "first copy", "all of none"])
def test_an_import_of_which_nothing_came_leaves_no_database(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    """It stood empty beside the list, and every question was answered with "nothing"."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "watchlist.yaml").write_text(
        f"watches: [{{service: Plaza, document: Terms, url: '{URL}', allow_private: yes}}]\n"
    )
    if failing == "list":
        archive.list_answer = b"<html>Blocked Site"
    elif failing == "first copy":
        archive.statuses = {DAYS[0]: [503] * 20}
        at_once = partial(Wayback, backoff=0.0)
        monkeypatch.setattr("monitor.archives.wayback.Wayback", at_once)
    else:
        archive.copies.clear()
    run("import", "wayback", "plaza", "--archive", archive.url, "--pause", "0s", code=1)
    assert [file.name for file in tmp_path.iterdir()] == ["watchlist.yaml"]
