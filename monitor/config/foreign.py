"""Lists of other page watchers as entries of ours: urlwatch, webchanges, changedetection.io. Pure.

What of an entry has no counterpart (an XPath, a script) is named, so that nobody thinks it was
taken over; so is an entry that is none of a page.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from monitor.config import values
from monitor.config.source import MAX_BYTES
from monitor.extract import json_text, selectors
from monitor.model import Range
from monitor.model.watch import RANGE_FIELDS

URLWATCH, CHANGEDETECTION = "urlwatch", "changedetection.io"
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_JOBS = {"url", "navigate", "command"}


@dataclass(frozen=True, slots=True)
class Foreign:
    """One entry of another program's list."""

    url: str
    pages: tuple[str, ...] = ()  # further pages of the same document
    title: str = ""
    tags: tuple[str, ...] = ()
    every: str = ""  # "6h"
    service: str = ""  # "": by the address
    select: tuple[str | dict[str, str], ...] = ()  # CSS, JSONPath, or a range
    remove: tuple[str | dict[str, str], ...] = ()  # CSS, or a range
    headers: tuple[tuple[str, str], ...] = ()
    proxy: str = ""
    timeout: str = ""  # "30s"
    fetch: str = ""  # "browser" where its text is drawn by scripts
    paused: bool = False
    left_out: tuple[str, ...] = field(default=())  # what has no counterpart


def selectors_and_ranges(
    places: Iterable[str | dict[str, str]],
) -> tuple[tuple[str, ...], tuple[Range, ...]]:
    """Parts of a page, as they are written, apart: what a selector names, and what is between."""
    found = list(places)
    return tuple(one for one in found if isinstance(one, str)), tuple(
        Range(**{RANGE_FIELDS[key]: end for key, end in one.items()})
        for one in found
        if isinstance(one, dict)
    )


@dataclass(frozen=True, slots=True)
class Listed:
    """What is in such a list."""

    entries: tuple[Foreign, ...]
    skipped: tuple[str, ...]  # what is no page, a line for each


def maker(data: bytes) -> str:
    """Which program this list is of; "" for none that is known."""
    try:
        return _maker(_documents(data))
    except ValueError:
        return ""


def listed(data: bytes) -> tuple[str, Listed]:
    """Whose list it is ("" for nobody's), and the pages in it, in its order.

    Raises ValueError ("line 3: …") where it cannot be read.
    """
    from monitor.config import changedetection_watches, urlwatch_jobs

    documents = _documents(data)
    found = _maker(documents)
    if found == CHANGEDETECTION:
        return found, changedetection_watches.listed(documents[0])
    return found, urlwatch_jobs.listed(documents) if found else Listed((), ())


def _maker(documents: list[Any]) -> str:
    if documents and watching(documents[0]) is not None:
        return CHANGEDETECTION
    jobs = [d for d in documents if isinstance(d, dict)]
    urlwatch = all(_JOBS & d.keys() and "watches" not in d for d in jobs)
    return URLWATCH if urlwatch and any({"url", "navigate"} & d.keys() for d in jobs) else ""


def _documents(data: bytes) -> list[Any]:
    if len(data) > MAX_BYTES:
        raise ValueError(f"it is larger than {MAX_BYTES / 1e6:g} MB")
    text = data.decode("utf-8-sig")  # UnicodeDecodeError is a ValueError
    try:
        if text.lstrip().startswith("{"):
            return [json.loads(text)]
        return [d for d in yaml.load_all(text, Loader=_Loader) if d is not None]
    except json.JSONDecodeError as error:
        raise ValueError(f"line {error.lineno}: {error.msg}") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"line {mark.line + 1}: " if mark else ""
        raise ValueError(place + (getattr(error, "problem", "") or "it is not YAML")) from None
    except RecursionError:
        raise ValueError("it is nested too deep") from None


def watching(document: Any) -> list[Mapping[str, Any]] | None:
    """The watches of a changedetection.io file: url-watches.json, or one watch.json; None: none."""
    if not isinstance(document, dict):
        return None
    found = document.get("watching")
    if isinstance(found, dict):
        return [watch for watch in found.values() if isinstance(watch, dict)]
    return [document] if "uuid" in document and "url" in document else None


# --------------------------------------------------------------------------- for both


def usable(selector: str) -> bool:
    """Is that CSS, or a JSONPath, as we read them?"""
    problem = json_text.path_problem if json_text.is_path(selector) else selectors.problem
    return not problem(selector)


def headers_of(given: Any) -> tuple[tuple[tuple[str, str], ...], list[str]]:
    """The headers that may be sent, and those that may not, named."""
    found, named = [], []
    for name, value in given.items() if isinstance(given, Mapping) else ():
        try:
            found.append(values.header(str(name), value))
        except ValueError:
            named.append(f"header {name}")
    return tuple(found), named


def address_problem(value: Any) -> str:
    """What is wrong with it as the address of a page; "" where nothing is."""
    try:
        values.web_address(value if isinstance(value, str) else "")
    except ValueError as error:
        return str(error)
    return ""


def texts(value: Any) -> list[str]:
    """The texts of a list, or of one."""
    items: Iterable[Any] = value if isinstance(value, list) else [value]
    return [item.strip() for item in items if isinstance(item, str) and item.strip()]
