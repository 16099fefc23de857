"""WARC files: what was received goes out and comes back byte for byte; others' are read."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from monitor.errors import ConfigError, FetchError
from monitor.model import Fetched, Watch
from monitor.service.raw_pages import raw_pages
from monitor.service.warc_export import export_warc
from monitor.storage import Storage
from tests.pages import Desk, page
from tests.test_drawing import CHANGED, FULL, SHELL
from tests.test_drawing import desk as drawing_desk
from tests.test_parts import HOME, TWO, browsing
from tests.test_parts import SHELL as CHAPTER_SHELL

warcio = pytest.importorskip("warcio", reason="needs pip install '.[archive]'")
from warcio.archiveiterator import ArchiveIterator  # noqa: E402
from warcio.statusandheaders import StatusAndHeaders  # noqa: E402
from warcio.warcwriter import WARCWriter  # noqa: E402

from monitor.archives.warc_files import WarcFiles, Written, write_warc  # noqa: E402
from tests.commands import run  # noqa: E402

WATCH = Watch("plaza-terms", "Plaza", "Terms", "https://plaza.example/terms")
THEN = datetime(2022, 5, 6, 7, 8, 9, 123456, tzinfo=UTC)
LIMIT = 1_000_000
CLAUSES = ("We do not train on your posts.", "We train AI models on your posts unless you object.")


# ------------------------------------------------------------------ there and back


def test_what_was_received_comes_back_byte_for_byte(desk: Desk, tmp_path: Path) -> None:
    """Bodies, headers, times: else the file proves nothing of what was received."""
    for clause in CLAUSES:
        desk.net.pages[WATCH.url] = page(clause)
        for _ in range(3):
            desk.clock.advance(hours=6)
            desk.monitor.check()
    file, again = tmp_path / "a.warc.gz", tmp_path / "b.warc.gz"
    assert export_warc(desk.storage, WATCH.id, file) == (2, [])

    with Storage.open(f"sqlite:///{tmp_path}/b.db", tmp_path / "b") as other:
        there = Desk(other, {}, (WATCH,), ())
        copies = WarcFiles([file]).of(WATCH.url, LIMIT)
        result = there.monitor.import_history(WATCH, copies)
        assert (result.versions, result.changes) == (2, 1)
        for mine, theirs in zip(
            desk.storage.versions(WATCH.id), other.versions(WATCH.id), strict=True
        ):
            assert mine.snapshot == theirs.snapshot
            assert mine.seen_at == theirs.seen_at
            assert mine.digest == theirs.digest
            assert desk.storage.read_snapshot(mine.snapshot) == other.read_snapshot(mine.snapshot)
            sent, came = (s.snapshot(mine.snapshot) for s in (desk.storage, other))
            assert (sent.headers, sent.status, sent.url) == (came.headers, came.status, came.url)
            assert theirs.source.startswith("WARC, a.warc.gz, <urn:uuid:")
        assert other.verify().problems == ()
    export_warc(desk.storage, WATCH.id, again)
    assert file.read_bytes() == again.read_bytes(), "the same versions give the same file"


def test_a_page_that_sends_what_another_sent_keeps_its_address(desk: Desk, tmp_path: Path) -> None:
    """Else the file names the other page, and an import gives that one the versions."""
    twin = Watch("plaza-twin", "Plaza", "Twin", f"{WATCH.url}?twin")
    both = Desk(desk.storage, {}, (WATCH, twin), ())
    for url in (WATCH.url, twin.url):
        both.net.pages[url] = page(CLAUSES[0])
    both.monitor.check()
    file = tmp_path / "twin.warc.gz"
    assert export_warc(desk.storage, twin.id, file) == (1, [])
    assert list(WarcFiles([file]).addresses()) == [twin.url]


def test_any_bytes_and_headers_of_the_way_survive(desk: Desk, tmp_path: Path) -> None:
    """A body was decompressed on its way in: with its old headers no reader could read the file."""
    body = bytes(range(256)) * 300
    headers = (
        ("content-type", "text/html"),
        ("content-encoding", "br"),
        ("content-length", "17"),
        ("x-odd", "é; a=b"),
    )
    sent = Fetched(WATCH.url, WATCH.url, 200, headers, body, THEN)
    buffer = BytesIO()
    answer = Written("a", WATCH.url, THEN, 200, headers, body)
    write_warc(buffer, "test", [answer])
    file = tmp_path / "a.warc.gz"
    file.write_bytes(buffer.getvalue())
    (one,) = WarcFiles([file]).of(WATCH.url, LIMIT)
    came = one.load()
    assert (came.body, came.headers, one.at) == (sent.body, sent.headers, THEN)
    buffer.seek(0)
    for record in ArchiveIterator(buffer, check_digests=True):
        if record.rec_type == "response":
            assert record.content_stream().read() == body, "any other reader reads it too"
            assert record.digest_checker.passed
            break
    assert record.rec_headers.get_header("X-Monitor-Snapshot") == sent.sha256


def test_a_change_is_exported_with_what_stood_before_and_after(folder: Path) -> None:
    bodies = [page(c) for c in (*CLAUSES, "We train on messages as well.")]
    warc(
        folder / "in.warc.gz",
        *[(WATCH.url, THEN + timedelta(days=9 * n), b) for n, b in enumerate(bodies)],
    )
    run("import", "warc", "in.warc.gz")
    newest = answer("changes")[0]["id"]
    assert answer("export", "warc", newest)["answers"] == 2
    for name, beginning in {"all.warc.gz": b"\x1f\x8b", "all.warc": b"WARC/1.1\r\n"}.items():
        assert answer("export", "warc", "plaza-terms", "--to", name)["answers"] == 3
        assert (folder / name).read_bytes().startswith(beginning), "what its name promises"
    with (folder / f"{newest}.warc.gz").open("rb") as opened:
        texts = [
            record.content_stream().read().decode()
            for record in ArchiveIterator(opened)
            if record.rec_type == "response"
        ]
    assert texts == bodies[1:]


def test_a_body_that_is_lost_is_named(desk: Desk, tmp_path: Path) -> None:
    desk.monitor.import_history(WATCH, WarcFiles([_one(tmp_path)]).of(WATCH.url, LIMIT))
    for file in (tmp_path / "snapshots").rglob("*.zst"):
        file.unlink()
    written, missing = export_warc(desk.storage, WATCH.id, tmp_path / "out.warc.gz")
    assert written == 0
    assert missing[0].startswith("version 1: ")


# ------------------------------------------------------------------ others' files


def test_what_a_crawler_wrote_is_read(tmp_path: Path) -> None:
    """Compressed, chunked, behind a redirect, revisited: all of it usual."""
    text = page(CLAUSES[0]).encode()
    zipped = gzip.compress(text)
    chunked = b"%x\r\n%b\r\n0\r\n\r\n" % (len(zipped), zipped)
    file = tmp_path / "crawl.warc.gz"
    with file.open("wb") as opened:
        writer = WARCWriter(opened, gzip=True)
        way = [("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked")]
        write(writer, "http://plaza.example/terms", THEN, b"", "301 Moved", [("Location", "/t/")])
        write(
            writer, "http://plaza.example/t/", THEN + timedelta(minutes=1), chunked, "200 OK", way
        )
        write(writer, "https://plaza.example/other", THEN, b"<p>another page", "200 OK", [])
        write(writer, "https://plaza.example/terms/", THEN + timedelta(days=1), text, "200 OK", [])
        write(writer, WATCH.url, THEN + timedelta(days=2), text, "200 OK", [], revisit=True)
    first, second, third = WarcFiles([file]).of(WATCH.url, LIMIT)
    assert first.load().body == text
    assert first.load().final_url == "http://plaza.example/t/"
    assert first.load().redirects == ("http://plaza.example/terms",)
    assert second.load().body == third.load().body == text
    assert third.at == (THEN + timedelta(days=2)).replace(microsecond=0)


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda w: write(w, WATCH.url, THEN, b"", "302 Found", [("Location", "/x")]), "redirect"),
        (lambda w: write(w, WATCH.url, THEN, b"a", "200 OK", [], revisit=True), "revisit"),
        (lambda w: write(w, WATCH.url, THEN, b"a" * 2_000_000, "200 OK", []), "too-large"),
        (
            lambda w: write(
                w, WATCH.url, THEN, gzip.compress(bytes(50_000_000)), "200 OK",
                [("Content-Encoding", "gzip")],
            ),
            "too-large",
        ),
    ],
)  # fmt: skip
def test_an_answer_that_cannot_be_had_is_named_and_left_out(
    desk: Desk, tmp_path: Path, make: Callable[[Any], None], reason: str
) -> None:
    file = tmp_path / "a.warc.gz"
    with file.open("wb") as opened:
        writer = WARCWriter(opened, gzip=True)
        make(writer)
        write(writer, WATCH.url, THEN + timedelta(days=1), page().encode(), "200 OK", [])
    copies = WarcFiles([file]).of(WATCH.url, LIMIT)
    with pytest.raises(FetchError, match=f"^{reason}: "):
        copies[0].load()
    assert desk.monitor.import_history(WATCH, copies).versions == 1


@pytest.mark.parametrize("data", [b"", b"no warc at all", b"\x1f\x8b\x08 broken", b"<html>"])
def test_a_file_that_is_no_warc_is_one_clear_line(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "bad.warc"
    file.write_bytes(data)
    if not data:
        assert WarcFiles([file]).addresses() == {}
        return
    with pytest.raises(ConfigError, match=r"bad\.warc: not a WARC file that can be read"):
        WarcFiles([file])


@pytest.mark.parametrize("packed", [True, False])
def test_a_file_that_ends_in_the_middle_gives_no_half_page(tmp_path: Path, packed: bool) -> None:
    """A crawl that was killed: half a page would be told as a change."""
    file = tmp_path / "a.warc"
    with file.open("wb") as opened:
        for day in range(2):
            at = THEN + timedelta(days=day)
            write(WARCWriter(opened, gzip=packed), WATCH.url, at, page().encode(), "200 OK", [])
    file.write_bytes(file.read_bytes()[:-200])
    first, *others = WarcFiles([file]).of(WATCH.url, LIMIT)
    assert first.load().body == page().encode()
    for other in others:
        with pytest.raises(FetchError, match=r"^damaged: "):
            other.load()


# ------------------------------------------------------------------ what a browser drew


def _records(file: Path) -> list[tuple[str, str, bytes]]:
    """As any other program reads them."""
    with file.open("rb") as opened:
        return [
            (record.rec_type, record.rec_headers.get_header("WARC-Target-URI") or "", body)
            for record in ArchiveIterator(opened)
            for body in [record.content_stream().read()]
            if record.rec_type != "warcinfo"
        ]


def _taken_in(file: Path, watch: Watch, folder: Path) -> Storage:
    folder.mkdir()
    other = Storage.open(f"sqlite:///{folder}/monitor.db", folder / "snapshots")
    done = Desk(other, {}, (watch,), ()).monitor.import_history(
        watch, WarcFiles([file]).of(watch.url, LIMIT)
    )
    assert done.lost == ()
    return other


def test_a_drawn_page_is_a_conversion_of_the_answer_that_it_began_with(tmp_path: Path) -> None:
    """As a `response` it would say that a server had sent what scripts made of its answer."""
    file, again = tmp_path / "a.warc.gz", tmp_path / "b.warc.gz"
    with drawing_desk(tmp_path, SHELL, FULL) as one:
        for plain, drawn in ((SHELL, FULL), (SHELL, CHANGED), (SHELL + b"2", FULL + b"2")):
            one.fetcher.plain, one.fetcher.drawn = plain, drawn
            one.check()
        (watch,) = one.config.watches
        assert export_warc(one.storage, "w", file) == (3, [])
        assert _records(file) == [
            ("response", watch.url, SHELL),
            ("conversion", watch.url, FULL),
            ("response", watch.url, SHELL),
            ("conversion", watch.url, CHANGED),
            ("response", watch.url, SHELL + b"2"),
            ("conversion", watch.url, FULL + b"2"),
        ]
        with _taken_in(file, watch, tmp_path / "there") as other:
            mine, theirs = (reversed(s.versions("w")) for s in (one.storage, other))
            for ours, came in zip(mine, theirs, strict=True):
                assert (ours.snapshot, ours.seen_at) == (came.snapshot, came.seen_at)
                pages = [tuple(raw_pages(s, ours)) for s in (one.storage, other)]
                assert [p.name for p in pages[0]] == ["page.raw", "first-1.raw"]
                assert pages[0] == pages[1]
            export_warc(one.storage, "w", again)
            assert file.read_bytes() == again.read_bytes()


def test_what_parts_were_drawn_from_goes_out_and_comes_back(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    site, _ = browsing(tmp_path / "a")
    site.check()
    file = tmp_path / "a.warc.gz"
    storage = site.monitor.storage
    assert export_warc(storage, "terms", file) == (1, [])
    assert [(kind, url) for kind, url, _ in _records(file)] == [
        *(("response", TWO), ("response", HOME)),
    ]
    (watch,) = site.monitor.config.watches
    with _taken_in(file, watch, tmp_path / "there") as other:
        both = [tuple(raw_pages(s, s.version("terms"))) for s in (storage, other)]
        assert both[0] == both[1]
        assert (both[0][-1].url, both[0][-1].body) == (TWO, CHAPTER_SHELL.encode())


def test_conversions_of_others_are_no_answers(tmp_path: Path) -> None:
    """Crawlers put the text of a page beside it: it would be told as a change of the page."""
    file = tmp_path / "a.warc.gz"
    with file.open("wb") as opened:
        writer = WARCWriter(opened, gzip=True)
        write(writer, WATCH.url, THEN, page().encode(), "200 OK", [("Content-Type", "text/html")])
        text = b"Only the text of it."
        made = writer.create_warc_record(
            WATCH.url, "conversion", payload=BytesIO(text), length=len(text)
        )
        writer.write_record(made)
    assert [one.load().body for one in WarcFiles([file]).of(WATCH.url, LIMIT)] == [page().encode()]


@pytest.mark.parametrize("headers", ["{", "7", '[["a"]]', "null"])
def test_a_record_whose_headers_were_altered_is_named_and_ends_nothing(
    tmp_path: Path, headers: str
) -> None:
    file = tmp_path / "a.warc.gz"
    with file.open("wb") as opened:
        of = {"X-Monitor-Snapshot": "x", "X-Monitor-Headers": headers, "X-Monitor-Status": "²"}
        writer = WARCWriter(opened, gzip=True)
        made = writer.create_warc_record(
            WATCH.url, "conversion", payload=BytesIO(b"x"), length=1, warc_headers_dict=of
        )
        writer.write_record(made)
    (one,) = WarcFiles([file]).of(WATCH.url, LIMIT)
    with pytest.raises(FetchError, match=r"^damaged: its headers cannot be read"):
        one.load()


# ------------------------------------------------------------------ the commands


def test_pages_are_found_by_their_addresses(folder: Path) -> None:
    other = "https://nimbus.example/t"
    warc(folder / "a.warc.gz", (WATCH.url, THEN, page(CLAUSES[0])), (other, THEN, page()))
    (history,) = answer("import", "warc", "a.warc.gz")["history"]
    assert (history["watch"], history["versions"]) == ("plaza-terms", 1)
    assert "a.warc.gz" in answer("history", "plaza-terms")[0]["source"]
    assert answer("alerts") == []


def test_a_page_that_stood_elsewhere_and_a_history_of_its_own(folder: Path) -> None:
    warc(folder / "a.warc.gz", ("https://old.example/tos", THEN, page(CLAUSES[0])))
    told = run("import", "warc", "a.warc.gz", code=1)
    assert "no answer to any address of the watchlist" in str(told.exception) + told.output
    assert "https://old.example/tos" in str(told.exception) + told.output
    args = ("--id", "plaza-terms", "--url", "https://old.example/tos", "--as", "plaza-before")
    assert answer("import", "warc", "a.warc.gz", *args)["history"][0]["watch"] == "plaza-before"
    assert answer("history", "plaza-before")[0]["version"] == 1


# ------------------------------------------------------------------ helpers


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "watchlist.yaml").write_text(
        f"watches: [{{service: Plaza, document: Terms, url: '{WATCH.url}'}}]\n"
    )
    return tmp_path


@pytest.fixture
def desk(tmp_path: Path) -> Any:
    with Storage.open(f"sqlite:///{tmp_path}/a.db", tmp_path / "snapshots") as storage:
        yield Desk(storage, {WATCH.url: page()}, (WATCH,), ())


def answer(*args: str) -> Any:
    return json.loads(run(*args, "--json").stdout)


def warc(file: Path, *answers: tuple[str, datetime, str]) -> Path:
    with file.open("wb") as opened:
        writer = WARCWriter(opened, gzip=True)
        for url, at, text in answers:
            kind = [("Content-Type", "text/html; charset=utf-8")]
            write(writer, url, at, text.encode(), "200 OK", kind)
    return file


def _one(folder: Path) -> Path:
    return warc(folder / "one.warc.gz", (WATCH.url, THEN, page(CLAUSES[0])))


def write(
    writer: Any,
    url: str,
    at: datetime,
    body: bytes,
    status: str,
    headers: list[tuple[str, str]],
    revisit: bool = False,
) -> None:
    """A record as crawlers write them, in WARC/1.0 with whole seconds."""
    digest = {"WARC-Payload-Digest": f"sha1:{len(body)}"}
    record = writer.create_warc_record(
        url,
        "revisit" if revisit else "response",
        payload=BytesIO(b"" if revisit else body),
        length=0 if revisit else len(body),
        http_headers=StatusAndHeaders(status, headers, protocol="HTTP/1.1"),
        warc_headers_dict={"WARC-Date": f"{at:%Y-%m-%dT%H:%M:%SZ}"} | digest,
    )
    writer.write_record(record)
