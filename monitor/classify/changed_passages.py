"""A comparison as a flat list of passages: what was taken out and put in, with its surroundings."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from operator import itemgetter

from monitor.model import BlockDiff, Comparison, Op, SectionDiff, Span

Marks = tuple[tuple[int, int], ...]

# A block may be a whole page in one line. Of it is read what stands beside a change, and the two
# ends of what changed: characters.
BESIDE = 4_000
MOST = 100_000

_FEW = 12  # marks that are faster to go through than to search
_end = itemgetter(1)


@dataclass(frozen=True, slots=True)
class Passage:
    """One block or heading that differs.

    `old` and `new` are its full texts ("" where it does not exist), `removed` the character ranges
    of `old` that went, `added` those of `new` that came, both in order and without overlap.
    """

    path: tuple[str, ...]
    old: str
    new: str
    removed: Marks
    added: Marks
    heading: bool = False
    row: bool = False  # a row of a table, or an item of a list written as one: "Name | Purpose"
    number: int = 0  # position in the comparison
    under: str = ""  # the line that it answers, or of the list that it left or came to stand in

    @property
    def place(self) -> tuple[str, ...]:
        """The headings above it, and that line."""
        return (*self.path, self.under) if self.under else self.path

    @property
    def whole(self) -> bool:
        """All of it came or went."""
        return not self.old or not self.new

    def side(self, new: bool) -> tuple[str, Marks]:
        """The text of one side and its marks."""
        return (self.new, self.added) if new else (self.old, self.removed)


def passages(comparison: Comparison) -> tuple[Passage, ...]:
    """Every differing block and heading in order; blocks that only moved are left out."""
    found: list[Passage] = []
    for section in comparison.sections:
        for passage in _of_section(section):
            if passage.removed or passage.added:
                found.append(_numbered(passage, len(found)))
    return tuple(found)


def touches(marks: Marks, start: int, end: int) -> bool:
    """Does any mark (in order, without overlap) overlap the range [start, end)?"""
    if len(marks) < _FEW:
        return any(a < end and start < b for a, b in marks)
    at = bisect_right(marks, start, key=_end)
    return at < len(marks) and marks[at][0] < end


def _numbered(p: Passage, number: int) -> Passage:
    return replace(p, number=number)


def _of_section(section: SectionDiff) -> Iterator[Passage]:
    old = section.old_path[-1] if section.old_path else ""
    new = section.new_path[-1] if section.new_path else ""
    if section.fate == "added":
        old = ""
    elif section.fate == "removed":
        new = ""
    if old != new:
        yield Passage(section.path, old, new, _all(old), _all(new), heading=True)
    for block in section.blocks:
        if block.fate != "moved":
            yield _of_block(section.path, block)


def _all(text: str) -> Marks:
    return ((0, len(text)),) if text else ()


def _of_block(path: tuple[str, ...], block: BlockDiff) -> Passage:
    spans = block.spans or _fallback(block)
    old: list[str] = []
    new: list[str] = []
    removed: list[tuple[int, int]] = []
    added: list[tuple[int, int]] = []
    at_old = at_new = 0
    for span in spans:
        text = _bounded(span)
        size = len(text)
        if span.op is not Op.INSERT:
            old.append(text)
            if span.op is Op.DELETE and text.strip():
                removed.append((at_old, at_old + size))
            at_old += size
        if span.op is not Op.DELETE:
            new.append(text)
            if span.op is Op.INSERT and text.strip():
                added.append((at_new, at_new + size))
            at_new += size
    return Passage(
        path,
        "".join(old),
        "".join(new),
        tuple(removed),
        tuple(added),
        row=block.kind == "row" or (block.kind == "item" and " | " in "".join(new or old)),
        under=block.under,
    )


def _bounded(span: Span) -> str:
    """The span's text; of a very long one both ends, cut between words."""
    text = span.text
    limit = BESIDE if span.op is Op.EQUAL else MOST
    if len(text) <= 2 * limit:
        return text
    head, tail = text[:limit], text[-limit:]
    return f"{head.rpartition(' ')[0] or head} … {tail.partition(' ')[2] or tail}"


def _fallback(block: BlockDiff) -> tuple[Span, ...]:
    spans = []
    if block.old is not None:
        spans.append(Span(Op.DELETE, block.old.text))
    if block.new is not None:
        spans.append(Span(Op.INSERT, block.new.text))
    return tuple(spans)
