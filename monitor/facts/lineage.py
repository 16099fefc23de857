"""Since when each sentence of a page stands, and in which versions a sentence stood. Pure.

A sentence is the same wherever on the page it stands: one that moved, or whose paragraph was split,
is as old as it was. It is compared in its canonical form, as everything is.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from monitor.model import Document
from monitor.text import sentences
from monitor.text.normalize import canonical

ALIKE = 0.45  # share of the words in common from which on a sentence counts as the reworded one


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a version."""

    text: str
    section: tuple[str, ...]
    since: int  # the first version of the unbroken run in which it stands
    replaced: str = ""  # what stood in its place in the version before that


class VersionText:
    """The sentences of one version, as they are looked up."""

    def __init__(self, number: int, document: Document) -> None:
        self.number = number
        self.content = document

    @cached_property
    def written(self) -> list[tuple[str, tuple[str, ...]]]:
        """Every sentence as it is written, with its section, in the order of the page."""
        return list(_sentences(self.content))

    @cached_property
    def keys(self) -> frozenset[str]:
        """What counts as standing there: every sentence, and every block as a whole."""
        whole = (canonical(block.text) for block in self.content.blocks())
        return frozenset((*(canonical(text) for text, _ in self.written), *whole))

    @cached_property
    def whole(self) -> str:
        """All of it in canonical form, one block a line."""
        headings = (section.path[-1] for section in self.content.sections if section.path)
        texts = (*headings, *(block.text for block in self.content.blocks()))
        return "\n".join(canonical(text) for text in texts)


def _sentences(document: Document) -> Iterator[tuple[str, tuple[str, ...]]]:
    for section in document.sections:
        for block in section.blocks:
            for text in sentences.split(block.text):
                yield text, section.path


def blame(versions: Sequence[VersionText]) -> list[Sentence]:
    """Each sentence of the last of these versions; they are given oldest first."""
    if not versions:
        return []
    found = []
    went: dict[int, list[tuple[str, str, tuple[str, ...]]]] = {}
    for text, section in versions[-1].written:
        since = _since(versions, canonical(text))
        replaced = ""
        if since:
            if since not in went:
                went[since] = _gone(versions[since - 1], versions[since])
            replaced = _likest(text, section, went[since])
        found.append(Sentence(text, section, versions[since].number, replaced))
    return found


def _since(versions: Sequence[VersionText], key: str) -> int:
    """The place of the first version of the unbroken run up to the last one that has it."""
    place = len(versions) - 1
    while place and key in versions[place - 1].keys:
        place -= 1
    return place


def _gone(old: VersionText, new: VersionText) -> list[tuple[str, str, tuple[str, ...]]]:
    """Sentences of the old version that the new one has not: as written, key, section."""
    keyed = ((text, canonical(text), section) for text, section in old.written)
    return [(text, key, section) for text, key, section in keyed if key not in new.keys]


def _likest(
    text: str, section: tuple[str, ...], went: Sequence[tuple[str, str, tuple[str, ...]]]
) -> str:
    """Of the sentences that went the one most like this one, its own section's before others."""
    words = canonical(text).split()
    best, likest = ALIKE, ""
    matcher = difflib.SequenceMatcher(autojunk=False)
    matcher.set_seq2(words)
    for written, key, place in went:
        matcher.set_seq1(key.split())
        if matcher.real_quick_ratio() < best:
            continue
        alike = matcher.ratio() + (0.1 if place == section else 0)
        if alike > best:
            best, likest = alike, written
    return likest


def runs(versions: Sequence[VersionText], wanted: str) -> list[tuple[int, int]]:
    """The runs of versions, as first and last number, in which a sentence stood.

    What is not a whole sentence anywhere is looked for within them.
    """
    key = canonical(wanted)
    stood = [key in version.keys for version in versions]
    if not any(stood) and key:
        stood = [key in version.whole for version in versions]
    found: list[tuple[int, int]] = []
    for i, there in enumerate(stood):
        if there and i and stood[i - 1]:
            found[-1] = (found[-1][0], versions[i].number)
        elif there:
            found.append((versions[i].number, versions[i].number))
    return found
