"""The text between two tags that end a block: cleaned, and cut where line breaks make paragraphs.

Pure.
"""

from __future__ import annotations

import re

from monitor.extract.line_lists import is_list
from monitor.extract.serialised import unescape
from monitor.text.normalize import clean

# Line breaks are distinguished from line feeds of the source by a vertical tab; two of them, or one
# before a bullet or number, end a paragraph.
BREAK = "\x0b"
SEAM = "\x1e"  # between links, spans and text that touch in the source
_PARAGRAPHS = re.compile(r"\x0b\s*\x0b|\x0b\s*(?=[•·▪●○◦\-–]\s|\(?[0-9a-zA-Z]{1,3}[.)]\s)")
_LINES = re.compile(r"\x0b")
_BLANK_LINES = re.compile(r"\n\s*\n")
_LONG = 3000  # characters of a block that is a whole document in one element
_SEAMS = re.compile(r"\x1e(?<=[a-z0-9)\].]\x1e)(?=[A-Z])")  # begins with what is quick to find


def paragraphs(raw: str, heading: int, preformatted: int) -> list[str]:
    """The clean text of a block, or of the paragraphs that line breaks make of it.

    `heading` and `preformatted`: how many of them it stands in, or a level.
    """
    if "&" in raw:
        raw = unescape(raw)
    if SEAM in raw:
        raw = _SEAMS.sub(" ", raw).replace(SEAM, "")
    split = None
    if not heading:
        if preformatted or len(raw) > _LONG:
            raw = _BLANK_LINES.sub(BREAK * 2, raw)
        if BREAK in raw:
            split = _PARAGRAPHS.split if len(raw) <= _LONG else _LINES.split
            if len(raw) <= _LONG and is_list(raw.split(BREAK)):
                split = _LINES.split
    return [text for piece in (split(raw) if split else (raw,)) if (text := clean(piece))]


def whole(raw: str) -> str:
    """The clean text of a block, whole."""
    return clean(unescape(raw).replace(SEAM, ""))
