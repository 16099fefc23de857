"""Rows as they were written before 0.1: under other names, documents field by field.

They are brought into the form of today when they are read, and written so with the next version.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from typing import Any

_NAMES = {"chrome": "boilerplate", "waves": "pending"}
_MARKS = tuple(f'"{name}":'.encode() for name in (*_NAMES, "texts", "kinds"))
_KIND = {"h": "heading", "p": "paragraph", "i": "item", "r": "row"}


def is_former(data: bytes) -> bool:
    """May this JSON be of a former form? Text within it that looks so only costs time."""
    return any(mark in data for mark in _MARKS)


def renewed(value: Any) -> Any:
    """The JSON value in the form of today; what is in it already comes back unchanged.

    Raises ValueError, TypeError or KeyError for data of another shape.
    """
    if isinstance(value, list):
        return [renewed(one) for one in value]
    if not isinstance(value, dict):
        return value
    named = {_NAMES.get(str(name), str(name)): renewed(one) for name, one in value.items()}
    return _document(named) if "kinds" in named and "texts" in named else named


def _document(data: Mapping[str, Any]) -> dict[str, Any]:
    """A document of columns: the content's blocks first, then what does not count."""
    texts, links, reasons = data["texts"], data["links"], data["boilerplate"]
    blocks = [
        {
            "kind": _KIND[kind],
            "text": text,
            "key": text if key is None else key,
            "level": level,
            "links": links.get(str(n), ()),
            "boilerplate": reasons.get(str(n), ""),
        }
        for n, (kind, text, key, level) in enumerate(
            zip(data["kinds"], texts, data["keys"], data["levels"], strict=True)
        )
    ]
    left = iter(blocks)
    sections = [
        {"path": path, "blocks": list(islice(left, count))} for path, count in data["sections"]
    ]
    return {
        "title": data["title"],
        "language": data["language"],
        "sections": sections,
        "boilerplate": list(left),
        "warnings": data["warnings"],
    }
