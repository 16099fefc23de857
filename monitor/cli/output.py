"""How the commands print: tables for a terminal, aligned plain text for a pipe, JSON for programs.

Everything that may hold text of a page goes through :func:`safe` (no terminal escapes, no controls,
no direction tricks) and is never read as rich's markup. A pipe gets no colour, no frames, no
progress, and nothing is shortened.
"""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from pathlib import Path
from typing import Any

import msgspec
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from monitor.cli.columns import Column, aligned, fitting, stacked
from monitor.model import Change
from monitor.text.safe import clean

# In JSON strings: what acts on a terminal although it is not ASCII, and what cannot be encoded.
_PLAIN = frozenset({str, int, float, bool, type(None)})
_ACTING = re.compile(
    "[\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)

_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")

STYLES = {
    "substantive": "bold red",
    "critical": "bold red",
    "high": "red",
    "medium": "yellow",
    "low": "dim",
    "failed": "red",
    "dead": "red",
    "failing": "red",
    "quarantined": "magenta",
    "doubtful": "magenta",
    "pending": "yellow",
    "damaged": "red",
    "unstable": "yellow",
    "editorial": "cyan",
    "first": "green",
    "sent": "green",
    "ok": "green",
    "unchanged": "dim",
    "noise": "dim",
    "disabled": "dim",
    "new": "dim",
}


class Output:
    """Standard output as a person or a program wants it; notes go to standard error."""

    def __init__(self, *, as_json: bool = False) -> None:
        self.as_json = as_json
        self.console = _console(sys.stdout)
        self.notes = _console(sys.stderr)

    @property
    def live(self) -> bool:
        """Whether a person watches: progress makes sense."""
        return self.notes.is_terminal and not self.as_json

    @property
    def coloured(self) -> bool:
        """Whether colour shows; where not, marks have to."""
        console = self.console
        return console.is_terminal and console.color_system is not None and not console.no_color

    @property
    def width(self) -> int:
        """Columns to fill; a pipe has no edge but lines for people."""
        return self.console.width if self.console.is_terminal else 160

    def json(self, value: Any) -> None:
        """One JSON document."""
        self._json(json_text(value))

    def json_line(self, value: Any) -> None:
        """One JSON document on one line, of many."""
        text = json.dumps(plain(value), ensure_ascii=False, separators=(",", ":"))
        self._json(_harmless(text))

    def _json(self, text: str) -> None:
        """In UTF-8; where the output has another encoding, with what is not ASCII written out."""
        encoding = getattr(self.console.file, "encoding", None) or "utf-8"
        if encoding.lower().replace("-", "").replace("_", "") != "utf8":
            text = _BEYOND_ASCII.sub(_escaped, text)
        self.raw(text + "\n")

    def raw(self, text: str) -> None:
        """Text that is already safe, as it is."""
        self.console.file.write(text)

    def line(self, *parts: str | Text) -> None:
        """One line of parts; strings are cleaned, and blanks before one stay."""
        text = Text()
        for part in parts:
            text.append_text(part if isinstance(part, Text) else Text(_indented(part)))
        self._print(text)

    def pairs(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Lines of a name and a text, the texts below each other."""
        margin = max((len(name) for name, _ in pairs), default=0) + 2
        for name, text in pairs:
            if self.console.is_terminal:
                self.console.print(_pair(name, Text(safe(text)), margin))
            else:
                self.line(Text(name.ljust(margin)), text)

    def note(self, text: str) -> None:
        """A remark for a person, not a result: on standard error, and not with --json."""
        if not self.as_json:
            self.notes.print(Text(safe(text), style="dim"), soft_wrap=True)

    def warn(self, text: str) -> None:
        """A line on standard error that also a program's caller should see."""
        self.notes.print(Text("warning: " + safe(text), style="yellow"), soft_wrap=True)

    def _print(self, renderable: Text) -> None:
        """To a terminal with wrapping, to a pipe without (and without trailing blanks)."""
        if self.console.is_terminal:
            self.console.print(renderable)
            return
        self._piped(renderable, 100_000)

    def _piped(self, renderable: Text | Table, width: int) -> None:
        """Plain lines without trailing blanks."""
        text = io.StringIO()
        _console(text, width).print(renderable)
        self.raw("\n".join(line.rstrip() for line in text.getvalue().splitlines()) + "\n")

    def block(self, table: Table) -> None:
        """A laid-out table that fills the width."""
        if self.console.is_terminal:
            self.console.print(table)
            return
        self._piped(table, self.width)

    def table(
        self, columns: Sequence[Column], rows: Iterable[Sequence[object]], empty: str
    ) -> None:
        """Rows below their names; a narrow terminal gets one record below the other."""
        cells = [[_cell(value) for value in row] for row in rows]
        if not cells:
            if empty:
                self.note(empty)
            return
        if not self.console.is_terminal:
            self.raw("".join(aligned(columns, [[cell.plain for cell in row] for row in cells])))
            return
        kept = fitting(columns, cells, self.console.width)
        if not kept and any(column.below for column in columns):
            below = stacked(columns, cells, self.console.width)
            if kept := fitting(*below, self.console.width):
                columns, cells = below
        if not kept:
            self._records(columns, cells)
            return
        columns = [columns[i] for i in kept]
        cells = [[row[i] for i in kept] for row in cells]
        table = Table(
            box=SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="bold", padding=(0, 1)
        )
        for column in columns:
            table.add_column(
                Text(column.name),
                justify="right" if column.right else "left",
                no_wrap=not column.wide,
                overflow="fold",
            )
        for row in cells:
            table.add_row(*row)
        self.console.print(table)

    def _records(self, columns: Sequence[Column], cells: Sequence[Sequence[Text]]) -> None:
        margin = max(len(column.name) for column in columns) + 2
        for i, row in enumerate(cells):
            if i:
                self.console.print()
            for column, cell in zip(columns, row, strict=True):
                if not cell.plain:
                    continue
                if not column.wide and margin + cell.cell_len > self.console.width:
                    # An id is copied: it may run over the edge but is never broken up.
                    self.console.print(Text(column.name, style="dim"))
                    self.console.print(cell, soft_wrap=True)
                else:
                    self.console.print(_pair(column.name, cell, margin))


class _Console(Console):
    def on_broken_pipe(self) -> None:
        """A reader that goes away ends a command in one way, see :mod:`monitor.cli`."""
        raise BrokenPipeError


def _console(file: Any, width: int | None = None) -> Console:
    return _Console(file=file, width=width, markup=False, highlight=False, emoji=False)


def _pair(name: str, text: Text, margin: int) -> Table:
    grid = Table.grid(padding=0)
    grid.add_column(width=margin, style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_row(Text(name), text)
    return grid


def _cell(value: object) -> Text:
    if isinstance(value, Text):
        return value
    if isinstance(value, datetime):
        return Text(when(value))
    text = "" if value is None else safe(str(value))
    return Text(text, style=STYLES.get(text, ""))


# --------------------------------------------------------------------------- text


def safe(text: str) -> str:
    """One line without anything that acts on a terminal."""
    return clean(text)


def _indented(text: str) -> str:
    """The same, as far from the left as it was."""
    words = text.lstrip(" ")
    return " " * (len(text) - len(words)) + safe(words)


def safe_lines(text: str) -> str:
    """The same for text of several lines."""
    return "\n".join(clean(line) for line in text.splitlines())


def when(at: datetime | None) -> str:
    """ "2025-11-03 09:00" in UTC; "" for None."""
    return "" if at is None else f"{at.astimezone(UTC):%Y-%m-%d %H:%M}"


def count(number: int, noun: str, several: str = "") -> str:
    """ "1 page", "2 pages"."""
    return f"{number:,} {noun if number == 1 else several or f'{noun}s'}"


def lasting(time: timedelta) -> str:
    """ "20 minutes", "90 seconds", "1 day"; in the largest unit that says it exactly."""
    seconds = int(time.total_seconds())
    for noun, size in (("day", 86_400), ("hour", 3600), ("minute", 60)):
        if seconds >= size and seconds % size == 0:
            return count(seconds // size, noun)
    return count(seconds, "second")


# --------------------------------------------------------------------------- CSV


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table for a spreadsheet, in which no cell is taken for a formula."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_inert(str(cell)) for cell in row] for row in rows)
    return text.getvalue()


def _inert(text: str) -> str:
    text = safe(text)
    return "'" + text if text.startswith(("=", "+", "-", "@")) else text


# --------------------------------------------------------------------------- JSON


def json_text(value: Any) -> str:
    """Indented JSON in UTF-8 that is safe to show in a terminal as well."""
    value = plain(value)
    try:  # json's encoder is slow as soon as it has to indent
        text = msgspec.json.format(msgspec.json.encode(value), indent=2).decode()
    except UnicodeEncodeError:  # half of a surrogate pair
        text = json.dumps(value, ensure_ascii=False, indent=2)
    return _harmless(text)


def _harmless(text: str) -> str:
    return _ACTING.sub(lambda m: f"\\u{ord(m[0]):04x}", text)


def _escaped(match: re.Match[str]) -> str:
    """One character as JSON writes it in ASCII: beyond the first plane it takes two."""
    return json.dumps(match[0])[1:-1]


def plain(value: Any) -> Any:
    """Dataclasses, times, enums and paths as JSON knows them; times end in Z."""
    if type(value) in _PLAIN:  # most are
        return value
    if isinstance(value, Change):
        return value.to_dict()
    if isinstance(value, str) and not isinstance(value, Enum):  # msgspec wants plain ones
        return str.__str__(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(v) for v in value]
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, Enum):
        return value.value
    return str(value) if isinstance(value, Path) else value
