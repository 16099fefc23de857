"""Text of two elements that touch in the source, where only a style sheet keeps it apart. Pure.

"Last updated" and "May 3, 2026" are two things, whatever stands between their tags. A word of
which a part is stressed is one: whatever may be one stays one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_TAIL = 80  # characters of the text before that are looked at
_WORD_END = re.compile(r"[a-zA-Z\u00c0-\u052f][a-z\u00df-\u00ff\u0430-\u045f]{2}$")
_WORD = re.compile(r"[a-zA-Z\u00c0-\u052f]{4}")
_POSTCODE = re.compile(r"\d{5}(?!\d)")
_ADDRESS_END = re.compile(r"[\w.+-]@[\w.-]+\.[a-z]{2,}$")
_ADDRESS = re.compile(r"[\w.+-]+@\w")
_NAME_END = re.compile(r"(?<![\w.@])[A-Z][\w-]{2,}$")
_LABEL_END = re.compile(r"[^\W\d_]{2}:$")
_CAPITALISED = re.compile(r"[A-Z\u00c0-\u00de\u0400-\u042f][a-z\u00df-\u00ff\u0430-\u045f]")
_LOWER_END = re.compile(r"[a-z\u00df-\u00ff\u0430-\u045f]{2}$")


def stand_apart(buffer: Sequence[str], text: str, seam: str) -> bool:
    """Is `text`, which begins with a letter or digit, another word than what the buffer ends
    with? `seam` parts pieces of the buffer and is no text.
    """
    before = buffer[-1]
    if before == seam:
        before = next((piece for piece in reversed(buffer) if piece != seam), "")
    last, first = before[-1:], text[0]
    if last == ":":
        return bool(_LABEL_END.search(before, max(0, len(before) - _TAIL)))
    if not last.isalnum():
        return False
    tail = before[-_TAIL:]
    if "@" in tail and _ADDRESS_END.search(tail):
        return not first.islower() or bool(_ADDRESS.match(text))
    if _ADDRESS.match(text):
        return bool(_NAME_END.search(tail))
    if first.isdigit():
        return bool(_POSTCODE.match(text) if last.isdigit() else _WORD_END.search(tail))
    if last.isdigit():
        return bool(_WORD.match(text))
    several = " " in tail.strip() or " " in text[:_TAIL].strip()
    return several and bool(_LOWER_END.search(tail) and _CAPITALISED.match(text))
