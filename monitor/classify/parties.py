"""Somebody else: who may do a thing, whose company it is, who answers for the data. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from monitor.classify import edit_wording
from monitor.classify.hunks import Hunk
from monitor.classify.typos import known
from monitor.extract.in_passing import DAY_OF_THE_WEEK
from monitor.languages import alternatives

_DAY = re.compile(DAY_OF_THE_WEEK, re.IGNORECASE)
_OF_US, _OF_YOU = frozenset(["us", "ours"]), frozenset(["yours"])


def another_party(hunk: Hunk) -> bool:
    """ "We may end the contract" where it was "You may", "chosen by us" where it was "by you"."""
    known = edit_wording.lists()
    sides = [set(edit_wording.words(text)) for text in (hunk.old, hunk.new)]
    ours, theirs = known.person | _OF_US, known.reader | _OF_YOU
    who = [(bool(side & ours), bool(side & theirs)) for side in sides]
    return set(who) == {(True, False), (False, True)}


def another_owner(hunk: Hunk) -> bool:
    """Is a thing theirs where it was ours: "at our cost" and "at your cost"?"""
    known = edit_wording.lists()
    sides = [set(edit_wording.words(text)) for text in (hunk.old, hunk.new)]
    if [len(side) for side in sides] != [1, 1]:
        return False
    theirs = known.owner_you | known.owner_they
    return any(one <= known.owner_we and other <= theirs for one, other in (sides, sides[::-1]))


def other_owners(hunks: Sequence[Hunk]) -> bool:
    """Is all that differs that a thing is the reader's or ours and was a third one's: "his photos"
    and "your photos"? Where who does it turned as well, it was written of the same person.
    """
    known = edit_wording.lists()
    ours = known.owner_we | known.owner_you
    sides = [[set(edit_wording.words(t)) for t in (h.old, h.new)] for h in hunks]
    return bool(sides) and all(
        any(a and b and a <= known.owner_other and b <= ours for a, b in (pair, pair[::-1]))
        for pair in sides
    )


def are_names(words: Iterable[str], hunks: Iterable[Hunk], language: str) -> bool:
    """Are all words of an edit written as names are? In German, where every noun is, those that a
    hyphen joins to what is named: "Wetter-Karte"; and no day of the week is one.
    """
    hunks = tuple(hunks)
    joined = all("-" in f"{text}{h.after[:1]}" for h in hunks for text in h.texts)
    if language.startswith("de") and not joined:
        return False
    texts = " ".join(text for hunk in hunks for text in hunk.texts)
    at = {w: texts.casefold().find(w) for w in words}
    return all(i >= 0 and texts[i].isupper() and not _DAY.fullmatch(w) for w, i in at.items())


def _names_company(hunks: list[Hunk], old: str, new: str) -> bool:
    """Is an edit (part of) the name of a company: "[-X-]{+Twitter+} International Limited"?"""
    company = edit_wording.lists().company
    for hunk in hunks:
        for text, around in ((hunk.old, old), (hunk.new, new)):
            if not text or not any(c.isupper() for c in text):
                continue
            after = around.partition(text)[2].split()[:4]
            if company & {w.strip(".,;:()").casefold() for w in (*text.split(), *after)}:
                return True
    return False


def _names_another(hunks: list[Hunk], old: str, new: str) -> bool:
    """Is somebody else named who answers for the data: "DPO: [-Ann Lee-]{+Jo Kraft+}"?"""
    party = edit_wording.lists().party
    if not all(party & set(edit_wording.words(text)) for text in (old, new)):
        return False
    return any(
        h.old
        and h.new
        and all(w[:1].isupper() and w.isalpha() for t in h.texts for w in t.split())
        and not party & set(edit_wording.words(f"{h.old} {h.new} {h.after}"))
        for h in hunks
    )


# Before the name of a place, a person or a company, in the middle of a sentence.
_OF_A_NAME = re.compile(rf"\b(?:{alternatives('clauses', 'before_names')})\.?\s*$", re.IGNORECASE)
_A_NAME = re.compile(r"[A-ZÀ-Þ][\w'-]*(?: [A-ZÀ-Þ][\w'-]*){0,2}")


def _another_name(hunks: list[Hunk]) -> bool:
    """Is one name in the place of another, of somebody or some place: "the court in Bath"?"""
    if len(hunks) != 1 or not (hunks[0].old and hunks[0].new):
        return False
    hunk = hunks[0]
    if not all(_A_NAME.fullmatch(text) for text in hunk.texts):
        return False
    if _OF_A_NAME.search(hunk.before):
        return True
    words = " ".join(hunk.texts).casefold().split()  # "Terms of Use" is of no place
    return hunk.before.endswith("of ") and not any(map(known, words))


def named_anew(hunks: list[Hunk], old: str, new: str) -> bool:
    """Is a company named, another one, or one name in the place of another?"""
    return (
        _names_company(hunks, old, new) or _names_another(hunks, old, new) or _another_name(hunks)
    )
