"""Sentences between who runs a page and who reads it, by the words of its language. Pure."""

from __future__ import annotations

import re
from functools import cache

from monitor.languages import codes, table
from monitor.text.amounts import names_amount
from monitor.text.scripts import whole_words

_BINDING = 2  # words by which a sentence is of the policy


def is_addressed(text: str, language: str) -> bool:
    """Does a sentence name who runs a page or who reads it, or an amount?"""
    return names_amount(text) or _found(text, language, "parties") > 0


def is_between(text: str, language: str) -> bool:
    """Does it name two of them: "we" and "your"?"""
    return _found(text, language, "parties") >= _BINDING


def binds_parties(text: str, language: str) -> bool:
    """Does it say besides what binds them: in words of what a policy states, of what somebody may
    or must, "not", or an amount?
    """
    if not is_addressed(text, language):
        return False
    return names_amount(text) + _found(text, language, "binds", "allows") >= _BINDING


def may_bind(text: str, language: str) -> bool:
    """The same of what stands where hardly anything binds: there one such word is enough."""
    return _found(text, language, "binds", "allows") > 0


def allows(text: str, language: str) -> bool:
    """Does it say what somebody may, must or may not?"""
    return _found(text, language, "allows") > 0


def _found(text: str, language: str, *keys: str) -> int:
    patterns = [_pattern(code, key) for code in languages_of(language) for key in keys]
    return len({word.casefold() for pattern in patterns for word in pattern.findall(text)})


def languages_of(language: str) -> tuple[str, ...]:
    """The languages whose words may stand on a page: its own, where we know it, and English."""
    own = language.lower().split("-")[0].replace("no", "nb")
    return ("en", own) if own != "en" and own in codes() else ("en",)


@cache
def _pattern(code: str, key: str) -> re.Pattern[str]:
    kind = table(code).get("kind", {})
    allows = map(re.escape, " ".join(kind.get(k, "") for k in ("negation", "modal")).split())
    said = table(code).get("asides", {}) | {"allows": "|".join(allows)}
    return re.compile(whole_words(said.get(key) or "(?!)", code), re.IGNORECASE)
