"""The same words in another order: do they still say the same of the same? Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import chain

from monitor.classify.edit_wording import lists, significant, words
from monitor.languages import alternatives
from monitor.text.scripts import ASKS
from monitor.text.sentences import split
from monitor.text.short_answers import is_answer

LONG = 4_000  # characters of a text that is read
BINDING = ("negation", "modal", "number")
_BUT = re.compile(rf"[,;:|]|\b(?:{alternatives('clauses', 'but')})\b", re.IGNORECASE)

# What stands between the entries of a list, whose order says nothing.
JOINS = frozenset(
    (
        *(",", ";", "/", "&", "|", "nor", "sowie", "plus", "u"),
        *f"{alternatives('clauses', 'and')}|{alternatives('clauses', 'or')}".split("|"),
    )
)
_TOKEN = re.compile(r"[^\W_]+(?:[.'’&-][^\W_]+)*|[,;/&|]")
_MOST_BETWEEN = 60  # words from the first of two that change places to the second

_AND = re.compile(rf"{_BUT.pattern}|\b(?-i:{alternatives('clauses', 'and')})\b", re.IGNORECASE)

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


def changed_places(old: str, new: str) -> tuple[str, ...]:
    """Two that stand in each other's place, what stands between them being the same: "Acme shares
    data with Umbrella" and "Umbrella shares data with Acme". () in a list, and where words moved.
    """
    if max(len(old), len(new)) > LONG:
        return ()
    before, after = (
        dict.fromkeys(tuple(_TOKEN.findall(s.casefold())) for s in split(t)) for t in (old, new)
    )
    bags = {tuple(sorted(s)): s for s in before if s not in after}
    for said in after:
        was = None if said in before else bags.get(tuple(sorted(said)))
        if was is not None and (both := _exchanged(was, said)):
            return both
    return ()


def _exchanged(old: tuple[str, ...], new: tuple[str, ...]) -> tuple[str, ...]:
    """A and B, where `old` is "... A m B ..." and `new` "... B m A ..." """
    start, end = 0, len(old)
    while old[start] == new[start]:
        start += 1
    while old[end - 1] == new[end - 1]:
        end -= 1
    a, b = old[start:end], new[start:end]
    if len(a) > _MOST_BETWEEN:
        return ()
    size = len(a)
    firsts = [k for k in range(1, size - 1) if a[:k] == b[size - k :]]
    lasts = [k for k in range(1, size - 1) if b[:k] == a[size - k :]]
    for first in firsts:
        for last in lasts:
            between = a[first : size - last]
            if between and between == b[last : size - first]:
                sides = (a[:first], a[size - last :])
                named = all(set(side) - lists().function - JOINS for side in sides)
                if not named or _listed_between(between, old[:start], old[end:]):
                    return ()
                return " ".join(sides[0]), " ".join(sides[1])
    return ()


def _listed_between(
    between: tuple[str, ...], before: tuple[str, ...], behind: tuple[str, ...]
) -> bool:
    """Are the two entries of one list: "mail, fax and phone", "by mail or by phone", "$10 a month,
    $20 a month"?
    """
    joins = [n for n, word in enumerate(between) if word in JOINS]
    if not joins:
        return False
    head, tail = between[: joins[0]], between[joins[-1] + 1 :]
    return head == behind[: len(head)] and tail == before[len(before) - len(tail) :]


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
