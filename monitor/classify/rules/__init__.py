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
    return own(name) if "/" in name else extended(name, own(name))


@cache
def own(name: str) -> dict[str, Any]:
    """``rules/<name>.toml`` alone, which is in English. Callers only read it."""
    return tomllib.loads(files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))
