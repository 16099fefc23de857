"""What a reader loses by its subject, in any language: faces are recognised, courts are barred, no
money comes back, messages are encrypted from end to end no more. Pure.
"""

from __future__ import annotations

import re

from monitor.classify.promises import denies
from monitor.languages import alternatives
from monitor.text.scripts import unspaced

BEHIND = 3  # words behind it, in which a "not" is of it: "face recognition is not used"
_KINDS = ("taken", "barred", "shields")
_SPACED = {
    kind: re.compile(rf"\b(?:{alternatives('losses', kind)})(?!\w)", re.IGNORECASE)
    for kind in _KINDS
}
_UNSPACED = {
    kind: re.compile(f"(?:{alternatives('losses', kind)})", re.IGNORECASE) for kind in _KINDS
}
_KEEPS = re.compile(rf"\b(?:{alternatives('losses', 'keeps')})\b", re.IGNORECASE)
_CLAUSE = re.compile(r"[.;:!?,。；：！？、，]")


def loses(old: str, new: str) -> bool:
    """Is it lost by what stands here in the place of what stood?"""
    if (barred := _found("barred", new)) and not _found("barred", old):
        return _denied(new, barred) or not _KEEPS.search(new)
    return (_stated("taken", new) and not _stated("taken", old)) or exposed(old, new)


def exposed(old: str, new: str) -> bool:
    """Was it encrypted from end to end and is not, or is it said that it is not?"""
    said = _found("shields", new)
    if said is not None:
        return _denied(new, said) and not (old and not _stated("shields", old))
    return _stated("shields", old)


def _found(kind: str, text: str) -> re.Match[str] | None:
    return (_UNSPACED if unspaced(text) else _SPACED)[kind].search(text)


def _stated(kind: str, text: str) -> bool:
    """Does it say so, and not that it is not so?"""
    found = _found(kind, text)
    return found is not None and not _denied(text, found)


def _denied(text: str, found: re.Match[str]) -> bool:
    """Does the clause that it stands in say "not", outside its own words?"""
    start = max((m.end() for m in _CLAUSE.finditer(text, 0, found.start())), default=0)
    end = _CLAUSE.search(text, found.end())
    behind = text[found.end() : end.start() if end else len(text)]
    if not unspaced(text):
        behind = " ".join(behind.split()[:BEHIND])
    return denies(text[start : found.start()]) or denies(behind)
