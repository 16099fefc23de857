"""Word diffs on a terminal: in one column or side by side, coloured or with marks.

Where colour does not show, removed words stand in [-…-] and added ones in {+…+}.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.table import Table
from rich.text import Text

from monitor.cli.output import Output, safe
from monitor.model import BlockDiff, Op, SectionDiff, Span
from monitor.render.excerpts import Paragraph, Part, Piece, excerpt, section_name

REMOVED, ADDED, NOTE = "red strike", "green", "dim italic"
UNLIMITED = 10_000_000  # words: a person who asks for the diff gets all of it
_FATES = {"changed": "", "added": "new section", "removed": "section removed"}


def unified(out: Output, sections: Iterable[SectionDiff], *, full: bool = False) -> None:
    """Every change in its paragraph, section by section. `full`: unchanged words too."""
    parts = (_whole(section) for section in sections) if full else _all_parts(sections)
    for i, part in enumerate(parts):
        if i:
            out.line("")
        out.line(_title(part.name, part.fate))
        for paragraph in part.paragraphs:
            out.line(_paragraph(paragraph, marks=not out.coloured))


def _all_parts(sections: Iterable[SectionDiff]) -> Iterable[Part]:
    """Each section by itself: an alert is limited in sections and words, a terminal is not."""
    for section in sections:
        yield from excerpt([section], words=UNLIMITED).parts


def _whole(section: SectionDiff) -> Part:
    paragraphs = tuple(
        Paragraph(
            tuple(Piece(span.op.value, safe(span.text)) for span in spans_of(block)),
            "moved" if block.fate == "moved" else "",
        )
        for block in section.blocks
    )
    return Part(section_name(section.path), _fate(section), paragraphs)


def _fate(section: SectionDiff) -> str:
    if section.fate in ("renamed", "moved") and section.old_path != section.new_path:
        return f"{section.fate} from “{section_name(section.old_path)}”"
    return _FATES.get(section.fate, section.fate)


def _title(name: str, fate: str) -> Text:
    text = Text("@ " + safe(name), style="bold cyan")
    return text.append(f" ({safe(fate)})", style="not bold") if fate else text


def _paragraph(paragraph: Paragraph, *, marks: bool) -> Text:
    text = Text("  ")
    if paragraph.label:
        text.append(f"{paragraph.label}: ", style=NOTE)
    for piece in paragraph.pieces:
        text.append_text(_piece(piece, marks))
    return text


def _piece(piece: Piece, marks: bool) -> Text:
    text = safe(piece.text)
    words = text.strip()
    if not words or piece.op not in (Op.DELETE.value, Op.INSERT.value):
        return Text(text, style=NOTE if piece.op == "gap" else "")
    deleted = piece.op == Op.DELETE.value
    shown = (f"[-{words}-]" if deleted else f"{{+{words}+}}") if marks else words
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return Text.assemble(before, (shown, REMOVED if deleted else ADDED), after)


def spans_of(block: BlockDiff) -> tuple[Span, ...]:
    """The spans of a block; its whole text as one span where the diff gives none."""
    if block.spans:
        return block.spans
    if block.new is not None:
        return (Span(Op.INSERT if block.old is None else Op.EQUAL, block.new.text),)
    return (Span(Op.DELETE, block.old.text),) if block.old is not None else ()


# --------------------------------------------------------------------------- side by side


def side_by_side(out: Output, sections: Iterable[SectionDiff], left: str, right: str) -> None:
    """Old text on the left, new on the right, one block of the page per row."""
    table = Table.grid(padding=(0, 2), expand=False)
    half = max(20, (min(out.width, 240) - 4) // 2)
    table.add_column(width=half, overflow="fold")
    table.add_column(width=half, overflow="fold")
    table.add_row(Text(safe(left), style="bold"), Text(safe(right), style="bold"))
    for section in sections:
        table.add_row("", "")
        old, new = section_name(section.old_path), section_name(section.new_path)
        table.add_row(
            _title(old, "") if section.fate != "added" else Text(""),
            _title(new, "") if section.fate != "removed" else Text("(section removed)"),
        )
        for row in _rows(section.blocks, marks=not out.coloured):
            table.add_row(*row)
    out.block(table)


def _rows(blocks: Iterable[BlockDiff], *, marks: bool) -> Iterator[tuple[Text, Text]]:
    """One row per block; a removed block and the added one that follows it share theirs."""
    removed: Text | None = None
    for block in blocks:
        old, new = _sides(block, marks=marks)
        if removed is not None:
            if block.fate == "added":
                yield removed, new
                removed = None
                continue
            yield removed, Text()
            removed = None
        if block.fate == "removed":
            removed = old
        else:
            yield old, new
    if removed is not None:
        yield removed, Text()


def _sides(block: BlockDiff, *, marks: bool) -> tuple[Text, Text]:
    old, new = Text(), Text()
    for span in spans_of(block):
        piece = _piece(Piece(span.op.value, span.text), marks)
        if span.op is not Op.INSERT:
            old.append_text(piece)
        if span.op is not Op.DELETE:
            new.append_text(piece)
    if block.fate == "moved" and not new.plain:
        new = Text("(moved)", style=NOTE)
    return old, new
