"""A change's word diff, shortened for a message: all that changed, little of what did not.

Unchanged text is cut down to its last and first words around a change. Very long changes are cut
too, always between words, and say how many words are missing; never is a diff left empty.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate

from monitor.model import BlockDiff, BlockKind, Op, SectionDiff, Span
from monitor.text.safe import clean, shorten

CONTEXT = 14  # words of unchanged text kept on each side of a change
WHOLE = 34  # unchanged text up to this many words between two changes is kept
RUN = 130  # words shown of one inserted or deleted run
TOTAL = 700  # words shown in one message
SECTIONS = 25  # sections shown in one message
LONG = 16  # characters of a word that counts as two, as addresses and tokens do
HEADING = 120  # characters of one heading
MOVED = 24  # words shown of a block that only moved

# A word with the space behind it. Chinese and Japanese have no spaces: each character is one word.
_WORD = re.compile(
    r"[\u3040-\u9fff\uf900-\ufaff] ?|[^ \u3040-\u9fff\uf900-\ufaff]{1,80} ?| +",
)

FATES = {
    "added": "new section",
    "removed": "section removed",
    "changed": "",
    "renamed": "renamed",
    "moved": "moved",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words to show: op is "equal", "insert", "delete" or "gap" (a note of ours)."""

    op: str
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One block's pieces; `label` says what its marks cannot ("moved")."""

    pieces: tuple[Piece, ...]
    label: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One section of the diff."""

    name: str  # "Privacy › Your rights"
    fate: str  # "", "new section", "renamed from “…”", …
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Excerpt:
    """What is shown of a diff; `left_out` words and `sections_left_out` sections are not."""

    parts: tuple[Part, ...]
    left_out: int = 0
    sections_left_out: int = 0

    @property
    def complete(self) -> bool:
        """Every changed word is shown."""
        return not self.left_out and not self.sections_left_out


class _Budget:
    """Words that may still be shown, and how many were not."""

    def __init__(self, words: int) -> None:
        self.words = words
        self.left_out = 0

    def take(self, text: str) -> tuple[str, int]:
        """As many words of `text` as may be shown, and how many were left out."""
        words = _WORD.findall(text)
        room = min(RUN, max(0, self.words))
        sizes = list(accumulate(1 + len(word) // LONG for word in words))
        if not words or sizes[-1] <= room + 5:  # a cut that saves five words only costs readers
            self.words -= sizes[-1] if sizes else 0
            return text, 0
        kept = bisect_right(sizes, room)
        self.words -= room
        self.left_out += len(words) - kept
        return "".join(words[:kept]).rstrip(), len(words) - kept


def excerpt(sections: Iterable[SectionDiff], *, words: int = TOTAL) -> Excerpt:
    """The sections' diffs within `words` words; the first ones whole before the last ones."""
    budget = _Budget(words)
    parts: list[Part] = []
    missing = 0
    sections = list(sections)
    heads = [section.path[:1] for section in sections if section.path]
    over_all = len(heads) > 1 and len(set(heads)) == 1
    title = heads[0] if over_all else ()  # it tells none apart
    for section in sections:
        if len(parts) >= SECTIONS or budget.words <= 0:
            missing += 1
            budget.left_out += _size(section)
            continue
        part = _part(section, budget, title)
        if part is not None:
            parts.append(part)
    return Excerpt(tuple(parts), budget.left_out, missing)


def _size(section: SectionDiff) -> int:
    return sum(_changed_words(block) for block in section.blocks)


def _changed_words(block: BlockDiff) -> int:
    return sum(len(_WORD.findall(s.text)) for s in _joined(block) if s.op is not Op.EQUAL)


def section_name(path: tuple[str, ...]) -> str:
    """A heading path for a person; the text before the first heading has a name too."""
    names = (shorten(clean(p).strip(), HEADING) for p in path if p.strip())
    return " › ".join(names) or "top of the page"


def _part(section: SectionDiff, budget: _Budget, title: tuple[str, ...] = ()) -> Part | None:
    fate = _fate(section)
    paragraphs: list[Paragraph] = []
    skipped = 0
    for block in section.blocks:
        if fate and _is_heading_of(section, block):
            continue  # the section's line says it
        if budget.words <= 0:
            skipped += 1
            budget.left_out += _changed_words(block)
            continue
        paragraph = _paragraph(block, budget)
        if paragraph is not None:
            paragraphs.append(paragraph)
    if skipped:
        noun = "paragraph" if skipped == 1 else "paragraphs"
        paragraphs.append(Paragraph((Piece("gap", f"… {skipped} more changed {noun}"),)))
    if not paragraphs and not fate:
        return None
    below = section.path[1:] if title and section.path[:1] == title else ()
    return Part(section_name(below or section.path), fate, tuple(paragraphs))


def _fate(section: SectionDiff) -> str:
    """What happened to the section as a whole, "" when only its text changed."""
    old, new = section.old_path, section.new_path
    if section.fate == "renamed" and old != new:
        shown = old[-1:] if old[:-1] == new[:-1] else old
        return f"renamed from “{section_name(shown)}”"
    if section.fate == "moved" and old[:-1] != new[:-1]:
        return f"moved from “{section_name(old[:-1])}”"
    return FATES.get(section.fate, section.fate)


def _is_heading_of(section: SectionDiff, block: BlockDiff) -> bool:
    if block.kind is not BlockKind.HEADING or not section.path:
        return False
    shown = block.new or block.old
    return shown is not None and clean(shown.text).strip() == clean(section.path[-1]).strip()


def _paragraph(block: BlockDiff, budget: _Budget) -> Paragraph | None:
    if block.fate == "moved" and all(span.op is Op.EQUAL for span in block.spans):
        text = "".join(span.text for span in block.spans) or (block.new.text if block.new else "")
        return Paragraph((Piece("equal", _first(clean(text).strip(), MOVED)),), "moved")
    spans = _joined(block)
    if not any(span.op is not Op.EQUAL and span.text.strip() for span in spans):
        return None
    pieces: list[Piece] = []
    for index, span in enumerate(spans):
        if span.op is Op.EQUAL:
            pieces.append(Piece("equal", _context(span.text, index == 0, index == len(spans) - 1)))
            continue
        text, missing = budget.take(span.text)
        pieces += _marked(span.op, text)
        if missing:
            noun = "word" if missing == 1 else "words"
            pieces.append(Piece("gap", f" … {missing} more {noun} {_done(span.op)} "))
    return Paragraph(tuple(pieces), "moved" if block.fate == "moved" else "")


def _marked(op: Op, text: str) -> list[Piece]:
    """The run with the space around it outside, where no mark is seen."""
    words = text.strip()
    if not words:
        return [Piece("equal", text)] if text and op is Op.INSERT else []
    lead, trail = text[: text.index(words[0])], text[len(text.rstrip()) :]
    pieces = [Piece("equal", lead)] if lead else []
    pieces.append(Piece(op.value, words))
    return [*pieces, Piece("equal", trail)] if trail else pieces


def _done(op: Op) -> str:
    return "added" if op is Op.INSERT else "removed"


def _joined(block: BlockDiff) -> list[Span]:
    """The block's spans, cleaned, neighbours of one fate joined; its whole text without spans."""
    spans = list(block.spans)
    if not spans and block.fate == "added" and block.new is not None:
        spans = [Span(Op.INSERT, block.new.text)]
    if not spans and block.fate == "removed" and block.old is not None:
        spans = [Span(Op.DELETE, block.old.text)]
    joined: list[Span] = []
    for span in spans:
        text = clean(span.text)
        if not text:
            continue
        if joined and joined[-1].op is span.op:
            joined[-1] = Span(span.op, joined[-1].text + text)
        else:
            joined.append(Span(span.op, text))
    if joined:
        joined[0] = Span(joined[0].op, joined[0].text.lstrip())
        joined[-1] = Span(joined[-1].op, joined[-1].text.rstrip())
    return [span for span in joined if span.text]


def _context(text: str, first: bool, last: bool) -> str:
    """Unchanged text shortened to its words beside the changes."""
    words = _WORD.findall(text)
    if len(words) <= (CONTEXT + 8 if first or last else WHOLE):
        return text
    head = "".join(words[:CONTEXT]).rstrip()
    tail = "".join(words[-CONTEXT:])
    if first:
        return f"… {tail}"
    return f"{head} …" if last else f"{head} … {tail}"


def _first(text: str, count: int) -> str:
    words = _WORD.findall(text)
    return text if len(words) <= count + 3 else "".join(words[:count]).rstrip() + " …"
