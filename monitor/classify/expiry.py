"""Until when something holds, is kept or may be used: a day that no reader has to act by. Pure.

It has no role among the document's dates; where it moves, what ends on it ends on another day.
"""

from __future__ import annotations

import re

from monitor.classify.date_roles import any_of, with_roles
from monitor.classify.parts import Part
from monitor.classify.surroundings import Context
from monitor.languages import alternatives
from monitor.model import Kind

_UNTIL = re.compile(rf"\b(?:{any_of('until')})\b", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_BEFORE = 40  # characters in which the word stands that says so
_ENDS = re.compile(
    rf"\b(?:{any_of('runs_out')})\W{{1,3}}(?:{alternatives('times', 'on')}|den)? ?$", re.IGNORECASE
)
# When a text of the document's own was in force is told by the texts themselves.
_OF_TEXT = re.compile(rf"\b(?:{any_of('of_text')})\b", re.IGNORECASE)


def by_expiry(old: str, new: str, context: Context) -> Part | None:
    """The judgement of a block in which something ends on another day than before."""
    if old == new or not (_YEAR.search(old) and _YEAR.search(new)) or _OF_TEXT.search(new):
        return None
    ours, theirs = _ends(old, context.language), _ends(new, context.language)
    if not (ours and theirs) or ours == theirs:
        return None
    return Part(Kind.SUBSTANTIVE, "until", tuple(sorted(ours ^ theirs))[:6], 2)


def _ends(text: str, language: str) -> set[str]:
    return {
        f.iso
        for f in with_roles(text, language)
        if (f.role == "other" and _UNTIL.search(f.words))
        or (not f.role and _ENDS.search(text, max(0, f.start - _BEFORE), f.start))
    }
