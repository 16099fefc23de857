"""What a block is judged against: all that the two documents around it say."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice, pairwise

from monitor.classify import edit_wording
from monitor.classify.box_values import alone_below, bare_headings, bare_numbers, first_below
from monitor.classify.forms import enumerations, lists_of_links
from monitor.classify.grammar_words import STEM, spoken
from monitor.diff.heading_names import HeadingNames
from monitor.model import Comparison, Document
from monitor.text.sentences import split
from monitor.text.short_answers import answers, is_answer

SAMPLE, SAMPLE_WORDS = 60, 12  # blocks by which a language is judged, and words they must hold
KNOWN_SHARE = 0.15  # share of known small words: English has 0.4, a language without lists 0.05
_MARKS = bytes(c for c in range(128) if not chr(c).isalnum())
KEPT = ("changed", "moved")  # sections that both documents have
MOVED_ONCE = 2  # times that such a block is among the differences: where it was, and where it is
_NAME = re.compile(r"(?<=[a-zß-ÿ,] )[A-ZÀ-Þ][\w'’-]+|(?<![\w-])[\w-]*[a-zß-ÿ\d-][A-ZÀ-Þ][\w-]*")
_SMALL_WORD = re.compile(r"(?<![\w@./-])[a-zß-ÿ][a-zß-ÿ-]+(?![\w@/-]|\.\w)")  # of no address
_OFTEN = 500  # questions after which it pays to tell the sentences apart


class Said:
    """Everything that a document says, to find what is merely said elsewhere.

    Most of what is looked for is not there. That costs a search through letters only; the sentences
    are told apart when it is not sure.
    """

    def __init__(self, document: Document, names: HeadingNames) -> None:
        self._document = document
        self._names = names
        self._asked = 0

    def __contains__(self, sentence: str) -> bool:
        """Is this one of its sentences, in the form of :func:`sentences`?"""
        self._asked += 1
        likely = self._asked > _OFTEN or _ascii(sentence) in self._letters
        return likely and sentence in self._sentences

    def under(self, sentence: str) -> Counter[str]:
        """How often a sentence stands below which headings, these as letters."""
        return self._places.get(sentence, Counter())

    def heading(self, path: tuple[str, ...]) -> str:
        """The letters of the nearest heading, in the form of those of `under`."""
        return edit_wording.letters(self._names.name(path)).casefold()

    @cached_property
    def headings(self) -> frozenset[str]:
        """The letters of all headings that are some section's own."""
        return frozenset(self.heading(s.path) for s in self._document.sections)

    @cached_property
    def _places(self) -> dict[str, Counter[str]]:
        places: dict[str, Counter[str]] = {}
        for section in self._document.sections:
            own = self.heading(section.path)
            for block in section.blocks:
                for sentence in sentences(block.text):
                    places.setdefault(sentence, Counter())[own] += 1
        return places

    @cached_property
    def _texts(self) -> frozenset[str]:
        texts = {block.text for block in self._document.blocks()}
        texts.update(heading for section in self._document.sections for heading in section.path)
        return frozenset(texts)

    @cached_property
    def _letters(self) -> bytes:
        return _ascii("".join([text.casefold() for text in self._texts]))  # quick where ASCII

    @cached_property
    def _sentences(self) -> frozenset[str]:
        return frozenset(s for text in self._texts for s in sentences(text))


def _ascii(text: str) -> bytes:
    """Of a text without case its ASCII letters and digits: a part of those of all that holds it."""
    return text.encode("ascii", "ignore").translate(None, _MARKS)


@dataclass(frozen=True)
class Context:
    """What a block is judged against. What costs a look at all of the text is done when asked."""

    comparison: Comparison
    dates: frozenset[str] = frozenset()  # ISO dates that were set, put off or removed
    future: bool = False  # one of them is a date in force to come

    @property
    def title(self) -> str:
        """The newer title, where there is one."""
        return self.comparison.new.title or self.comparison.old.title

    @property
    def language(self) -> str:
        """The newer language, where it is known."""
        return self.comparison.new.language or self.comparison.old.language

    def unread(self, text: str) -> bool:
        """Is a text in a language without word lists? Then what is in doubt counts."""
        return edit_wording.unread(text, self.language) or (not self.language and self._strange)

    @cached_property
    def spelled_as(self) -> str:
        """The language by whose rules a capital letter is read: German also where none is declared
        and most of the small words are German.
        """
        return self.language or spoken(self._sample)

    @cached_property
    def _sample(self) -> list[str]:
        c = self.comparison
        blocks = chain(*(islice(document.blocks(), SAMPLE) for document in (c.new, c.old)))
        return edit_wording.words(" ".join(block.text for block in blocks))

    @cached_property
    def _strange(self) -> bool:
        """Are hardly any of the small words known, though the letters are?"""
        said, known = self._sample, edit_wording.lists().function
        return len(said) >= SAMPLE_WORDS and sum(w in known for w in said) < KNOWN_SHARE * len(said)

    @cached_property
    def _names(self) -> HeadingNames:
        return HeadingNames(self.comparison.old, self.comparison.new)

    @cached_property
    def old_sentences(self) -> Said:
        """Everything that the old document says."""
        return Said(self.comparison.old, self._names)

    @cached_property
    def new_sentences(self) -> Said:
        """Everything that the new document says."""
        return Said(self.comparison.new, self._names)

    @cached_property
    def headings(self) -> frozenset[str]:
        """Letters of the titles, and of the headings that stand in both documents."""
        c = self.comparison
        ours, theirs = ({h for s in d.sections for h in s.path} for d in (c.old, c.new))
        texts = (ours & theirs) | {c.old.title, c.new.title}
        return frozenset(edit_wording.letters(text).casefold() for text in texts)

    @cached_property
    def brands(self) -> frozenset[str]:
        """Words of the titles that name the document or its brand, and nothing that it speaks of.

        A name is never written small.
        """
        titles = {
            w
            for d in (self.comparison.old, self.comparison.new)
            for w in edit_wording.words(d.title)
        }
        text = "\n".join(
            b.text for d in (self.comparison.old, self.comparison.new) for b in d.blocks()
        )
        return frozenset(
            w
            for w in titles
            if w in edit_wording.lists().document
            or not re.search(rf"(?<!\w){re.escape(w)}(?!\w)", text)
        )

    @cached_property
    def names(self) -> frozenset[str]:
        """The words that are written with a capital letter inside a sentence, or hold one."""
        both = (self.comparison.old, self.comparison.new)
        return frozenset(w for d in both for b in d.blocks() for w in _NAME.findall(b.text))

    @cached_property
    def common(self) -> frozenset[str]:
        """The words that either document writes small."""
        both = (self.comparison.old, self.comparison.new)
        return frozenset(w for d in both for b in d.blocks() for w in _SMALL_WORD.findall(b.text))

    @cached_property
    def headed(self) -> bool:
        """Is there any heading?"""
        return any(s.path for d in (self.comparison.old, self.comparison.new) for s in d.sections)

    @cached_property
    def lines(self) -> dict[str, tuple[str, ...]]:
        """Keys of the blocks that left the list below one line for another, with both lines."""
        found: dict[str, tuple[str, ...]] = {}
        for diff in (d for s in self.comparison.sections for d in s.blocks if d.under):
            block = diff.new or diff.old
            if block:
                found[block.key] = (*found.get(block.key, ()), diff.under)
        return found

    @cached_property
    def enumerated(self) -> frozenset[str]:
        """Keys of the entries of lists without the markup, or the heading, of one."""
        old, new = self.comparison.old, self.comparison.new
        return enumerations(old, new) | enumerations(new, old)

    @cached_property
    def alone(self) -> frozenset[str]:
        """Keys of the blocks that are all there is below a heading or label, as below others."""
        both = (self.comparison.old, self.comparison.new)
        return frozenset(chain(*map(alone_below, both)))

    @cached_property
    def bare(self) -> frozenset[str]:
        """The headings that are all there is of their section, as those beside them are."""
        return bare_headings(self.comparison.old) | bare_headings(self.comparison.new)

    def below(self, path: tuple[str, ...], heading: str) -> frozenset[str]:
        """The beginnings of the words of what stands below a heading, in either document."""
        names = {heading, *path[-1:]}
        sections = chain(self.comparison.old.sections, self.comparison.new.sections)
        texts = (b.text for s in sections if names & {*s.path[-1:]} for b in s.blocks)
        return frozenset(w[:STEM] for text in texts for w in edit_wording.words(text))

    @cached_property
    def headed_by(self) -> frozenset[str]:
        """Keys of the few words that stand first below a heading: another of them there tells."""
        both = (self.comparison.old, self.comparison.new)
        return frozenset(chain(*map(first_below, both)))

    @cached_property
    def values(self) -> frozenset[str]:
        """Keys of the bare numbers below what they are a value of: "Minimum age" and "16"."""
        return bare_numbers(self.comparison.old, self.comparison.new)

    @cached_property
    def relocated(self) -> frozenset[str]:
        """Keys of the blocks that left one heading for another, both of which both documents have:
        "Ghana" below "Closed to new members" and then below "Open to new members".
        """
        both = self.old_sentences.headings & self.new_sentences.headings
        went, came = Counter[str](), Counter[str]()
        for section in self.comparison.sections:
            if section.fate in KEPT and self.new_sentences.heading(section.path) in both:
                went.update(d.old.key for d in section.blocks if d.fate == "removed" and d.old)
                came.update(d.new.key for d in section.blocks if d.fate == "added" and d.new)
        once = {key for key, often in (went + came).items() if often == MOVED_ONCE}
        return frozenset(once & went.keys() & came.keys())

    @cached_property
    def closing(self) -> frozenset[str]:
        """Keys of what stands below other text and before the same heading, or at the end, in both
        documents: chapters that change places above it do not take it along.
        """
        old, new = (_tails(document) for document in (self.comparison.old, self.comparison.new))
        return frozenset(key for key, _ in old & new)

    @cached_property
    def answered(self) -> frozenset[str]:
        """The headings and lines right above a "yes", a "no" or an amount."""
        found: set[str] = set()
        for document in (self.comparison.old, self.comparison.new):
            for section in document.sections:
                texts = [*section.path[-1:], *(block.text for block in section.blocks)]
                found.update(a for a, b in pairwise(texts) if answers(b) and not is_answer(a))
        return frozenset(found)

    @cached_property
    def linked(self) -> frozenset[str]:
        """Keys of the entries of lists of links."""
        return lists_of_links(self.comparison.old) | lists_of_links(self.comparison.new)


def _tails(document: Document) -> set[tuple[str, str]]:
    """The last blocks of each section that has others, each with the heading that follows."""
    following = [*(s.path[-1] if s.path else "" for s in document.sections[1:]), ""]
    return {
        (block.key, heading)
        for section, heading in zip(document.sections, following, strict=False)
        for block in section.blocks[1:]
    }


def sentences(text: str) -> list[str]:
    """The sentences of a text, letters and digits only, without the shortest."""
    found = (edit_wording.letters(s).casefold() for s in split(text, also=";:"))
    return [s for s in found if len(s) >= 12]


# --------------------------------------------------------------------------- came or went whole
