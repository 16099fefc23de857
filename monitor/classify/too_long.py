"""A change of so much text that comparing it takes more than a reader has: what can be said of it.

Nobody should miss that megabytes changed because they are too many to be judged word by word. Pure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from monitor.model import Block, BlockDiff, Change, Document, Kind, Op, SectionDiff, Span
from monitor.text.scripts import count_words

REASON = "too long to compare word by word"
MOST = 40  # passages of each side that are shown
LETTERS = 2_000  # of each of them


def too_long(old: Document, new: Document) -> Change | None:
    """That passages came and went, whole and as they stand; None where none did.

    Of what came and went only the beginning is kept: both versions hold all of it.
    """
    came, went = list(_more(new, old)), list(_more(old, new))
    if not came and not went:
        return None
    shown = (
        *(_shown("removed", Op.DELETE, block) for block in went[:MOST]),
        *(_shown("added", Op.INSERT, block) for block in came[:MOST]),
    )
    return Change(
        Kind.SUBSTANTIVE,
        severity="medium",
        summary=f"{REASON}: {_said(came, 'came')}, {_said(went, 'went')}",
        reason=REASON,
        sections=(SectionDiff("changed", (), (), shown),),
    )


def _more(document: Document, other: Document) -> Iterator[Block]:
    """The blocks that stand in it more often than in the other."""
    left = Counter(block.key for block in other.blocks())
    for block in document.blocks():
        if left[block.key] > 0:
            left[block.key] -= 1
        else:
            yield block


def _said(blocks: list[Block], what: str) -> str:
    if not blocks:
        return f"nothing {what}"
    words = sum(count_words(block.text) for block in blocks)
    passages = f"{len(blocks):,} passage{'s' * (len(blocks) != 1)}"
    return f"{passages} of {words:,} word{'s' * (words != 1)} {what}"


def _shown(fate: str, op: Op, block: Block) -> BlockDiff:
    text = block.text
    if len(text) > LETTERS:
        text = text[:LETTERS].rpartition(" ")[0] or text[:LETTERS]
        text += f" … ({len(block.text) - len(text):,} more letters)"
    return BlockDiff(fate, (Span(op, text),), block.kind)
