"""What somebody looks for: words, "phrases" and beginnings*, all of which must be found. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

IN = ("all", "current", "changes")  # where words may be looked for
_PIECE = re.compile(r'"([^"]*)"(\*?)|(\S+)')
_STARRED = re.compile(r"[^*]*\w\*|[^*]+")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Term:
    """Words that follow each other; with `prefix` the last one is only the beginning of a word."""

    words: tuple[str, ...]
    prefix: bool = False


def terms(text: str) -> tuple[Term, ...]:
    """The terms of a query: `train* "personal data"`. Signs between words mean nothing.

    So does AND in capitals, as all terms must be found; OR and NOT are words like any other.

    A star within a phrase ends a term there, as no index knows beginnings within phrases: what
    stands behind it must be found as well, wherever.
    """
    found = []
    for phrase, star, bare in _PIECE.findall(text.replace("“", '"').replace("”", '"')):
        if bare == "AND" and text.strip() != bare:
            continue
        for part in _STARRED.findall((phrase + star or bare).lower()):
            words = tuple(_WORD.findall(part))
            if words:
                found.append(Term(words, prefix=part.endswith("*")))
    return tuple(found)


def pattern(wanted: tuple[Term, ...]) -> re.Pattern[str]:
    """Finds any of the terms in a text, to mark them."""
    if not wanted:
        return re.compile(r"(?!)")
    each = (
        r"\W+".join(map(re.escape, term.words)) + ("" if term.prefix else r"\b") for term in wanted
    )
    return re.compile(r"\b(?:" + "|".join(each) + ")", re.IGNORECASE)
