"""Which side the words of a finding stand on, held against both whole documents."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from monitor.classify.changed_passages import Marks, Passage, touches
from monitor.classify.quotes import LIMIT, quote
from monitor.model import Comparison, Document, Finding
from monitor.text import sentences
from monitor.text.normalize import canonical
from monitor.text.numbered import unnumbered

_WORD = re.compile(r"\w")
_AROUND = " .;,:*_\n"  # marks beside a sentence that are not of it
_MOST = 20  # sentences of a passage that are looked at
_TITLE = 4  # words of a sentence that may be a title


class Quoted(NamedTuple):
    """Words of the page and those that stood in their place, with their side."""

    words: str
    before: str = ""
    side: str = ""


class Sides:
    """What both documents of a comparison say, to look words up in."""

    def __init__(self, comparison: Comparison) -> None:
        self._comparison = comparison
        self._places: dict[bool, dict[str, list[tuple[str, ...]]]] = {}  # by side, when asked

    @cached_property
    def _old(self) -> str:
        return _text(self._comparison.old)

    @cached_property
    def _new(self) -> str:
        return _text(self._comparison.new)

    def said(self, words: str) -> bool:
        """Do the words stand in the new document?"""
        return _stand(words, self._new)

    def were_said(self, words: str) -> bool:
        """Did the words stand in the old document?"""
        return _stand(words, self._old)

    def stands_under(self, sentence: str, *, new: bool) -> list[tuple[str, ...]]:
        """The headings above each place where the whole sentence stands in one of the documents."""
        alone = _sentence_alone(sentence)
        if alone.replace(" ", "") not in self._unspaced[new]:
            return []  # as almost always, and quicker than to tell a document's sentences apart
        if new not in self._places:
            document = self._comparison.new if new else self._comparison.old
            self._places[new] = _sentences_by_place(document)
        return self._places[new].get(alone, [])

    @cached_property
    def _unspaced(self) -> dict[bool, str]:
        return {True: "".join(self._new.split()), False: "".join(self._old.split())}

    def headed(self, heading: str, *, new: bool) -> bool:
        """Is it a heading of one of the documents, whatever its number? Or the title of all of the
        other one, which is no section.
        """
        return _bare(heading) in self._headings[new] or heading == self._titles[not new]

    @cached_property
    def _headings(self) -> dict[bool, frozenset[str]]:
        documents = {True: self._comparison.new, False: self._comparison.old}
        return {
            new: frozenset(_bare(heading) for s in d.sections for heading in s.path)
            for new, d in documents.items()
        }

    @cached_property
    def _titles(self) -> dict[bool, str]:
        documents = {True: self._comparison.new, False: self._comparison.old}
        return {new: _title(d) for new, d in documents.items()}

    @property
    def title(self) -> str:
        """The heading above most of the new document, which names it; "" none."""
        return self._titles[True]

    def shown(
        self, p: Passage, at: int, others: tuple[Passage, ...], speaking: tuple[str, ...]
    ) -> tuple[Passage, Quoted] | None:
        """The changed sentence at a character of the passage's shown side, or nearest to it.

        Where that one stands in both documents, another that changed and holds one of the speaking
        words, or the only one; else itself, as moved, if it is said at all.
        """
        text, marks = p.side(bool(p.added))
        first = _nearest(text, marks, at)
        if found := self._quoted(p, text, first):
            return p, found
        changed = [*islice(self._changed((p, *others)), _MOST)]
        words = [word.lower() for word in speaking]
        telling = [pair for pair in changed if any(w in pair[1].words.lower() for w in words)]
        if telling or len(changed) == 1:
            return (telling or changed)[0]
        words_there = _sentence(p, text, first)
        return (p, Quoted(words_there, side="moved")) if self.said(words_there) else None

    def _changed(self, passages: Iterable[Passage]) -> Iterator[tuple[Passage, Quoted]]:
        for p in passages:
            text, marks = p.side(bool(p.added))
            for start in _sentences(text, marks):
                if found := self._quoted(p, text, start):
                    yield p, found

    def _quoted(self, p: Passage, text: str, at: int) -> Quoted | None:
        words = _sentence(p, text, at)
        other = p.side(not p.added)[0]
        if not other:
            stood = self.were_said(words) if p.added else self.said(words)
            return None if stood else Quoted(words, side="added" if p.added else "removed")
        against = _sentence(p, other, _opposite(p, at, new=bool(p.added)))
        new, old = (words, against) if p.added else (against, words)
        if self.were_said(new):  # nothing came there: a sentence went
            return None if self.said(old) else Quoted(old, side="removed")
        return Quoted(new, side="added") if self.said(old) else Quoted(new, old, "changed")

    def held(self, findings: Iterable[Finding]) -> Iterator[Finding]:
        """The findings whose words stand in one of the documents, each with the side they are on.

        What is told as no longer said, and still is, is left out.
        """
        for f in findings:
            if f.quote_before and not self.were_said(f.quote_before):
                yield from self._held(replace(f, quote_before=""))
            else:
                yield from self._held(f)

    def _held(self, f: Finding) -> Iterator[Finding]:
        if not self.said(f.quote):
            if self.were_said(f.quote):
                yield replace(f, side="removed", quote_before="")
        elif f.side == "added" and f.fact != "place" and self.were_said(f.quote):
            yield replace(f, side="moved")  # the same words, of something else or in one more place
        elif f.side != "removed":
            yield f
        elif f.fact == "place":  # left out by words that came
            yield replace(f, side="changed" if self.were_said(f.quote) else "added")


def _bare(heading: str) -> str:
    """Without its number."""
    return canonical(unnumbered(heading))


def _title(document: Document) -> str:
    """The heading above most of the text; "" where there is none."""
    below: Counter[str] = Counter()
    for section in document.sections:
        below["".join(section.path[:1])] += len(section.blocks)
    heading, most = below.most_common(1)[0] if below else ("", 0)
    return heading if 2 * most > below.total() else ""


def _text(document: Document) -> str:
    parts: list[str] = []
    for section in document.sections:
        parts += section.path[-1:]
        parts += [block.text for block in section.blocks]
    return "\n".join(" ".join(part.split()) if "  " in part else part for part in parts)


def _stand(words: str, text: str) -> bool:
    """Do they stand there, apart from where they were cut, and whatever spaces are between?"""
    return all(piece in text or " ".join(piece.split()) in text for piece in words.split("…"))


def _sentences_by_place(document: Document) -> dict[str, list[tuple[str, ...]]]:
    """Each sentence and each block with the headings above it."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for section in document.sections:
        for block in section.blocks:
            said = {block.text, *(block.text[a:b] for a, b in sentences.spans(block.text))}
            for text in said:
                found.setdefault(_sentence_alone(text), []).append(section.path)
    return found


def _sentence_alone(text: str) -> str:
    """Without the marks beside it that are not of it, and whatever spaces are between."""
    return " ".join(text.strip(_AROUND).split())


def _sentence(p: Passage, text: str, at: int) -> str:
    """The sentence at a place of a passage; of a table the whole row, if it is not long."""
    return text if p.row and len(text) <= LIMIT else quote(text, min(at, max(0, len(text) - 1)))


def _nearest(text: str, marks: Marks, at: int) -> int:
    """The place itself where its sentence changed, else where the nearest change begins. A title
    before the sentence, "1. Your content.", gives way to it.
    """
    if word := _WORD.search(text, at):
        at = word.start()  # a change may begin with the space before its sentence
    words = quote(text, at).strip("…")
    start = text.rfind(words, 0, at + len(words))
    end = start + len(words)
    if not marks or (start >= 0 and touches(marks, start, start + len(words.rstrip(" .!?;")))):
        follows = len(words.split()) < _TITLE and touches(marks, end + 1, end + 2)
        return end + 1 if start >= 0 and follows else at
    a, b = min(marks, key=lambda mark: min(abs(mark[0] - at), abs(mark[1] - at)))
    # The dot before a sentence that came is not of that sentence.
    first = _WORD.search(text, a, b)
    return first.start() if first else a


def _sentences(text: str, marks: Marks) -> list[int]:
    """Where the first sentences begin that a mark touches."""
    changed = (start for start, end in sentences.spans(text) if touches(marks, start, end))
    return list(islice(changed, _MOST))


def _opposite(p: Passage, at: int, *, new: bool) -> int:
    """The character of the other side that stands in the place of one of this side."""
    same = at - sum(max(0, min(b, at) - a) for a, b in p.side(new)[1] if a < at)
    other = same
    for a, b in p.side(not new)[1]:
        if a > other:
            break
        other += b - a
    return other
