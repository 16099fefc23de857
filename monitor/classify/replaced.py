"""Does another document stand where one stood, or apply instead? One sentence says so. Pure."""

from __future__ import annotations

import re

from monitor.classify.edit_wording import words
from monitor.model import Comparison, Document, Point

LEAST = 3  # blocks that a document must have for its loss to be told
KEPT = 0.2  # part of the shorter document's blocks that may stand in both
REWORDED = 0.3  # part of them that may be there in other words
ALIKE = 0.5  # part of the shorter title's words from which the document was only renamed


_DOCUMENT = (
    r"(?:(?:terms|conditions|policy|policies|agreement|notice|statement|guidelines|addendum)\b)"
)
_ENDS = re.compile(
    rf"""\bth(?:is|ese)\ (?:\w+\ ){{0,4}}?{_DOCUMENT}(?:\ of\ \w+)?\ (?:\w+\ ){{0,2}}?
        (?:no\ longer\ (?:apply|applies|be\ in\ (?:effect|force))
          |(?:is|are|was|were|be|been)\ (?:\w+\ )?(?:replaced|superseded|withdrawn|retired))\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
LONGEST = 600  # characters of a sentence that says so


def ends(sentence: str) -> bool:
    """Does a sentence say that the document it stands in applies no more?"""
    return bool(_ENDS.search(sentence[:LONGEST]))


def replacement(comparison: Comparison) -> Point | None:
    """The point of a page that became another document: its title then and now."""
    old, new = _title(comparison.old), _title(comparison.new)
    if not old or not new or _alike(old, new) >= ALIKE:
        return None
    ours = {block.key for block in comparison.old.blocks()}
    theirs = {block.key for block in comparison.new.blocks()}
    least = min(len(ours), len(theirs))
    if least < LEAST or len(ours & theirs) > KEPT * least:
        return None
    changed = (d for s in comparison.sections for d in s.blocks if d.old and d.new)
    if sum(d.fate == "changed" for d in changed) > REWORDED * least:
        return None
    text = f"Another document stands here: “{new}” in place of “{old}”"
    return Point(text, "changed", old, new, weight=3.0)


def _title(document: Document) -> str:
    """The first heading, else the title."""
    first = next((s.path[0] for s in document.sections if s.path), "")
    return first or document.title


def _alike(one: str, other: str) -> float:
    ours, theirs = set(words(one.casefold())), set(words(other.casefold()))
    return len(ours & theirs) / max(1, min(len(ours), len(theirs)))
