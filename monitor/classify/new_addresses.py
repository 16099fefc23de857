"""One postal address in the place of another: only the lines that differ are told, once. Pure."""

from __future__ import annotations

import re

from monitor.classify.changed_passages import Marks
from monitor.classify.clauses import trimmed
from monitor.classify.contacts import postal
from monitor.classify.edit_wording import lists, words
from monitor.classify.edits import Edit
from monitor.classify.point_wording import TITLE, readable
from monitor.classify.significance import tokens
from monitor.text.safe import begun, ended

NEW_ADDRESS = "New address"
ADDRESSED = 90  # characters before an address that say what it is for
_APART = re.compile(r"[\s,;()]|.[\s,;()]", re.DOTALL)


def moved_house(edit: Edit) -> tuple[str, str] | None:
    """What differs, where that is one address in place of another, not one company of another."""
    both = _differing(edit.old, edit.removed), _differing(edit.new, edit.added)
    other_company = all(lists().company.intersection(words(side)) for side in both)
    return both if all(map(postal, both)) and not other_company else None


def _differing(text: str, marks: Marks) -> str:
    """From the first word that differs to the last, each whole: of an e-mail address all."""
    if not marks:
        return ""
    (start, _), (_, end) = marks[0], marks[-1]
    while start and not _APART.match(text[start - 1 : start + 1]):
        start -= 1
    while end < len(text) and not _APART.match(text[end - 1 : end + 1]):
        end += 1
    start, end = trimmed(text, start, end)
    return text[start:end].rstrip(".")


def new_address(edit: Edit, old: str, new: str) -> str:
    """Only the lines that differ; and whose address it is, or what for, by the words before them or
    the heading above them.
    """
    before = readable(edit.new[: edit.added[0][0]]).strip(" ,;:–—-(")
    named = len(before) <= TITLE and not any(w[0].islower() for w in before.split())
    path = edit.passage.path
    if before:
        of = f" of “{before}”" if named else f" in “{ended(before, ADDRESSED)}”"
    else:
        of = f" under “{begun(path[-1], TITLE)}”" if len(path) > 1 else ""
    return readable(f"{NEW_ADDRESS}{of}: “{new}”, instead of “{old}”")


def of_the_same_move(edit: Edit, other: Edit) -> bool:
    """Do no other words take the place of no others than where an address was told as new?"""
    if edit.side != "changed":
        return False
    both = ((e.old, e.removed, e.new, e.added) for e in (edit, other))
    (gone, came), (left, entered) = (
        (_marked_words(old, removed), _marked_words(new, added))
        for old, removed, new, added in both
    )
    return gone <= left and came <= entered


def _marked_words(text: str, marks: Marks) -> set[str]:
    return {word for a, b in marks for word in tokens(text[a:b])}
