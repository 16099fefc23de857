"""The classes by name, read from their rules without loading these: for an option and for TAB."""

from __future__ import annotations

import tomllib
from pathlib import Path

_RULES = Path(__file__).parents[1] / "classify" / "rules" / "classes.toml"


def meanings() -> dict[str, str]:
    """What each class means, by its name, in the order of the rules."""
    found = tomllib.loads(_RULES.read_text(encoding="utf-8"))["class"]
    return {info["name"]: info["meaning"] for info in found}
