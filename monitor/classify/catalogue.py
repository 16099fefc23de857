"""The classes of changes with what they mean, for people and for the rules."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from monitor.classify.lexicon import Lexicon
from monitor.classify.rules import load

STRENGTHS = ("strong", "medium", "weak")


@dataclass(frozen=True, slots=True)
class ClassInfo:
    """One class: its name, what it means, sentences that belong to it and that do not."""

    name: str
    meaning: str
    examples: tuple[str, ...] = ()
    counter: tuple[str, ...] = ()


@cache
def catalogue() -> tuple[ClassInfo, ...]:
    """All classes in the order of rules/classes.toml."""
    return tuple(
        ClassInfo(c["name"], c["meaning"], tuple(c["examples"]), tuple(c["counter"]))
        for c in load("classes")["class"]
    )


@cache
def lexicon() -> Lexicon:
    """The phrases of all classes, labelled with class and strength."""
    rules = load("classes")
    return Lexicon(
        (
            ((c["name"], strength), phrase)
            for c in rules["class"]
            for strength in STRENGTHS
            for phrase in c[strength]
        ),
        ignore=rules["ignore"],
    )


@cache
def headings() -> Lexicon:
    """The phrases that count in a heading."""
    return Lexicon(
        ((c["name"], "heading"), phrase)
        for c in load("classes")["class"]
        for phrase in c["heading"]
    )
