"""The same words in another order: do they still say the same of the same? Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import chain

from monitor.classify.edit_wording import lists, significant, words
from monitor.text.scripts import ASKS
from monitor.text.sentences import split
from monitor.text.short_answers import is_answer

LONG = 4_000  # characters of a text that is read
BINDING = ("negation", "modal", "number")
_BUT = re.compile(
    r"[,;:|]|\b(?:but|while|whereas|aber|sondern|während|mais|tandis que|pero|mientras|ma|mentre"
    r"|maar|terwijl|mas|enquanto)\b",
    re.IGNORECASE,
)

_AND = re.compile(rf"{_BUT.pattern}|\b(?:and|und|et|y|e|en)\b", re.IGNORECASE)

_Said = Counter[tuple[str, frozenset[str]]]


def others_meant(old: str, new: str) -> tuple[str, ...]:
    """The words that "not", "may" or a number now stands with, or no longer; () where it is only
    another order of the same, or where other words came or went.

    "Canada may opt out, Brazil may not" has the words of "Brazil may opt out, Canada may not".
    """
    if max(len(old), len(new)) > LONG or Counter(words(old)) != Counter(words(new)):
        return ()
    return (
        _difference(_said(_answered(old)), _said(_answered(new)))
        or _difference(_said(_denied(old)), _said(_denied(new)))
        or _difference(_said(_listed(old)), _said(_listed(new)))
    )


def _difference(ours: _Said, theirs: _Said) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for word, _ in (ours - theirs)))


def _said(pieces: Iterator[str] | list[str]) -> _Said:
    """Each word that names something, with the binding words beside it."""
    known = lists()
    found: _Said = Counter()
    for piece in pieces:
        own = words(piece)
        bound = frozenset(w for w in own if significant(w) in BINDING or w in _opposed())
        for word in own:
            if word not in bound and (word not in known.function or word in known.person):
                found[word, bound] += 1
    return found


def _answered(text: str) -> Iterator[str]:
    """The sentences, each answer together with what it answers: "Do you share it? No." """
    question = ""
    for sentence in split(text):
        if question and not is_answer(sentence):
            yield question
            question = ""
        if sentence.endswith(ASKS):
            question = sentence
        else:
            yield f"{question} {sentence}"
            question = ""
    if question:
        yield question


def _denied(text: str) -> Iterator[str]:
    """The clauses of the sentences that deny something: what is denied is only a part of them."""
    for sentence in split(text):
        if any(significant(w) == "negation" for w in words(sentence)):
            yield from _BUT.split(sentence)


def _listed(text: str) -> Iterator[str]:
    """The clauses of the sentences with several numbers or settings: each belongs to its own."""
    for sentence in split(text):
        values = {w for w in words(sentence) if w in _opposed() or any(map(str.isdigit, w))}
        if len(values) > 1:
            yield from _AND.split(sentence)


@cache
def _opposed() -> frozenset[str]:
    return frozenset(chain(*lists().opposites)) - lists().function
