"""A change in the pieces that a reader takes in one by one: what changed below one heading.

A piece that only respells, renumbers or dates something is passed over, if there is any other.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from monitor.classify.changed_passages import Passage
from monitor.classify.class_catalogue import empty_words
from monitor.classify.evidence import marked
from monitor.classify.lexicon import Word, words


def fragments(passages: Sequence[Passage]) -> tuple[tuple[Passage, ...], ...]:
    """The passages of each section that says something new, in order."""
    found = [tuple(g) for _, g in groupby(passages, key=_section)]
    return tuple(f for f in found if says(f)) or tuple(found)


def _section(p: Passage) -> tuple[str, ...]:
    return p.path[:-1] if p.heading else p.path


def says(fragment: tuple[Passage, ...]) -> bool:
    """Does a word stand on one side only that means something?"""
    old, new = ({w for p in fragment for w in _changed(p, side)} for side in (False, True))
    return any(
        len(w) > 1 and not w.isdigit() and w not in empty_words()
        for w in old.symmetric_difference(new)
    )


def names_only(fragment: tuple[Passage, ...]) -> bool:
    """Has every word that differs and means something a capital letter?"""
    first = [
        text[w.start]
        for p in fragment
        for text, w in (*_marked(p, new=False), *_marked(p, new=True))
        if w.text not in empty_words() and not w.text.isdigit()
    ]
    return bool(first) and all(letter.isupper() for letter in first)


def _changed(p: Passage, new: bool) -> set[str]:
    return {w.text for _, w in _marked(p, new=new)}


def _marked(p: Passage, *, new: bool) -> list[tuple[str, Word]]:
    """The words of one side that changed, with the text that they are of."""
    text, marks = p.side(new)
    if not marks:
        return []
    tokens = words(text)
    there = marked(tokens, marks)
    return [(text, t) for t, inside in zip(tokens, there, strict=True) if inside]
