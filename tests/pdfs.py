"""PDFs as programs write them: from markup, in columns, scanned."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence

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


def tagged(*blocks: tuple[str, Sequence[str]], artifact: str = "Confidential") -> bytes:
    """A page of tagged blocks, each a tag and its lines; "TR" has a line for each cell, and "PB" is
    a paragraph of which the first line is bold.

    Written by hand, as what writes PDFs for tests knows no tags. Every line stands below the last,
    so that only the tags can tell what belongs together.
    """
    objects: dict[int, str] = {}
    content: list[str] = []
    owners: list[int] = []  # the element of each marked content
    height, free = 760, 11  # numbers of objects below are taken

    def shown(text: str, mark: str, font: str = "F1") -> None:
        nonlocal height
        height -= 14
        escaped = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
        content.append(f"{mark} BDC BT /{font} 10 Tf 50 {height} Td ({escaped}) Tj ET EMC")

    def element(kind: str, parent: int, *inside: str | tuple[str, Sequence[str]]) -> int:
        """An element with lines, or with elements of (tag, lines), inside."""
        nonlocal free
        own, free = free, free + 1
        kids = []
        for part in inside:
            if isinstance(part, str):
                bold = kind == "PB" and not kids
                mark = f"/{kind} <</MCID {len(owners)}>>"
                shown(part, mark, "F2" if bold else "F1")
                kids.append(str(len(owners)))
                owners.append(own)
            else:
                kids.append(f"{element(part[0], own, *part[1])} 0 R")
        name = "P" if kind == "PB" else kind
        objects[own] = f"<</Type/StructElem/S/{name}/P {parent} 0 R/Pg 3 0 R/K[{' '.join(kids)}]>>"
        return own

    shown(artifact, "/Artifact <<>>")
    kids = []
    for kind, lines in blocks:
        if kind == "TR":
            row = [("TD", [line]) for line in lines]
            kids.append(element("Table", 5, ("TR", row)))  # type: ignore[arg-type]
        elif kind == "LI":
            kids.append(element("LI", 5, ("Lbl", lines[:1]), ("LBody", lines[1:])))
        else:
            kids.append(element(kind, 5, *lines))
    stream = "\n".join(content)
    all_kids = " ".join(f"{kid} 0 R" for kid in kids)
    owned = " ".join(f"{owner} 0 R" for owner in owners)
    objects |= {
        1: "<</Type/Catalog/Pages 2 0 R/StructTreeRoot 4 0 R/MarkInfo<</Marked true>>"
        "/Lang(en-IE)>>",
        2: "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/StructParents 0/Contents 6 0 R"
        "/Resources<</Font<</F1 7 0 R/F2 9 0 R>>>>>>",
        4: "<</Type/StructTreeRoot/K 5 0 R/ParentTree 8 0 R>>",
        5: f"<</Type/StructElem/S/Document/P 4 0 R/K[{all_kids}]>>",
        6: f"<</Length {len(stream)}>>stream\n{stream}\nendstream",
        7: "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        8: f"<</Nums[0[{owned}]]>>",
        9: "<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold/Encoding/WinAnsiEncoding>>",
    }
    return _file(objects)


def _file(objects: Mapping[int, str | bytes]) -> bytes:
    out, places = b"%PDF-1.7\n", {}
    for number, inside in sorted(objects.items()):
        places[number] = len(out)
        raw = inside.encode("cp1252") if isinstance(inside, str) else inside
        out += b"%d 0 obj" % number + raw + b"endobj\n"
    table = f"xref\n0 {max(objects) + 1}\n"
    for number in range(max(objects) + 1):
        at = places.get(number)
        table += "0000000000 65535 f \n" if at is None else f"{at:010} 00000 n \n"
    end = f"trailer<</Size {max(objects) + 1}/Root 1 0 R>>\nstartxref\n{len(out)}\n%%EOF"
    return out + (table + end).encode()


def packed(page: bytes) -> bytes:
    """A page with this content, packed twice."""
    stream = zlib.compress(zlib.compress(page, 9), 9)
    head = f"<</Length {len(stream)}/Filter[/FlateDecode/FlateDecode]>>stream\n"
    return _file(
        {
            1: "<</Type/Catalog/Pages 2 0 R>>",
            2: "<</Type/Pages/Kids[3 0 R]/Count 1>>",
            3: "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R"
            "/Resources<</Font<</F1 5 0 R>>>>>>",
            4: head.encode() + stream + b"\nendstream",
            5: "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        }
    )
