"""Does a point say the contrary of before: a "not", an exception or a way out that went?"""

from __future__ import annotations

import re
from functools import cache

from monitor.classify.edit_wording import contraries, lists, words
from monitor.classify.rules import load
from monitor.model import Point


def pattern(name: str) -> re.Pattern[str]:
    """A list of rules/severity.toml as one pattern."""
    return re.compile("|".join(load("severity")[name]["words"]), re.IGNORECASE | re.MULTILINE)


_SPARES, _WAY_OUT, _CONSENT, _DONE, _LIMITED, _ROW, _BANNED, _CONFINED = map(
    pattern, ("spares", "way_out", "consent", "done", "limited", "row", "addressed", "confined")
)
# Classes of which it is about a reader's data how far a thing goes.
_OF_DATA = frozenset(["data-sharing", "data-use", "ai-training", "tracking", "minors", "security"])
_ON = frozenset(load("severity")["on"]["words"])
# Of these a lost "not" is seldom about what is done with a reader's data.
_OTHER = frozenset(
    [
        "acceptable-use",
        "liability",
        "payment",
        "dispute-resolution",
        "termination",
        "product-scope",
        "content-licence",
        "contact-entity",
    ]
)
_EXCEPT = frozenset(["except", "unless", "excluding", "exclude", "excludes", "excluded", "without"])
_FEW = 12  # words of a row of a table, or that differ within a sentence


@cache
def _denials() -> frozenset[str]:
    return lists().negation - _EXCEPT


def against_reader(point: Point, classes: tuple[str, ...]) -> bool:
    """Is something done with data that was not, with more of it, for more than before, or without
    asking any more?

    `classes`: of the change, for a point of none.
    """
    old, new = point.old or "", point.new or ""
    if point.side not in ("changed", "removed") or _BANNED.search(new or old):
        return False
    if _turned_on(point):
        return bool(_ROW.search(new))
    if _gone(_WAY_OUT, point):
        return True
    cls = (point.cls,) if point.cls else classes
    if _OTHER.issuperset(cls) and not _DONE.search(f"{old}. {new}"):
        return False
    if _gone(_SPARES, point):
        return True
    if point.side == "changed" and _OF_DATA & {*cls} and _gone(_CONFINED, point):
        return True
    if point.side == "removed":
        return False  # a promise that went may stand elsewhere, in other words
    if len(set.union(*_turned(point))) > _FEW:
        return False  # another sentence
    return _balance(point) < 0 or (_gone(_CONSENT, point) and not _denied(new))


def reverses(point: Point) -> bool:
    """Does it say the contrary, whichever way, or to whom it does not apply?"""
    if any(bool(p.search(point.old or "")) != bool(p.search(point.new or "")) for p in _BOTH):
        return True
    return point.side == "changed" and (_balance(point) != 0 or _opposed(point))


_BOTH = (_SPARES, _WAY_OUT)


def _gone(pattern: re.Pattern[str], point: Point) -> bool:
    return bool(pattern.search(point.old or "")) and not pattern.search(point.new or "")


def _denied(text: str) -> int:
    return sum(word in _denials() for word in words(_LIMITED.sub("", text)))


def _balance(point: Point) -> int:
    """How many denials came, less those that went."""
    return _denied(point.new or "") - _denied(point.old or "")


def _turned(point: Point) -> tuple[set[str], set[str]]:
    """The words that went and that came."""
    old, new = set(words(point.old or "")), set(words(point.new or ""))
    return old - new, new - old


def _opposed(point: Point) -> bool:
    """Did a word give way to its contrary: "off" to "on", "nepoužíváme" to "používáme"?"""
    return bool(contraries(*_turned(point)))


def _turned_on(point: Point) -> bool:
    """Did the cell of a row, or a few words, turn from "off" to "on"?"""
    if point.side != "changed" or len((point.new or "").split()) > _FEW:
        return False
    went, came = _turned(point)
    return bool(
        (came & _ON and _opposed(point)) or (went == {"not"} and " | " in (point.new or ""))
    )
