"""Entries of lists that are the news of a change which else says things in other words. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from monitor.classify.edits import Edit
from monitor.classify.exchanged import one_entry_more_or_less
from monitor.classify.forms import ENDS
from monitor.classify.list_leads import bars
from monitor.classify.point_order import HEAVY, names_a_day, says_contrary, valued
from monitor.classify.point_wording import Around
from monitor.classify.second_place import AS_HEAVY
from monitor.classify.significance import Weighed
from monitor.model import Finding

REWRITTEN = 12  # points of a change in which an entry may be the news
UNASKED = 6  # the same, of which no fact is asked for
FOR_ONE = 2  # entries that came or went in one, of which the first is its news


def entries_first(
    kept: list[Weighed], around: Mapping[int, Around], findings: Sequence[Finding]
) -> list[Weighed]:
    """The same; where few points stand before it, none of weight, with another value or of what
    begins on a day, with one thing more or less that is forbidden first, else the entry of another
    list.
    """
    if not kept or len(kept) > REWRITTEN or kept[0].weight >= HEAVY:
        return kept
    if names_a_day(kept[0].edit, findings):
        return kept
    if len(kept) > UNASKED and any(valued(kept[:1], findings)):
        return kept
    barring = next((w for w in kept if barred(w, around)), None)
    first = barring or _entry(kept, around) or kept[0]
    return [first, *(w for w in kept if w is not first)]


def barred(w: Weighed, around: Mapping[int, Around]) -> bool:
    """Did an entry join or leave a list of what is forbidden, or of what is not done: "You may not:
    … military use", "No knives, crossbows or fireworks"? However few its words, it is a rule more
    or less.
    """
    if w.idle:
        return False
    if w.edit.side == "changed":
        return one_entry_more_or_less(w.edit)
    heading = "".join(w.edit.passage.path[1:][-1:]) if _is_line(w.edit) else ""
    return bars(around[w.edit.number].lead or heading)


def _entry(kept: Sequence[Weighed], around: Mapping[int, Around]) -> Weighed | None:
    """The row or entry that came or went whole, where what stands first was only reworded: one more
    company in the table before "We update this page …" as it is said now.
    """
    if kept[0].edit.side != "changed" or says_contrary(kept[0].edit):
        return None
    lines = (w for w in kept if _is_line(w.edit))
    entries = [w for w in lines if _is_listed(w.edit, around[w.edit.number])]
    heavy = (w for w in entries if w.weight >= AS_HEAVY * kept[0].weight)
    return next(heavy, None) if len(entries) <= FOR_ONE else None


def _is_listed(edit: Edit, around: Around) -> bool:
    """Not a line by itself at the head of a page: "(Redirected from Terms of Use)"."""
    return edit.passage.row or bool(edit.passage.path[1:] or around.lead)


def _is_line(edit: Edit) -> bool:
    """A row or an entry of a list that came or went whole."""
    text, p = (edit.new or edit.old).strip(), edit.passage
    if edit.side == "changed" or p.heading or text != (p.new or p.old).strip():
        return False
    return p.row or not ENDS.search(text)
