"""A stranger must be able to check a change without this program, and find what was altered."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from monitor.cli import cli
from monitor.model import Watch
from monitor.service.exhibit import write_exhibit
from monitor.service.raw_pages import raw_pages
from monitor.storage import Storage
from tests.pages import Desk, page

URL = "https://plaza.example/terms"
TRAINS = page("From 3 November 2025 we use your posts to train AI models.")

pytestmark = pytest.mark.skipif(
    not (shutil.which("bash") and shutil.which("sha256sum")), reason="a shell and sha256sum"
)


@pytest.fixture
def desk(storage: Storage) -> Desk:
    """One change of one page, and its day is over."""
    watch = Watch("plaza", "Plaza", "Terms", URL, confirm=False)
    made = Desk(storage, {URL: page()}, (watch,), ())
    made.monitor.check()
    made.net.pages[URL] = TRAINS
    made.clock.advance(hours=6)
    made.monitor.check()
    made.clock.advance(days=1)
    made.monitor.check()
    return made


def unpacked(desk: Desk, folder: Path, of: int = 0) -> tuple[Path, list[str]]:
    """What a stranger gets, and the commands of its README in order."""
    change = desk.storage.changes()[of]
    assert write_exhibit(desk.storage, change.id, folder / "x.zip") == []
    with zipfile.ZipFile(folder / "x.zip") as packed:
        packed.extractall(folder / "x")
    text = (folder / "x" / "README.txt").read_text()
    steps = re.split(r"\n\d\. ", text.partition("To check with")[2])[1:]
    return folder / "x", [
        "\n".join(re.findall(r"^ {7}(.*)$", step, re.MULTILINE)) for step in steps
    ]


def run(folder: Path, command: str) -> tuple[int, list[str]]:
    done = subprocess.run(
        ["bash", "-c", command], cwd=folder, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout.splitlines()


def test_its_readme_checks_it_with_a_shell_and_sha256sum_alone(desk: Desk, tmp_path: Path) -> None:
    folder, (sums, raw, records, links, head, _) = unpacked(desk, tmp_path)
    assert run(folder, sums)[0] == 0
    _, (of_page, of_version) = run(folder, raw)
    assert of_page.split()[0] in of_version
    _, counts = run(folder, records)
    assert counts[:3] == ["1", "1", "1"], "both versions and the change are stated once each"
    assert run(folder, links)[1] == ["all follow"]
    _, (made, sealed) = run(folder, head)
    assert made.split()[0] == sealed
    assert b"train AI models" in (folder / "after" / "page.raw").read_bytes()
    assert "train AI models" in (folder / "after" / "text.txt").read_text()
    assert "content-type: text/html" in (folder / "after" / "headers.txt").read_text()


def test_what_somebody_altered_in_it_is_found(desk: Desk, tmp_path: Path) -> None:
    folder, (sums, raw, records, links, *_) = unpacked(desk, tmp_path)
    for name in ("after/page.raw", "links.txt"):
        path = folder / name
        path.write_bytes(path.read_bytes().replace(b"2025", b"2024").replace(b'"', b"'", 1))
    record = folder / "records" / "version-2.json"
    record.write_text(record.read_text().replace("2025", "2024"))
    assert run(folder, sums)[0] != 0
    _, (of_page, of_version) = run(folder, raw)
    assert of_page.split()[0] not in of_version
    assert "0" in run(folder, records)[1]
    assert run(folder, links)[1][0] == "link 1 does not follow"


def test_on_the_day_itself_it_says_that_the_day_is_not_sealed(desk: Desk, tmp_path: Path) -> None:
    desk.net.pages[URL] = page("We never train AI models, nor let others do so.")
    desk.clock.now += timedelta(hours=1)
    desk.monitor.check()
    (missing,) = write_exhibit(desk.storage, desk.storage.changes()[0].id, tmp_path / "x.zip")
    assert "not sealed yet" in missing


def test_a_page_that_is_lost_is_named(desk: Desk, tmp_path: Path) -> None:
    (change,) = desk.storage.changes()
    desk.storage._blobs.remove(desk.storage.version("plaza", 2).snapshot)
    (missing,) = write_exhibit(desk.storage, change.id, tmp_path / "x.zip")
    assert missing.startswith("after/page.raw: a snapshot's file is missing")


def test_its_report_shows_a_court_the_words_their_place_and_each_hash(
    desk: Desk, tmp_path: Path
) -> None:
    folder, _ = unpacked(desk, tmp_path)
    said = (folder / "report.html").read_text()
    found = re.search(
        r"characters (\d+) to (\d+) of after/text\.txt.*?<blockquote[^>]*>(.*?)<", said, re.DOTALL
    )
    assert found
    text = (folder / "after" / "text.txt").read_text()
    assert text[int(found[1]) : int(found[2])] == found[3], "its span is that of the file"
    assert "train AI models" in found[3]
    lines = (folder / "SHA256SUMS").read_text().splitlines()
    sums = {name: sha for sha, name in (line.split("  ") for line in lines)}
    for name in ("after/page.raw", "links.txt", "head.txt", "records/version-2.json"):
        assert re.search(f"{name}</code></td><td><code>{sums[name]}<", said), name
    assert "<ins>" in said
    assert "seen for the first time" in said
    assert (folder / "head.txt").read_text().split()[-1] in said


def test_its_report_lets_a_page_put_in_no_markup_and_loads_nothing(
    storage: Storage, tmp_path: Path
) -> None:
    evil = "From today we sell &lt;script&gt;alert(1) your data \x1b[2J to &lt;img src=x&gt;."
    watch = Watch("plaza", "<b>Plaza</b>", "<i>Terms</i>", URL, confirm=False)
    made = Desk(storage, {URL: page()}, (watch,), ())
    made.monitor.check()
    made.net.pages[URL] = page(evil)
    made.clock.advance(days=1)
    made.monitor.check()
    made.clock.advance(days=1)
    made.monitor.check()
    folder, _ = unpacked(made, tmp_path)
    said = (folder / "report.html").read_text()
    assert "&lt;script&gt;" in said
    assert "&lt;b&gt;Plaza" in said
    assert not re.search(r"<(script|img|b|i|link|iframe)\b|\x1b|https?:[^<]*[\"']", said)


# ------------------------------------------------------------------ several pages as one document

PARTS = {f"{URL}/{name}": page(f"Chapter {name}: you may object.") for name in ("one", "two")}


@pytest.fixture
def of_parts(storage: Storage) -> Desk:
    """One change of the second of three pages; the third could not be had then."""
    watch = Watch("plaza", "Plaza", "Terms", URL, confirm=False, pages=tuple(PARTS))
    made = Desk(storage, {URL: page(), **PARTS}, (watch,), ())
    made.monitor.check()
    for one, two in ((TRAINS, (503, "busy")), (TRAINS, PARTS[f"{URL}/two"]), (TRAINS, TRAINS)):
        made.net.pages |= {f"{URL}/one": one, f"{URL}/two": two}
        made.clock.advance(days=1)
        made.monitor.check()
    return made


def test_each_part_is_in_it_with_its_address_and_can_be_checked(
    of_parts: Desk, tmp_path: Path
) -> None:
    """A court that doubts one chapter must not take a whole of chapters for it."""
    folder, steps = unpacked(of_parts, tmp_path, of=-1)
    assert run(folder, steps[0])[0] == 0
    assert run(folder, steps[6])[1] == ["all parts are in it"]
    assert (folder / "before/parts/2.raw").read_text() == PARTS[f"{URL}/one"]
    assert (folder / "after/parts/2.raw").read_text() == TRAINS
    assert (folder / "after/parts/3.raw").read_text() == PARTS[f"{URL}/two"]
    lines = (folder / "after/parts.txt").read_text().splitlines()
    assert [line.split("\t")[4] for line in lines] == [URL, *PARTS]
    assert [bool(line.split("\t")[5]) for line in lines] == [False, False, True]
    (folder / "after/parts/2.raw").write_text(TRAINS.replace("2025", "2024"))
    assert run(folder, steps[6])[1] == ["after: part 2 differs", "all parts are in it"]


def test_a_page_alone_has_no_word_of_parts_in_its_readme(desk: Desk, tmp_path: Path) -> None:
    folder, steps = unpacked(desk, tmp_path)
    assert len(steps) == 6
    assert "parts" not in (folder / "README.txt").read_text()


def test_the_parts_of_every_version_stay_as_long_as_it(of_parts: Desk) -> None:
    """Their bytes are the proof of old versions, also when the newest has other parts."""
    kept = [
        {raw.url: raw.body.decode() for raw in raw_pages(of_parts.storage, version)}
        for version in reversed(of_parts.storage.versions("plaza"))
    ]
    assert [of[f"{URL}/one"] for of in kept] == [PARTS[f"{URL}/one"], TRAINS, TRAINS]
    assert [of[f"{URL}/two"] for of in kept] == [*[PARTS[f"{URL}/two"]] * 2, TRAINS]


def test_verify_reads_each_part_and_names_what_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`verify` vouches for records; who asks for the bytes must see the bytes were read."""
    from tests.test_parts import HOME, ONE, TWO, Site, chapter

    monkeypatch.chdir(tmp_path)
    (tmp_path / "watchlist.yaml").write_text(
        f"watches: [{{id: terms, service: Plaza, document: Terms, url: {HOME}}}]"
    )
    site = Site(tmp_path, pages=(ONE, TWO))
    site.check()
    found = CliRunner().invoke(cli, ["verify", "--raw", "--json"])
    assert found.exit_code == 0, found.output
    rows = {row["file"]: row for row in json.loads(found.stdout)["raw"]}
    assert {name: row["url"] for name, row in rows.items()} == {
        "page.raw": HOME,
        "parts/1.raw": HOME,
        "parts/2.raw": ONE,
        "parts/3.raw": TWO,
    }
    second = hashlib.sha256(chapter("One").encode()).hexdigest()
    assert rows["parts/2.raw"]["sha256"] == second
    assert second in CliRunner().invoke(cli, ["verify", "--raw"]).stdout
    site.monitor.storage._blobs.remove(rows["page.raw"]["sha256"])
    lost = CliRunner().invoke(cli, ["verify", "--raw"])
    assert lost.exit_code == 1
    assert "terms: version 1, page.raw: a snapshot's file is missing" in lost.stdout
