"""What one differing block is by itself: noise, editorial or substantive, and why."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from monitor.classify import edit_wording
from monitor.classify.box_values import OF_THE_PAGE
from monitor.classify.contacts import postal
from monitor.classify.dates import find, with_roles
from monitor.classify.forms import (
    ENDS,
    boilerplate,
    pattern,
    short,
)
from monitor.classify.grammar_words import STEM, others
from monitor.classify.hunks import Hunk, label_words
from monitor.classify.mentions import mentions
from monitor.classify.other_pages import above_other_pages, leads_elsewhere
from monitor.classify.surroundings import Context, sentences
from monitor.languages import alternatives
from monitor.model import Block, BlockKind, Kind
from monitor.text.amounts import gives_amount
from monitor.text.finite_verbs import asserts
from monitor.text.practice import is_practice
from monitor.text.scripts import ASKS, count_words, unspaced
from monitor.text.sentences import spans
from monitor.text.signs import CHECKED

COOKIES = "cookie-banner"  # the rule's name in rules/kind.toml
WORDINGS = ("words", "another-word", "another-name", "more-or-fewer-words", "one-word")  # rules
STATES_WORDS = 4  # of a line that may state something without a full stop
STATES_LETTERS = 12  # the same in scripts without spaces
COPULA = frozenset(["is", "are"])  # "Our partners are Ardent and Bellows"
PREDICATE_WORDS, PREDICATE_LETTERS = 3, 6  # the same where it says may, must or may not
NAMED = 2  # words of a line with a date that may name what it is the date of
TOLD = 3  # words of a line that are more than the name of something
COUNTER_WORDS = 12  # of a line that may be a counter
HANGUL = re.compile("[\uac00-\ud7a3]")
_COMING = re.compile(
    r"\bwill\b|\bsoon\b|\bupcoming\b|\bare (updating|changing)\b|.re (updating|chang)", re.I
)
_VALUE = re.compile(r"[^\W\d](?:: ?|\? )\S")
# What stands over a box and says nothing without it.
_CALLOUT = re.compile(rf"(?:{alternatives('interface', 'callout')})\W{{0,3}}", re.IGNORECASE)
_PRICE = re.compile(r"[$€£¥]\s?\d|\d\s?[$€£¥]|\d (?:USD|EUR|GBP|CHF)\b|\b(?:USD|EUR|GBP|CHF) \d")


@dataclass(frozen=True, slots=True)
class Part:
    """The judgement of one block. `size`: words that came or went."""

    kind: Kind
    rule: str
    words: tuple[str, ...] = ()
    size: int = 0
    respelled: bool = False  # British on one side, American on the other


def noise(rule: str, text: str = "") -> Part:
    """A part that is none of the policy's text."""
    return Part(Kind.NOISE, rule, (text[:60],) if text else (), count_words(text))


def editorial(rule: str, text: str = "", size: int = 0) -> Part:
    """A part of the policy's text that says the same as before."""
    return Part(Kind.EDITORIAL, rule, (text[:60],) if text else (), size or count_words(text))


def editorial_edits(rule: str, hunks: Iterable[Hunk]) -> Part:
    """Edits that leave the policy saying the same as before."""
    words = tuple(t[:60] for h in hunks for t in h.texts)
    return Part(Kind.EDITORIAL, rule, words[:6], sum(count_words(w) for w in words))


def substantive(rule: str, text: str) -> Part:
    """A part that a reader would want to know."""
    return Part(Kind.SUBSTANTIVE, rule, (text[:60],), count_words(text))


def boilerplate_of(text: str, context: Context) -> str:
    """The same in its document: what a cookie policy says of cookies is not a banner."""
    name = boilerplate(text)
    return "" if name == COOKIES and "cookie" in context.title.casefold() else name


def whole(block: Block, path: tuple[str, ...], context: Context, added: bool) -> Part:
    """The judgement of a block that came or went as a whole."""
    text = edit_wording.plain(block.text)
    if not edit_wording.letters(text):
        return noise("markup")
    return (
        _by_place(block, text, path, context)
        or (editorial("credits", text) if pattern("credits").search(text) else None)
        or (substantive("amount", text) if block.key in context.values else None)
        or _by_form(text)
        or _by_repetition(block, text, path, context, added)
        or _by_notice(text, context, added)
        or _by_date(text, context)
        or _by_stating(block, text, context)
        or (label(block, text, path, context) if is_label(block, text) else None)
        or (None if _says_it_elsewhere(block, text, context) else _by_pointing(text))
        or substantive("added" if added else "removed", text)
    )


def _by_place(block: Block, text: str, path: tuple[str, ...], context: Context) -> Part | None:
    """Headings, and what stands below the headings of navigation or before the first of all."""
    if name := boilerplate_of(text, context):
        return noise(name, text)
    own = text if short(text) and not is_practice(text) else ""
    if leads_elsewhere(block, path) or above_other_pages(own):
        return noise("aside", text)
    if block.kind is BlockKind.HEADING:
        if edit_wording.letters(text).casefold() in context.headings:
            return editorial("heading-repeated", text)
        told = block.text in context.bare or asserts_alone(text, path, context)
        return substantive("entry", text) if told else editorial("heading", text)
    return None


def asserts_alone(text: str, path: tuple[str, ...], context: Context) -> bool:
    """Does a heading say what no text below it says again: "Dogs stay outside"?"""
    known, inner = edit_wording.lists(), edit_wording.words(text)[1:-1]
    said = not (COPULA | known.modal).isdisjoint(inner) or pattern("predicate").search(text)
    if text.endswith(ASKS) or pattern("titled").search(text):
        return False
    if not (said or asserts(text, context.spelled_as)):
        return False
    told = [w for w in edit_wording.words(text) if w not in edit_wording.lists().function]
    below = context.below(path, text)
    return 2 * sum(w[:STEM] in below for w in told) <= len(told)


def _by_stating(block: Block, text: str, context: Context) -> Part | None:
    own = len(block.links) != 1  # one link is where a title leads, several are what it names
    plain = block.kind is BlockKind.PARAGRAPH and own and not text.endswith(ASKS)
    if (
        plain
        and is_label(block, text)
        and block.key not in context.linked
        and states(text, context)
    ):
        return substantive("statement", text)
    return None


def is_counter(text: str) -> bool:
    """Does a short text say how many there are of something at this look?"""
    short = edit_wording.size(text) < COUNTER_WORDS
    return short and bool(pattern("counter").search(text)) and not is_practice(text)


def _by_form(text: str) -> Part | None:
    if edit_wording.is_numbering(text):
        return editorial("renumbered", text)
    if _CALLOUT.fullmatch(text):
        return noise("label", text)
    if is_counter(text):
        return noise("counter", text)
    bare = edit_wording.without_addresses(text)
    if bare != text and edit_wording.size(bare) <= 4:
        return editorial("address-or-link", text)
    return None


def _by_repetition(
    block: Block, text: str, path: tuple[str, ...], context: Context, added: bool
) -> Part | None:
    if block.kind is BlockKind.ITEM and not is_label(block, text):
        return None  # the same words below another heading are another right or duty
    own = sentences(text)
    said = context.old_sentences if added else context.new_sentences
    if not own or _opens_with_place(text, context) or not all(s in said for s in own):
        return None
    both = (context.old_sentences, context.new_sentences)
    often = [sum(side.under(s).total() for s in own) for side in both]
    stays = block.key in context.closing and often[0] == often[1]  # a copy does not
    if not stays and _elsewhere(own, path, context, added):
        counts = is_label(block, text) and not block.links and not text.endswith(ASKS)
        if any(side.under(s).total() > 1 for side in both for s in own) or of_reader(
            text, context.language
        ):
            counts = False  # below one heading after the other: a list of links
        return substantive("entry", text) if counts else None
    if is_label(block, text):
        counts = listed(path, context) or block.key in context.alone
        return None if counts else noise("label-repeated", text)
    return editorial("said-elsewhere", text)


def _elsewhere(own: list[str], path: tuple[str, ...], context: Context, added: bool) -> bool:
    """Do a block's sentences stand below another heading only, and does that make them news?

    What a heading says of a line is part of the line: "Data we never share", "Teens". That a
    section got another name, or was cut in two, is none of it.
    """
    here, there = context.new_sentences, context.old_sentences
    if not added:
        here, there = there, here
    heading = here.heading(path)
    if not heading or any(heading in there.under(s) for s in own):
        return False
    if heading in there.headings:  # it stood under one that is still there
        return all(there.under(s) and there.under(s).keys() <= here.headings for s in own)
    return any(here.under(s).total() > there.under(s).total() > 0 for s in own)


def _opens_with_place(text: str, context: Context) -> bool:
    """ "Brazil. You may object": said of one place, though the sentence stands elsewhere too."""
    start, end = next(spans(text, also=";:"), (0, 0))
    lead = text[start:end]
    return len(lead) < len(text) and short(lead) and bool(mentions(lead, context.language))


def _by_notice(text: str, context: Context, added: bool) -> Part | None:
    if not pattern("notice").search(text):
        return None
    told = tuple(find(text, context.language))
    if not told and pattern("standing").search(text):
        return None  # no notice, but a clause on notices
    dated = any(f.iso in context.dates for f in told)
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
    short_or_told = edit_wording.size(rest) <= 4 or (context.dates and not context.unread(text))
    if short_or_told and (context.unread(text) or _only_dates(text, rest, context)):
        return editorial("date", text)
    return None


def _only_dates(text: str, rest: str, context: Context) -> bool:
    """Does a line say nothing but what its days are? "Scans apply from 3 June 2026." says more."""
    if all(f.role == "updated" for f in with_roles(text, context.language)):
        return True
    names = {w.casefold() for w in text.split()[1:] if w[:1].isupper()}
    more = [w for w in edit_wording.words(rest) if w not in label_words(text) | names]
    return len(more) <= (0 if text.rstrip().endswith(".") else NAMED)


def _says_it_elsewhere(block: Block, text: str, context: Context) -> bool:
    """Did a sentence that shows the way nowhere leave one heading for another: "Ads are shown."?"""
    moved = block.key in context.relocated and not block.links
    return moved and not pattern("pointing").search(text)


def _by_pointing(text: str) -> Part | None:
    known = edit_wording.lists()
    words = edit_wording.words(text)
    rest = [w for w in words if w not in known.pointer and w not in known.function]
    if len(words) <= 20 and len(rest) <= min(2, len(set(words) & known.pointer)):
        return editorial("pointer", text)
    points = len(words) <= 25 and not pattern("doing").search(text)
    if points and all(pattern("pointing").search(text[a:b].strip()) for a, b in spans(text)):
        return editorial("pointer", text)
    return None


# --------------------------------------------------------------------------- labels


def is_label(block: Block, text: str) -> bool:
    """A few words that do not form a sentence: a title, a question, a link's text."""
    if block.kind is BlockKind.ROW or " | " in text or not short(text):
        return False
    return not ENDS.search(text) or text.endswith(ASKS)


def label(block: Block, text: str, path: tuple[str, ...], context: Context) -> Part:
    """Mostly navigation; an entry of a list, an address or a company counts."""
    if text.endswith(ASKS):
        return noise("label", text)
    if CHECKED in text:
        return substantive("entry", text)  # what is agreed to unless somebody objects
    if pattern("regional").search(text):
        return substantive("regional-notice", text)
    words = set(edit_wording.words(text))
    if words & edit_wording.lists().company and (len(words) > 2 or postal(text)):
        return substantive("party-or-address", text)
    if not block.links and postal(text):
        return substantive("party-or-address", text)
    if block.key in context.linked and not context.dates:
        return noise("link-list", text)
    if block.links and all(link.startswith("#") for link in block.links):
        return noise("link-to-a-section", text)
    if listed(path, context) or block.key in context.alone:
        return substantive("entry", text)
    if block.key in context.relocated and not of_reader(text, context.language):
        return substantive("entry", text)
    if block.kind is BlockKind.ITEM and (path or not context.headed):
        return substantive("entry", text)
    if count_words(text) >= TOLD and not block.links and block.key in context.enumerated:
        return substantive("entry", text)
    if not block.links and _PRICE.search(text):
        return substantive("price", text)
    if not block.links and gives_amount(text):
        return substantive("amount", text)
    if not block.links and pattern("outright").search(text):
        return substantive("statement", text)
    if block.links or not (has_value(text) or context.unread(text)):
        return noise("label", text)
    if not has_value(text):
        return editorial("label", text)
    if mentions(text, context.language):
        return substantive("place", text)
    return substantive("entry", text) if _tells(text) else editorial("label", text)


def _tells(text: str) -> bool:
    """Does a line say more than a name of what stands before its colon, which is not the page's?"""
    named, _, said = text.partition(":")
    if count_words(said) < TOLD or OF_THE_PAGE.search(named.strip()):
        return False
    return not edit_wording.is_numbering(said.split()[0])  # "Contents: 1. Data 2. Your rights"


def of_reader(text: str, language: str) -> bool:
    """Is a line in a reader's words, as links of help pages are: "I can't withdraw my report"?"""
    return not edit_wording.askers(language).isdisjoint(edit_wording.words(text))


def states(text: str, context: Context) -> bool:
    """Does a line without a full stop say what somebody does? In a language of which no small
    word is known, any line of some length may.
    """
    known, rules = edit_wording.lists(), bool(pattern("predicate").search(text))
    if unspaced(text):
        return len(edit_wording.letters(text)) >= (PREDICATE_LETTERS if rules else STATES_LETTERS)
    words = edit_wording.words(text)
    if of_reader(text, context.language):
        return False
    if "," not in text and pattern("titled").search(text):
        return False
    if asserts(text, context.spelled_as):
        return True
    if context.unread(text) or rules:
        few = PREDICATE_WORDS - bool(HANGUL.search(text))  # that joins "is" to its verb
        return len(words) >= (few if rules else STATES_WORDS)
    said = known.person | known.modal | COPULA
    if not any(mark in text for mark in ASKS):  # "Accept cookies? Yes No" says nothing
        said |= known.negation
    said -= others(context.language)  # a link to the page in another language
    return len(words) >= STATES_WORDS and not said.isdisjoint(words)


def has_value(text: str) -> bool:
    """Does a label tell something: "Availability: Canada", "Who can see it? Everyone"?"""
    return bool(_VALUE.search(text))


def listed(path: tuple[str, ...], context: Context) -> bool:
    """Is this a list in which every line counts, whatever its markup?"""
    return bool(pattern("listed").search(" ".join((context.title, *path))))
