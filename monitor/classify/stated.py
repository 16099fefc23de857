"""What a whole document states, asked fact by fact: is a fact new, is it gone?"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property

from monitor.classify import fact_tables
from monitor.classify.fact_tables import Rule
from monitor.classify.statements import Statement, stated
from monitor.model import Document, Finding

# What is said of one thing is not said of another: their sentences or headings must be alike.
OF_ITS_SUBJECT = ("retention", "default", "opt-out", "retroactive", "basis", "notice")
_ALIKE = 0.6  # share of common words of two sentences on the same subject
_LEAST = 6  # words of a sentence that names its subject
_NUMBER = re.compile(r"\d+")
_LIMITED = re.compile(r", | \(")
NO_WAY = "not possible"


def alike(a: str, b: str) -> float:
    """The share of the words of the shorter of two sentences that the other has as well."""
    ours, theirs = set(a.lower().split()), set(b.lower().split())
    return len(ours & theirs) / max(1, min(len(ours), len(theirs)))


class Stated:
    """The facts of a document, those of one sort looked for when the first of them is asked for."""

    def __init__(self, document: Document, language: str) -> None:
        self._document, self._table = document, fact_tables.of(language)
        self._language = language
        self._facts: dict[str, list[tuple[Statement, str]]] = {}

    def states(self, f: Finding, value: str, *, gone: bool = False) -> bool:
        """Does any sentence state the value of a finding's fact, of the same subject?

        `gone`: whatever the subject, and be it only that the words still stand somewhere.
        """
        if f.fact == "data" and f.cls != "ai-training":
            return self._names(f, value)
        if gone and self._stands(f, value):
            return True
        same = (pair for pair in self._of(f.fact) if pair[0].cls == f.cls)
        if f.fact == "age":
            number = _NUMBER.findall(value)
            return any(_NUMBER.findall(s.value) == number for s, _ in same)
        if gone and f.fact == "opt-out":
            return any((s.value == NO_WAY) == (value == NO_WAY) for s, _ in same)
        if gone:
            return any(_bare(s.value) == _bare(value) for s, _ in same)
        return any(s.value == value and _same_subject(f, s, heading) for s, heading in same)

    @cached_property
    def low(self) -> str:
        """All blocks as patterns see them, one a line."""
        return "\n".join(fact_tables.lowered(text).replace("\n", " ") for text, _ in self._blocks)

    @cached_property
    def _blocks(self) -> list[tuple[str, str]]:
        """The text of each block, with the heading it stands below."""
        sections = self._document.sections
        return [(b.text, s.path[-1] if s.path else "") for s in sections for b in s.blocks]

    @cached_property
    def _starts(self) -> list[int]:
        starts, at = [], 0
        for line in self.low.split("\n"):
            starts.append(at)
            at += len(line) + 1
        return starts

    def _stands(self, f: Finding, value: str) -> bool:
        """Do the words of a value stand anywhere, whatever is said with them?"""
        if f.fact == "retention":
            return value.lower() in self.low
        return f.fact == "recipient" and self._names(f, value)

    def _names(self, f: Finding, value: str) -> bool:
        """Do the words of an entry of a list stand anywhere?"""
        rules = (r for r in self._table.rules if (r.fact, r.cls) == (f.fact, f.cls))
        patterns = (p for rule in rules for name, p in rule.names if name == value)
        return any(p.search(self.low) for p in patterns)

    def _of(self, fact: str) -> list[tuple[Statement, str]]:
        if fact not in self._facts:
            self._facts[fact] = list(self._found(fact))
        return self._facts[fact]

    def _found(self, fact: str) -> Iterator[tuple[Statement, str]]:
        rules = self._table.on(fact)
        for number in self._hinting(rules):
            text, heading = self._blocks[number]
            for s in stated(text, heading, self._language, rules):
                if s.fact == fact:
                    yield s, heading

    def _hinting(self, rules: Iterable[Rule]) -> list[int]:
        """The numbers of the blocks that hold a first hint of a rule, and the table rows."""
        found: set[int] = set()
        hints = {max(words.split(), key=len) for rule in rules for words in rule.hints[0]}
        if any(rule.fact == "basis" for rule in rules):
            hints.add(" | ")
        for hint in hints:
            at = self.low.find(hint)
            while at >= 0:
                number = bisect_right(self._starts, at) - 1
                found.add(number)
                if number + 1 == len(self._starts):
                    break
                at = self.low.find(hint, self._starts[number + 1])
        return sorted(found)


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
