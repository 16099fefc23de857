"""What an edit inside a block is: noise, editorial or substantive, and why."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from itertools import chain

from monitor.classify import edit_wording
from monitor.classify.edited_labels import by_date_label, by_day_of_edition, by_label
from monitor.classify.expiry import by_expiry
from monitor.classify.forms import LABEL_WORDS, pattern
from monitor.classify.gender_forms import same_people
from monitor.classify.grammar_words import fillers
from monitor.classify.hunks import Hunk, hunks_of, is_date, is_reference, numbers, words_of
from monitor.classify.other_pages import leads_elsewhere
from monitor.classify.other_place import named_place, other_place
from monitor.classify.parties import (
    another_owner,
    another_party,
    are_names,
    named_anew,
    other_owners,
)
from monitor.classify.parts import (
    COOKIES,
    WORDINGS,
    Part,
    asserts_alone,
    boilerplate_of,
    editorial,
    editorial_edits,
    is_counter,
    noise,
    whole,
)
from monitor.classify.product_names import renamed
from monitor.classify.rearranged import (
    another_answer,
    another_cell,
    another_question,
    below_another_line,
    columns,
)
from monitor.classify.rules import load
from monitor.classify.said_twice import repeated
from monitor.classify.same_thing import is_same_thing
from monitor.classify.surroundings import Context
from monitor.classify.word_order import changed_places, others_meant
from monitor.diff.turned_signs import turned
from monitor.model import Block, BlockDiff, BlockKind, Kind, SectionDiff
from monitor.text.finite_verbs import are_many
from monitor.text.lost_letters import only_letters_lost
from monitor.text.scripts import ASKS, count_words, unspaced

_NUMBER = re.compile(r"[A-Z]{0,3} ?\d[\d .-]{3,16}\d")
_OBFUSCATED = re.compile(r"e-?mail\W*protected", re.IGNORECASE)
_NO_NAME = tuple(load("kind")["no_name"].split())
_OPENED = re.compile(r"(?:^|[.!?:;|]\W?)\s*$")  # of a sentence, or a cell
_KEPT = re.compile(r"[^\w.,;:!?()&/%$€£+-]|_")

_AS_BEFORE = ("same-thing", "edition")  # whatever its label and its value are
# Which may be style, but not where they fill a cell.
_WORDED = ("words", "another-word", "another-name")


def judge_part(diff: BlockDiff, section: SectionDiff, context: Context) -> Part:
    """The kind of one block's difference."""
    if diff.fate == "moved":
        return editorial("moved")
    if diff.fate == "changed":
        both = [block for block in (diff.old, diff.new) if block]
        if all(leads_elsewhere(block, section.path) for block in both):
            return noise("aside")
        if diff.kind is BlockKind.ROW and (part := columns(diff, section)):
            return part
        part = edited(diff, section.path, context)
        if part.rule in _AS_BEFORE:
            return part
        if part.kind is Kind.SUBSTANTIVE and part.rule not in _WORDED:
            return part
        value = another_answer(diff, context) or another_cell(diff, context)
        if value or part.kind is Kind.SUBSTANTIVE:
            return value or part
        return another_question(diff, context) or part
    block = diff.new or diff.old
    if block and diff.under:
        return below_another_line(block, context)
    return whole(block, section.path, context, diff.fate == "added") if block else noise("empty")


def edited(diff: BlockDiff, path: tuple[str, ...], context: Context) -> Part:
    """The judgement of a block that was changed in places."""
    old, new = (edit_wording.plain(b.text) if b else "" for b in (diff.old, diff.new))
    hunks = [h for h in hunks_of(diff) if any(map(edit_wording.letters, h.texts))]
    return (
        _by_charset(diff)
        or _by_value(diff, context)
        or _by_boilerplate(old, new, hunks, context)
        or _by_sign(diff)
        or _by_letters(old, new)
        or _by_exchange(old, new)
        or _by_numbering(diff, hunks, context)
        or _by_version(old, new)
        or _by_heading(diff, hunks, path, context)
        or (editorial_edits("same-thing", hunks) if is_same_thing(hunks) else None)
        or _by_address(diff, old, new, hunks)
        or _by_switch(diff, hunks)
        or by_day_of_edition(old, new, hunks, context)
        or by_label(diff, old, new, hunks, path, context)
        or by_expiry(old, new, context)
        or by_date_label(old, new, hunks, context)
        or _by_order(old, new)
        or _by_phrases(old, new, context)
        or _by_slip(old, new)
        or _by_product(old, new, context)
        or _by_words([h for h in hunks if not _in_heading(h, path)], old, new, context)
    )


def _by_charset(diff: BlockDiff) -> Part | None:
    lost = diff.old and diff.new and only_letters_lost(diff.old.text, diff.new.text)
    return noise("letters-lost") if lost else None


def _by_value(diff: BlockDiff, context: Context) -> Part | None:
    """A bare number below what it is a value of, where another one stood."""
    both = [block.key for block in (diff.new, diff.old) if block]
    if not context.values.issuperset(both):
        return None
    return Part(Kind.SUBSTANTIVE, "number", tuple(both), 2)


def _by_sign(diff: BlockDiff) -> Part | None:
    """✓ where – or nothing stood, ❌ where ✅ did, € for $: one sign, and another answer."""
    if not (diff.old and diff.new):
        return None
    if turned(diff.old, diff.new):
        return Part(Kind.SUBSTANTIVE, "sign", (), 2)
    old, new = (
        [c for c in b.text if unicodedata.category(c) == "Sc"] for b in (diff.old, diff.new)
    )
    if old and new and set(old) != set(new):
        return Part(Kind.SUBSTANTIVE, "currency", (*old[:3], *new[:3]), 1)
    return None


def _by_letters(old: str, new: str) -> Part | None:
    """Differences of spaces, quotes and markup are noise; of punctuation and case editorial."""
    a, b = edit_wording.letters(old), edit_wording.letters(new)
    if a.casefold() != b.casefold():
        return None
    if a != b:
        return editorial("case", size=1)
    if _KEPT.sub("", old) == _KEPT.sub("", new):
        return noise("typography")
    return editorial("punctuation", size=1)


def _by_numbering(diff: BlockDiff, hunks: list[Hunk], context: Context) -> Part | None:
    if not all(numbers(h, context.language) for h in hunks):
        return None
    if diff.kind is BlockKind.ITEM and all(len(h.texts) == 1 for h in hunks):
        return noise("list-markers")
    return editorial("renumbered", size=len(hunks))


def _by_version(old: str, new: str) -> Part | None:
    version = pattern("version")
    return editorial("renumbered", size=1) if version.search(old) and version.search(new) else None


def _by_slip(old: str, new: str) -> Part | None:
    return editorial("said-twice", size=1) if old and new and repeated(old, new) else None


def _by_product(old: str, new: str, context: Context) -> Part | None:
    return editorial("renamed", size=1) if renamed(old, new, context.language) else None


def _by_order(old: str, new: str) -> Part | None:
    said = others_meant(old, new)
    return Part(Kind.SUBSTANTIVE, "order", said[:6], len(said)) if said else None


def _by_exchange(old: str, new: str) -> Part | None:
    both = changed_places(old, new)
    return Part(Kind.SUBSTANTIVE, "exchanged", both, 2) if both else None


def _by_phrases(old: str, new: str, context: Context) -> Part | None:
    same = edit_wording.same_in_stock_phrases(old, new) or same_people(old, new, context.language)
    return editorial("reworded", size=1) if same else None


def _by_heading(
    diff: BlockDiff, hunks: list[Hunk], path: tuple[str, ...], context: Context
) -> Part | None:
    if diff.kind is not BlockKind.HEADING:
        return None
    if diff.new and count_words(diff.new.text) > LABEL_WORDS:
        return None  # a sentence in a heading's place
    if part := _by_switch(diff, hunks):
        return part
    rest = [h for h in hunks if not numbers(h, context.language)]
    if place := other_place(rest, context):
        return Part(Kind.SUBSTANTIVE, "place", (place,), 1)
    left = edit_wording.left_over(*(words_of(rest, side) for side in (0, 1)))
    for word in chain(*left):
        if why := edit_wording.significant(word):
            return Part(Kind.SUBSTANTIVE, why, (word,), 1)
    if diff.old and diff.new and _asks_otherwise(diff.old.text, diff.new.text, context):
        return Part(Kind.SUBSTANTIVE, "words", tuple(chain(*left))[:6], 1)
    if any(left) and diff.old and diff.new and _says_otherwise(diff.old, diff.new, path, context):
        return Part(Kind.SUBSTANTIVE, "words", tuple(chain(*left))[:6], len([*chain(*left)]))
    return editorial_edits("heading", hunks)


def _says_otherwise(old: Block, new: Block, path: tuple[str, ...], context: Context) -> bool:
    """Is a heading an entry by itself, or a sentence that the text below it does not repeat?"""
    bare = {old.text, new.text} <= context.bare
    return bare or any(asserts_alone(block.text, path, context) for block in (old, new))


def _asks_otherwise(old: str, new: str, context: Context) -> bool:
    """Is it another question, in a language of which no list says what each word matters: a full
    refund, or half of it? What stands below answers that one now.
    """
    if not (old.endswith(ASKS) and new.endswith(ASKS)):
        return False
    return context.unread(new) or unspaced(new)


def _by_boilerplate(old: str, new: str, hunks: list[Hunk], context: Context) -> Part | None:
    name = boilerplate_of(old, context)
    if name and boilerplate_of(new, context) == name:
        told = name == COOKIES and (any(map(_negates, hunks)) or not pattern("asking").search(new))
        return None if told else noise(name, new)
    return noise("counter", new) if is_counter(old) and is_counter(new) else None


def _negates(hunk: Hunk) -> bool:
    return bool(
        edit_wording.lists().negation & {w for t in hunk.texts for w in edit_wording.words(t)}
    )


def _by_address(diff: BlockDiff, old: str, new: str, hunks: list[Hunk]) -> Part | None:
    bare = [edit_wording.letters(edit_wording.without_addresses(t)) for t in (old, new)]
    if bare[0] != bare[1]:
        return None
    if _OBFUSCATED.search(old + new):
        return noise("email-obfuscated")
    if diff.kind is BlockKind.ROW and not any("@" in t or "/" in t for h in hunks for t in h.texts):
        return Part(Kind.SUBSTANTIVE, "entry", tuple(h.texts[-1] for h in hunks), len(hunks))
    if any(map(_registered, hunks)):
        return Part(Kind.SUBSTANTIVE, "party", tuple(t for h in hunks for t in h.texts)[:6], 2)
    return editorial_edits("address-or-link", hunks)


def _registered(hunk: Hunk) -> bool:
    """Is it another number in a register of companies: so another company?"""
    digits = all(_NUMBER.fullmatch(text) for text in (hunk.old, hunk.new))
    return digits and bool(pattern("registered").search(hunk.before))


def _by_switch(diff: BlockDiff, hunks: list[Hunk]) -> Part | None:
    """What was off is on, or the switch is found in another place."""
    gone, come = (set(words_of(hunks, side)) for side in (0, 1))
    apart = (
        (set(words_of([h], 0)), set(words_of([h], 1)))
        for h in hunks
        if not pattern("filled").search(h.before)
    )
    pair = edit_wording.contraries(gone, come)
    if pair := pair or next(filter(None, (edit_wording.turned_around(*h) for h in apart)), ()):
        return Part(Kind.SUBSTANTIVE, "opposite", pair, 2)
    if not (diff.old and diff.new):
        return None
    before, after = (
        edit_wording.settings_paths(diff.old.text),
        edit_wording.settings_paths(diff.new.text),
    )
    if before and after and before != after:
        return Part(Kind.SUBSTANTIVE, "settings-path", after, 2)
    return None


def _by_words(hunks: list[Hunk], old: str, new: str, context: Context) -> Part:
    dated = [h for h in hunks if is_date(h, old, new, context)]
    told = set(dated)
    rest = [h for h in hunks if h not in told and not is_reference(h, context.language)]
    if any(another_party(h) or another_owner(h) for h in rest) or other_owners(rest):
        return Part(Kind.SUBSTANTIVE, "party", tuple(t[:60] for h in rest for t in h.texts)[:6], 2)
    ours, theirs = words_of(rest, 0), words_of(rest, 1)
    exact = context.unread(f"{old} {new}")
    left = edit_wording.left_over(ours, theirs, exact=exact)
    # "thirty (30)" for "30"
    twice = edit_wording.spelled_twice(old) ^ edit_wording.spelled_twice(new)
    left = [w for w in left[0] if w not in twice], [w for w in left[1] if w not in twice]
    part = _unread(rest, *left) if exact and rest else _by_left_over(rest, dated, *left, context)
    worded = part.rule in WORDINGS
    if worded and (place := other_place(rest, context) or named_place(rest, part.words, context)):
        return Part(Kind.SUBSTANTIVE, "place", (place,), part.size)
    if worded and named_anew(rest, old, new):
        part = replace(part, rule="party")
    return replace(part, respelled=edit_wording.respelled(ours, theirs))


def _by_left_over(
    rest: list[Hunk], dated: list[Hunk], gone: list[str], come: list[str], context: Context
) -> Part:
    known = edit_wording.lists()
    vague = (fillers(context.language) | context.brands) - _denials(context.language)
    gone, come = ([w for w in side if w not in vague] for side in (gone, come))
    if {*gone, *come} == {"can", "may"} and all(map(_lets_the_reader, rest)):
        return editorial_edits("reworded", rest)
    if not {*gone, *come} - {"any"}:  # "any questions" are questions
        return editorial_edits("date", dated) if dated else editorial_edits("reworded", rest)
    others = {*gone, *come} - {"can", "may"}  # "you may visit" only points, "may" alone does not
    if others and others <= known.pointer:
        return editorial_edits("pointer", rest)
    if pattern("renamed").search(" ".join(t for h in rest for t in h.texts)):
        return editorial_edits("renamed", rest)
    size = len(gone) + len(come)
    if set(gone) & known.quantity and set(come) & known.quantity:
        return Part(Kind.SUBSTANTIVE, "quantity", (*gone, *come)[:6], size)
    for word in (*come, *gone):
        if why := edit_wording.significant(word):
            return Part(Kind.SUBSTANTIVE, why, (word,), size)
    swapped = gone and come and not any(_lopsided(h, {*gone, *come}) for h in rest)
    rule = "words" if swapped else "more-or-fewer-words" if size > 1 else "one-word"
    written = [_as_inside(h, context) for h in rest]
    if rule == "words" and size == 2 and _other(gone[0], come[0], written, context.spelled_as):
        rule = "another-word"
    elif rule == "words" and are_names((*gone, *come), written, context.spelled_as):
        rule = "another-name"
    return Part(Kind.SUBSTANTIVE, rule, (*come, *gone)[:6], size)


def _as_inside(hunk: Hunk, context: Context) -> Hunk:
    """An edit at the beginning of a sentence as it would be written inside of one: "Dogs" is a name
    there only where one of the documents writes it so elsewhere, and "Acme" always.
    """
    if not _OPENED.search(hunk.before):
        return hunk
    old, new = (t if _named(t, context) else t[:1].lower() + t[1:] for t in (hunk.old, hunk.new))
    return hunk._replace(old=old, new=new)


def _named(text: str, context: Context) -> bool:
    word = (text.split()[:1] or [""])[0]
    small = word.casefold()
    common = are_many(small) or word.endswith(_NO_NAME) or small in context.common
    return word in context.names or not common


def _lets_the_reader(hunk: Hunk) -> bool:
    """ "You may ask us" for "You can ask us"; what we may do, or nobody may, is another matter."""
    other = {text.strip().casefold() for text in hunk.texts} != {"can", "may"}  # of no weight
    you = hunk.before.rstrip()[-3:].lower() == "you"
    return other or (you and not hunk.after.lstrip().startswith(("not", "only", "no longer")))


def _lopsided(hunk: Hunk, left: set[str]) -> bool:
    """Did words that count come, or go, and nothing take their place: "residents[- and firms-]"?"""
    return len(hunk.texts) == 1 and not left.isdisjoint(edit_wording.words(hunk.texts[0]))


def _denials(language: str) -> frozenset[str]:
    """The words that say "not", none of them filler; the Portuguese "no" is "in the"."""
    known = edit_wording.lists().negation
    return known - {"no"} if language.startswith("pt") else known


def _other(gone: str, come: str, hunks: list[Hunk], language: str) -> bool:
    """Is one word another's place taken by, none of them a name, or a form of the other?"""
    if language.startswith("de"):  # where every noun has a capital letter
        return gone[:4] != come[:4]
    texts = " ".join(t for h in hunks for t in h.texts)
    named = any(f"{w[:1].upper()}{w[1:]}" in texts for w in (gone, come))
    return not named and gone[:4] != come[:4]


def _unread(rest: list[Hunk], gone: list[str], come: list[str]) -> Part:
    """An edit in a language without word lists: a single letter of it may say "not"."""
    said = (*come, *gone) or tuple(t for h in rest for t in h.texts)
    why = next((why for w in said if (why := edit_wording.significant(w))), "words")
    size = sum(count_words(t) for h in rest for t in h.texts)
    return Part(Kind.SUBSTANTIVE, why, said[:6], size)


def _in_heading(hunk: Hunk, path: tuple[str, ...]) -> bool:
    """A heading that stood at the beginning of its paragraph, or the other way round."""
    heading = edit_wording.letters(path[-1]).casefold() if path else ""
    return not hunk.before.strip() and all(
        len(part) > 3 and part in heading
        for part in (edit_wording.letters(t).casefold() for t in hunk.texts)
    )
