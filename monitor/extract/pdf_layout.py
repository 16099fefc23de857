"""Pieces of a PDF's page in the order in which a person reads them: lines, columns, tables. Pure.

A page is read in rows from the top. Rows that leave the same gap free are columns of prose, which
are read one after the other, or a table, which is read row by row.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from monitor.extract.pdf_text import Piece, Rule, Sheet

_GUTTER = 9.0  # points between two columns at least
_COLUMN_LINES = 4  # of prose at least
_FILLED = 0.6  # share of its column that a line of prose fills, as a rule
_SAME_LINE = 0.5  # of the height of letters
_ROW_GAP = 0.25  # of it, more than between the lines of a cell: another row of a table
_DEEPEST = 3  # columns inside columns
_HANGING = 72.0  # points between a bullet or number and its text at most
_DOT_REACH = 30.0  # points between a drawn bullet and its text
_LABEL = re.compile(
    r"[•‣◦●○▪▫■□·∙⁃►▸◆➢✓✔\uf0b7\uf0a7–—-]|\(?(?:\d{1,3}(?:\.\d{1,3}){0,4}|[a-zA-Z]|[ivxIVX]{1,5})[.)]?"
)


@dataclass(slots=True)
class Line:
    """A line of text, with the edges of the column that it stands in."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    size: float
    bold: bool
    column: tuple[float, float] = (0.0, 0.0)
    dot: bool = False  # a bullet is drawn beside it

    @property
    def height(self) -> float:
        """Of its letters, with what reaches below the line."""
        return self.top - self.bottom


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its rows, a text for each column."""

    rows: tuple[tuple[str, ...], ...]


Row = list[Piece]


def laid_out(sheet: Sheet, pieces: Sequence[Piece]) -> list[Line | Grid]:
    """These pieces of a page as lines and tables, in reading order."""
    found = list(_region(pieces, sheet.rules, 0))
    for line in found:
        if isinstance(line, Line):
            line.dot = any(
                0 <= line.left - right <= _DOT_REACH and line.bottom <= middle <= line.top
                for right, middle in sheet.dots
            )
    return found


def _region(pieces: Sequence[Piece], rules: Sequence[Rule], depth: int) -> Iterator[Line | Grid]:
    rows = [_labelled(row) for row in _rows(pieces)]
    alone = [row[0] for row in rows if len(row) == 1]
    edges = (min((p.left for p in alone), default=0), max((p.right for p in alone), default=0))
    at = 0
    while at < len(rows):
        end, gutters = _run(rows, at)
        run = rows[at:end]
        if gutters and depth < _DEEPEST and (columns := _columns(run, gutters, rules)):
            if len(run[-1]) > 1 and all(p.bold for p in run[-1]):
                end -= 1  # the head of a table below the columns
                columns = _columns(rows[at:end], gutters, rules)
            for column in columns:
                yield from _region(column, rules, depth + 1)
        elif gutters and _is_table(run, gutters):
            yield from _table(run, gutters, rules, edges)
        else:
            end = at + 1
            yield _line(rows[at], edges)
        at = end


def _rows(pieces: Sequence[Piece]) -> list[Row]:
    """The pieces that stand at the same height, from the top; those of a row from the left."""
    rows: list[Row] = []
    for piece in sorted(pieces, key=lambda p: -(p.bottom + p.top)):
        if rows and _beside(rows[-1][0], piece):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [sorted(row, key=lambda p: p.left) for row in rows]


def _beside(one: Piece, other: Piece) -> bool:
    apart = abs(one.bottom + one.top - other.bottom - other.top) / 2
    return apart < _SAME_LINE * min(one.height, other.height)


def _labelled(row: Row) -> Row:
    """The row with each bullet or number joined to the text that it stands before."""
    joined: Row = []
    for piece in row:
        before = joined[-1] if joined else None
        if before and _LABEL.fullmatch(before.text) and piece.left - before.right <= _HANGING:
            joined[-1] = _joined([before, piece])
        else:
            joined.append(piece)
    return joined


def _joined(pieces: Row) -> Piece:
    biggest = max(pieces, key=lambda p: len(p.text))
    return replace(
        biggest,
        text=" ".join(p.text for p in pieces),
        left=min(p.left for p in pieces),
        right=max(p.right for p in pieces),
        bold=all(p.bold for p in pieces),
    )


def _line(row: Row, edges: tuple[float, float]) -> Line:
    one = _joined(row) if len(row) > 1 else row[0]
    return Line(one.text, one.left, one.right, one.bottom, one.top, one.size, one.bold, edges)


# --------------------------------------------------------------------------- gaps


def _run(rows: Sequence[Row], at: int) -> tuple[int, list[float]]:
    """(end of the rows that leave the same gaps free, the middles of these gaps)."""
    taken: list[tuple[float, float]] = []
    gutters: list[float] = []
    for end in range(at, len(rows)):
        taken = _merged([*taken, *((p.left, p.right) for p in rows[end])])
        left = [(a[1] + b[0]) / 2 for a, b in pairwise(taken)]
        if not left and (gutters or end > at):
            return end, gutters
        gutters = left
    return len(rows), gutters


def _merged(spans: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Spans with less than a gutter between them as one, from the left."""
    merged: list[tuple[float, float]] = []
    for left, right in sorted(spans):
        if merged and left - merged[-1][1] < _GUTTER:
            merged[-1] = merged[-1][0], max(merged[-1][1], right)
        else:
            merged.append((left, right))
    return merged


def _is_table(run: Sequence[Row], gutters: Sequence[float]) -> bool:
    """Do rows stand side by side, and not only once?"""
    cells = Counter(_column_of(piece, gutters) for row in run for piece in row)
    return any(len(row) > 1 for row in run) and sum(n > 1 for n in cells.values()) > 1


def _column_of(piece: Piece, gutters: Sequence[float]) -> int:
    middle = (piece.left + piece.right) / 2
    return sum(gutter < middle for gutter in gutters)


def _columns(
    run: Sequence[Row], gutters: Sequence[float], rules: Sequence[Rule]
) -> list[list[Piece]]:
    """The pieces of each column, where each is prose; none where it is a table."""
    columns: list[list[Piece]] = [[] for _ in range(len(gutters) + 1)]
    for piece in (p for row in run for p in row):
        columns[_column_of(piece, gutters)].append(piece)
    if not all(_is_prose(column) for column in columns) or _ruled(run, gutters, rules):
        return []
    return [] if _rows_align(columns) else columns


def _is_prose(column: Sequence[Piece]) -> bool:
    width = max(p.right for p in column) - min(p.left for p in column)
    filled = median(p.right - p.left for p in column) >= _FILLED * width
    return len(column) >= _COLUMN_LINES and filled


def _ruled(run: Sequence[Row], gutters: Sequence[float], rules: Sequence[Rule]) -> bool:
    """Are lines drawn in a gap, or across it, inside these rows?"""
    top, bottom = run[0][0].top, run[-1][0].bottom
    upright = any(
        not r.flat and any(abs(r.at - g) <= _GUTTER for g in gutters) and r.begin < top < r.end + 40
        for r in rules
    )
    across = sum(
        r.flat and bottom < r.at < top and any(r.begin < g < r.end for g in gutters) for r in rules
    )
    return upright or across > 1


def _rows_align(columns: Sequence[Sequence[Piece]]) -> bool:
    """Do the gaps between the paragraphs of all columns stand at the same heights?"""
    breaks = []
    for column in columns:
        ordered = sorted(column, key=lambda p: -p.top)
        gaps = [(a.bottom - b.top, b.top) for a, b in pairwise(ordered)]
        usual = median(gap for gap, _ in gaps)
        breaks.append([y for gap, y in gaps if gap > usual + _ROW_GAP * ordered[0].height])
    first, *others = breaks
    return len(first) > 1 and all(
        len(other) == len(first) and all(abs(a - b) < 3 for a, b in zip(first, other, strict=True))
        for other in others
    )


# --------------------------------------------------------------------------- tables


def _table(
    run: Sequence[Row],
    gutters: Sequence[float],
    rules: Sequence[Rule],
    edges: tuple[float, float],
) -> Iterator[Line | Grid]:
    """The table, and before and after it the lines that have one column alone."""
    wide = [i for i, row in enumerate(run) if len(row) > 1]
    first, last = wide[0], wide[-1]
    while last + 1 < len(run) and run[last][0].bottom - run[last + 1][0].top < run[last][0].height:
        last += 1  # the rest of a cell
    yield from (_line(row, edges) for row in run[:first])
    rows = []
    for group in _table_rows(run[first : last + 1], gutters, rules):
        cells: list[list[str]] = [[] for _ in range(len(gutters) + 1)]
        for piece in (p for row in group for p in row):
            cells[_column_of(piece, gutters)].append(piece.text)
        rows.append(tuple(" ".join(cell) for cell in cells))
    yield Grid(tuple(rows))
    yield from (_line(row, edges) for row in run[last + 1 :])


def _table_rows(
    run: Sequence[Row], gutters: Sequence[float], rules: Sequence[Rule]
) -> list[list[Row]]:
    """Lines that are of one row of a table: between two ruled lines, or with less space between."""
    drawn = _drawn_between(run, gutters, rules)
    gaps = [a[0].bottom - b[0].top for a, b in pairwise(run)]
    least = _line_gap(run, gutters) + _ROW_GAP * run[0][0].height
    spaced = any(gap > least for gap in gaps)
    groups = [[run[0]]]
    for gap, above, row in zip(gaps, run, run[1:], strict=False):
        new = any(_middle(row[0]) < y < _middle(above[0]) for y in drawn)
        if new or (gap > least if spaced else not drawn and _column_of(row[0], gutters) == 0):
            groups.append([row])
        else:
            groups[-1].append(row)
    return groups


def _line_gap(run: Sequence[Row], gutters: Sequence[float]) -> float:
    """The space between two lines of a cell: the least between pieces of one column."""
    last: dict[int, Piece] = {}
    least = []
    for row in run:
        for piece in row:
            column = _column_of(piece, gutters)
            if above := last.get(column):
                least.append(above.bottom - piece.top)
            last[column] = piece
    return min(least, default=0.0)


def _drawn_between(
    run: Sequence[Row], gutters: Sequence[float], rules: Sequence[Rule]
) -> set[float]:
    """The heights at which a table's rows are parted by a line, or the lines beside them end."""
    top, bottom = run[0][0].top, run[-1][0].bottom
    left, right = min(row[0].left for row in run), max(row[-1].right for row in run)
    across = {r.at for r in rules if r.flat and any(r.begin < g < r.end + 2 for g in gutters)}
    ends = {
        end
        for r in rules
        if not r.flat and left - _HANGING < r.at < right + _HANGING
        for end in (r.begin, r.end)
    }
    return {round(y) for y in across | ends if bottom < y < top}


def _middle(piece: Piece) -> float:
    return (piece.bottom + piece.top) / 2
