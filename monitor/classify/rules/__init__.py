"""The rules as data: one TOML file each, read once, with what each language adds."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from monitor.languages import extended


@cache
def load(name: str) -> dict[str, Any]:
    """``rules/<name>.toml`` and all that ``languages/*.toml`` add. Callers only read it."""
    own = tomllib.loads(files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))
    return own if "/" in name else extended(name, own)
