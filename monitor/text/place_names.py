"""What places are called to a reader of English."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

_SHORT = {"EU": "EU", "EEA": "EEA", "GB": "UK", "US": "US", "AE": "UAE"}


@cache
def _names() -> Mapping[str, str]:
    import tomllib  # here: of the questions that import this module few name a place
    from importlib.resources import files

    path = files("monitor.text").joinpath("place_names.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def full_name(code: str) -> str:
    """The English name of an ISO 3166 code or bloc; the code itself where there is none."""
    return _names().get(code, code)


def listed(codes: list[str]) -> str:
    """Places as a line names them: "EU, UK, Canada", "Maryland, Texas (US)"."""
    told = []
    for i, code in enumerate(codes):
        country, _, part = code.partition("-")
        name = _SHORT.get(code) or full_name(code)
        last = i + 1 == len(codes) or not codes[i + 1].startswith(f"{country}-")
        told.append(f"{name} ({country})" if part and last and name != code else name)
    return ", ".join(told)
