"""Is one text the other, with letters lost on their way through the wrong charset? Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

# French puts narrow spaces before these, which are kept as plain ones or lost like letters.
_RUN = re.compile(r"(?:[^\x00-\x7f]|\?| (?=[:;!%]))+")
_UNKEPT = re.compile("[\x80-\x9f\xa0\xad\ufffd\u200b ]+")
_LOST = frozenset("?\ufffd")
_TORN = re.compile("\ufffd+")
_MOST = 50  # places of one text: where more are torn the whole page is


def only_letters_lost(one: str, other: str) -> bool:
    """Do two texts differ only in letters that became "?" or "\ufffd", or others ("’" as "â€™")?

    Either of them may be the damaged one.
    """
    if one == other or (one.isascii() and other.isascii()):
        return False
    return _damaged(one, other) or _damaged(other, one)


def _damaged(whole: str, torn: str) -> bool:
    if not torn.isascii() and _read_wrongly(whole) == _UNKEPT.sub("", torn):
        return True
    if _RUN.sub("?", whole) != _RUN.sub("?", torn):
        return False
    pairs = zip(_RUN.findall(whole), _RUN.findall(torn), strict=True)
    return all(before == after or _is_lost(before, after) for before, after in pairs)


def _is_lost(before: str, after: str) -> bool:
    if len(before) == len(after):  # one sign for each letter that the charset has not
        return all(
            a == b or (b in _LOST and (not a.isascii() or a == " "))
            for a, b in zip(before, after, strict=True)
        )
    if _LOST.issuperset(after):
        return not before.isascii() or not before.strip(" ?")
    return bool(_TORN.search(after)) and _left_of(before, after)


def _left_of(before: str, after: str) -> bool:
    """Did each letter that was torn leave up to as many signs as it has bytes, and others stay?"""
    signs = [*map(len, _TORN.findall(after)), 0]
    if len(signs) > _MOST:
        return False
    ends = {0}  # of what may be what has been read so far
    for part, most in zip(_TORN.split(after), signs, strict=True):
        kept = {end + len(part) for end in ends if before.startswith(part, end)}
        letters = range(1, most + 1) if most else (0,)
        ends = {end + n for end in kept for n in letters if not before[end : end + n].isascii()}
        ends |= kept if not most else set()
    return len(before) in ends


def _read_wrongly(whole: str) -> str:
    """What becomes of a text in UTF-8 that is read as Windows-1252, less what cannot be kept."""
    return _UNKEPT.sub("", whole.encode("utf-8", "replace").decode("cp1252", "replace"))


def skeleton(text: str) -> str:
    """What two texts have in common that differ only in lost letters: the same for both."""
    return _RUN.sub("?", text)


def torn_pairs(ours: Mapping[int, str], theirs: Mapping[int, str]) -> Iterator[tuple[int, int]]:
    """Which of our texts is which of theirs, with letters lost in one of them; each once."""
    if not any("\ufffd" in text for text in (*ours.values(), *theirs.values())):
        return
    free = {skeleton(text): i for i, text in ours.items()}
    for j, text in theirs.items():
        i = free.get(skeleton(text))
        if i is not None and only_letters_lost(ours[i], text):
            del free[skeleton(text)]
            yield i, j
