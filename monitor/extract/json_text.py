"""JSON as markup: answers of help centres' interfaces, and what pages carry for scripts. Pure.

Text is what reads like text: markup, or sentences. The name beside it is its heading.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from html import escape
from itertools import islice
from typing import Any

from monitor.errors import ExtractError
from monitor.text.charset import decode

_TITLES = ("title", "headline", "name", "heading", "question", "label")
_MARKED = re.compile(r"<(?:p|h[1-6]|li|div|br|td|section|article)\b[^>]{0,500}>", re.IGNORECASE)
_SENTENCE = 60  # characters of a text that is more than a label
_SPACES = 8  # in it at least: what has fewer is an address or a token
_MOST_FOUND = 20_000  # texts
_UNTITLED = 300  # characters of a title


def is_path(selector: str) -> bool:
    """Is what a person selects a place in JSON, and not CSS?"""
    return selector.startswith("$")


def path_problem(path: str) -> str:
    """What is wrong with a JSONPath, "" when it can be used."""
    import jsonpath

    try:
        jsonpath.compile(path)
    except (jsonpath.JSONPathError, ValueError) as error:
        return " ".join(str(error).split())[:100]
    return ""


def json_as_html(body: bytes, paths: Sequence[str] = ()) -> tuple[str, list[str]]:
    """(markup, warnings) of JSON: what the paths select, else all that reads like text.

    Raises ExtractError for what is not JSON.
    """
    try:
        value = json.loads(decode(body, "application/json").lstrip("\ufeff"))
    except ValueError:
        raise ExtractError("the JSON is damaged") from None
    warnings: list[str] = []
    if paths:
        chosen = list(_selected(value, paths, warnings))
        if any(chosen):
            return f"<main>{''.join(chosen)}</main>", warnings
        warnings.append("the selectors give no text; the whole answer was read")
    title = _title(value) if isinstance(value, dict) else ""
    return f"<title>{escape(title)}</title><main>{''.join(texts(value))}</main>", warnings


def _selected(value: Any, paths: Sequence[str], warnings: list[str]) -> Iterator[str]:
    import jsonpath

    for path in paths:
        try:
            found = jsonpath.findall(path, value)
        except (jsonpath.JSONPathError, ValueError) as error:
            warnings.append(f"select is not a JSONPath: {path!r} ({error})")
            continue
        if not found:
            warnings.append(f"select matches nothing: {path!r}")
        for one in found:
            if isinstance(one, (str, int, float)):
                yield _shown(str(one))
            else:
                yield "".join(texts(one, whole=True))


def texts(value: Any, *, whole: bool = False) -> Iterator[str]:
    """The markup of each text in a value, with a heading where it has a title.

    `whole`: also of what is too short to be told from a label.
    """
    for title, text in islice(_found(value, "", whole), _MOST_FOUND):
        if title:
            yield f"<h2>{escape(title)}</h2>"
        yield _shown(text)


def _found(value: Any, title: str, whole: bool) -> Iterator[tuple[str, str]]:
    """(title, text) in the order of the value; each title once."""
    if isinstance(value, str):
        if whole or is_text(value):
            yield title, value
    elif isinstance(value, list):
        for one in value:
            for found in _found(one, title, whole):
                yield found
                title = ""
    elif isinstance(value, dict):
        own = _title(value)
        title = own or title
        for key, one in value.items():
            if key in _TITLES and isinstance(one, str) and " ".join(one.split()) == own:
                continue
            for found in _found(one, title, whole):
                yield found
                title = ""


def _title(value: dict[str, Any]) -> str:
    for name in _TITLES:
        found = value.get(name)
        if isinstance(found, str) and found.strip() and len(found) <= _UNTITLED:
            return " ".join(found.split())
    return ""


def is_text(value: str) -> bool:
    """Is a string something to read: markup with words in it, or sentences?"""
    if len(value) < _SENTENCE and not _MARKED.search(value):
        return False
    if value.count(" ") < _SPACES:  # Japanese and Chinese have none
        return sum(c > "\u2e7f" for c in value) > len(value) / 3
    return not value.lstrip().startswith(("{", "[", "function", "var ", "const ", "(function"))


def _shown(text: str) -> str:
    """A text as markup: as it is where it is markup, else its paragraphs."""
    if _MARKED.search(text):
        return f"<div>{text}</div>"
    return "".join(f"<p>{escape(part.strip())}</p>" for part in text.split("\n") if part.strip())
