"""The tables of facts, ready to match: rules/facts/en.toml, and for other languages their words.

A pattern may name fragments of its file's [words] in braces; `{list}` stands for any entry of the
rule's list. Patterns see a sentence in lower case with straight apostrophes and plain spaces, of
the same length as the original, so that what they match can be cut from the original.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from monitor.classify.rules import load
from monitor.languages import filled, having
from monitor.languages import table as words_of
from monitor.text.scripts import unspaced

_HANGUL = re.compile("[\uac00-\ud7a3]")
_SAME = (
    *((c, "'") for c in "’‘ʼ"),
    *((c, " ") for c in "\u00a0\u202f"),
    *((c, ">") for c in "›→»"),
    ("\u2011", "-"),
    ("€", "¤"),
)


@dataclass(frozen=True, eq=False)
class Rule:
    """One fact of a table. See the head of rules/facts/en.toml for what each field means.

    Its patterns are compiled when they are first looked for: most texts have a hint of few rules.
    """

    name: str
    fact: str
    cls: str
    hints: tuple[tuple[str, ...], ...]  # of each of these one must stand in the sentence
    value: str
    beside: frozenset[str]  # facts are told only where one of these rules has matched
    case: bool  # is matched against the sentence as it is written
    limit: str  # "under" before an age
    entry: dict[str, Any]
    data: dict[str, Any]  # the table that it is of

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """What states the fact."""
        return re.compile(self._filled("pattern"))

    @cached_property
    def unless(self) -> re.Pattern[str] | None:
        """What must not stand in the sentence."""
        return re.compile(self._filled("unless")) if "unless" in self.entry else None

    @cached_property
    def needs(self) -> re.Pattern[str] | None:
        """What must stand in the sentence."""
        return re.compile(self._filled("needs")) if "needs" in self.entry else None

    @cached_property
    def only_of(self) -> re.Pattern[str] | None:
        """What it is said of: of nothing else unless that is a general word."""
        return re.compile(self._filled("only_of")) if "only_of" in self.entry else None

    @cached_property
    def condition(self) -> re.Pattern[str] | None:
        """Under which condition, or but for what, it is said."""
        return re.compile(self._filled("condition")) if "condition" in self.entry else None

    @cached_property
    def names(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        """The entries of its list: what is shown, what is written."""
        return _names(self.data[self.entry["list"]], self.data) if "list" in self.entry else ()

    @cached_property
    def more(self) -> re.Pattern[str] | None:
        """What may follow in the same list."""
        return re.compile(rf"\b(?:{self._any_name})(?!\w)") if self.names else None

    @property
    def _any_name(self) -> str:
        return "|".join(pattern.pattern for _, pattern in self.names)

    def _filled(self, key: str) -> str:
        words = {**self.data["words"], "list": rf"(?P<value>{self._any_name})"}
        return filled(self.entry[key], words)


@dataclass(frozen=True)
class Table:
    """The rules of one language, and what turns their matches into values."""

    rules: tuple[Rule, ...]
    beside: tuple[Rule, ...]  # those that are told only beside another
    anchors: dict[str, int]  # a word of each rule's first hints, and the rules it is of as bits
    numbers: dict[str, int]
    units: dict[str, str]
    limits: dict[str, str]
    data: dict[str, Any]

    @cached_property
    def about(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        """Class -> what a text says that is about it."""
        return tuple((name, re.compile(text)) for name, text in self.data["about"].items())

    @cached_property
    def general(self) -> frozenset[str]:
        """Words that limit nothing: "your data", "any content"."""
        return frozenset(self.data.get("general", {}).get("words", "").split())

    @cached_property
    def bases(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        """The legal bases: what is shown, what is written."""
        return _names(self.data["bases"], self.data)

    @cached_property
    def basis_titles(self) -> re.Pattern[str]:
        """What stands over a column of legal bases."""
        return re.compile(self.data["words"]["basis_titles"])

    def on(self, fact: str) -> tuple[Rule, ...]:
        """The rules that may state a fact, those included that one of them is told beside."""
        return self._with_parents(r for r in (*self.rules, *self.beside) if r.fact == fact)

    def leading(self, fact: str, cls: str) -> tuple[Rule, ...]:
        """The rules of which a text must hold the hints to state a fact of a class."""
        return self._with_parents(
            r for r in (*self.rules, *self.beside) if r.fact == fact and r.cls in (cls, "about")
        )

    def _with_parents(self, wanted: Iterable[Rule]) -> tuple[Rule, ...]:
        """Of the rules that need no other: those wanted, and those that others are told beside."""
        found = {r.name: r for r in wanted}
        parents = frozenset().union(*(r.beside for r in found.values()))
        return tuple(r for r in self.rules if r.name in found or r.name in parents)

    def chosen(self, bits: int) -> tuple[Rule, ...]:
        """The rules of a bit set, in their order."""
        return tuple(r for i, r in enumerate(self.rules) if bits >> i & 1) if bits else ()


@cache
def spoken() -> tuple[str, ...]:
    """Those that facts are read in."""
    return ("en", *having("facts"))


def of(language: str) -> Table:
    """The table of a BCP 47 language; English where there is none for it."""
    short = language[:2].lower()
    return _table(short if short in spoken() else "en")


def lowered(text: str) -> str:
    """A text as patterns see it, character for character."""
    low = text.lower()
    if len(low) != len(text):  # "İ" becomes two characters
        low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    if low.isascii():
        return low
    # In Latin-1 the text is searched several times faster, and no rule needs another letter.
    for odd, plain in _SAME:
        low = low.replace(odd, plain)
    if unspaced(low) or _HANGUL.search(low):
        return low
    return low.encode("latin-1", "replace").decode("latin-1")


@cache
def _table(language: str) -> Table:
    data = _data(language)
    rules = tuple(_rule(entry, data) for entry in entries(language))
    own = tuple(rule for rule in rules if not rule.beside)
    anchors: dict[str, int] = {}
    for i, rule in enumerate(own):
        for hint in (max(words.split(), key=len) for words in rule.hints[0]):
            anchors[hint] = anchors.get(hint, 0) | 1 << i
    return Table(
        own,
        tuple(rule for rule in rules if rule.beside),
        anchors,
        data["numbers"],
        data["units"],
        data["limits"],
        data,
    )


def entries(language: str) -> list[dict[str, Any]]:
    """The rules of a language as its table gives them, with their examples and counter-examples."""
    data = _data(language)
    if "fact" in data:
        return list(data["fact"])
    return [
        {
            **rule,
            "examples": data["examples"][rule["name"]],
            "counter": data["counter"].get(rule["name"], []),
            "hints": [data["hints"][name] for name in rule["hints"]],
        }
        for rule in load("facts/common")["fact"]
        if rule["name"] in data["examples"]  # a language may know the words of a few rules only
    ]


def _data(language: str) -> dict[str, Any]:
    return load("facts/en") if language == "en" else words_of(language)["facts"]


def _rule(entry: dict[str, Any], data: dict[str, Any]) -> Rule:
    return Rule(
        name=entry["name"],
        fact=entry["fact"],
        cls=entry["class"],
        hints=tuple(tuple(group.split(",")) for group in entry["hints"]),
        value=entry.get("value", ""),
        beside=frozenset(entry.get("beside", ())),
        case=entry.get("case", False),
        limit=entry.get("limit", ""),
        entry=entry,
        data=data,
    )


def _names(
    entries: dict[str, str], data: dict[str, Any]
) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (name, re.compile(filled(pattern, data["words"]))) for name, pattern in entries.items()
    )
