"""The words that put a change into a class, and where they stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from monitor.classify.changed_passages import Passage
from monitor.classify.class_catalogue import headings
from monitor.classify.class_model import leading
from monitor.classify.contacts import Address
from monitor.classify.features import REACHED, Case, Fragment
from monitor.classify.grammar_words import small_words
from monitor.classify.lexicon import words
from monitor.classify.topics import table, topics

_MOST = 6  # words that are named
_LEARNED = 1.5  # weight of a learned word that proves something
_GENRE = frozenset(["policy"])  # every "Privacy Policy" is one, and says nothing by it
_PASSAGES = 40  # of a fragment that are searched


@dataclass(frozen=True, slots=True)
class Proof:
    """A passage, the character of its shown side to quote, the words that speak for a class, and
    the other passages of the fragment.
    """

    passage: Passage
    at: int
    words: tuple[str, ...]
    others: tuple[Passage, ...] = ()


def proof(cls: str, case: Case) -> Proof | None:
    """Why the change is filed under the class. None where nothing changed, or no word says it: a
    class may be likely by words that prove nothing, as "until" and "we will"."""
    fragment = leading(cls, case)
    found = _proof(cls, fragment) if fragment is not None and fragment.passages else None
    if fragment is None or found is None:
        return None
    others = [p for p in fragment.passages[:_PASSAGES] if p is not found.passage]
    return replace(found, others=tuple(others))


def _proof(cls: str, fragment: Fragment) -> Proof | None:
    """An address that came or went; the phrases in changed words; else the learned words with the
    most weight; else what stands beside the largest change: phrases of its sentence or of the
    heading above, or the name of a list or document that is about nothing else.
    """
    if cls == REACHED and fragment.addresses:
        return _address(fragment.addresses[0])
    e = fragment.body.classes.get(cls)
    if e is not None and e.best is not None:
        return Proof(e.best, e.best_at, e.best_words)
    if learned := _learned(cls, fragment.passages):
        return learned
    largest = max(fragment.passages, key=lambda p: _size(p, new=True) + _size(p, new=False))
    beside = tuple(w for w, _ in e.beside.most_common(_MOST)) if e is not None else ()
    named = largest.path[:1] if cls in fragment.definite else ()
    speaking = beside or _above(cls, largest) or named
    return Proof(largest, _start(largest), speaking) if speaking else None


def told_by_title(cls: str, case: Case) -> bool:
    """Does nothing speak for a class but that the page is called a policy?"""
    found = proof(cls, case)
    return found is not None and _GENRE.issuperset(found.words)


def stands(proof: Proof, words_shown: Iterable[str]) -> tuple[str, ...]:
    """Those of the speaking words that stand in what is shown of a proof."""
    shown = " ".join(f" {_plain(text)} " for text in words_shown)
    return tuple(w for w in proof.words if f" {_plain(w)}" in shown)


def _plain(text: str) -> str:
    return " ".join(w.text for w in words(text))


def _address(a: Address) -> Proof:
    shown = a.new or not a.passage.added
    return Proof(a.passage, a.at if shown else _start(a.passage), (a.text,))


def _learned(cls: str, passages: tuple[Passage, ...]) -> Proof | None:
    most, found = 0.0, None
    for p in passages[:_PASSAGES]:
        seen = topics((p,))
        if seen.most[cls] > most:
            most = seen.most[cls]
            told = [w for w, _ in seen.words[cls].most_common() if _telling(cls, w)]
            found = Proof(p, _start(p), tuple(told[:_MOST]))
    return found if found and found.words else None


def _telling(cls: str, term: str) -> bool:
    """Does a learned word say what a class is about, and is more than the grammar around it?"""
    return table()[term][cls] >= _LEARNED and not small_words().issuperset(term.split())


def _above(cls: str, p: Passage) -> tuple[str, ...]:
    hits = (h for name in p.path[-2:] for h in headings().find(words(name)))
    return tuple(dict.fromkeys(h.phrase for h in hits if h.label[0] == cls))


def _start(p: Passage) -> int:
    marks = p.side(bool(p.added))[1]
    return marks[0][0] if marks else 0


def _size(p: Passage, *, new: bool) -> int:
    return sum(b - a for a, b in p.side(new)[1])
