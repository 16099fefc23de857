"""PDFs as programs write them: from markup, in columns, scanned."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

from fpdf import FPDF


class Printed(FPDF):
    """A document with a running head and the number of each page at its foot."""

    def __init__(self, head: str = "", *, numbers: bool = True) -> None:
        super().__init__()
        self.head, self.numbers = head, numbers
        self.add_page()
        self.set_font("helvetica", size=11)

    def header(self) -> None:
        """fpdf2's name."""
        if self.head:
            self.set_font("helvetica", size=8)
            self.cell(0, 8, self.head, new_x="LMARGIN", new_y="NEXT")

    def footer(self) -> None:
        """fpdf2's name."""
        if self.numbers:
            self.set_y(-15)
            self.set_font("helvetica", size=8)
            self.cell(0, 8, f"Page {self.page_no()} of {{nb}}", align="C")


def printed(markup: str, head: str = "") -> bytes:
    """Markup as a PDF of several pages."""
    pdf = Printed(head)
    pdf.write_html(markup)
    return bytes(pdf.output())


def placed(*texts: tuple[float, float, str], size: float = 10) -> bytes:
    """A page with each text at its place, in millimetres from the top left, in this order."""
    pdf = Printed(numbers=False)
    pdf.set_font("helvetica", size=size)
    for x, y, text in texts:
        pdf.text(x, y, text)
    return bytes(pdf.output())


def scanned(pages: int = 2, *, words: str = "") -> bytes:
    """Pictures of pages; with `words` behind them a page of text."""
    pdf = Printed(numbers=False)
    for number in range(pages):
        if number:
            pdf.add_page()
        pdf.image(_picture(), x=10, y=10, w=180)
    if words:
        pdf.add_page()
        pdf.set_font("helvetica", size=11)
        pdf.write_html(words)
    return bytes(pdf.output())


def locked(markup: str) -> bytes:
    """A PDF that opens with a password alone."""
    pdf = Printed()
    pdf.write_html(markup)
    pdf.set_encryption(owner_password="o", user_password="u")
    return bytes(pdf.output())


def _picture() -> bytes:
    """A grey PNG."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = zlib.crc32(kind + data).to_bytes(4, "big")
        return len(data).to_bytes(4, "big") + kind + data + check

    head = (8).to_bytes(4, "big") * 2 + bytes([8, 0, 0, 0, 0])
    rows = zlib.compress(b"".join(b"\0" + b"\x80" * 8 for _ in range(8)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def columns(left: Sequence[str], right: Sequence[str], *, mixed: bool) -> bytes:
    """Two columns of lines; `mixed`: written line by line across both, as some programs do."""
    ours = [(15.0, 30.0 + 5 * n, text) for n, text in enumerate(left)]
    theirs = [(110.0, 30.0 + 5 * n, text) for n, text in enumerate(right)]
    if not mixed:
        return placed(*ours, *theirs)
    return placed(*(place for pair in zip(ours, theirs, strict=True) for place in pair))
