"""Which of the weighed edits stands first, and which second. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from monitor.classify.edit_wording import contraries, lists, words
from monitor.classify.edits import Edit, things
from monitor.classify.other_amounts import costs_or_lasts
from monitor.classify.replaced import ends
from monitor.classify.significance import Weighed
from monitor.model import Finding

FEW = 6  # edits of a section that one answer took another's place in
NEAR = 3.0  # of rank: how far the sentence that turned may stand behind one beside it
HEAVY = 2.0  # weight from which a point comes before another amount
SHORT = 5  # words of a sentence that says something by itself
AS_HEAVY = 0.75  # of the next point's weight, from which one of another section is told before it
_NAMED = re.compile(r"\bDo Not [A-Z]\w+")  # "Do Not Sell My Data" is the name of a page
_FORBIDS = frozenset(["prohibited", "forbidden", "banned"])


def in_order(weighed: Sequence[Weighed], findings: Sequence[Finding] = ()) -> list[Weighed]:
    """Most important first: by what was learned, but that a page now says the contrary comes
    before what it adds about it, and another price or period before what weighs little.
    """
    ranked = sorted(weighed, key=lambda w: (not _ends(w.edit), -w.rank, w.edit.number))
    first = _turned(ranked) or _amount(ranked, [f.quote for f in findings if f.old and f.new])
    return ranked if first is None else [first, *(w for w in ranked if w is not first)]


def spread(ranked: Sequence[Weighed]) -> list[Weighed]:
    """The order, with the best of another section second: what is beside the first repeats it.
    Not one that hardly matters.
    """
    if len(ranked) < 3:
        return list(ranked)
    first = ranked[0]
    away = (w for w in ranked[1:] if w.edit.passage.path != first.edit.passage.path)
    second = next(away, ranked[1])
    if second.weight < AS_HEAVY * ranked[1].weight:
        second = ranked[1]
    return [first, second, *(w for w in ranked[1:] if w is not second)]


def _ends(edit: Edit) -> bool:
    """Does it say that the whole document applies no more? Nothing else in it matters then."""
    return ends(edit.new) and not ends(edit.old)


def _turned(ranked: Sequence[Weighed]) -> Weighed | None:
    """The sentence of the first one's section that says the contrary of what stood there: "Indoor
    cameras are not allowed", where they were, and not "Outdoor cameras are allowed if …".
    """
    if not ranked or ranked[0].edit.side != "added" or _ends(ranked[0].edit):
        return None
    first = ranked[0]
    here = [w for w in ranked if w.edit.passage.path == first.edit.passage.path]
    near = [w for w in here[1:] if w.rank >= first.rank - NEAR] if len(here) <= FEW else []
    gone = [w.edit for w in here if w.edit.side == "removed"]
    if _contrary_to(first.edit, gone):
        return None
    return next((w for w in near if _contrary_to(w.edit, gone)), None)


def _amount(ranked: Sequence[Weighed], told: Sequence[str]) -> Weighed | None:
    """The first price, share or period that took another's place, where nothing weighs more: few
    of the passages that readers weighed have one, so what was learned knows little of them. Not
    one that a fact tells anyhow.
    """
    if not ranked or ranked[0].weight >= HEAVY or _ends(ranked[0].edit):
        return None
    another = (w for w in ranked if costs_or_lasts(w.edit))
    return next((w for w in another if not any(q in w.edit.new for q in told)), None)


def _contrary_to(edit: Edit, gone: Sequence[Edit]) -> bool:
    """Does it take back what it says in the place of, or what went just before it?"""
    if edit.passage.heading or len(words(edit.new)) < SHORT:
        return False
    if edit.side == "changed":
        return _contrary(edit.old, edit.new)
    number = edit.passage.number
    before = [e for e in gone if e.passage.number in (number, number - 1)]
    same = (e for e in before if len(things(e.old) & things(edit.new)) > 1)
    return edit.side == "added" and any(_contrary(e.old, edit.new) for e in same)


def _contrary(old: str, new: str) -> bool:
    """Does one deny and the other not, or did a word give way to its contrary?"""
    was, now = (set(words(_NAMED.sub(" ", text))) for text in (old, new))
    denying = lists().negation | _FORBIDS
    return was.isdisjoint(denying) != now.isdisjoint(denying) or bool(
        contraries(was - now, now - was)
    )
