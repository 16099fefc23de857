"""A place that an edit names in the place of another one, or that came or went by itself. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from monitor.classify import edit_wording
from monitor.classify.hunks import Hunk
from monitor.classify.mentions import named
from monitor.classify.surroundings import Context


def other_place(hunks: Iterable[Hunk], context: Context) -> str:
    """A country, state or bloc that stands in the place of another one; "" none."""
    codes: list[set[str]] = [set(), set()]
    for hunk in hunks:
        stop = "." if hunk.after.startswith(".") else ""  # "U.S" alone is not a name
        for side, text in zip(codes, (hunk.old + stop, hunk.new + stop), strict=True):
            side.update(m.code for m in named(text, context.language))
    return next(iter(sorted(codes[0] ^ codes[1])), "") if all(codes) else ""


def named_place(hunks: Iterable[Hunk], words: Iterable[str], context: Context) -> str:
    """A place that came or went by itself: "in Spain[+, Portugal+] and Italy"; "" none."""
    left = set(words)
    for hunk in hunks:
        for text in hunk.texts:
            for mention in named(text, context.language):
                if left & set(edit_wording.words(text[mention.start : mention.end])):
                    return mention.code
    return ""
