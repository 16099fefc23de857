"""What is possible, done, required or forbidden since a change: "may" that became "will"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from monitor.classify.passages import Passage
from monitor.classify.quotes import quote
from monitor.types import Finding

MOST = 10  # of one change
_MODAL = re.compile(
    r"\b(?:may|might|must|shall|will|can|could|should|would)(?: not)?\b|\bcannot\b", re.IGNORECASE
)
_SAME = 12  # characters before the two words that are the same


def turns(passages: Iterable[Passage], cls: str) -> Iterator[Finding]:
    """One finding for each modal verb in the place of another, filed under `cls`."""
    told: set[tuple[str, str]] = set()
    for p in passages:
        for old, new, at in _of(p):
            if (old, new) in told or len(told) >= MOST:
                continue
            told.add((old, new))
            yield Finding(
                cls=cls,
                fact="modal",
                quote=quote(p.new, at, at + len(new)),
                section=p.path,
                old=old,
                new=new,
                rule="modal",
                words=(new,),
            )


def _of(p: Passage) -> Iterator[tuple[str, str, int]]:
    """Pairs at the same place of a text: the words before them are the same."""
    if p.whole or p.heading:
        return
    gone = list(_MODAL.finditer(p.old))
    for b in _MODAL.finditer(p.new):
        before = p.new[max(0, b.start() - _SAME) : b.start()]
        for a in gone:
            if not (_marked(p.removed, a) or _marked(p.added, b)):
                continue  # of "may [-not-]" only one side is marked
            same = p.old[max(0, a.start() - _SAME) : a.start()] == before
            if same and a[0].lower() != b[0].lower():
                yield a[0].lower(), b[0].lower(), b.start()
                break


def _marked(marks: tuple[tuple[int, int], ...], m: re.Match[str]) -> bool:
    return any(a < m.end() and m.start() < b for a, b in marks)
