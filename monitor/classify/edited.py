"""What an edit inside a block is: noise, editorial or substantive, and why."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from monitor.classify import wording
from monitor.classify.dates import find
from monitor.classify.parts import (
    LABEL_WORDS,
    Context,
    Part,
    chrome,
    editorial,
    has_value,
    is_label,
    label,
    listed,
    noise,
    pattern,
    whole,
)
from monitor.classify.places import mentions
from monitor.script import ASKS, count_words
from monitor.types import BlockDiff, BlockKind, Kind, Op, SectionDiff, Span

REFERENCE_WORDS = 20
_DATE_WORD = re.compile(r"^(?:\d{1,4}(?:st|nd|rd|th)?|of|the|de|du|[^\W\d]{3,12})$", re.IGNORECASE)
_OBFUSCATED = re.compile(r"e-?mail\W*protected", re.IGNORECASE)
_REFERENCE = re.compile(r"\b(section|table|below|above|page|here|paragraph|link|article)s?\b", re.I)
_KEPT = re.compile(r"[^\w.,;:!?()&/%$€£+-]|_")

_OPENS = re.compile(r"(?:^|[.;:)\]|]|\band|\bor)\s*$")
_CLOSED = re.compile(r"[.):]$|^\d+\.\d")  # "4." and "4.2" may open a clause, "4" may not
_CITES = re.compile(
    r"(?:\b(?:sections?|clauses?|paragraphs?|articles?|annex|schedules?)|§)\s*$", re.I
)


class Hunk(NamedTuple):
    """One edit and the text before and after it."""

    old: str
    new: str
    before: str
    after: str

    @property
    def texts(self) -> tuple[str, ...]:
        """What was deleted and what was inserted, without nothing."""
        return tuple(t for t in (self.old, self.new) if t)


def judge_part(diff: BlockDiff, section: SectionDiff, context: Context) -> Part:
    """The kind of one block's difference."""
    if diff.fate == "moved":
        return editorial("moved")
    if diff.fate == "changed":
        if any(pattern("aside").search(heading) for heading in section.path):
            return noise("aside")
        return edited(diff, section.path, context)
    block = diff.new or diff.old
    return whole(block, section.path, context, diff.fate == "added") if block else noise("empty")


def edited(diff: BlockDiff, path: tuple[str, ...], context: Context) -> Part:
    """The judgement of a block that was changed in places."""
    old, new = (wording.plain(b.text) if b else "" for b in (diff.old, diff.new))
    hunks = [h for h in _hunks(diff) if any(map(wording.letters, h.texts))]
    return (
        _by_chrome(old, new)
        or _by_letters(old, new)
        or _by_numbering(diff, hunks)
        or _by_heading(diff, hunks, context)
        or _by_address(diff, old, new, hunks)
        or _by_switch(diff, hunks)
        or _by_label(diff, old, new, hunks, path, context)
        or _by_date_label(old, new, hunks, context)
        or _by_words([h for h in hunks if not _in_heading(h, path)], old, new, context)
    )


def _hunks(diff: BlockDiff) -> list[Hunk]:
    hunks: list[Hunk] = []
    before = deleted = ""
    for span in (*diff.spans, Span(Op.EQUAL, "")):
        if span.op is Op.DELETE:
            deleted = span.text
            continue
        inserted = span.text if span.op is Op.INSERT else ""
        if span.op is Op.EQUAL and hunks and not hunks[-1].after:
            hunks[-1] = hunks[-1]._replace(after=span.text[:20])
        if deleted or inserted:
            after = "" if inserted else span.text[:20]
            hunks.append(Hunk(wording.plain(deleted), wording.plain(inserted), before, after))
        before = (before + span.text)[-40:]
        deleted = ""
    return hunks


def _numbers(hunk: Hunk) -> bool:
    """Is an edit only the number of a clause or list entry, where such a number stands?"""
    if not all(map(wording.is_numbering, hunk.texts)):
        return False
    if _CITES.search(hunk.before):
        return True
    closed = all(_CLOSED.search(t) for t in hunk.texts) or hunk.after.lstrip()[:1] in tuple(".):")
    after = hunk.after.lstrip()[:1]  # "30 days" at the start is no number of a clause
    plain = not wording.plain(hunk.before) and (closed or not after or after.isupper())
    return (plain or (closed and bool(_OPENS.search(hunk.before)))) and bool(hunk.texts)


def _by_letters(old: str, new: str) -> Part | None:
    """Differences of spaces, quotes and markup are noise; of punctuation and case editorial."""
    a, b = wording.letters(old), wording.letters(new)
    if a.casefold() != b.casefold():
        return None
    if a != b:
        return editorial("case", size=1)
    if _KEPT.sub("", old) == _KEPT.sub("", new):
        return noise("typography")
    return editorial("punctuation", size=1)


def _by_numbering(diff: BlockDiff, hunks: list[Hunk]) -> Part | None:
    if not all(map(_numbers, hunks)):
        return None
    if diff.kind is BlockKind.ITEM and all(len(h.texts) == 1 for h in hunks):
        return noise("list-markers")
    return editorial("renumbered", size=len(hunks))


def _by_heading(diff: BlockDiff, hunks: list[Hunk], context: Context) -> Part | None:
    if diff.kind is not BlockKind.HEADING:
        return None
    if diff.new and count_words(diff.new.text) > LABEL_WORDS:
        return None  # a sentence in a heading's place
    rest = [h for h in hunks if not _numbers(h)]
    if place := _place(rest, context):
        return Part(Kind.SUBSTANTIVE, "place", (place,), 1)
    left = wording.left_over(*(_words(rest, side) for side in (0, 1)))
    for word in chain(*left):
        if why := wording.significant(word):
            return Part(Kind.SUBSTANTIVE, why, (word,), 1)
    return _editorial("heading", hunks)


def _by_chrome(old: str, new: str) -> Part | None:
    name = chrome(old)
    if name and chrome(new) == name:
        return noise(name, new)
    counter = pattern("counter")
    if count_words(new) < 12 and counter.search(old) and counter.search(new):
        return noise("counter", new)
    return None


def _by_address(diff: BlockDiff, old: str, new: str, hunks: list[Hunk]) -> Part | None:
    bare = [wording.letters(wording.without_addresses(t)) for t in (old, new)]
    if bare[0] != bare[1]:
        return None
    if _OBFUSCATED.search(old + new):
        return noise("email-obfuscated")
    if diff.kind is BlockKind.ROW and not any("@" in t or "/" in t for h in hunks for t in h.texts):
        return Part(Kind.SUBSTANTIVE, "entry", tuple(h.texts[-1] for h in hunks), len(hunks))
    return _editorial("address-or-link", hunks)


def _by_switch(diff: BlockDiff, hunks: list[Hunk]) -> Part | None:
    """What was off is on, or the switch is found in another place."""
    gone, come = (set(_words(hunks, side)) for side in (0, 1))
    for a, b in wording.lists().opposites:
        if (a in gone and b in come) or (b in gone and a in come):
            return Part(Kind.SUBSTANTIVE, "opposite", (a, b), 2)
    if not (diff.old and diff.new):
        return None
    before, after = wording.settings_paths(diff.old.text), wording.settings_paths(diff.new.text)
    if before and after and before != after:
        return Part(Kind.SUBSTANTIVE, "settings-path", after, 2)
    return None


def _by_label(
    diff: BlockDiff,
    old: str,
    new: str,
    hunks: list[Hunk],
    path: tuple[str, ...],
    context: Context,
) -> Part | None:
    if not (diff.old and diff.new and is_label(diff.old, old) and is_label(diff.new, new)):
        return None
    if any(True for text in (old, new) for _ in find(text, context.language)):
        return None
    linked = bool(diff.old.links or diff.new.links)
    if not linked and context.unread(f"{old} {new}"):
        return _editorial("label", hunks) if new.endswith(ASKS) else None
    left = wording.left_over(wording.words(old), wording.words(new))
    if not any(left):
        return noise("label-respelled")
    counts = diff.kind is BlockKind.ITEM or listed(path, context)
    weighty = ("number", "negation") if counts else ("number",)
    if not linked:
        named = has_value(new) and _named_place(hunks, chain(*left), context)
        if place := _place(hunks, context) or named:
            return Part(Kind.SUBSTANTIVE, "place", (place,), 1)
        if all(wording.significant(w) in ("negation", "modal") for w in chain(*left)):
            return None  # "Not used for training" that became "Used for training"
    if any(wording.significant(w) in weighty for w in chain(*left)):
        return None
    return label(diff.new, new, path, context)


def _by_date_label(old: str, new: str, hunks: list[Hunk], context: Context) -> Part | None:
    """Other words before a date that is the same: "Effective date: 3 June" and "In force from"."""
    if max(count_words(old), count_words(new)) > LABEL_WORDS or context.unread(new):
        return None
    isos = [{f.iso for f in find(text, context.language)} for text in (old, new)]
    if not isos[0] or isos[0] != isos[1]:
        return None
    left = wording.left_over(*(_words(hunks, side) for side in (0, 1)))
    if any(map(wording.significant, chain(*left))):
        return None
    return _editorial("date", hunks)


def _by_words(hunks: list[Hunk], old: str, new: str, context: Context) -> Part:
    dated = [h for h in hunks if _is_date(h, old, new, context)]
    rest = [h for h in hunks if h not in dated and not _is_reference(h)]
    ours, theirs = _words(rest, 0), _words(rest, 1)
    exact = context.unread(f"{old} {new}")
    left = wording.left_over(ours, theirs, exact=exact)
    part = _unread(rest, *left) if exact and rest else _by_left_over(rest, dated, *left, context)
    worded = part.rule in ("words", "more-or-fewer-words", "one-word")
    if worded and (place := _place(rest, context) or _named_place(rest, part.words, context)):
        return Part(Kind.SUBSTANTIVE, "place", (place,), part.size)
    if worded and _names_company(rest, old, new):
        part = replace(part, rule="party")
    return replace(part, respelled=wording.respelled(ours, theirs))


def _words(hunks: Iterable[Hunk], side: int) -> list[str]:
    return [w for h in hunks for w in wording.words(h[side])]  # 0 old, 1 new


def _by_left_over(
    rest: list[Hunk], dated: list[Hunk], gone: list[str], come: list[str], context: Context
) -> Part:
    known = wording.lists()
    titles = (context.comparison.old.title, context.comparison.new.title)  # a renamed brand
    vague = known.function.union(*map(wording.words, titles))
    gone, come = ([w for w in side if w not in vague] for side in (gone, come))
    if not gone and not come:
        return _editorial("date", dated) if dated else _editorial("reworded", rest)
    others = {*gone, *come} - {"can", "may"}  # "you may visit" only points, "may" alone does not
    if others and others <= known.pointer:
        return _editorial("pointer", rest)
    if pattern("renamed").search(" ".join(h.new for h in rest)):
        return _editorial("renamed", rest)
    size = len(gone) + len(come)
    if set(gone) & known.quantity and set(come) & known.quantity:
        return Part(Kind.SUBSTANTIVE, "quantity", (*gone, *come)[:6], size)
    for word in (*come, *gone):
        if why := wording.significant(word):
            return Part(Kind.SUBSTANTIVE, why, (word,), size)
    rule = "words" if gone and come else "more-or-fewer-words" if size > 1 else "one-word"
    return Part(Kind.SUBSTANTIVE, rule, (*come, *gone)[:6], size)


def _unread(rest: list[Hunk], gone: list[str], come: list[str]) -> Part:
    """An edit in a language without word lists: a single letter of it may say "not"."""
    said = (*come, *gone) or tuple(t for h in rest for t in h.texts)
    why = next((why for w in said if (why := wording.significant(w))), "words")
    size = sum(count_words(t) for h in rest for t in h.texts)
    return Part(Kind.SUBSTANTIVE, why, said[:6], size)


def _place(hunks: Iterable[Hunk], context: Context) -> str:
    """A country, state or bloc that stands in the place of another one; "" none."""
    codes: list[set[str]] = [set(), set()]
    for hunk in hunks:
        stop = "." if hunk.after.startswith(".") else ""  # "U.S" alone is no name
        for side, text in zip(codes, (hunk.old + stop, hunk.new + stop), strict=True):
            side.update(m.code for m in mentions(text, context.language))
    return next(iter(sorted(codes[0] ^ codes[1])), "") if all(codes) else ""


def _named_place(hunks: Iterable[Hunk], words: Iterable[str], context: Context) -> str:
    """A place that came or went by itself: "in Spain[+, Portugal+] and Italy"; "" none."""
    left = set(words)
    for hunk in hunks:
        for text in hunk.texts:
            for mention in mentions(text, context.language):
                if left & set(wording.words(text[mention.start : mention.end])):
                    return mention.code
    return ""


def _names_company(hunks: list[Hunk], old: str, new: str) -> bool:
    """Is an edit (part of) the name of a company: "[-X-]{+Twitter+} International Limited"?"""
    company = wording.lists().company
    for hunk in hunks:
        for text, around in ((hunk.old, old), (hunk.new, new)):
            if not text or not any(c.isupper() for c in text):
                continue
            after = around.partition(text)[2].split()[:4]
            if company & {w.strip(".,;:()").casefold() for w in (*text.split(), *after)}:
                return True
    return False


def _in_heading(hunk: Hunk, path: tuple[str, ...]) -> bool:
    """A heading that stood at the beginning of its paragraph, or the other way round."""
    heading = wording.letters(path[-1]).casefold() if path else ""
    return not hunk.before.strip() and all(
        len(part) > 3 and part in heading
        for part in (wording.letters(t).casefold() for t in hunk.texts)
    )


def _is_reference(hunk: Hunk) -> bool:
    """One pointer to another place of the text for another, or only the number of a clause."""
    if all(map(_REFERENCE.search, (hunk.old, hunk.new))):
        return max(count_words(t) for t in hunk.texts) <= REFERENCE_WORDS
    return _numbers(hunk)


def _is_date(hunk: Hunk, old: str, new: str, context: Context) -> bool:
    """Is an edit nothing but (a part of) a date that is told apart?"""
    for text, around in ((hunk.old, old), (hunk.new, new)):
        words = wording.words(text)
        dates = _dates(around, context.language)
        if text and any(_stands_in(text, date) for date in dates):
            continue
        if not all(map(_DATE_WORD.match, words)):
            return False
        if words and not any(set(words) & set(wording.words(date)) for date in dates):
            return False
    return bool(context.dates) or count_words(new) <= 12


@lru_cache(maxsize=4)  # each of a text's many edits asks
def _dates(text: str, language: str) -> tuple[str, ...]:
    return tuple(text[f.start : f.end] for f in find(text, language))


def _stands_in(text: str, date: str) -> bool:
    """Is an edit a part of a date, no number cut: "11月3" of "2025年11月3日"?"""
    before = r"(?<!\d)" if text[0].isdigit() else ""
    after = r"(?!\d)" if text[-1].isdigit() else ""
    return bool(re.search(before + re.escape(text) + after, date))


def _editorial(rule: str, hunks: Iterable[Hunk]) -> Part:
    words = tuple(t[:60] for h in hunks for t in h.texts)
    return Part(Kind.EDITORIAL, rule, words[:6], sum(count_words(w) for w in words))
