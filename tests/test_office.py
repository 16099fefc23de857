"""Policies that come as Word, OpenDocument or RTF files; files made to keep us busy."""

from __future__ import annotations

import io
import sys
import zipfile

import docx
import pytest

from monitor.api import compare
from monitor.errors import ExtractError, ExtraMissingError, ReaderLostError
from monitor.extract import extract
from monitor.model import Document, Kind
from monitor.service.readers import Readers, rules_loaded
from monitor.text.charset import DOCX, ODT, RTF, media_type
from tests.test_pdf import SAYS, SHARES

HTML = f"""<title>Privacy Policy</title><h1>Privacy Policy</h1><p>Effective 1 May 2025.</p>
<h2>What we collect</h2><p>{SAYS * 3}</p><ul><li>Your name</li><li>What you write to us</li></ul>
<h2>Whom we share it with</h2><p>{SHARES * 3}</p>
<table><tr><td>Partner</td><td>Purpose</td></tr><tr><td>Acme Inc.</td><td>Support</td></tr></table>
<h3>Your choices</h3><p>You may opt out within 30 days.</p>"""


def word(*, styles: bool = True, days: int = 30) -> bytes:
    """A Word file; without `styles` its headings are only bold."""
    made = docx.Document()

    def head(text: str, level: int) -> None:
        if styles:
            made.add_heading(text, level)
        else:
            made.add_paragraph().add_run(text).bold = True

    head("Privacy Policy", 0 if styles else 1)
    made.add_paragraph("Effective 1 May 2025.")
    head("What we collect", 2)
    made.add_paragraph(SAYS * 3)
    for item in ("Your name", "What you write to us"):
        made.add_paragraph(item, style="List Bullet")
    head("Whom we share it with", 2)
    made.add_paragraph(SHARES * 3)
    table = made.add_table(0, 2)
    for row in (("Partner", "Purpose"), ("Acme Inc.", "Support")):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    head("Your choices", 3)
    made.add_paragraph(f"You may opt out within {days} days.")
    made.sections[0].header.paragraphs[0].text = "Confidential"
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


_NS = "urn:oasis:names:tc:opendocument:xmlns:"


def opendocument(days: int = 30) -> bytes:
    """The same as an OpenDocument text, with a deleted passage that is tracked, and a note."""
    text = f"""<office:document-content xmlns:office="{_NS}office:1.0" xmlns:text="{_NS}text:1.0"
      xmlns:table="{_NS}table:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"><office:body>
      <office:text><text:tracked-changes><text:p>We sell it all.</text:p></text:tracked-changes>
      <text:h text:outline-level="1">Privacy Policy</text:h>
      <text:p>Effective 1<text:s/>May 2025.</text:p>
      <text:h text:outline-level="2">What we <text:span>collect</text:span></text:h>
      <text:p>{SAYS * 3}</text:p><text:list><text:list-item><text:p>Your name</text:p>
      </text:list-item><text:list-item><text:p>What you write to us</text:p></text:list-item>
      </text:list><text:h text:outline-level="2">Whom we share it with</text:h>
      <text:p>{SHARES * 3}</text:p><table:table><table:table-row><table:table-cell>
      <text:p>Partner</text:p></table:table-cell><table:table-cell><text:p>Purpose</text:p>
      </table:table-cell></table:table-row><table:table-row><table:table-cell>
      <text:p>Acme Inc.</text:p></table:table-cell><table:table-cell><text:p>Support</text:p>
      </table:table-cell></table:table-row></table:table>
      <text:h text:outline-level="3">Your choices</text:h>
      <text:p>You may opt out within {days} days.</text:p>
      </office:text></office:body></office:document-content>"""
    return packed(("mimetype", ODT.encode()), ("content.xml", text.encode()))


def rtf(days: int = 30) -> bytes:
    paragraphs = (SAYS * 3, SHARES * 3, f"You may opt out within {days} days. Caf\\'e9.")
    return ("{\\rtf1\\ansi {\\b Privacy Policy}\\par " + "\\par ".join(paragraphs) + "}").encode()


def packed(*parts: tuple[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        for name, data in parts:
            how = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            package.writestr(name, data, how)
    return file.getvalue()


def read(body: bytes) -> Document:
    return extract(body, media_type("application/octet-stream", body))


@pytest.mark.parametrize("body", [word(), opendocument()], ids=["docx", "odt"])
def test_a_policy_that_moves_to_an_office_file_stays_one_document(body: bytes) -> None:
    change = compare(HTML.encode(), body)
    assert (change.kind, change.sections, change.reason) == (Kind.NOISE, (), "")


@pytest.mark.parametrize("make", [word, opendocument, rtf])
def test_what_an_office_file_says_otherwise_is_told(make: object) -> None:
    change = compare(make(), make(days=90))  # type: ignore[operator]
    assert change.kind is Kind.SUBSTANTIVE
    assert "90 days" in change.summary


def test_headings_that_are_only_bold_are_headings() -> None:
    """Most contracts are typed like that; without headings nothing is told by its section."""
    sections = {section.path[-1] for section in read(word(styles=False)).sections}
    assert {"What we collect", "Your choices"} <= sections


def test_what_is_deleted_or_stands_in_the_margin_is_no_text() -> None:
    assert "sell it all" not in read(opendocument()).text
    assert "Confidential" not in read(word()).text


def test_rtf_keeps_its_letters() -> None:
    assert "Café." in read(rtf()).text


@pytest.mark.parametrize(
    ("declared", "body", "expected"),
    [
        ("application/octet-stream", word(), DOCX),
        ("application/zip", opendocument(), ODT),
        ("application/msword", word(), DOCX),
        ("text/html", rtf(), RTF),
        (DOCX, b"<!doctype html><title>Not found</title>", "text/html"),
        ("application/zip", packed(("a.html", b"<p>")), "application/zip"),
    ],
)
def test_a_file_is_what_its_bytes_say(declared: str, body: bytes, expected: str) -> None:
    """Servers send Word files as old Word, as zip, as bytes; and error pages as Word files."""
    assert media_type(declared, body) == expected


def test_a_file_that_unpacks_without_end_is_refused_before_it_is_unpacked() -> None:
    bomb = packed(("mimetype", ODT.encode()), ("content.xml", b" " * 60_000_000))
    assert len(bomb) < 100_000
    with pytest.raises(ExtractError, match="unpacks to more"):
        read(bomb)


@pytest.mark.parametrize("depth", [20_000, 200_000])
def test_a_file_nested_without_end_fails_alone(depth: int) -> None:
    """In a reader, where memory and time are limited: the next page is read."""
    ns = f'xmlns:office="{_NS}office:1.0" xmlns:text="{_NS}text:1.0"'
    inside = "<text:span>" * depth + SAYS + "</text:span>" * depth
    xml = f"<office:c {ns}><office:body><office:text><text:p>{inside}</text:p></office:text>"
    body = packed(
        ("mimetype", ODT.encode()), ("content.xml", f"{xml}</office:body></office:c>".encode())
    )
    with Readers(1, prepare=rules_loaded) as readers:
        with pytest.raises((ExtractError, ReaderLostError)):
            readers.run(extract, body, ODT)
        assert readers.run(extract, rtf(), RTF).words > 20


def test_a_billion_laughs_are_refused() -> None:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    xml = f'<!DOCTYPE x [<!ENTITY l0 "ha ha ha ha">{entities}]><x>&l9;</x>'
    body = packed(("mimetype", ODT.encode()), ("content.xml", xml.encode()))
    with pytest.raises(ExtractError, match="damaged"):
        read(body)


@pytest.mark.parametrize(
    "body",
    [
        b"PK\x03\x04 word/document.xml",
        packed(("mimetype", ODT.encode())),
        packed(("mimetype", ODT.encode()), ("content.xml", b"<a>")),
        packed(("word/document.xml", b"<a>")),
        word()[:4000],
    ],
)
def test_a_damaged_file_says_so(body: bytes) -> None:
    with pytest.raises(ExtractError, match="damaged"):
        read(body)


def test_without_the_extra_the_page_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("mammoth", "striprtf"):
        monkeypatch.setitem(sys.modules, name, None)
    for body in (word(), rtf()):
        with pytest.raises(ExtraMissingError, match=r"pip install '\.\[office\]'"):
            read(body)
