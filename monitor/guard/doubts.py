"""What makes the first answer of a page look like something else than its policy. Pure.

There is no version yet to hold it against. What is said goes with the document, for the person who
added the page; one that reads like a gate, or holds few words and says where the others may be,
is doubtful: it becomes the version only when the next look finds the same, or a person says so.
"""

from __future__ import annotations

import re

from monitor.languages import alternatives
from monitor.model import DOUBTFUL, Document, Verdict

TOO_FEW, GATE_WORDS = 60, 300  # words of a page that holds too little, and of the longest gate
SPARSE = 120  # words of a page that may only stand around its text
# What a watch looks for and need not be there, while the rest of it was found (`no selector` says
# where nothing was): no word on frames, PDFs or scripts.
_ONE_OF_SEVERAL = re.compile(
    r"(?:select|remove|(?:start|end) of range) matches nothing: ['\"](?!\$)"
)
_GATES = tuple(
    (what, re.compile(alternatives("gates", key), re.IGNORECASE))
    for what, key in (
        ("a check for robots", "robots"),
        ("a queue", "queue"),
        ("a request for consent", "consent"),
        ("a choice of country or language", "country"),
        ("a wall of payment or login", "wall"),
        ("a check of age", "age"),
    )
)


def doubts(document: Document) -> tuple[str, ...]:
    """One line for each reason to look at the page before it is trusted."""
    found = _gates(document)
    return (*found, f"only {document.words} words were read") if document.words < TOO_FEW else found


def doubtful(document: Document) -> Verdict | None:
    """Why a first answer is not taken for the page unseen; None where it is.

    A page of few words alone is a short page.
    """
    found = _gates(document)
    if document.words < SPARSE:
        found += tuple(w for w in document.warnings if not _ONE_OF_SEVERAL.match(w))
    if not found:
        return None
    detail = "; ".join((*found, f"{document.words} words were read"))
    return Verdict(False, DOUBTFUL, detail, confirmable=True)


def _gates(document: Document) -> tuple[str, ...]:
    if document.words >= GATE_WORDS:
        return ()
    lines = [document.title, *(line for s in document.sections for line in s.path)]
    lines += [block.text for block in document.blocks()]
    return tuple(
        f"this may be {what}: {line[:100]!r}"
        for what, pattern in _GATES
        if (line := next((text for text in lines if pattern.search(text)), ""))
    )
