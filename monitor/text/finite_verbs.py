"""A line without a full stop that is a sentence all the same: it has a verb, as no title does.

"The kitchen closes at ten" is a rule and "Opening times of the kitchen" is none, and nothing but
the verb tells them apart. In English the commonest are listed, and what else stands between a noun
and what is done to it is one; in other languages `[labels] asserts` is a pattern. Pure.
"""

from __future__ import annotations

import re
from functools import cache

from monitor.languages import part_of

LEAST = 3  # words of a sentence
LONGEST = 600  # characters that are read of one: a word without end would take its square
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*|[$€£]")
_DO = ("ers", "ors", "ants", "ees", "ists", "people", "children")  # of those who do something
_NO_VERB = ("ing", "ed")
_SIGNS = ("$", "€", "£")
_SURE = "verbs"
_PRONOUNS = ("we", "you", "they", "i")
_SINGULAR_S = ("ss", "us", "is", "ics")  # ends of words that are one thing, whatever they look like


def asserts(text: str, language: str) -> bool:
    """Does a line say of something what it does?"""
    code = language[:2].lower() or "en"
    said = _WORD.findall(text)
    if len(said) < LEAST:
        return False
    if code == "en":
        return _is(said) or any(_is_verb(said, index) for index in range(1, len(said)))
    pattern = _pattern(code)
    return pattern is not None and bool(pattern.search(text[:LONGEST]))


def _is(said: list[str]) -> bool:
    """ "Tickets are personal": with more words than that `states` knows it by itself."""
    named = said[0].casefold() not in _words("before_nouns")
    return len(said) == LEAST and said[1] in ("is", "are") and named and said[2].islower()


def _is_verb(said: list[str], index: int) -> bool:
    """Is a word the verb of what stands before it: "kitchen closes", "members vote by"?"""
    word, before = said[index], said[index - 1].casefold()
    kind, small = _verbs().get(word), _words("before_nouns")
    if not word.islower() or before in small or before.endswith("ly"):
        return False
    if before in _PRONOUNS and index > 1:  # "Data we collect"
        return False
    if not kind and (word in small | _words("no_verbs") or word.endswith(_NO_VERB)):
        return False
    behind = said[index + 1].casefold() if index + 1 < len(said) else ""
    many, leads = are_many(before), are_many(said[0].casefold())
    if are_many(word):  # as nouns are, or said of one: "closes"
        of_these = not (many and leads)
        does = False
    else:
        of_these = many or (leads and kind == _SURE)
        does = before.endswith(_DO) and bool(behind)
    counted = bool(kind) and (behind[:1].isdigit() or behind in _SIGNS)
    return of_these and (kind == _SURE or does or counted or behind in _words("before_things"))


def are_many(word: str) -> bool:
    """Does a noun name several: "members", "children"?"""
    if word in _words("plurals"):
        return True
    return word.endswith("s") and not word.endswith(_SINGULAR_S)


@cache
def _verbs() -> dict[str, str]:
    """Forms of verbs, each with whether it may be a noun as well."""
    kinds = ("verbs_or_nouns", _SURE)
    both = [(verb, kind) for kind in kinds for verb in _words(kind)]
    return {form: kind for verb, kind in both for form in (verb, _of_one(verb))}


def _of_one(verb: str) -> str:
    """ "close" as it is said of one: "closes"."""
    if verb.endswith("y") and verb[-2] not in "aeou":
        return f"{verb[:-1]}ies"
    return f"{verb}es" if verb.endswith(("s", "sh", "ch", "x", "o")) else f"{verb}s"


@cache
def _words(key: str) -> frozenset[str]:
    return frozenset(part_of("en", "labels").get(key, "").split())


@cache
def _pattern(code: str) -> re.Pattern[str] | None:
    said = part_of(code, "labels").get("asserts")
    return re.compile(said) if said else None
