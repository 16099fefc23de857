"""A list of names in a sentence, in whatever order it comes. Pure, linear time.

"We work with Adloom Ltd, Frameset Oy and Biddery GmbH." Some servers shuffle such a list for each
visitor; whom it names is what counts.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import takewhile

from monitor.languages import alternatives

_LEAST = 4  # names of a list
_WORDS = 6  # of the longest name
_SEPARATOR = re.compile(r"(?:(?<!\s)\s*|(?<=\s))(?:[,;、，；]|\s[·•|/]\s)\s*")


@cache
def _and() -> re.Pattern[str]:
    """What stands before the last name."""
    words = f"{alternatives('clauses', 'and')}|{alternatives('clauses', 'or')}"
    return re.compile(f" (?:{words}|&) ")


_LETTER = re.compile(r"[^\W\d_]")


def in_any_order(key: str) -> str:
    """The compare form of a block; one that holds a list of names, the same for every order.

    Names begin with a capital, or are what stands behind a colon: then nothing is lost that the
    order could say.
    """
    if max(map(key.count, ",;、，；·•|/")) < _LEAST - 2:
        return key
    before, colon, listed = _introduced(key)
    pieces = [piece for piece in _SEPARATOR.split(listed.rstrip(" .。")) if piece]
    if pieces:
        pieces[-1:] = _and().split(pieces[-1])
    if not colon and pieces:
        head = _small(pieces[0])
        before, pieces[0] = pieces[0][: len(head)], pieces[0][len(head) :]
    last = _small(pieces[-1]) if pieces else ""
    if last and last != pieces[-1]:  # "and Biddery GmbH"
        before, pieces[-1] = f"{before}\x1f{last}", pieces[-1][len(last) :]
    names = [piece.strip(" .。") for piece in pieces]
    if len(names) < _LEAST or not all(_is_name(name, bool(colon)) for name in names):
        return key
    return "\x1f".join((before, *sorted(names)))


def _introduced(key: str) -> tuple[str, str, str]:
    """(what stands before the last colon, the colon, the rest); without a colon all is the rest."""
    found = re.match(r"(.*?)([:：])\s*(.+)$", key)
    return (found[1], found[2], found[3]) if found else ("", "", key)


def _small(piece: str) -> str:
    """The words at its beginning up to the first capital; of a sentence, behind its own first."""
    words = piece.split(" ")
    small = list(takewhile(lambda word: not word[:1].isupper(), words[1:]))
    if words[0][:1].isupper() and not small:
        return ""
    start = " ".join((words[0], *small)) + " "
    return start if len(start) < len(piece) else ""


def _is_name(name: str, introduced: bool) -> bool:
    if not name or len(name.split(" ")) > _WORDS or ". " in name.rstrip("."):
        return False
    first = _LETTER.search(name)
    return first is not None and (introduced or not first[0].islower())
