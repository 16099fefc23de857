"""Sentences that say what they said, in other words: told after all that is new. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from typing import Any

from monitor.classify.changed_passages import Passage
from monitor.classify.edit_wording import lists, significant, words
from monitor.classify.edited import edited
from monitor.classify.edits import Edit
from monitor.classify.parts import WORDINGS, Part
from monitor.classify.rules import own
from monitor.classify.significance import Weighed, weigh
from monitor.classify.surroundings import Context
from monitor.diff import word_spans
from monitor.languages import table
from monitor.model import Block, BlockDiff, BlockKind, Comparison, Kind
from monitor.text.normalize import canonical
from monitor.text.sentences import spans, split

_REST = re.compile(r"^\w+")  # of a word of which the pattern has the beginning
_HYPHEN = re.compile(r"(?<=[^\W\d_])-(?=[^\W\d_])")
SAME = (
    "reworded",
    "case",
    "punctuation",
    "said-twice",
    "same-thing",
)  # rules by which only the words differ
BLOCK = 400  # characters of a paragraph that is looked at as a whole
LIGHT = 0.5  # the most that one weighs


def weighed_with_idle(edits: Sequence[Edit], comparison: Comparison) -> tuple[Weighed, ...]:
    """Every edit with its weight; light those of which nobody would be told if they were all that
    changed.
    """
    weighed = weigh(edits, (comparison.old.words, comparison.new.words))
    context = Context(comparison)
    blocks = {w.edit.passage.number: w.edit.passage for w in weighed}
    idle = {number for number, p in blocks.items() if _is_reworded(p, context)}
    return tuple(
        replace(w, weight=min(w.weight, LIGHT), idle=True)
        if w.edit.passage.number in idle or _idle(w.edit, context)
        else w
        for w in weighed
    )


def _is_reworded(p: Passage, context: Context) -> bool:
    """Does a whole paragraph say what it said, though its sentences were joined or parted?"""
    if p.whole or max(len(p.old), len(p.new)) > BLOCK:
        return False
    return _says_the_same(p.old, p.new, p, context)


def _idle(edit: Edit, context: Context) -> bool:
    accepts = _accepts(context.spelled_as[:2].lower())
    if accepts and (found := accepts.search(edit.new or edit.old)):
        agreed = _REST.sub("", (edit.new or edit.old)[found.end() :])
        return _was_agreed(agreed, accepts, edit, context)
    if edit.side == "added":
        return _of_one_that_stood(edit)
    if edit.side != "changed" or edit.came_from or edit.asked:
        return False
    return _says_the_same(edit.old, edit.new, edit.passage, context)


def _was_agreed(agreed: str, accepts: re.Pattern[str], edit: Edit, context: Context) -> bool:
    """Does who uses it agree to nothing that he did not agree to, or would no more: to the terms,
    and not to arbitration, or that data is sold?
    """
    both = (context.comparison.old, context.comparison.new)
    said = [[t for b in d.blocks() for t in split(b.text) if accepts.search(t)] for d in both]
    if not all(said) or _binds(edit.old or edit.new, edit.new or edit.old):
        return False
    return not _adds(agreed, said[0] if edit.new else said[1], context)


def _adds(text: str, stood: Iterable[str], context: Context) -> bool:
    """Has it a word that counts, and that none of the texts has? Asked in languages of which it is
    known which words count.
    """
    style = _style(context.spelled_as[:2].lower())
    known = style.union(lists().function, lists().document, *map(words, stood))
    return bool(style) and not known.issuperset(words(text))


def _says_the_same(was: str, now: str, p: Passage, context: Context) -> bool:
    if p.heading or p.row or p.under:
        return False
    if _of_itself(was, context) and _of_itself(now, context) and not _binds(was, now):
        return not (_adds(now, (was,), context) or _adds(was, (now,), context))
    old, new = (_in_one_wording(text, context.spelled_as) for text in (was, now))
    if old.casefold() == new.casefold():
        return True
    left, right = (Block(BlockKind.PARAGRAPH, text, canonical(text)) for text in (old, new))
    diff = BlockDiff("changed", word_spans(old, new), BlockKind.PARAGRAPH, left, right)
    part = edited(diff, p.path, context)
    if part.kind is not Kind.SUBSTANTIVE:
        return part.rule in SAME
    return part.rule in WORDINGS and part.size <= len(part.words) and _is_style(part, context)


def _of_itself(text: str, context: Context) -> bool:
    """Does a sentence say what the document is for: "This notice applies to our customers"?"""
    says = _itself(context.spelled_as[:2].lower())
    return bool(says and says.match(text)) and len([*spans(text)]) == 1


def _binds(was: str, now: str) -> bool:
    """Has one a number, a "not", an "only" or a name that the other has not?"""
    old, new = set(words(was)), set(words(now))
    later = (*was.split()[1:], *now.split()[1:])
    named = [w for w in later if w[:1].isupper() and was.count(w) != now.count(w)]
    return bool(named) or any(map(significant, old ^ new))


def _is_style(part: Part, context: Context) -> bool:
    """Are all words that came and went such as only say it in another way?"""
    known = _style(context.spelled_as[:2].lower())
    return bool(part.words) and known.issuperset(map(str.casefold, part.words))


def _of_one_that_stood(edit: Edit) -> bool:
    """Did a longer sentence of its paragraph, which is no more, say all of it: "You need no
    referral for scans or massages" of "You need no referral for massages"?
    """
    came = set(words(edit.new))
    was = _gone(edit.passage.old, edit.passage.new)
    return any(came <= said and not any(map(significant, said - came)) for said in was)


@lru_cache(maxsize=8)  # asked for every sentence that came to a paragraph
def _gone(old: str, new: str) -> tuple[frozenset[str], ...]:
    """The words of each sentence of a text that another one has not."""
    sentences = (old[a:b] for a, b in spans(old))
    return tuple(frozenset(words(text)) for text in sentences if text.strip() not in new)


def _in_one_wording(text: str, language: str) -> str:
    """A text with one wording for all that say the same; "third-party" is two words."""
    text = _HYPHEN.sub(" ", text)
    for pattern, wording in _wordings(language[:2].lower()):
        text = pattern.sub(wording, text)
    return " ".join(text.split())


@cache
def _wordings(code: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """What is put in the place of which words; it changes no kind, so it may be generous."""
    known = _known(code)
    groups = sorted(known.get("restated", ()), key=lambda group: not group[0])
    return tuple(
        (re.compile(rf"(?<!\w)(?:{'|'.join(others)})(?!\w)", re.IGNORECASE), one)
        for one, *others in groups  # what says nothing by itself goes last: "recommend that you"
    )


@cache
def _style(code: str) -> frozenset[str]:
    return frozenset(_known(code).get("style", "").split())


def _known(code: str) -> Mapping[str, Any]:
    """What is known of the words of one language; English where none is given."""
    return own("kind") if code in ("", "en") else table(code).get("kind", {})


@cache
def _itself(code: str) -> re.Pattern[str] | None:
    says = table(code or "en").get("headline", {}).get("itself")
    return re.compile(rf"\W*(?:{says})", re.IGNORECASE) if says else None


@cache
def _accepts(code: str) -> re.Pattern[str] | None:
    """That who uses it agrees, which a page says in many ways."""
    says = table(code or "en").get("headline", {}).get("accepts")
    return re.compile(rf"(?:^|[.!?] )\W*(?:{says})", re.IGNORECASE) if says else None
