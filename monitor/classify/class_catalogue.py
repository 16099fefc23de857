"""The classes of changes with what they mean, for people and for the rules."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

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
def lexicon(foreign: bool = False) -> Lexicon:
    """The phrases of all classes, labelled with class and strength.

    `foreign`: with those of the languages other than English that the rules know.
    """
    rules = load("classes")
    return Lexicon(
        (
            ((c["name"], strength), phrase)
            for c in rules["class"]
            for strength in STRENGTHS
            for phrase in (*c[strength], *_foreign(c, strength, foreign))
        ),
        ignore=rules["ignore"],
    )


@cache
def empty_words() -> frozenset[str]:
    """Words that say nothing of what a change is about."""
    return frozenset(load("classes")["empty"].split())


def _foreign(entry: dict[str, Any], strength: str, foreign: bool) -> list[str]:
    return entry.get("foreign", []) if foreign and strength == "strong" else []


@cache
def headings() -> Lexicon:
    """The phrases that count in a heading."""
    return Lexicon(
        ((c["name"], "heading"), phrase)
        for c in load("classes")["class"]
        for phrase in c["heading"]
    )


@cache
def heading_patterns() -> Mapping[str, re.Pattern[str]]:
    """Class -> what headings about it say."""
    found = load("headings")["headings"]
    return {cls: re.compile(pattern, re.IGNORECASE) for cls, pattern in found.items()}


def heading_classes(headings: Iterable[str]) -> tuple[str, ...]:
    """The classes that headings are about."""
    text = "\n".join(headings)
    return tuple(cls for cls, pattern in heading_patterns().items() if pattern.search(text))
