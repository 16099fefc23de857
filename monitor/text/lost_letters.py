"""Is one text the other, with letters lost on their way through the wrong charset? Pure."""

from __future__ import annotations

import re

# French puts narrow spaces before these, which are kept as plain ones or lost like letters.
_RUN = re.compile(r"(?:[^\x00-\x7f]|\?| (?=[:;!%]))+")
_UNKEPT = re.compile("[\x80-\x9f\xa0\xad\ufffd\u200b ]+")
_LOST = frozenset("?\ufffd")


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
    return _LOST.issuperset(after) and (not before.isascii() or not before.strip(" ?"))


def _read_wrongly(whole: str) -> str:
    """What becomes of a text in UTF-8 that is read as Windows-1252, less what cannot be kept."""
    return _UNKEPT.sub("", whole.encode("utf-8", "replace").decode("cp1252", "replace"))


def skeleton(text: str) -> str:
    """What two texts have in common that differ only in lost letters: the same for both."""
    return _RUN.sub("?", text)
