"""Lines of a PDF to its parts: paragraphs, headings, items, tables, over columns and pages. Pure.

By the tags of a page where it has good ones, else by where its lines stand.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from monitor.extract.pdf_layout import Grid, Line
from monitor.extract.pdf_tags import Tagged
from monitor.extract.pdf_text import Piece, Sheet

_CLOSER = 0.35  # of the height of a line: more space than usual begins a paragraph
_FULL = 0.9  # of the longest line of a part, or its end was meant
_RAGGED = 0.03  # share of a line's width: words are wider or narrower than others
_SAME = 3.0  # points
_INDENT = 8.0
BULLET = re.compile(r"(?:[•‣◦●○▪▫■□·∙⁃►▸◆➢✓✔\uf0b7\uf0a7]\s*|[–—*-]\s+|o\s{1,3}(?=[A-Z]))")
_LABEL = re.compile(
    r"\(?(?:\d{1,3}(?:\.\d{1,3}){0,4}|[a-z]|[ivx]{1,5})[.)]\s+(?=\S)|\d+(?:\.\d+)+\s"
)
_ENDS = (".", "!", "?", ":", ";", "。", "」")
_LEADERS = re.compile(r"(?<![\s.…])\s*+(?:[.…]\s?){4,}+\s*+\d{1,4}$")


@dataclass(slots=True)
class Part:
    """A block of a PDF: h, p, li or table."""

    lines: list[Line] = field(default_factory=list)
    grid: Grid | None = None
    page: int = 0
    text: str = ""
    role: str = ""  # as it is tagged, see pdf_tags.Tagged

    @property
    def size(self) -> float:
        """Of most of its letters."""
        return self.lines[0].size if self.lines else 0.0

    @property
    def bold(self) -> bool:
        """All of it."""
        return all(line.bold for line in self.lines)


def take(parts: list[Part], item: Line | Grid, page: int) -> None:
    """Add a line or a table to what was read so far."""
    if isinstance(item, Grid):
        before = parts[-1] if parts else None
        if before and before.grid and before.page < page:  # a table that goes on
            rows = item.rows[1:] if item.rows[0] == before.grid.rows[0] else item.rows
            before.grid, before.page = Grid(before.grid.rows + rows), page
        else:
            parts.append(Part(grid=item, page=page))
        return
    item.text = _LEADERS.sub("", item.text)
    part = _continued(parts, item, page)
    if part is None:
        parts.append(Part([item], page=page))
    else:
        part.lines.append(item)
        part.page = page


def take_tagged(parts: list[Part], sheet: Sheet, pieces: Sequence[Piece], page: int) -> None:
    """Add what the tags of a page say; what is not tagged is an artifact."""
    said: dict[int, list[Line]] = {}
    for piece in pieces:
        if piece.block >= 0:
            _add_to_line(said.setdefault(piece.block, []), piece)
    rows: list[list[str]] = []
    edge = max((piece.right for piece in pieces), default=0.0)
    at = (0, 0, 0)  # table, row and cell
    label = ""
    first = True
    for number, block in enumerate(sheet.blocks):
        lines = said.get(number, [])
        if not lines:
            continue
        if block.table != at[0] and rows:
            take(parts, _grid(rows), page)
            rows = []
        if block.table:
            _into_cell(rows, block, lines, at)
            at = (block.table, block.row, block.cell)
            continue
        at = (0, *at[1:])
        if block.role == "label":
            label = " ".join(line.text for line in lines)
            continue
        if label and not _generated(label):
            lines[0].text = f"{label} {lines[0].text}"
        label = ""
        if before := _goes_on(parts, block, lines[0], page if first else None, edge):
            for line in lines:
                _join_line(before.lines, line)
            before.page = page
        else:
            parts.append(Part(lines, page=page, role=block.role))
        first = False
    if rows:
        take(parts, _grid(rows), page)


def _into_cell(
    rows: list[list[str]], block: Tagged, lines: Sequence[Line], at: tuple[int, int, int]
) -> None:
    """Add what a block of a table says. `at`: the table, row and cell of the one before."""
    if block.row != at[1] or not rows:
        rows.append([])
    if block.cell != at[2] or not rows[-1]:
        rows[-1].append("")
    rows[-1][-1] = " ".join(filter(None, [rows[-1][-1], *(line.text for line in lines)]))


def _goes_on(
    parts: Sequence[Part], block: Tagged, line: Line, page: int | None, edge: float
) -> Part | None:
    """The part that a block with this first line goes on with. `page`: which it is first of."""
    if block.role not in ("p", "li", "text"):
        return None
    if page is not None:
        return _continued(parts, line, page)
    last = parts[-1] if parts else None
    if block.role != "text" or last is None or last.role != "text":
        return None
    return last if _flows(last.lines[-1], line, edge) else None


def _join_line(lines: list[Line], line: Line) -> None:
    """Add a line; words that stand beside the last one to it."""
    last = lines[-1]
    if abs(last.bottom - line.bottom) < 0.5 * last.height and line.left >= last.right - 1:
        apart = " " if line.left - last.right > 0.08 * line.height else ""
        last.text, last.right = f"{last.text}{apart}{line.text}", line.right
    else:
        lines.append(line)


def _flows(last: Line, line: Line, edge: float) -> bool:
    """Do words go on beside the last line, or below it where it is full?"""
    if abs(last.bottom - line.bottom) < 0.5 * last.height:
        return -1 <= line.left - last.right < line.height
    below = 0 < last.bottom - line.bottom < 2 * last.height
    return below and last.right > _FULL * edge and not last.text.endswith(_ENDS)


def _add_to_line(lines: list[Line], piece: Piece) -> None:
    edges = (piece.left, piece.right)
    line = Line(piece.text, *edges, piece.bottom, piece.top, piece.size, piece.bold, edges)
    if lines:
        _join_line(lines, line)
    else:
        lines.append(line)


def _grid(rows: Sequence[Sequence[str]]) -> Grid:
    return Grid(tuple(tuple(row) for row in rows))


def _generated(label: str) -> bool:
    """Is the label of an item one that a browser would show, and not write: a bullet, a number?"""
    return (
        bool(BULLET.fullmatch(f"{label} ") or re.fullmatch(r"\d{1,3}[.)]?", label))
        or len(label) == 1
    )


def _continued(parts: Sequence[Part], line: Line, page: int) -> Part | None:
    """The part that a line goes on with."""
    if not parts or line.dot or BULLET.match(line.text):
        return None
    part = parts[-1]
    if part.lines and part.page == page and part.lines[-1].bottom > line.bottom:
        return part if _is_next(part, line) else None
    # At the top of another column or page; notes at the foot of the one before are passed over.
    for part in reversed(parts[-4:]):
        if part.lines and abs(part.size - line.size) < 0.6 and page - part.page <= 1:
            last = part.lines[-1].text
            full = part.lines[-1].right >= _FULL * max(other.right for other in part.lines)
            begun = line.text[0].islower() or last.endswith("-") or (full and len(part.lines) > 1)
            goes_on = not last.endswith(_ENDS) and begun
            return part if goes_on and part.bold == line.bold else None
    return None


def _is_next(part: Part, line: Line) -> bool:
    """Does a line below the last of a part, in its column, go on with it?"""
    last, first = part.lines[-1], part.lines[0]
    if abs(last.size - line.size) > 0.6:
        return False
    if part.bold != line.bold and (part.bold or len(part.lines) == 1):
        # A heading, or words that are stressed at the beginning of a paragraph.
        return not _is_short(last, line) and not line.text[0].isupper()
    usual = last.bottom - part.lines[-2].bottom if len(part.lines) > 1 else 0.0
    step = last.bottom - line.bottom
    if step > (abs(usual) or 1.3 * last.height) + _CLOSER * last.height:
        return False
    label = _LABEL.match(line.text)
    if label and (last.text.endswith((*_ENDS, ",", " and", " or")) or _is_short(last, line)):
        return False
    if _is_listed(first):
        return line.left > first.left + _SAME or (
            line.left > first.left - _SAME and not _is_short(last, line)
        )
    indented = line.left > last.left + _INDENT and line.left > first.left + _INDENT
    return not indented and not (last.text.endswith(_ENDS) and _is_short(last, line))


def _is_listed(line: Line) -> bool:
    return line.dot or bool(BULLET.match(line.text) or _LABEL.match(line.text))


def _is_short(last: Line, line: Line) -> bool:
    """Would the first word of a line have found room on the last?"""
    word = len(line.text.split(" ", 1)[0]) + 1
    width = (line.right - line.left) * word / max(1, len(line.text))
    left, right = last.column
    return last.right + width < right - _RAGGED * (right - left)
