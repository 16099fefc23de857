"""Pages of every format are read by several threads at once, as `check` does without readers."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from monitor.text.bundle import PartBody, bundled
from monitor.text.charset import DOCX, JSON, ODT, PDF, RTF
from tests import pdfs
from tests.pages import page
from tests.test_office import opendocument, rtf, word

# The first of their kind in a new process, by four threads that change places all the time; what
# each made of them is held against what one thread makes of them afterwards.
AT_ONCE = """
import faulthandler, gc, sys, threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

faulthandler.enable()
from monitor.errors import ExtractError
from monitor.extract import extract
from monitor.model import Document, ExtractRules
from monitor.rows.codec import pack, unpack

files = sorted(Path(sys.argv[1]).iterdir())

def read(file):
    media, _, body = file.read_bytes().partition(b"\\n")
    rules = ExtractRules(select=("main",)) if file.suffix == ".selected" else ExtractRules()
    try:
        return extract(body, media.decode(), rules)
    except ExtractError as error:
        return str(error)

def work(_):
    made = []
    for file in files * 2:
        start.wait()  # each format against itself
        document = read(file)
        if isinstance(document, Document):
            assert unpack(Document, pack(document)) == document, file
        made.append((file, document))
        gc.collect(0)
    return made

start = threading.Barrier(4)
sys.setswitchinterval(1e-5)
with ThreadPoolExecutor(4) as threads:
    found = [one for made in threads.map(work, range(4)) for one in made]
alone = {file: read(file) for file in files}
for file, document in found:
    assert document == alone[file], (file.name, str(document)[:300])
for file, document in alone.items():
    assert (file.suffix == ".damaged") == isinstance(document, str), file.name
print(len(found))
"""


def _bodies() -> dict[str, tuple[str, bytes]]:
    html = page(extra="<ul><li>One</li><li>Two</li></ul>").encode()
    printed = pdfs.printed(
        "<h1>Terms</h1>" + "".join(f"<p>We keep it for {n} days.</p>" for n in range(40))
    )
    data = json.dumps({"props": {"html": html.decode()}}).encode()
    carried = b"<div id=__next></div><script id=__NEXT_DATA__ type=application/json>%b</script>"
    parts = (PartBody("https://a.example/1", "text/html", html),
             PartBody("https://a.example/2", PDF, printed))  # fmt: skip
    return {
        "page.html": ("text/html", html),
        "page.selected": ("text/html", html.replace(b"<body>", b"<body><main>")),
        "scripts.html": ("text/html", carried % data),
        "terms.md": ("text/markdown", b"# Terms\n\n## Keeping\n\nWe keep it for 30 days.\n\n- a\n"),
        "terms.pdf": (PDF, printed),
        "terms.docx": (DOCX, word()),
        "terms.odt": (ODT, opendocument()),
        "terms.rtf": (RTF, rtf()),
        "terms.json": (JSON, data),
        "parts": bundled(parts),
        "scan.damaged": (PDF, pdfs.scanned(1)),
        "pdf.damaged": (PDF, printed[:300]),
        "word.damaged": (DOCX, word()[:500]),
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, (media, body) in _bodies().items():
        (tmp_path / name).write_bytes(media.encode() + b"\n" + body)
    return tmp_path


def test_pages_of_all_formats_can_be_read_at_once(folder: Path) -> None:
    """A library that allows one thread alone would end the daemon, or mix two pages' words."""
    command = [sys.executable, "-c", AT_ONCE, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert int(done.stdout) == 8 * len(_bodies())
