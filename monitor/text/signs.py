"""Signs that say yes or no where a sentence would, as text or as a picture. Data only."""

from __future__ import annotations

YES = ("✓", "✔", "✅", "☑", "🗸", "🟢", "👍", "◯", "○", "⭕")
NO = ("✗", "✘", "❌", "❎", "☒", "✖", "☓", "×", "✕", "🚫", "🔴", "👎", "⛔", "☐")
_YES_NAMES = ("yes", "check", "checked", "checkmark", "check mark", "tick", "included", "true")
_NO_NAMES = ("no", "cross", "crossed", "cross mark", "x", "not included", "false", "unchecked")
_SIGNS = {
    **{sign: sign for sign in (*YES, *NO)},
    **dict.fromkeys(_YES_NAMES, "✓"),
    **dict.fromkeys(_NO_NAMES, "✗"),
}


def sign_of(name: str) -> str:
    """The sign that a picture with this text shows, "" if it shows something else."""
    return _SIGNS.get(name.replace("\ufe0f", "").strip(" .:").casefold(), "")
