"""What one differing block is by itself: noise, editorial or substantive, and why."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from monitor.classify import wording
from monitor.classify.dates import find
from monitor.classify.rules import load
from monitor.types import Block, BlockDiff, BlockKind, Document, Kind, Op, SectionDiff

LABEL_WORDS = 10
_SENTENCE = re.compile(r"(?<=[.!?;:。！？])\s+|\s\|\s|\n")
_END = re.compile(r"[.;:!。！]\W*$")
_DATE_WORD = re.compile(r"^(?:\d{1,4}(?:st|nd|rd|th)?|of|the|de|du|[^\W\d]{3,12})$", re.IGNORECASE)
_OBFUSCATED = re.compile(r"e-?mail\W*protected", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Part:
    """The judgement of one block. `size`: words that came or went."""

    kind: Kind
    rule: str
    words: tuple[str, ...] = ()
    size: int = 0


@dataclass(slots=True)
class Context:
    """What a block is judged against."""

    old_sentences: frozenset[str]
    new_sentences: frozenset[str]
    language: str = ""
    dates: frozenset[str] = frozenset()  # ISO dates that were set, moved or removed
    future: bool = False  # one of them is a date in force to come
    title: str = ""
    _rules: dict[str, re.Pattern[str]] = field(default_factory=dict)


@cache
def pattern(name: str) -> re.Pattern[str]:
    """A pattern of rules/kind.toml: notice, entries, counter."""
    return re.compile(load("kind")[name]["pattern"], re.IGNORECASE)


@cache
def _chrome() -> tuple[tuple[str, re.Pattern[str]], ...]:
    rules = load("kind")["chrome"]
    return tuple((r["name"], re.compile(r["pattern"], re.IGNORECASE)) for r in rules)


def sentences(text: str) -> list[str]:
    """The sentences of a text, letters and digits only, without the shortest."""
    found = (wording.letters(s).casefold() for s in _SENTENCE.split(text))
    return [s for s in found if len(s) >= 12]


def all_sentences(document: Document) -> frozenset[str]:
    """Everything that a document says, to find what is merely said elsewhere."""
    return frozenset(s for block in document.blocks() for s in sentences(block.text))


def judge_part(diff: BlockDiff, section: SectionDiff, context: Context) -> Part:
    """The kind of one block's difference."""
    if diff.fate == "moved":
        return Part(Kind.EDITORIAL, "moved")
    if diff.fate == "changed":
        return _changed(diff, section, context)
    block = diff.new or diff.old
    return _whole(block, section, context, diff.fate == "added") if block else _noise("empty")


# --------------------------------------------------------------------------- changed in places


def _changed(diff: BlockDiff, section: SectionDiff, context: Context) -> Part:
    old, new = (wording.plain(b.text) if b else "" for b in (diff.old, diff.new))
    if same := _same_letters(old, new):
        return same
    hunks = [h for h in _hunks(diff) if wording.letters(h[0]) or wording.letters(h[1])]
    if all(wording.is_numbering(t) for hunk in hunks for t in hunk if wording.letters(t)):
        return Part(Kind.EDITORIAL, "renumbered", size=len(hunks))
    if diff.kind is BlockKind.HEADING:
        return Part(Kind.EDITORIAL, "heading", _shown(hunks), _size(hunks))
    if all(
        c in (wording.letters(wording.without_addresses(old)),)
        for c in (wording.letters(wording.without_addresses(new)),)
    ):
        if _OBFUSCATED.search(old + new):
            return _noise("email-obfuscated")
        return Part(Kind.EDITORIAL, "address-or-link", _shown(hunks), _size(hunks))
    if pattern("counter").search(old) and pattern("counter").search(new) and len(new.split()) < 12:
        return _noise("counter")
    if label := _label_changed(diff, section, context):
        return label
    return _reworded(hunks, old, new, context)


def _same_letters(old: str, new: str) -> Part | None:
    """Differences of spaces, quotes and markup are noise; of punctuation and case editorial."""
    a, b = wording.letters(old), wording.letters(new)
    if a.casefold() != b.casefold():
        return None
    if a != b:
        return Part(Kind.EDITORIAL, "case")
    kept = [re.sub(r"[^\w.,;:!?()&/%$€£+-]|_", "", t) for t in (old, new)]
    if kept[0] == kept[1]:
        return _noise("typography")
    return Part(Kind.EDITORIAL, "punctuation")


def _hunks(diff: BlockDiff) -> list[tuple[str, str]]:
    """Deleted and inserted text of each edit."""
    hunks: list[tuple[str, str]] = []
    deleted = ""
    for span in diff.spans:
        if span.op is Op.DELETE:
            deleted = span.text
            continue
        if span.op is Op.INSERT:
            hunks.append((wording.plain(deleted), wording.plain(span.text)))
        elif deleted:
            hunks.append((wording.plain(deleted), ""))
        deleted = ""
    return [*hunks, (wording.plain(deleted), "")] if deleted else hunks


def _label_changed(diff: BlockDiff, section: SectionDiff, context: Context) -> Part | None:
    if diff.old and diff.new and all(_is_label(b) for b in (diff.old, diff.new)):
        return _label(diff.new, section, context)
    return None


def _reworded(hunks: list[tuple[str, str]], old: str, new: str, context: Context) -> Part:
    dated = [h for h in hunks if _is_date(h, old, new, context)]
    hunks = [
        h for h in hunks if h not in dated and not all(map(wording.is_numbering, filter(None, h)))
    ]
    gone, come = wording.left_over(
        (w for h in hunks for w in wording.words(h[0])),
        (w for h in hunks for w in wording.words(h[1])),
    )
    known = wording.lists()
    gone, come = ([w for w in side if w not in known.function] for side in (gone, come))
    if not gone and not come:
        if dated:
            return Part(Kind.EDITORIAL, "date", _shown(dated), _size(dated))
        return Part(Kind.EDITORIAL, "reworded", _shown(hunks), _size(hunks))
    for word in (*come, *gone):
        if why := wording.significant(word):
            return Part(Kind.SUBSTANTIVE, why, (word,), len(gone) + len(come))
    if all(w in known.pointer for w in (*gone, *come)):
        return Part(Kind.EDITORIAL, "pointer", (*gone, *come))
    return Part(Kind.SUBSTANTIVE, "words", (*come, *gone)[:6], len(gone) + len(come))


def _is_date(hunk: tuple[str, str], old: str, new: str, context: Context) -> bool:
    """Is an edit nothing but (a part of) a date that is told apart?"""
    for text, whole in zip(hunk, (old, new), strict=True):
        if not all(_DATE_WORD.match(w) for w in wording.words(text)):
            return False
        if text and not any(
            _touches(text, whole[f.start : f.end]) for f in find(whole, context.language)
        ):
            return False
    return bool(context.dates) or len(new.split()) <= 12


def _touches(text: str, date: str) -> bool:
    ours, theirs = set(wording.words(text)), set(wording.words(date))
    return bool(ours & theirs)


# --------------------------------------------------------------------------- came or went whole


def _whole(block: Block, section: SectionDiff, context: Context, added: bool) -> Part:
    text = wording.plain(block.text)
    size = len(text.split())
    if not wording.letters(text):
        return _noise("markup")
    if block.kind is BlockKind.HEADING:
        return Part(Kind.EDITORIAL, "heading", (text[:60],), size)
    if wording.is_numbering(text):
        return Part(Kind.EDITORIAL, "renumbered", size=size)
    if chrome := _is_chrome(text):
        return _noise(chrome)
    if pattern("counter").search(text) and size < 12:
        return _noise("counter")
    said = context.old_sentences if added else context.new_sentences
    own = sentences(text)
    if own and all(s in said for s in own):
        return Part(Kind.EDITORIAL, "said-elsewhere", size=size)
    if len(
        wording.words(wording.without_addresses(text))
    ) <= 4 and text != wording.without_addresses(text):
        return Part(Kind.EDITORIAL, "address-or-link", (text[:60],), size)
    if pattern("notice").search(text):
        return _notice(text, context, added, size)
    dated = list(find(text, context.language))
    if dated and size <= 12 and not _other_words(text, [text[f.start : f.end] for f in dated]):
        return Part(Kind.EDITORIAL, "date", (text[:60],), size)
    if _is_label(block):
        return _label(block, section, context)
    if _is_pointer(text):
        return Part(Kind.EDITORIAL, "pointer", (text[:60],), size)
    return Part(Kind.SUBSTANTIVE, "added" if added else "removed", (text[:60],), size)


def _notice(text: str, context: Context, added: bool, size: int) -> Part:
    if added and (
        context.future or re.search(r"\bwill\b|\bsoon\b|\bupcoming\b", text, re.IGNORECASE)
    ):
        return Part(Kind.SUBSTANTIVE, "notice-added", (text[:60],), size)
    return Part(Kind.EDITORIAL, "notice" if added else "notice-removed", (text[:60],), size)


def _other_words(text: str, dates: Iterable[str]) -> bool:
    for date in dates:
        text = text.replace(date, " ")
    return len(wording.words(text)) > 6


def _is_chrome(text: str) -> str:
    return next((name for name, rule in _chrome() if rule.search(text)), "")


def _is_label(block: Block) -> bool:
    """A few words that are no sentence: a title, a question, a link's text."""
    text = wording.plain(block.text)
    count = len(text.split())
    if block.kind is BlockKind.ROW or " | " in text or count > LABEL_WORDS:
        return False
    return not _END.search(text) or text.endswith("?")


def _label(block: Block, section: SectionDiff, context: Context) -> Part:
    text = wording.plain(block.text)
    if block.kind is BlockKind.ITEM and not text.endswith("?"):
        where = " ".join((context.title, *section.path))
        if not block.links or pattern("entries").search(where):
            return Part(Kind.SUBSTANTIVE, "entry", (text[:60],), len(text.split()))
    return Part(Kind.NOISE, "label", (text[:60],), len(text.split()))


def _is_pointer(text: str) -> bool:
    words = wording.words(text)
    known = wording.lists()
    rest = [w for w in words if w not in known.pointer and w not in known.function]
    return len(words) <= 20 and len(rest) <= 2


# --------------------------------------------------------------------------- small things


def _noise(rule: str) -> Part:
    return Part(Kind.NOISE, rule)


def _shown(hunks: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    return tuple(t[:60] for h in hunks for t in h if t)[:6]


def _size(hunks: Iterable[tuple[str, str]]) -> int:
    return sum(len(t.split()) for h in hunks for t in h)
