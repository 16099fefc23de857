"""Pictures that are all there is in a cell of a table: what they are called is its text. Pure."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

_CELL_DEPTH = 3  # elements between a picture and its cell
_FILE = re.compile(r"\.\w{3,4}$|_\d|^\W*$")  # a file's name is none of the picture
LONGEST_SIGN = 40  # characters of a picture's text that may be a sign


def cell_of(node: LexborNode) -> LexborNode | None:
    """The cell that a picture stands in."""
    cell = node.parent
    for _ in range(_CELL_DEPTH):
        if cell is None or cell.tag in ("td", "dd"):
            break
        cell = cell.parent
    return cell if cell is not None and cell.tag in ("td", "dd") else None


def alone_in_cell(cell: LexborNode, name: str, known: dict[int, bool]) -> str:
    """What a picture is called that is all of a cell in a row which says something besides.

    `known`: of which cells and rows that is known, by the memory they stand in.
    """
    name = " ".join(name.split())
    if len(name) > LONGEST_SIGN or _FILE.search(name) or _says(cell, known):
        return ""
    return name if cell.parent is not None and _says(cell.parent, known) else ""


def _says(node: LexborNode, known: dict[int, bool]) -> bool:
    """Has it any text? Asked for each picture inside, and read once."""
    if node.mem_id not in known:
        known[node.mem_id] = bool(node.text(strip=True))
    return known[node.mem_id]


def note_said(cell: LexborNode, known: dict[int, bool]) -> None:
    """Keep in mind that a picture was put into words in a cell, and so in its row."""
    for node in (cell, cell.parent):
        if node is not None:
            known[node.mem_id] = True
