"""Signs that say yes or no where a sentence would, as text or as a picture. Data only."""

from __future__ import annotations

import re
from functools import lru_cache

YES = ("✓", "✔", "✅", "☑", "🗸", "🟢", "👍", "◯", "○", "⭕")
NO = ("✗", "✘", "❌", "❎", "☒", "✖", "☓", "×", "✕", "🚫", "🔴", "👎", "⛔", "☐")
FILLED = ("●", "⬤", "◉", "•")  # of a table in which others are open
CHECKED, UNCHECKED = "☑", "☐"  # how a control is set
_LONGEST = 200  # characters of a list of classes
_YES_NAMES = (
    *("yes", "check", "checked", "checkmark", "check mark", "tick", "included", "true"),
    *("available", "supported", "enabled", "allowed"),
)
_NO_NAMES = (
    *("no", "cross", "crossed", "cross mark", "x", "not included", "false", "unchecked"),
    *("not available", "unavailable", "not supported", "unsupported", "not allowed", "disabled"),
)
# The words for which a font of icons draws a sign.
_YES_GLYPHS = frozenset({"check", "check_circle", "check_box", "done", "done_all", "task_alt"})
_NO_GLYPHS = frozenset({"close", "clear", "cancel", "block", "highlight_off", "do_not_disturb"})
_SIGNS = {
    **{sign: sign for sign in (*YES, *NO)},
    **dict.fromkeys(_YES_NAMES, "✓"),
    **dict.fromkeys(_NO_NAMES, "✗"),
}
# Last words of the classes by which the usual sets of icons draw them: "fa-check", "bi bi-x-lg".
_YES_ICON = re.compile(
    r"(?:^|[\s_-])(?:check|checkmark|tick|ok|yes)(?:[_-](?:lg|circle|square|mark))*(?:\s|$)"
)
_NO_ICON = re.compile(
    r"(?:^|[\s_-])(?:times|xmark|cross|remove|x|no)(?:[_-](?:lg|circle|square|mark))*(?:\s|$)"
)


def sign_of_icon(classes: str) -> str:
    """The sign that an empty element with these classes draws, "" if it draws something else."""
    return _by_classes(classes[:_LONGEST])


@lru_cache(maxsize=1024)  # a page draws the same icon many times
def _by_classes(classes: str) -> str:
    low = classes.casefold()
    yes, no = bool(_YES_ICON.search(low)), bool(_NO_ICON.search(low))
    return "" if yes == no else "✓" if yes else "✗"


def sign_of_glyph(word: str) -> str:
    """The sign that a font of icons draws for a word, "" if it draws something else."""
    word = word.casefold()
    return "✓" if word in _YES_GLYPHS else "✗" if word in _NO_GLYPHS else ""


def sign_of(name: str) -> str:
    """The sign that a picture with this text shows, "" if it shows something else."""
    return _SIGNS.get(name.replace("\ufe0f", "").strip(" .:").casefold(), "")
