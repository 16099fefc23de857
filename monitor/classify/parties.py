"""Somebody else: who may do a thing, whose company it is, who answers for the data. Pure."""

from __future__ import annotations

from monitor.classify import edit_wording
from monitor.classify.hunks import Hunk

_OF_US, _OF_YOU = frozenset(["us", "ours"]), frozenset(["yours"])


def another_party(hunk: Hunk) -> bool:
    """ "We may end the contract" where it was "You may", "chosen by us" where it was "by you"."""
    known = edit_wording.lists()
    sides = [set(edit_wording.words(text)) for text in (hunk.old, hunk.new)]
    ours, theirs = known.person | _OF_US, known.reader | _OF_YOU
    who = [(bool(side & ours), bool(side & theirs)) for side in sides]
    return set(who) == {(True, False), (False, True)}


def names_company(hunks: list[Hunk], old: str, new: str) -> bool:
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


def names_another(hunks: list[Hunk], old: str, new: str) -> bool:
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
