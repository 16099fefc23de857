"""Our dataclasses as plain dicts for JSON, and back.

Derived from the dataclasses' fields and annotations, so that a field added with a default needs
nothing here: fields at their default are left out when written, filled in when missing, and
unknown ones (written by a newer monitor) are ignored. A field that was renamed is read by its
former name as well.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from enum import Enum
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar

T = TypeVar("T")
Convert = Callable[[Any], Any]

FORMER_NAMES = {"chrome": "boilerplate", "waves": "pending"}  # until 0.1


def to_json(value: Any) -> dict[str, Any]:
    """A dataclass of ours as a dict of JSON types (and tuples, which JSON writes as lists)."""
    kind: Any = type(value)
    result: dict[str, Any] = _dataclass_writer(kind)(value)
    return result


def from_json(cls: type[T], data: Mapping[str, Any]) -> T:
    """The dataclass `cls` from what :func:`to_json` gave, also after a trip through JSON.

    Raises ValueError, TypeError or KeyError where the data is of another shape.
    """
    kind: Any = cls
    result: T = _dataclass_reader(kind)(data)
    return result


# --------------------------------------------------------------------------- from the annotations


def _default(field: dataclasses.Field[Any]) -> Any:
    if field.default_factory is not dataclasses.MISSING:
        return field.default_factory()
    return field.default  # MISSING when there is none, which equals no value


@cache
def _writer(kind: Any) -> Convert | None:
    """How a value annotated `kind` becomes JSON; None: it already is."""
    if dataclasses.is_dataclass(kind):
        cls: Any = kind
        return _dataclass_writer(cls)
    kind, optional = _without_none(kind)
    origin, args = typing.get_origin(kind), typing.get_args(kind)
    if optional:
        return _or_none(_writer(kind))
    if origin in (tuple, frozenset, list):
        if origin is frozenset:
            return sorted
        if any(_writer(a) for a in args[1:] if a is not Ellipsis):
            raise TypeError(f"no JSON form for {kind}")
        return _each(_writer(args[0]))
    if origin is not None and issubclass(origin, Mapping):
        return _values(_writer(args[1]))
    if kind in (datetime, date):
        return lambda v: v.isoformat()
    if kind is timedelta:
        return timedelta.total_seconds
    if kind in (str, int, float, bool) or kind is Any or issubclass(kind, str):
        return None
    raise TypeError(f"no JSON form for {kind}")


@cache
def _dataclass_writer(cls: Any) -> Convert:
    fields = dataclasses.fields(cls)
    names = [f.name for f in fields]
    defaults = [_default(f) for f in fields]
    # Resolved at the first use, so that a class may hold itself.
    plan: list[tuple[str, Any, Convert | None]] = []
    get = attrgetter(*names) if len(names) > 1 else lambda v: (getattr(v, names[0]),)

    def write(value: Any) -> dict[str, Any]:
        if not plan:
            hints = typing.get_type_hints(cls)
            # In one step: another thread must not use half of it, nor add to it.
            plan[:] = [(n, d, _writer(hints[n])) for n, d in zip(names, defaults, strict=True)]
        return {
            name: convert(v) if convert else v
            for v, (name, default, convert) in zip(get(value), plan, strict=True)
            if v is not default and v != default
        }

    return write


@cache
def _reader(kind: Any) -> Convert | None:
    """How JSON becomes a value annotated `kind`; None: it already is."""
    if dataclasses.is_dataclass(kind):
        cls: Any = kind
        return _dataclass_reader(cls)
    kind, optional = _without_none(kind)
    origin, args = typing.get_origin(kind), typing.get_args(kind)
    if optional:
        return _or_none(_reader(kind))
    if origin in (tuple, frozenset, list):
        return _collected(origin, _reader(args[0]))
    if origin is not None and issubclass(origin, Mapping):
        return _values(_reader(args[1]))
    if kind in (datetime, date):
        parse: Convert = kind.fromisoformat
        return parse
    if kind is timedelta:
        return lambda v: timedelta(seconds=v)
    if isinstance(kind, type) and issubclass(kind, Enum):
        members = {m.value: m for m in kind}
        return members.__getitem__
    return None


@cache
def _dataclass_reader(cls: Any) -> Convert:
    plan: dict[str, tuple[str, Convert | None]] = {}  # field and reader by stored name

    def read(data: Mapping[str, Any]) -> Any:
        if not plan:
            hints = typing.get_type_hints(cls)
            made = {f.name: (f.name, _reader(hints[f.name])) for f in dataclasses.fields(cls)}
            former = {old: made[new] for old, new in FORMER_NAMES.items() if new in made}
            plan.update(former | made)
        return cls(
            **{
                plan[name][0]: convert(v) if (convert := plan[name][1]) else v
                for name, v in data.items()
                if name in plan
            }
        )

    return read


def _or_none(convert: Convert | None) -> Convert | None:
    return (lambda v: None if v is None else convert(v)) if convert else None


def _each(convert: Convert | None) -> Convert | None:
    return (lambda vs: [convert(v) for v in vs]) if convert else None


def _collected(collection: Convert, convert: Convert | None) -> Convert:
    return (lambda vs: collection(map(convert, vs))) if convert else collection


def _values(convert: Convert | None) -> Convert:
    return (lambda m: {k: convert(v) for k, v in m.items()}) if convert else dict


def _without_none(kind: Any) -> tuple[Any, bool]:
    """`X | None` -> X, True; anything else as it is."""
    if typing.get_origin(kind) in (typing.Union, types.UnionType):
        rest = [a for a in typing.get_args(kind) if a is not type(None)]
        if len(rest) != 1:
            raise TypeError(f"no JSON form for {kind}")
        return rest[0], True
    return kind, False
