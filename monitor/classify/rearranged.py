"""The same words, said of something else: columns, answers and entries that change places. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from itertools import chain, islice

from monitor.classify import edit_wording
from monitor.classify.box_values import OF_THE_PAGE
from monitor.classify.dates import find
from monitor.classify.forms import LABEL_WORDS
from monitor.classify.parts import Part, editorial
from monitor.classify.surroundings import Context
from monitor.languages import alternatives
from monitor.model import (
    Block,
    BlockDiff,
    BlockKind,
    Comparison,
    Document,
    Kind,
    SectionDiff,
)
from monitor.text.scripts import ASKS, count_words
from monitor.text.short_answers import is_answer, labelled

VALUE_WORDS = 5
# A label that is a number.
_NUMBERED = re.compile(
    r"\d|^(?:part|annex|appendix|exhibit|schedule|section|article|step|teil|anhang|partie) \w$",
    re.IGNORECASE,
)
_SIGN = re.compile(r"\w+|[^\w\s.,;:]")
_ANDS = frozenset(alternatives("clauses", "and").split("|"))
CELLS = 60  # of a row that are followed
ROWS = 60  # that are held against one


def same_order(comparison: Comparison) -> bool:
    """Do both documents hold the same words and signs in one order, only cut into blocks otherwise?
    A link on a line of its own is no less part of its sentence, and the entries of a list say in
    one sentence what they said each by itself.
    """
    old, new = list(_texts(comparison.old)), list(_texts(comparison.new))
    common = zip(old, new, strict=False)  # which both begin with: most of a document
    same = next((n for n, (a, b) in enumerate(common) if a != b), min(len(old), len(new)))
    return _one_text(list(_signs(old[same:])), list(_signs(new[same:])))


def _one_text(old: list[tuple[str, bool]], new: list[tuple[str, bool]]) -> bool:
    """Are the signs the same, but for capitals where a block begins, and "and" between two?"""
    i = j = 0
    while i < len(old) and j < len(new):
        (before, opens), (after, starts) = old[i], new[j]
        if before == after or ((opens or starts) and before.casefold() == after.casefold()):
            i, j = i + 1, j + 1
        elif starts and before in _ANDS:
            i += 1
        elif opens and after in _ANDS:
            j += 1
        else:
            return False
    return i == len(old) and j == len(new)


def _texts(document: Document) -> Iterator[str]:
    for section in document.sections:
        yield from section.path[-1:]
        yield from (block.text for block in section.blocks)


def _signs(texts: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """Each with whether a text begins with it."""
    for text in texts:
        yield from ((m[0], n == 0) for n, m in enumerate(_SIGN.finditer(text)))


def columns(diff: BlockDiff, section: SectionDiff) -> Part | None:
    """The cells of one row in another order: where no other row follows, each column has got the
    title, or the answers, of another.
    """
    order = _permuted(diff)
    if not order:
        return None
    rows = islice((other for other in section.blocks if other is not diff), ROWS)
    if any(_permuted(other) == order for other in rows):
        return editorial("columns-moved", size=1)
    text = (diff.new.text if diff.new else "")[:60]
    return Part(Kind.SUBSTANTIVE, "order", (text,), len(order))


def _permuted(diff: BlockDiff) -> tuple[int, ...]:
    """Where each cell of the new row stood in the old one; () where it is not the same cells."""
    if not (diff.old and diff.new):
        return ()
    old, new = ([cell.strip() for cell in b.text.split("|")] for b in (diff.old, diff.new))
    if old == new or len(old) > CELLS or len(set(old)) < len(old) or sorted(old) != sorted(new):
        return ()
    return tuple(map(old.index, new))


def another_answer(diff: BlockDiff, context: Context) -> Part | None:
    """ "Aus" in place of "An" below the same line or behind it: no list of words is needed to see
    it.
    """
    texts = [b.text for b in (diff.old, diff.new) if b]
    heads, tails = zip(*(_labelled(text) for text in texts), strict=True)
    if len(set(heads)) > 1 or not (
        all(map(is_answer, tails)) or (heads[0] and _values(heads[0], tails, context))
    ):
        return None
    said = {edit_wording.letters(text).casefold() for text in tails}
    return Part(Kind.SUBSTANTIVE, "answer", tails, 1) if len(said) > 1 else None


def _values(head: str, tails: tuple[str, ...], context: Context) -> bool:
    """Is one an answer, or are both a few words of what the label names?"""
    if any(map(is_answer, tails)):
        return True
    own = OF_THE_PAGE.search(head) or _NUMBERED.search(head)
    return not own and _few_words(tails, context)


def another_cell(diff: BlockDiff, context: Context) -> Part | None:
    """One cell of a row says something else: "_ga | Analytics" and "_ga | Advertising"."""
    if not (diff.old and diff.new) or diff.kind is not BlockKind.ROW:
        return None
    rows = [[cell.strip() for cell in b.text.split(" | ")] for b in (diff.old, diff.new)]
    if len(rows[0]) != len(rows[1]) or rows[0][0] != rows[1][0]:
        return None
    cells = [pair for pair in zip(*rows, strict=True) if pair[0] != pair[1]]
    if len(cells) != 1 or not all(cells[0]) or not _few_words(cells[0], context):
        return None
    return Part(Kind.SUBSTANTIVE, "answer", cells[0], 1)


def _few_words(tails: tuple[str, ...], context: Context) -> bool:
    """Are both short, neither a date nor an address, and each with words that the other lacks?"""
    for text in tails:
        dated = any(True for _ in find(text, context.language))
        reached = edit_wording.without_addresses(text) != text
        if dated or reached or count_words(text) > VALUE_WORDS:
            return False
    return all(edit_wording.left_over(*map(edit_wording.words, tails)))


def _labelled(text: str) -> tuple[str, str]:
    """A label up to its colon, and what follows: "Shared: never"."""
    head, tail = labelled(text)
    return (head.casefold(), tail) if count_words(text) <= LABEL_WORDS else ("", text)


def another_question(diff: BlockDiff, context: Context) -> Part | None:
    """Other words above a "yes" or "no" that is the same: the answer is to something else."""
    if not (diff.old and diff.new):
        return None
    if diff.old.text not in context.answered or diff.new.text not in context.answered:
        return None
    ours, theirs = (edit_wording.words(b.text) for b in (diff.old, diff.new))
    left = edit_wording.left_over(ours, theirs, exact=context.unread(diff.new.text))
    if not (all(left) or diff.new.text.endswith(ASKS)):
        return None  # a fuller name for the same
    told = tuple(w for w in chain(*left) if w not in edit_wording.lists().function)
    return Part(Kind.SUBSTANTIVE, "question", told[:6], len(told)) if told else None


def below_another_line(block: Block, context: Context) -> Part:
    """An entry that left the list below one line for that below another."""
    dated = any(True for _ in find(block.text, context.language))  # of a list of versions
    if dated or not _said_otherwise(context.lines.get(block.key, ())):
        return editorial("moved")
    return Part(Kind.SUBSTANTIVE, "below-another-line", (block.text[:60],), 1)


def _said_otherwise(lines: Collection[str]) -> bool:
    """Does a block mean something else below the one than below the other of these lines?

    "We share:" and "We never share:" say so outright, "Free plan" and "Team plan" by their
    shortness; of two long sentences that forbid, each may introduce the same ban.
    """
    if all(count_words(line) <= LABEL_WORDS for line in lines):
        return True
    denied = [bool(edit_wording.lists().negation & set(edit_wording.words(t))) for t in lines]
    return len(set(denied)) > 1
