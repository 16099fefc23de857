"""Tables and lists of places in a document: where something holds, and where it does not."""

from __future__ import annotations

from functools import cached_property

from monitor.classify import scope
from monitor.types import BlockKind, Document

_LINE = 120  # characters of a line that may be the title of a table


class Lists:
    """The headings, blocks and lists of regions of a document, read when first asked for."""

    def __init__(self, document: Document) -> None:
        self._document = document

    @cached_property
    def texts(self) -> frozenset[str]:
        """Every heading and block."""
        texts: set[str] = set()
        for section in self._document.sections:
            texts.update(section.path[-1:], [b.text for b in section.blocks])
        return frozenset(texts)

    @cached_property
    def rows(self) -> dict[str, bool]:
        """The rows of tables of regions and of companies."""
        return tables(self._document)

    def left_out(self, entry: str) -> str:
        """The line above the list of places left out of which a text is an entry, "" for none."""
        return next((a for a in reversed(self._above.get(entry, [])) if scope.excludes(a)), "")

    @cached_property
    def _above(self) -> dict[str, list[str]]:
        """Entries of lists, with the line above each list."""
        found: dict[str, list[str]] = {}
        above = ""
        for block in self._document.blocks():
            if block.kind is not BlockKind.ITEM:
                above = block.text
            elif above.endswith(":"):  # all others introduce nothing
                found.setdefault(block.text, []).append(above)
        return found


def tables(document: Document) -> dict[str, bool]:
    """Text of each row -> does its table say in which places something holds (or list companies)?

    Told by the table's first row, the line above it or its heading; other tables are left out.
    """
    rows: dict[str, bool] = {}
    for section in document.sections:
        above, sort, inside = "".join(section.path[-1:]), None, False
        for block in section.blocks:
            if block.kind is not BlockKind.ROW:
                above, inside = block.text, False
                continue
            if not inside:
                inside = True
                sort = _of_regions(block.text, above)
            if sort is not None:
                rows[block.text] = sort
    return rows


def _of_regions(first_row: str, above: str) -> bool | None:
    titles = f"{first_row} | {above}" if len(above) <= _LINE else first_row
    if scope.COMPANIES.search(titles):
        return False
    return True if scope.ASKS_WHERE.search(titles) else None
