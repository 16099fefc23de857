"""What stands on the pages of a PDF and where, by pdfium: pieces of lines and ruled lines.

The only module that knows the library.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from threading import Lock
from typing import Any

from monitor.errors import ExtractError, ExtraMissingError
from monitor.extract.pdf_tags import Tagged, Tags, mark_of, tags_of

MISSING = "a PDF needs one more package: pip install '.[pdf]' in monitor's source"
_SPACES = (9, 32, 0xA0)
_MOST_PAGES = 1_000
_APART = 0.8  # times the height of its letters: a wider gap parts columns and cells
_RAISED = 0.35  # of that height: a letter that much higher or lower is of another line
_SMALL = 0.8  # of it: a raised sign
_HAIRLINE = 3.0  # points: what is drawn thinner than this is a ruled line
_DOT = 8.0  # points: what is drawn no larger than this may be a bullet
_TAGGED = 0.75  # share of a page's letters that must be tagged, or its tags are not used
_MOST_UPRIGHT = 300
_MOST_DRAWN = 20_000  # shapes of a page: a drawing has more
_BOLD = re.compile(r"bold|black|heavy|semibd|demi", re.IGNORECASE)
_BOLD_WEIGHT = 600
_PASSWORD = 4  # FPDF_ERR_PASSWORD
_alone = Lock()  # pdfium ends the process where two threads are in it at once


@dataclass(slots=True)
class Piece:
    """Letters that stand side by side on one line. Points, from the bottom left of the page."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    size: float = 0.0
    bold: bool = False
    block: int = -1  # which of the page's tagged blocks it is of

    @property
    def height(self) -> float:
        """Of its letters, with what reaches below the line."""
        return self.top - self.bottom


@dataclass(frozen=True, slots=True)
class Rule:
    """A line that is drawn: `flat` from left to right, else upright."""

    flat: bool
    at: float  # its height on the page, or its distance from the left
    begin: float
    end: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of a PDF."""

    pieces: tuple[Piece, ...]
    rules: tuple[Rule, ...]
    dots: tuple[tuple[float, float], ...]  # (right edge, middle) of small shapes: drawn bullets
    height: float
    pictures: int = 0
    blocks: tuple[Tagged, ...] = ()  # of a page that is tagged, and well


@dataclass(frozen=True, slots=True)
class Pdf:
    """All pages, with what the file says of itself."""

    sheets: tuple[Sheet, ...]
    title: str = ""
    language: str = ""


def read_pdf(body: bytes) -> Pdf:
    """The pages of a PDF. Raises ExtractError for a damaged or locked one, and without pdfium."""
    try:
        import pypdfium2
        import pypdfium2.raw as raw
    except ImportError:
        raise ExtraMissingError(MISSING) from None
    with _alone:
        return _read(body, pypdfium2, raw)


def _read(body: bytes, pypdfium2: Any, raw: Any) -> Pdf:
    try:
        document = pypdfium2.PdfDocument(body)
    except pypdfium2.PdfiumError as error:
        locked = getattr(error, "err_code", None) == _PASSWORD
        why = "the PDF asks for a password" if locked else "the PDF is damaged"
        # It holds the document that was begun, whose end is pdfium's work too: now, while we are
        # alone in it, and not when the error goes, in any thread.
        error.__traceback__ = None
        raise ExtractError(why) from None
    try:
        count = min(len(document), _MOST_PAGES)
        tagged = bool(raw.FPDFCatalog_IsTagged(document))
        sheets = tuple(_sheet(document, n, raw, tagged=tagged) for n in range(count))
        return Pdf(sheets, _title(document), _language(document, raw))
    except pypdfium2.PdfiumError as error:
        raise ExtractError(f"the PDF is damaged ({error})") from None
    finally:
        document.close()


def _title(document: Any) -> str:
    with suppress(Exception):  # what a file says of itself may be anything
        return str(document.get_metadata_value("Title") or "")
    return ""


def _language(document: Any, raw: Any) -> str:
    if not hasattr(raw, "FPDFCatalog_GetLanguage"):
        return ""
    size = raw.FPDFCatalog_GetLanguage(document, None, 0)
    if not 2 < size <= 200:
        return ""
    buffer = (raw.FPDF_WCHAR * (size // 2))()
    raw.FPDFCatalog_GetLanguage(document, buffer, size)
    return "".join(map(chr, buffer)).rstrip("\0")


def _sheet(document: Any, number: int, raw: Any, *, tagged: bool) -> Sheet:
    page = document[number]
    try:
        letters = page.get_textpage()
        try:
            rules, dots, pictures = _drawn(page.raw, raw)
            uprights = [rule for rule in rules if not rule.flat][:_MOST_UPRIGHT]
            tags = tags_of(page.raw, raw) if tagged else Tags()
            pieces = tuple(_pieces(letters.raw, raw, uprights, tags.of))
        finally:
            letters.close()
        width, height = page.get_size()
        if turn := page.get_rotation():
            pieces = tuple(_turned(piece, turn, width, height) for piece in pieces)
            rules, dots = [], []
        all_of_it = sum(len(piece.text) for piece in pieces)
        good = _TAGGED * all_of_it <= sum(len(p.text) for p in pieces if p.block >= 0)
        blocks = tuple(tags.blocks) if good else ()
        return Sheet(pieces, tuple(rules), tuple(dots), height, pictures, blocks)
    finally:
        page.close()


def _turned(piece: Piece, turn: int, width: float, height: float) -> Piece:
    """A piece as it stands on a page that is shown turned clockwise by this many degrees."""
    left, right, bottom, top = piece.left, piece.right, piece.bottom, piece.top
    if turn == 90:
        left, right, bottom, top = bottom, top, height - right, height - left
    elif turn == 180:
        left, right, bottom, top = width - right, width - left, height - top, height - bottom
    else:
        left, right, bottom, top = width - top, width - bottom, left, right
    return replace(piece, left=left, right=right, bottom=bottom, top=top)


# --------------------------------------------------------------------------- letters


def _pieces(
    letters: Any, raw: Any, uprights: Sequence[Rule], of: Mapping[int, int]
) -> Iterator[Piece]:
    """Pieces of lines in the order of the file. Several calls for each letter, so in one loop."""
    box = raw.FS_RECTF()
    ref = ctypes.byref(box)
    code_of, box_of = raw.FPDFText_GetUnicode, raw.FPDFText_GetLooseCharBox
    piece: Piece | None = None
    first = last = 0
    for index in range(raw.FPDFText_CountChars(letters)):
        code = code_of(letters, index)
        if code in _SPACES:
            if piece is not None:
                piece.text += " "
            continue
        if code in (0, 10, 13) or not box_of(letters, index, ref):
            continue
        left, right, bottom, top = box.left, box.right, box.bottom, box.top
        block = mark_of(letters, index, of, raw) if of else -1
        apart = piece is not None and (
            piece.block != block
            or not _goes_on(piece, left, right, bottom, top)
            or (piece.text[-1:] == " " and _parted(piece, left, bottom, top, uprights))
        )
        if piece is not None and apart:
            yield _faced(piece, letters, raw, first, last)
            piece = None
        if piece is None:
            piece, first = Piece("", left, right, bottom, top, block=block), index
        elif top - bottom > piece.height:
            piece.bottom, piece.top = bottom, top
        piece.left, piece.right = min(piece.left, left), max(piece.right, right)
        piece.text += chr(code) if code < 0x110000 else ""
        last = index
    if piece is not None:
        yield _faced(piece, letters, raw, first, last)


def _goes_on(piece: Piece, left: float, right: float, bottom: float, top: float) -> bool:
    """Does a letter with this box stand beside the piece, on its line?"""
    tall = max(piece.height, top - bottom, 1.0)
    # To the right of it or, in Arabic and Hebrew, to the left.
    gap = left - piece.right if left >= piece.left else piece.left - right
    if gap > _APART * tall:
        return False
    if abs(bottom - piece.bottom) <= _RAISED * tall:
        return True
    raised = min(top - bottom, piece.height) < _SMALL * tall
    return raised and bottom < piece.top and top > piece.bottom


def _parted(piece: Piece, left: float, bottom: float, top: float, uprights: Sequence[Rule]) -> bool:
    """Is a line drawn between the piece and the letter that follows it?"""
    middle = (bottom + top) / 2
    return any(
        piece.right - 1 <= rule.at <= left + 1 and rule.begin <= middle <= rule.end
        for rule in uprights
    )


def _faced(piece: Piece, letters: Any, raw: Any, first: int, last: int) -> Piece:
    """The piece with the size of its letters, and whether all of them are bold."""
    matrix, middle = raw.FS_MATRIX(), (first + last) // 2
    while middle < last and raw.FPDFText_GetUnicode(letters, middle) in _SPACES:
        middle += 1  # a space that pdfium made up has no size
    size = raw.FPDFText_GetFontSize(letters, middle)
    if raw.FPDFText_GetMatrix(letters, middle, matrix):
        size *= math.hypot(matrix.c, matrix.d) or 1.0
    piece.text = piece.text.strip()
    piece.size = round(size * 2) / 2
    piece.bold = all(_is_bold(letters, raw, at) for at in {first, middle, last})
    return piece


def _is_bold(letters: Any, raw: Any, index: int) -> bool:
    name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    raw.FPDFText_GetFontInfo(letters, index, name, 128, ctypes.byref(flags))
    if _BOLD.search(name.value.decode("utf-8", "replace")):
        return True
    return bool(raw.FPDFText_GetFontWeight(letters, index) >= _BOLD_WEIGHT)


# --------------------------------------------------------------------------- what is drawn


def _drawn(page: Any, raw: Any) -> tuple[list[Rule], list[tuple[float, float]], int]:
    """(lines and the edges of boxes, drawn bullets, number of pictures)."""
    rules: list[Rule] = []
    dots: list[tuple[float, float]] = []
    pictures = 0
    edges = [ctypes.c_float() for _ in range(4)]
    refs = [ctypes.byref(edge) for edge in edges]
    for index in range(min(raw.FPDFPage_CountObjects(page), _MOST_DRAWN)):
        item = raw.FPDFPage_GetObject(page, index)
        kind = raw.FPDFPageObj_GetType(item)
        pictures += kind == raw.FPDF_PAGEOBJ_IMAGE
        if kind != raw.FPDF_PAGEOBJ_PATH or not raw.FPDFPageObj_GetBounds(item, *refs):
            continue
        left, bottom, right, top = (edge.value for edge in edges)
        wide, high = right - left, top - bottom
        if max(wide, high) <= _DOT:
            dots.append((right, (top + bottom) / 2))
        elif high <= _HAIRLINE:
            rules.append(Rule(True, (top + bottom) / 2, left, right))
        elif wide <= _HAIRLINE:
            rules.append(Rule(False, (left + right) / 2, bottom, top))
        else:
            rules += (Rule(True, y, left, right) for y in (bottom, top))
            rules += (Rule(False, x, bottom, top) for x in (left, right))
    return rules, dots, pictures
