"""Does a change only name places where the document named them in other sentences before?"""

from __future__ import annotations

import re
from collections.abc import Sequence

from monitor.classify.changed_passages import Passage
from monitor.classify.edit_wording import lists
from monitor.classify.mentions import named
from monitor.text.place_names import as_said

_WORD = re.compile(r"\w{2,}")
_MOST = 6  # passages: more say something else as well


def only_places(passages: Sequence[Passage], language: str) -> bool:
    """Are the words that came and went names of places, each in the changed blocks of both
    versions, and small words, or words of the other version of their block?

    Asked where no place came or went: the sentences then hold for the same people. What one may
    or may not do there could have changed places, so such sentences are left alone.
    """
    if len(passages) > _MOST or any(p.whole or p.row or _rules(p) for p in passages):
        return False
    edited: list[set[str]] = [set(), set()]
    exact: list[set[str]] = [set(), set()]
    for new in (False, True):
        for p in passages:
            text = p.side(new)[0]
            codes = {m.code for m in named(text, language)}
            edited[new] |= codes
            exact[new].update(part for code in codes for part in as_said(code, text))
    if exact[0] != exact[1]:
        return False  # England is not all of the United Kingdom
    came = [_changed(p, new, language) for p in passages for new in (False, True)]
    found = set().union(*(c for c in came if c is not None))
    return None not in came and bool(found) and found <= edited[0] & edited[1]


def _rules(p: Passage) -> bool:
    words = {*_WORD.findall(p.old.casefold()), *_WORD.findall(p.new.casefold())}
    return bool(words & (lists().negation | lists().modal))


def _changed(p: Passage, new: bool, language: str) -> set[str] | None:
    """The places in the changed words of a side; None where another word is news."""
    text, marks = p.side(new)
    other = set(_WORD.findall(p.side(not new)[0].casefold()))
    places = named(text, language)
    codes: set[str] = set()
    for start, end in marks:
        for m in _WORD.finditer(text, start, end):
            here = {o.code for o in places if o.start <= m.start() < o.end}
            codes |= here
            if not here and (word := m[0].casefold()) not in lists().function and word not in other:
                return None
    return codes
