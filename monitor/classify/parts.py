"""What one differing block is by itself: noise, editorial or substantive, and why."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import groupby

from monitor.classify import wording
from monitor.classify.dates import find
from monitor.classify.mentions import mentions
from monitor.classify.rules import load
from monitor.script import ASKS, count_words
from monitor.types import Block, BlockKind, Comparison, Document, Kind

LABEL_WORDS = 10
CHROME_WORDS = 40  # a longer block is policy text, whatever else it says
CHROME_LENGTH = 1000  # so is one of so many characters: one word may be all digits
ENUMERATED = 2  # so many short lines that stay make a list of one that comes or goes
# What names in rules/kind.toml of chrome a clause may be about as well.
_OFFERS = ("promotion", "sales", "sign-up", "discount", "incident", "survey", "browser")
COOKIES = "cookie-banner"  # the rule's name in rules/kind.toml
TOLD = 3  # words of a line that are more than the name of something
LINK_RUN = 3  # so many links in a row are a list of links
_SENTENCE = re.compile(r"(?<=[.!?;:])\s+|(?<=[。！？；؟۔।॥])\s*|\s\|\s|\n")
_MARKS = bytes(c for c in range(128) if not chr(c).isalnum())
_END = re.compile(r"[.;:!。！；：۔।॥]\W*$")
_COMING = re.compile(
    r"\bwill\b|\bsoon\b|\bupcoming\b|\bare (updating|changing)\b|.re (updating|chang)", re.I
)
_VALUE = re.compile(r"[^\W\d](?:: ?|\? )\S")
_PRICE = re.compile(r"[$€£¥]\s?\d|\d\s?[$€£¥]|\d (?:USD|EUR|GBP|CHF)\b|\b(?:USD|EUR|GBP|CHF) \d")
_POSTAL = re.compile(r"\b\d{4,6}\b|\b[A-Z]{1,2}\d{1,2}[A-Z]?\s?\d[A-Z]{2}\b")


@dataclass(frozen=True, slots=True)
class Part:
    """The judgement of one block. `size`: words that came or went."""

    kind: Kind
    rule: str
    words: tuple[str, ...] = ()
    size: int = 0
    respelled: bool = False  # British on one side, American on the other


_OFTEN = 500  # questions after which it pays to tell the sentences apart


class Said:
    """Everything that a document says, to find what is merely said elsewhere.

    Most of what is looked for is not there. That costs a search through letters only; the sentences
    are told apart when it is not sure.
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        self._asked = 0

    def __contains__(self, sentence: str) -> bool:
        """Is this one of its sentences, in the form of :func:`sentences`?"""
        self._asked += 1
        likely = self._asked > _OFTEN or _ascii(sentence) in self._letters
        return likely and sentence in self._sentences

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
    dates: frozenset[str] = frozenset()  # ISO dates that were set, moved or removed
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
        return wording.unread(text, self.language)

    @cached_property
    def old_sentences(self) -> Said:
        """Everything that the old document says."""
        return Said(self.comparison.old)

    @cached_property
    def new_sentences(self) -> Said:
        """Everything that the new document says."""
        return Said(self.comparison.new)

    @cached_property
    def headings(self) -> frozenset[str]:
        """Letters of the titles, and of the headings that stand in both documents."""
        c = self.comparison
        ours, theirs = ({h for s in d.sections for h in s.path} for d in (c.old, c.new))
        texts = (ours & theirs) | {c.old.title, c.new.title}
        return frozenset(wording.letters(text).casefold() for text in texts)

    @cached_property
    def brands(self) -> frozenset[str]:
        """Words of the titles that name the document or its brand, and nothing that it speaks of.

        A name is never written small.
        """
        titles = {
            w for d in (self.comparison.old, self.comparison.new) for w in wording.words(d.title)
        }
        text = "\n".join(
            b.text for d in (self.comparison.old, self.comparison.new) for b in d.blocks()
        )
        return frozenset(
            w
            for w in titles
            if w in wording.lists().document or not re.search(rf"(?<!\w){re.escape(w)}(?!\w)", text)
        )

    @cached_property
    def headed(self) -> bool:
        """Is there any heading?"""
        return any(s.path for d in (self.comparison.old, self.comparison.new) for s in d.sections)

    @cached_property
    def enumerated(self) -> frozenset[str]:
        """Keys of the entries of lists without the markup, or the heading, of one."""
        old, new = self.comparison.old, self.comparison.new
        return enumerations(old, new) | enumerations(new, old)

    @cached_property
    def linked(self) -> frozenset[str]:
        """Keys of the entries of lists of links."""
        return lists_of_links(self.comparison.old) | lists_of_links(self.comparison.new)


def enumerations(document: Document, other: Document) -> frozenset[str]:
    """Keys of short blocks that stand below a sentence among others that both documents hold.

    Not every list is marked up as one. What stands before all sentences is rather navigation.
    """
    kept = {block.key for block in other.blocks()}
    found: set[str] = set()
    for section in document.sections:
        said = False
        for run in _runs(section.blocks):
            if said and sum(b.key in kept for b in run) >= ENUMERATED and _bare(run[0]):
                found.update(b.key for b in run)
            said = said or any(_END.search(b.text) for b in run)
    return frozenset(found)


def _runs(blocks: Iterable[Block]) -> Iterator[list[Block]]:
    """Blocks in order, those together that are of one kind and all short, or all not."""
    for _, run in groupby(blocks, lambda b: (b.kind, _bare(b))):
        yield list(run)


def _bare(block: Block) -> bool:
    return not block.links and _short(block.text) and not _END.search(block.text)


def noise(rule: str, text: str = "") -> Part:
    """A part that is none of the policy's text."""
    return Part(Kind.NOISE, rule, (text[:60],) if text else (), count_words(text))


def editorial(rule: str, text: str = "", size: int = 0) -> Part:
    """A part of the policy's text that says the same as before."""
    return Part(Kind.EDITORIAL, rule, (text[:60],) if text else (), size or count_words(text))


def substantive(rule: str, text: str) -> Part:
    """A part that a reader would want to know."""
    return Part(Kind.SUBSTANTIVE, rule, (text[:60],), count_words(text))


@cache
def pattern(name: str) -> re.Pattern[str]:
    """A pattern of rules/kind.toml by its table's name."""
    return re.compile(load("kind")[name]["pattern"], re.IGNORECASE)


@cache
def _chrome() -> tuple[tuple[str, re.Pattern[str], int], ...]:
    rules = load("kind")["chrome"]
    return tuple(
        (r["name"], re.compile(r["pattern"], re.IGNORECASE), r.get("words", CHROME_WORDS))
        for r in rules
    )


def chrome(text: str) -> str:
    """The name of the rule by which a text is no policy text; "" when none."""
    if len(text) > CHROME_LENGTH:
        return ""
    size = count_words(text)
    found = next((name for name, rule, most in _chrome() if size <= most and rule.search(text)), "")
    return "" if found in _OFFERS and is_clause(text) else found


def is_clause(text: str) -> bool:
    """Does a text say what holds ("Free trials renew unless …") rather than invite?"""
    if not _END.search(text) or pattern("inviting").search(text):
        return False
    return bool(pattern("stating").search(text))


def chrome_of(text: str, context: Context) -> str:
    """The same in its document: what a cookie policy says of cookies is no banner."""
    name = chrome(text)
    return "" if name == COOKIES and "cookie" in context.title.casefold() else name


def sentences(text: str) -> list[str]:
    """The sentences of a text, letters and digits only, without the shortest."""
    found = (wording.letters(s).casefold() for s in _SENTENCE.split(text))
    return [s for s in found if len(s) >= 12]


def lists_of_links(document: Document) -> frozenset[str]:
    """Keys of short blocks that stand among others in lists of nothing but links."""
    found: set[str] = set()
    for section in document.sections:
        if not pattern("entries").search(section.path[-1] if section.path else ""):
            run: list[Block] = []
            for block in (*section.blocks, None):
                if block is not None and block.links and _short(block.text):
                    run.append(block)
                    continue
                if len(run) >= LINK_RUN:
                    found.update(b.key for b in run)
                run = []
    return frozenset(found)


# --------------------------------------------------------------------------- came or went whole


def whole(block: Block, path: tuple[str, ...], context: Context, added: bool) -> Part:
    """The judgement of a block that came or went as a whole."""
    text = wording.plain(block.text)
    if not wording.letters(text):
        return noise("markup")
    return (
        _by_place(block, text, path, context)
        or _by_form(text)
        or _by_repetition(block, text, path, context, added)
        or _by_notice(text, context, added)
        or _by_date(text, context)
        or (label(block, text, path, context) if is_label(block, text) else None)
        or _by_pointing(text)
        or substantive("added" if added else "removed", text)
    )


def _by_place(block: Block, text: str, path: tuple[str, ...], context: Context) -> Part | None:
    """Headings, and what stands below the headings of navigation or before the first of all."""
    if name := chrome_of(text, context):
        return noise(name, text)
    if any(pattern("aside").search(heading) for heading in (*path, text if _short(text) else "")):
        return noise("aside", text)
    if block.kind is BlockKind.HEADING:
        if wording.letters(text).casefold() in context.headings:
            return noise("heading-repeated", text)
        return editorial("heading", text)
    return None


def _by_form(text: str) -> Part | None:
    if wording.is_numbering(text):
        return editorial("renumbered", text)
    if pattern("counter").search(text) and count_words(text) < 12:
        return noise("counter", text)
    bare = wording.without_addresses(text)
    if bare != text and wording.size(bare) <= 4:
        return editorial("address-or-link", text)
    return None


def _by_repetition(
    block: Block, text: str, path: tuple[str, ...], context: Context, added: bool
) -> Part | None:
    if block.kind is BlockKind.ITEM and not is_label(block, text):
        return None  # the same words below another heading are another right or duty
    own = sentences(text)
    if (
        own
        and not _opens_with_place(text, context)
        and all(s in (context.old_sentences if added else context.new_sentences) for s in own)
    ):
        if is_label(block, text):
            return None if listed(path, context) else noise("label-repeated", text)
        return editorial("said-elsewhere", text)
    return None


def _opens_with_place(text: str, context: Context) -> bool:
    """ "Brazil. You may object": said of one place, though the sentence stands elsewhere too."""
    lead = _SENTENCE.split(text, maxsplit=1)[0]
    return len(lead) < len(text) and _short(lead) and bool(mentions(lead, context.language))


def _by_notice(text: str, context: Context, added: bool) -> Part | None:
    if not pattern("notice").search(text):
        return None
    dated = any(f.iso in context.dates for f in find(text, context.language))
    if added and (context.future or dated or _COMING.search(text)):
        return substantive("notice-added", text)
    return editorial("notice" if added else "notice-removed", text)


def _by_date(text: str, context: Context) -> Part | None:
    dates = [text[f.start : f.end] for f in find(text, context.language)]
    if not dates or count_words(text) > 12:
        return None
    rest = text
    for words in dates:
        rest = rest.replace(words, " ")
    if wording.size(rest) <= 4 or (context.dates and not context.unread(text)):
        return editorial("date", text)
    return None


def _by_pointing(text: str) -> Part | None:
    known = wording.lists()
    words = wording.words(text)
    rest = [w for w in words if w not in known.pointer and w not in known.function]
    if len(words) <= 20 and len(rest) <= min(2, len(set(words) & known.pointer)):
        return editorial("pointer", text)
    if len(words) <= 25 and pattern("pointing").search(text):
        return editorial("pointer", text)
    return None


# --------------------------------------------------------------------------- labels


def is_label(block: Block, text: str) -> bool:
    """A few words that are no sentence: a title, a question, a link's text."""
    if block.kind is BlockKind.ROW or " | " in text or not _short(text):
        return False
    return not _END.search(text) or text.endswith(ASKS)


def label(block: Block, text: str, path: tuple[str, ...], context: Context) -> Part:
    """Mostly navigation; an entry of a list, an address or a company counts."""
    if text.endswith(ASKS):
        return noise("label", text)
    if pattern("regional").search(text):
        return substantive("regional-notice", text)
    words = set(wording.words(text))
    if words & wording.lists().company and (len(words) > 2 or _POSTAL.search(text)):
        return substantive("party-or-address", text)
    if block.key in context.linked and not context.dates:
        return noise("link-list", text)
    if block.links and all(link.startswith("#") for link in block.links):
        return noise("link-to-a-section", text)
    if listed(path, context):
        return substantive("entry", text)
    if block.kind is BlockKind.ITEM and (path or not context.headed):
        return substantive("entry", text)
    if count_words(text) >= TOLD and not block.links and block.key in context.enumerated:
        return substantive("entry", text)
    if not block.links and _PRICE.search(text):
        return substantive("price", text)
    if block.links or not (has_value(text) or context.unread(text)):
        return noise("label", text)
    named = has_value(text) and mentions(text, context.language)
    return substantive("place", text) if named else editorial("label", text)


def has_value(text: str) -> bool:
    """Does a label tell something: "Availability: Canada", "Who can see it? Everyone"?"""
    return bool(_VALUE.search(text))


def listed(path: tuple[str, ...], context: Context) -> bool:
    """Is this a list in which every line counts, whatever its markup?"""
    return bool(pattern("listed").search(" ".join((context.title, *path))))


def _short(text: str) -> bool:
    return count_words(text) <= LABEL_WORDS
