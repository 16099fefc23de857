"""Cells that reach over several rows or columns: what they say holds for each of them. Pure."""

from __future__ import annotations

MOST_ROWS, MOST_COLUMNS = 1000, 30
_LONGEST = 300  # characters of a cell that is repeated


class Spanned:
    """What the rows of one table have above them, by column."""

    def __init__(self) -> None:
        self._above: dict[int, tuple[str, int]] = {}  # column -> (text, rows that it still reaches)

    def reaches(self) -> bool:
        """Does a cell of a row above reach into this one?"""
        return bool(self._above)

    def forget(self) -> None:
        """The rows above lay out the page: their cells say nothing of others."""
        self._above.clear()

    def row(self, cells: list[str], spans: list[tuple[int, int]]) -> list[str]:
        """The cells of a row with those that reach into it, each as often as it has columns."""
        row: list[str] = []
        for text, (rows, columns) in zip(cells, spans, strict=True):
            self._from_above(row)
            repeated = columns if len(text) <= _LONGEST and len(cells) > 1 else 1
            for _ in range(min(repeated, MOST_COLUMNS)):
                if rows > 1 and len(text) <= _LONGEST:
                    self._above[len(row)] = text, min(rows, MOST_ROWS)
                row.append(text)
        self._from_above(row)
        self._above = {
            column: (text, rows - 1) for column, (text, rows) in self._above.items() if rows > 1
        }
        return row

    def _from_above(self, row: list[str]) -> None:
        while (found := self._above.get(len(row))) is not None and len(row) < MOST_COLUMNS:
            row.append(found[0])
