"""What is possible, done, required or forbidden since a change: "may" that became "will"."""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator

from monitor.classify.changed_passages import Marks, Passage
from monitor.classify.quotes import quote
from monitor.model import Finding

MOST = 10  # of one change
_MODAL = re.compile(
    r"\b(?:may|might|must|shall|will|can|could|should|would)(?: not)?\b|\bcannot\b", re.IGNORECASE
)
_SAME = 12  # characters before the two words that are the same


def turns(passages: Iterable[Passage], cls: str) -> Iterator[Finding]:
    """One finding for each modal verb in the place of another, filed under `cls`."""
    told: set[tuple[str, str]] = set()
    for p in passages:
        for old, before, new, at in _of(p):
            if (old, new) in told or len(told) >= MOST:
                continue
            told.add((old, new))
            yield Finding(
                cls=cls,
                fact="modal",
                quote=quote(p.new, at, at + len(new)),
                quote_before=quote(p.old, before, before + len(old)),
                section=p.path,
                old=old,
                new=new,
                rule="modal",
                words=(new,),
            )


def _of(p: Passage) -> Iterator[tuple[str, int, str, int]]:
    """Pairs at the same place of a text: the words before them are the same."""
    if p.whole or p.heading:
        return
    # What stands before it: the verbs and where they stand.
    gone: dict[str, dict[str, int]] = defaultdict(dict)
    gone_marked: dict[str, dict[str, int]] = defaultdict(dict)
    for before, verb, at, marked in _verbs(p.old, p.removed):
        gone[before].setdefault(verb, at)
        if marked:
            gone_marked[before].setdefault(verb, at)
    for before, verb, at, marked in _verbs(p.new, p.added):
        # Of "may [-not-]" only one side is marked.
        others = (gone if marked else gone_marked).get(before, {})
        if old := next((other for other in others if other != verb), ""):
            yield old, others[old], verb, at


def _verbs(text: str, marks: Marks) -> Iterator[tuple[str, str, int, bool]]:
    """The characters before each modal verb, the verb, where it stands, and does it differ?"""
    waiting = deque(marks)  # in order, and so are the verbs
    for m in _MODAL.finditer(text):
        while waiting and waiting[0][1] <= m.start():
            waiting.popleft()
        differs = bool(waiting) and waiting[0][0] < m.end()
        yield text[max(0, m.start() - _SAME) : m.start()], m[0].lower(), m.start(), differs
