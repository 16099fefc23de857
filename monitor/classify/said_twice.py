"""Words that stood there twice by mistake, and now once; or the other way round. Pure."""

from __future__ import annotations

import re

from monitor.classify import edit_wording

_LONGEST = 80  # characters of what is said twice
_COUNTED = re.compile(r"(?<![^\W\d])([^\W\d]+) (?=([^\W\d]+) \(\d{1,4}\))")


def repeated(old: str, new: str) -> bool:
    """Is one text the other with some words said twice in a row: "Fees. Fees. You pay"?

    Or with another number before one that is given both ways: "within one two (2) years".
    """
    longer, shorter = (old, new) if len(old) > len(new) else (new, old)
    extra = len(longer) - len(shorter)
    if not 2 <= extra <= _LONGEST:
        return False
    start = _common(longer, shorter)
    for at in range(max(0, start - extra), start + 1):
        if longer[:at] + longer[at + extra :] != shorter:
            continue
        words = longer[at : at + extra].strip()
        before, after = longer[:at].rstrip(), longer[at + extra :].lstrip()
        twice = before.endswith(words) or after.startswith(words)
        if twice and any(c.isalpha() for c in words):
            return True
    return _counted_twice(longer, shorter)


def _common(one: str, other: str) -> int:
    """How many characters both begin with."""
    n = 0
    while n < len(other) and one[n] == other[n]:
        n += 1
    return n


def _counted_twice(longer: str, shorter: str) -> bool:
    numbers = edit_wording.lists().number
    return any(
        match[1].casefold() in numbers
        and match[2].casefold() in numbers
        and longer[: match.start()] + longer[match.end() :] == shorter
        for match in _COUNTED.finditer(longer)
    )
