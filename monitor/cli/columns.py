"""How the columns of a table share the width there is."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Sequence

from rich.cells import cell_len
from rich.text import Text

PADDED = 100  # columns; a longer text in a pipe runs over its column
LONGEST = 240  # columns; in a pipe a text is cut there where an id or a number stands behind it


@dataclasses.dataclass(frozen=True, slots=True)
class Column:
    """One column of a table. `wide` columns wrap, the others keep their words whole.

    A terminal too narrow for all columns goes without those of the highest `rank`; then those that
    may go `below` stand on a line of their own under the wide one.
    """

    name: str
    wide: bool = False
    right: bool = False
    rank: int = 0
    below: bool = False
    least: int = 24  # columns that a wide text needs to be readable


def aligned(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Lines for a pipe, each column as wide as its longest cell; nothing trails.

    A single long text does not push what follows out of sight, neither in its row nor in others.
    """
    rows = [_cut(columns, row) for row in rows]
    rows = [[column.name for column in columns], *rows]
    widths = [max(map(cell_len, cells)) for cells in zip(*rows, strict=True)]
    most = [PADDED if column.wide else width for column, width in zip(columns, widths, strict=True)]
    widths = [min(pair) for pair in zip(widths, most, strict=True)]
    for row in rows:
        cells = []
        for column, width, cell in zip(columns, widths, row, strict=True):
            margin = " " * (width - cell_len(cell))
            cells.append(margin + cell if column.right else cell + margin)
        yield "  ".join(cells).rstrip() + "\n"


def _cut(columns: Sequence[Column], row: Sequence[str]) -> list[str]:
    """The row with its long texts cut where something short follows, such as a change's id."""
    last = max((i for i, c in enumerate(columns) if not c.wide and row[i]), default=-1)
    return [
        cell[: LONGEST - 1] + "…" if columns[i].wide and i < last and len(cell) > LONGEST else cell
        for i, cell in enumerate(row)
    ]


def fitting(columns: Sequence[Column], cells: Sequence[Sequence[Text]], width: int) -> list[int]:
    """The columns that fit, leaving out those of high rank; [] when even the rest do not."""
    needed = []
    for i, column in enumerate(columns):
        longest = max([len(column.name), *(row[i].cell_len for row in cells)])
        needed.append(2 + (min(longest, column.least) if column.wide else longest))
    # A column without a word in it only takes room from the others.
    kept = [i for i in range(len(columns)) if any(row[i].plain for row in cells)]
    while sum(needed[i] for i in kept) > width:
        highest = max(columns[i].rank for i in kept)
        if not highest:
            return []
        kept = [i for i in kept if columns[i].rank < highest]
    return kept


def stacked(
    columns: Sequence[Column], cells: Sequence[Sequence[Text]], width: int
) -> tuple[list[Column], list[list[Text]]]:
    """The same with what may go below in the cell of the wide column, under its text.

    An id is broken only where it is longer than the room, and then behind a hyphen.
    """
    beside = [i for i, column in enumerate(columns) if not column.below]
    filled = [i for i in range(len(columns)) if any(row[i].plain for row in cells)]
    under = [i for i in filled if columns[i].below]
    wide = next(i for i in beside if columns[i].wide)
    taken = [max(cell_len(columns[i].name), *(row[i].cell_len for row in cells)) for i in beside]
    room = width - sum(2 + n for i, n in zip(beside, taken, strict=True) if i != wide) - 1
    rows = []
    for row in cells:
        lines = _packed(
            [row[i].plain for i in under if row[i].plain], max(room, columns[wide].least)
        )
        told = Text("\n", style="").join([row[wide], *(Text(line, style="dim") for line in lines)])
        rows.append([told if i == wide else row[i] for i in beside])
    name = columns[wide].name + "\n" + "  ".join(columns[i].name for i in under)
    # Two lines of names, as of each row.
    names = {i: name if i == wide else columns[i].name + "\n" for i in beside}
    return [dataclasses.replace(columns[i], name=names[i]) for i in beside], rows


def _packed(parts: Iterable[str], room: int) -> list[str]:
    """The parts on as few lines as they fit into, two spaces between them."""
    lines: list[str] = []
    for whole in parts:
        part = whole
        if lines and cell_len(lines[-1]) + 2 + cell_len(part) <= room:
            lines[-1] += f"  {part}"
            continue
        while cell_len(part) > room and (at := part.rfind("-", 0, room) + 1):
            lines.append(part[:at])
            part = part[at:]
        lines.append(part)
    return lines
