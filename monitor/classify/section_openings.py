"""What a new section opens with, which says what it is about. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from monitor.classify.cards import is_entry
from monitor.classify.edit_wording import words
from monitor.classify.edits import Edit
from monitor.classify.significance import Weighed
from monitor.text.pointers import courteous, guides
from monitor.text.pronouns import BACK

OPENING = 0.8  # of rank: how far it may stand behind what the section says later
SHORT = 5  # words of a sentence that says something by itself
SPEAKS_BACK = re.compile(rf"\b(?:{BACK}|them)\b", re.IGNORECASE)


def opening_of(first: Weighed, ranked: Sequence[Weighed]) -> Weighed | None:
    """What a new section opens with, where something that it says later would be told first: what
    it is about comes before how long that takes.
    """
    path = first.edit.passage.path
    added = [w for w in ranked if w.edit.side == "added"]
    headings = (w.edit.passage.path for w in added if w.edit.passage.heading)
    section = min((p for p in headings if path[: len(p)] == p), key=len, default=None)
    if section is None or first.edit.side != "added" or first.edit.passage.heading:
        return None
    here = (w for w in added if w.edit.passage.path[: len(section)] == section)
    said = (w for w in here if w.edit.new not in w.edit.passage.path)
    opening = min(said, key=lambda w: w.edit.number, default=first)
    edit = opening.edit
    if opening is first or opening.rank < first.rank - OPENING or is_entry(edit):
        return None
    tells = len(words(edit.new)) >= SHORT and stands_alone(edit)
    return opening if tells and not (guides(edit.new) or courteous(edit.new)) else None


def stands_alone(edit: Edit) -> bool:
    """Does it begin with what it is about: not "When that happens, …"?"""
    return not SPEAKS_BACK.search(" ".join(edit.new.split()[:SHORT]))
