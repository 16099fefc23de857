"""What a tagged PDF says of its own structure: paragraphs, headings, items, cells of tables.

Programs for offices and browsers write it. What is not tagged on a tagged page is an artifact: its
head, its number, its lines.
"""

from __future__ import annotations

import ctypes
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

_DEEPEST = 60
_MOST = 20_000  # elements of a page
_INLINE = frozenset(
    {
        *("Span", "Link", "Em", "Strong", "Quote", "Code", "Reference", "BibEntry", "Annot", "Sub"),
        *("Ruby", "RB", "RT", "RP", "Warichu", "WT", "WP"),
    }
)
# A box of no meaning: inside a paragraph a part of it, elsewhere a block.
_ANY = frozenset({"NonStruct", "Private", "Div"})
_HOLDS_TEXT = frozenset(
    {
        "P",
        "H",
        "H1",
        "H2",
        "H3",
        "H4",
        "H5",
        "H6",
        "LI",
        "LBody",
        "Lbl",
        "TD",
        "TH",
        "Caption",
        "Title",
    }
)
_PARAGRAPHS = frozenset({"P", "Caption", "Note", "BlockQuote", "TOCI", "Index", "Formula"})
_CELLS = ("TD", "TH")


@dataclass(slots=True)
class Tagged:
    """One block: "h1" to "h6", "h", "p", "li", "label" (of an item), "cell", or "text".

    "text" stands in boxes of no meaning: it may be a paragraph, or words within one.
    """

    role: str
    table: int = 0  # counted on the page from 1
    row: int = 0
    cell: int = 0


@dataclass(slots=True)
class Tags:
    """The blocks of a page in reading order, and in which of them each marked content stands."""

    blocks: list[Tagged] = field(default_factory=list)
    of: dict[int, int] = field(default_factory=dict)


@dataclass(slots=True)
class _Walk:
    raw: Any
    tags: Tags
    open: bool = False  # further content belongs to the last block
    left: int = _MOST
    tables: int = 0
    rows: int = 0
    cells: int = 0

    def into(self, element: Any, path: tuple[str, ...], table: int) -> None:
        raw = self.raw
        for index in range(raw.FPDF_StructElement_CountChildren(element)):
            self.left -= 1
            if self.left < 0:
                return
            child = raw.FPDF_StructElement_GetChildAtIndex(element, index)
            if not child:
                self.content(
                    raw.FPDF_StructElement_GetChildMarkedContentID(element, index), path, table
                )
                continue
            kind = _kind(child, raw)
            inline = kind in _INLINE or (kind in _ANY and _HOLDS_TEXT.intersection(path[-1:]))
            if not inline:
                self.open = False
            if len(path) < _DEEPEST:
                inside = table
                if kind == "Table":
                    self.tables += 1
                    inside = self.tables
                self.rows += kind == "TR"
                self.cells += kind in _CELLS
                self.into(child, path if inline else (*path, kind), inside)
            if not inline:
                self.open = False

    def content(self, mark: int, path: tuple[str, ...], table: int) -> None:
        if mark < 0:
            return
        if not self.open:
            place = (table, self.rows, self.cells) if "TR" in path else (0, 0, 0)
            self.tags.blocks.append(Tagged(_role(path), *place))
            self.open = True
        self.tags.of.setdefault(mark, len(self.tags.blocks) - 1)


def tags_of(page: Any, raw: Any) -> Tags:
    """The tags of a page; none where it has no structure."""
    tags = Tags()
    tree = raw.FPDF_StructTree_GetForPage(page)
    if not tree:
        return tags
    try:
        walk = _Walk(raw, tags)
        for index in range(raw.FPDF_StructTree_CountChildren(tree)):
            child = raw.FPDF_StructTree_GetChildAtIndex(tree, index)
            if child:
                walk.open = False
                walk.into(child, (_kind(child, raw),), 0)
    finally:
        raw.FPDF_StructTree_Close(tree)
    return tags


def mark_of(letters: Any, index: int, of: Mapping[int, int], raw: Any) -> int:
    """The block in which a letter stands; -1 for none."""
    thing = raw.FPDFText_GetTextObject(letters, index)
    return of.get(raw.FPDFPageObj_GetMarkedContentID(thing), -1) if thing else -1


def _role(path: tuple[str, ...]) -> str:
    for kind in reversed(path):
        if kind in _CELLS:
            return "cell"
        if kind == "Lbl":
            return "label"
        if kind == "LI":
            return "li"
        if kind == "Title":
            return "h1"
        if kind == "H" or (len(kind) == 2 and kind[0] == "H" and kind[1] in "123456"):
            return kind.lower()
        if kind in _PARAGRAPHS:
            return "p"
    return "text"


def _kind(element: Any, raw: Any) -> str:
    buffer = ctypes.create_string_buffer(64)
    size = raw.FPDF_StructElement_GetType(element, buffer, 64)
    return buffer.raw[: max(0, min(size, 64) - 2)].decode("utf-16-le", "replace")
