"""Requests for consent that speak of trackers, small files or partners, and not of cookies. Pure.

The policy speaks of the same things: it takes two buttons right below that answer such a request.
"""

from __future__ import annotations

import re

from monitor.extract.in_passing import of_itself
from monitor.extract.phrases import CHOICE
from monitor.extract.raw_blocks import RawBlock
from monitor.languages import alternatives
from monitor.model import BlockKind

_REACH = 3  # blocks between such words and the first button
_LONGEST, _BUTTON = 600, 60  # characters
_WORDS = 16  # of several buttons in one block
_TRACKS = re.compile(alternatives("consent", "tracks"), re.IGNORECASE)
_FOR = re.compile(alternatives("consent", "aims"), re.IGNORECASE)
_ASKS = re.compile(alternatives("consent", "asks"), re.IGNORECASE)
_ANSWERS = re.compile(rf"^\W*(?:{alternatives('consent', 'answers')})\W*$", re.IGNORECASE)


def mark_requests(blocks: list[RawBlock]) -> None:
    """Mark the words above two buttons or more that give or refuse a consent."""
    shown = [b for b in blocks if b.text and not b.boilerplate]
    for place, block in enumerate(shown):
        if not _is_pressed(block) or not _answer(block.text, shown[place + 1 : place + 2]):
            continue
        for above in reversed(shown[max(0, place - _REACH) : place]):
            if above.kind is BlockKind.HEADING and above.level == 1:
                break
            if _asks(above.text):
                above.boilerplate = "in a cookie dialog"


def _answer(text: str, below: list[RawBlock]) -> bool:
    """Are these the words of two buttons, in one block or in this and the next?"""
    if _says(text) and below and _is_pressed(below[0]) and _says(below[0].text):
        return True
    words = text.split()
    cuts = range(1, len(words)) if len(words) <= _WORDS else ()
    return any(_says(" ".join(words[:cut])) and _says(" ".join(words[cut:])) for cut in cuts)


def _is_pressed(block: RawBlock) -> bool:
    return 0 < len(block.text) * 9 <= block.control_chars * 10


def _says(text: str) -> bool:
    return len(text) <= _BUTTON and bool(_ANSWERS.match(text) or CHOICE.search(text))


def _asks(text: str) -> bool:
    if len(text) > _LONGEST or of_itself(text):
        return False
    return all(pattern.search(text) for pattern in (_TRACKS, _FOR, _ASKS))
