"""Pydantic's errors in a person's words: "watchlist.yaml:12: watches[3].every: expected …"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from pydantic import BaseModel, ValidationError

from monitor.config import values
from monitor.config.models import (
    RangeModel,
    SectionsModel,
    VariantModel,
    Watchlist,
    WatchModel,
    WatchOptions,
)
from monitor.config.settings_models import ReaderModel, RouteModel, SettingsModel
from monitor.config.source import Node
from monitor.errors import Problem

_WORDS = {
    "string_type": "text",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "bool_type": "yes or no",
    "bool_parsing": "yes or no",
    "list_type": "a list",
    "dict_type": "a mapping (key: value)",
    "model_type": "a mapping (key: value)",
    "model_attributes_type": "a mapping (key: value)",
    "string_too_short": "some text",
}
_IN_SECONDS = ("timeout", "host_pause")  # written as 60, 60s or 1m
_AT: dict[str, type[BaseModel]] = {
    "": Watchlist,
    "settings": SettingsModel,
    "defaults": WatchOptions,
    "notify": RouteModel,
    "reader": ReaderModel,
    "watches": WatchModel,
    "sections": SectionsModel,
    "select": RangeModel,
    "remove": RangeModel,
}


class Problems:
    """Collects problems with their places; knows how to word them."""

    def __init__(self, file: str, root: Node) -> None:
        self.file = file
        self.root = root
        self.found: list[Problem] = []
        self._places: set[tuple[str | int, ...]] = set()

    def add(self, path: Sequence[str | int], text: str) -> None:
        """One problem at a path into the file; a second one there would only follow from it."""
        if tuple(path) in self._places:
            return
        self._places.add(tuple(path))
        line, _ = self.root.line_of(path)
        self.found.append(Problem(self.file, line, key(path), text))

    def add_line(self, line: int, text: str) -> None:
        """One problem at a line."""
        self.found.append(Problem(self.file, line, "", text))

    def add_validation(self, error: ValidationError) -> None:
        """Everything that pydantic found."""
        for item in error.errors(include_url=False, include_context=True):
            path = self._path(item["loc"], item["type"])
            self.add(path, _text(item, path))

    def lines(self) -> list[Problem]:
        """All of them, in the order of the file, each once."""
        return list(dict.fromkeys(sorted(self.found, key=lambda problem: problem.line)))

    def _path(self, loc: tuple[str | int, ...], kind: str) -> tuple[str | int, ...]:
        """The part of pydantic's location that is in the file (it adds names of its own)."""
        _, found = self.root.line_of(loc)
        if kind == "missing":
            return (*found, loc[-1])
        return found


def key(path: Iterable[str | int]) -> str:
    """("watches", 3, "every") as "watches[3].every"."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text


def known_keys(path: Sequence[str | int]) -> list[str]:
    """The keys allowed in the mapping at `path`."""
    names = [step for step in path if isinstance(step, str)]
    model = _AT.get(names[-1] if names else "", Watchlist)
    if len(names) > 1 and names[-2] == "variants":
        model = VariantModel
    return [field.alias or name for name, field in model.model_fields.items()]


def _text(item: Any, path: tuple[str | int, ...]) -> str:
    kind, context = item["type"], item.get("ctx", {})
    if kind == "value_error":
        return str(context["error"])
    if kind == "extra_forbidden":
        known = known_keys(path[:-1])
        return (
            f"unknown key{values.nearest(str(path[-1]), known) or '; known: ' + ', '.join(known)}"
        )
    if kind == "missing":
        return f"missing; expected: {_describe(path)}"
    if kind in ("literal_error", "enum"):
        return f"expected {context['expected']}, found {_found(item)}"
    if kind == "string_pattern_mismatch" and path[-1:] != ("id",):
        return "expected one line of text"
    if kind == "string_pattern_mismatch":
        return f"expected lower-case letters, digits and dashes, found {_found(item)}"
    if kind == "string_too_long":
        return f"expected at most {context['max_length']} characters"
    if kind.startswith(("greater_than", "less_than")):
        limit = next(iter(context.values()))
        side = "more than" if kind == "greater_than" else "at least" if "gr" in kind else "at most"
        unit, found = "", _found(item)
        if path[-1] in _IN_SECONDS:  # read already, or as it is written
            unit, read = "s", item["input"]
            found = f"{read:g}s" if isinstance(read, (int, float)) else found
        return f"expected {side} {limit:g}{unit}, found {found}"
    expected = _WORDS.get(kind)
    if expected is None:
        return str(item["msg"])
    return f"expected {expected}, found {_found(item)}"


def _describe(path: tuple[str | int, ...]) -> str:
    names = [step for step in path if isinstance(step, str)]
    model = _AT.get(names[-2] if len(names) > 1 else "", Watchlist)
    field = model.model_fields.get(names[-1])
    text = (field.description if field else None) or "a value"
    return text[0].lower() + text[1:].rstrip(".")


def _found(item: Any) -> str:
    """The value that was found, unless it may be a secret."""
    if any(step in ("urls", "headers", "database", "key") for step in item["loc"]):
        return "another kind of value" if not isinstance(item["input"], str) else "other text"
    return values.shown(item["input"])
