"""What places are called to a reader of English."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from monitor.languages import alternatives

_SHORT = {"EU": "EU", "EEA": "EEA", "GB": "UK", "US": "US", "AE": "UAE"}
# Parts of a country that have a name of their own where the country's code is all that is found.
_PARTS = {"GB": ("GB-ENG", "GB-SCT", "GB-WLS", "GB-NIR")}
_PART = re.compile(r"(?<!New South )\b(?:England|Scotland|Wales|Northern Ireland)\b")


@cache
def _whole(code: str) -> re.Pattern[str]:
    """The names of all of such a country."""
    return re.compile(alternatives("places.whole", code))


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
        told.append(
            f"{name} ({_SHORT.get(country, country)})" if part and last and name != code else name
        )
    return ", ".join(told)


def lies_in(place: str, other: str) -> bool:
    """Is a place a part of another: California of the US, the EU of the EEA?"""
    return (place, other) == ("EU", "EEA") or ("-" in place and place.partition("-")[0] == other)


@cache
def parts_of(code: str) -> Mapping[str, str]:
    """The parts of a country by their English names."""
    return {full_name(part): part for part in _names() if lies_in(part, code)}


def names_whole(code: str, text: str) -> bool:
    """Does a text name all of a country?"""
    named = (
        _whole(code)
        if code in (*_PARTS, "US")
        else re.compile(rf"\b{re.escape(full_name(code))}\b")
    )
    return bool(named.search(text))


def as_said(code: str, sentence: str) -> list[str]:
    """The parts of a country where a sentence names these and not all of it: "in Scotland" is not
    "in the UK".
    """
    named = set(_PART.findall(sentence)) if code in _PARTS else ()
    parts = [part for part in _PARTS.get(code, ()) if full_name(part) in named]
    return parts if parts and not _whole(code).search(sentence) else [code]
