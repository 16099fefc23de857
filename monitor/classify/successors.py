"""What came in the place of what went, though they share few words. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from monitor.classify.contacts import postal
from monitor.classify.grammar_words import things
from monitor.text.scripts import ASKS
from monitor.text.short_answers import answers

if TYPE_CHECKING:
    from monitor.classify.edits import Edit

PAIR = 2  # edits of a section in which one sentence took the place of another
_END = ".;,: "  # of an entry
LONG = 2_000  # characters of a sentence that is compared with another


def successor(gone: Edit, came: Sequence[Edit], found: Sequence[Edit], here: int) -> Edit | None:
    """The one of those that `came` which stands where a removed one stood; `found` are all edits of
    the change, `here` how many of them are in its section.
    """
    return (
        _other_address(gone, came)
        or _other_answer(gone, came, found)
        or _same_row(gone, came)
        or _longer_entry(gone, came)
        or _in_its_place(gone, came, here)
    )


def _same_row(gone: Edit, came: Iterable[Edit]) -> Edit | None:
    """The one row of its table that has the same first cell."""
    first, bar, _ = gone.old.partition(" | ")
    rows = (e for e in came if e.passage.row and e.passage.path == gone.passage.path)
    same = [e for e in rows if bar and e.new.partition(" | ")[0] == first]
    return same[0] if gone.passage.row and len(same) == 1 else None


def _longer_entry(gone: Edit, came: Iterable[Edit]) -> Edit | None:
    """The one entry of its section that goes on from the words of a whole one, or breaks off in
    them: "cannabis" and "cannabis, other than in California", whatever became of the line above.
    """
    if gone.old != gone.passage.old or gone.passage.row or gone.passage.heading:
        return None
    was = gone.old.rstrip(_END)
    lines = (e for e in came if e.passage.path == gone.passage.path and e.new == e.passage.new)
    same = [e for e in lines if (now := e.new.rstrip(_END)).startswith(was) or was.startswith(now)]
    return same[0] if was and len(same) == 1 and not same[0].passage.row else None


def _other_address(gone: Edit, came: Iterable[Edit]) -> Edit | None:
    """The address that took the place of one in its section: they need not share a word."""
    if not postal(gone.old):
        return None
    beside = (e for e in came if e.passage.path == gone.passage.path and postal(e.new))
    return next(beside, None)


def _other_answer(gone: Edit, came: Iterable[Edit], found: Sequence[Edit]) -> Edit | None:
    """Behind or below a question, the one sentence that came where one went."""
    path = gone.passage.path
    if gone.asked:
        return next((e for e in came if (e.asked, e.passage.path) == (gone.asked, path)), None)
    if not path or not path[-1].endswith(ASKS):
        return None
    beside = [e for e in came if e.passage.path == path]
    if answers(gone.old) and (other := next((e for e in beside if answers(e.new)), None)):
        return other
    return beside[0] if len(beside) == sum(e.passage.path == path for e in found) - 1 == 1 else None


def _in_its_place(gone: Edit, came: Iterable[Edit], here: int) -> Edit | None:
    """The one sentence that came to a section where one went, and speaks of a thing that it spoke
    of: "We announce prices 60 days ahead" and "We may raise prices at any time". `here`: how many
    of its sentences differ.
    """
    if here != PAIR or gone.passage.row or gone.passage.heading or len(gone.old) > LONG:
        return None
    beside = [e for e in came if e.passage.path == gone.passage.path]
    if len(beside) != 1 or len(beside[0].new) > LONG:
        return None
    if beside[0].passage.row or beside[0].passage.heading:
        return None
    return beside[0] if things(gone.old) & things(beside[0].new) else None
