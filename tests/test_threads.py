"""Threads that read at once, as the daemon's do: the same text as alone, and nothing ends."""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pypdfium2
import pytest
from pypdfium2.internal import AutoCloseable

from monitor.errors import ExtractError
from monitor.extract import extract, pdf_text
from monitor.model import Document
from monitor.rows.codec import pack, unpack
from monitor.text.charset import media_type
from tests import pdfs
from tests.test_office import opendocument, rtf, word
from tests.test_pdf import POLICY, SAYS

THREADS, TIMES = 8, 3
ANY = "application/octet-stream"
FORMS: dict[str, tuple[bytes, str]] = {
    "html": (POLICY.encode(), "text/html"),
    "markdown": (f"# Terms\n\n{SAYS * 3}\n\n- one\n- two\n".encode(), "text/markdown"),
    "text": ((SAYS * 3).encode(), "text/plain"),
    "json": (json.dumps({"article": {"title": "T", "body": POLICY}}).encode(), "application/json"),
    "pdf": (pdfs.printed(POLICY), ANY),
    "tagged pdf": (pdfs.tagged(("H1", ["Privacy"]), ("P", [SAYS]), ("TR", ["a", "b"])), ANY),
    "half a pdf": (pdfs.printed(POLICY)[:2000], ANY),
    "locked pdf": (pdfs.locked(POLICY), ANY),
    "docx": (word(), ANY),
    "odt": (opendocument(), ANY),
    "rtf": (rtf(), ANY),
}


def said(form: str) -> str:
    body, declared = FORMS[form]
    try:
        document = extract(body, media_type(declared, body))
    except ExtractError as error:
        return str(error)
    assert unpack(Document, pack(document)) == document
    return repr(document)


@pytest.fixture
def restless() -> Iterator[None]:
    """Threads take turns as often as they can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(before)


def test_every_form_says_in_many_threads_what_it_says_alone(restless: None) -> None:
    """A parser that two threads share mixes two pages, and the change of one is told of another."""
    alone = {form: said(form) for form in FORMS}
    jobs = [form for n in range(TIMES) for form in (*list(FORMS)[n:], *list(FORMS)[:n])]
    with ThreadPoolExecutor(THREADS) as threads:
        found = list(threads.map(said, jobs))
    assert [form for form, text in zip(jobs, found, strict=True) if text != alone[form]] == []


@pytest.mark.parametrize(
    "form", ["pdf", "tagged pdf", "half a pdf", "locked pdf", "one that fails"]
)
def test_nothing_of_a_pdf_is_left_for_the_garbage_collector(
    form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It works in any thread, and pdfium ends the process while another thread reads a PDF."""
    if form == "one that fails":

        def failing(*_: object) -> None:
            raise pypdfium2.PdfiumError("in the middle of a page")

        monkeypatch.setattr(pdf_text, "tags_of", failing)
        form = "tagged pdf"
    gc.collect()
    gc.disable()
    kept: list[object] = []  # errors hold what was open in the frames that they came through
    body, declared = FORMS[form]
    try:
        try:
            kept.append(extract(body, media_type(declared, body)))
        except ExtractError as error:
            kept.append(error)
        objects = [one for one in gc.get_objects() if isinstance(one, AutoCloseable)]
        assert [one for one in objects if one._finalizer and one._finalizer.alive] == []
    finally:
        gc.enable()
