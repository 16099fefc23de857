"""What a whole document states, asked fact by fact: is a fact new, is it gone?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property

from monitor.classify import fact_tables
from monitor.classify.fact_tables import Rule
from monitor.classify.statements import Statement, hinted, stated
from monitor.model import Document, Finding
from monitor.text.lines import Lines

# What is said of one thing is not said of another: their sentences or headings must be alike.
OF_ITS_SUBJECT = ("retention", "default", "opt-out", "retroactive", "basis", "notice", "price")
_ALIKE = 0.6  # share of common words of two sentences on the same subject
_LEAST = 6  # words of a sentence that names its subject
_NUMBER = re.compile(r"\d+")
_LIMITED = re.compile(r", | \(")
NO_WAY = "not possible"
SOME_WAY = "possible"
OF_ADS = ("choice", "tracking")


def alike(a: str, b: str) -> float:
    """The share of the words of the shorter of two sentences that the other has as well."""
    ours, theirs = set(a.lower().split()), set(b.lower().split())
    return len(ours & theirs) / max(1, min(len(ours), len(theirs)))


class Stated:
    """The facts of a document, those of one sort looked for when the first of them is asked for."""

    def __init__(self, document: Document, language: str) -> None:
        self._document, self._table = document, fact_tables.of(language)
        self._language = language
        self._facts: dict[tuple[str, str], list[tuple[Statement, str]]] = {}

    def states(self, f: Finding, value: str, *, gone: bool = False) -> bool:
        """Does any sentence state the value of a finding's fact, of the same subject?

        `gone`: whatever the subject, and be it only that the words still stand somewhere.
        """
        if f.fact == "data" and f.cls != "ai-training":
            return self._names(f, value)
        if gone and self._stands(f, value):
            return True
        same = self._of(f.fact, f.cls)
        if f.fact == "age":
            number = _NUMBER.findall(value)
            return any(_NUMBER.findall(s.value) == number for s, _ in same)
        if gone and f.fact == "opt-out":
            return any((s.value == NO_WAY) == (value == NO_WAY) for s, _ in same)
        if gone:
            return any(_bare(s.value) == _bare(value) for s, _ in same)
        if value == SOME_WAY and f.cls in OF_ADS:  # neither how nor of what: told once of a page
            return any(s.value == value for cls in OF_ADS for s, _ in self._of(f.fact, cls))
        return any(s.value == value and _same_subject(f, s, heading) for s, heading in same)

    @cached_property
    def _lines(self) -> Lines:
        """All blocks as patterns see them."""
        return Lines([fact_tables.lowered(text) for text, _ in self._blocks])

    @cached_property
    def _blocks(self) -> list[tuple[str, str]]:
        """The text of each block, with the heading it stands below."""
        sections = self._document.sections
        return [(b.text, s.path[-1] if s.path else "") for s in sections for b in s.blocks]

    def _stands(self, f: Finding, value: str) -> bool:
        """Do the words of a value stand anywhere, whatever is said with them?"""
        if f.fact == "retention":
            return value.lower() in self._lines.whole
        return f.fact == "recipient" and self._names(f, value)

    def _names(self, f: Finding, value: str) -> bool:
        """Do the words of an entry of a list stand anywhere?"""
        rules = (r for r in self._table.rules if (r.fact, r.cls) == (f.fact, f.cls))
        patterns = (p for rule in rules for name, p in rule.names if name == value)
        return any(p.search(self._lines.whole) for p in patterns)

    def _of(self, fact: str, cls: str) -> list[tuple[Statement, str]]:
        if (fact, cls) not in self._facts:
            self._facts[fact, cls] = list(self._found(fact, cls))
        return self._facts[fact, cls]

    def _found(self, fact: str, cls: str) -> Iterator[tuple[Statement, str]]:
        leading, rules = self._table.leading(fact, cls), self._table.on(fact)
        for number in self._hinting(leading):
            low = self._lines.texts[number]
            row = fact == "basis" and " | " in low
            if not row and not any(hinted(rule, low) for rule in leading):
                continue
            text, heading = self._blocks[number]
            for s in stated(text, heading, self._language, rules):
                if (s.fact, s.cls) == (fact, cls):
                    yield s, heading

    def _hinting(self, rules: Iterable[Rule]) -> list[int]:
        """The numbers of the blocks that hold a first hint of a rule, and the table rows."""
        hints = {max(words.split(), key=len) for rule in rules for words in rule.hints[0]}
        if any(rule.fact == "basis" for rule in rules):
            hints.add(" | ")
        return self._lines.holding(hints)


def _bare(value: str) -> str:
    """A value without its condition: "not used for training, unless you agree"."""
    return _LIMITED.split(value)[0]


def _same_subject(f: Finding, s: Statement, heading: str) -> bool:
    if f.fact not in OF_ITS_SUBJECT:
        return True
    below = f.section[-1] if f.section else ""
    if heading == below:
        return alike(f.quote, s.sentence) >= _ALIKE
    return len(f.quote.split()) >= _LEAST and alike(f.quote, s.sentence) >= _ALIKE
