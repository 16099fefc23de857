"""The catalogue as entries, and finding them by a service's name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from monitor.config.values import slug
from monitor.errors import NotFoundError

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

ROBOTS = ("allowed", "forbidden", "invited only", "unknown")
BROWSER = ("no", "maybe", "likely")


@dataclass(frozen=True, slots=True)
class Entry:
    """One document of the catalogue."""

    id: str
    service: str
    document: str
    url: str
    tags: tuple[str, ...]
    robots: str  # one of ROBOTS
    browser: str  # one of BROWSER
    note: str
    checked: str  # the day on which the address was found to answer with its text, or "no"
    also: tuple[str, ...]  # other names of the service


@cache
def entries() -> tuple[Entry, ...]:
    """The whole catalogue, by the files' names and in their order."""
    found: list[Entry] = []
    folder = files("monitor.catalogue")
    for name in sorted(file.name for file in folder.iterdir() if file.name.endswith(".yaml")):
        services = yaml.load(folder.joinpath(name).read_text("utf-8"), Loader=_Loader)  # noqa: S506 - a safe loader
        found += [_entry(service, one) for service in services for one in service["documents"]]
    return tuple(found)


def chosen(service: str = "", tags: Iterable[str] = ()) -> list[Entry]:
    """The entries of a service ("" for all) that have all of these tags.

    Raises NotFoundError with what is near, or with the tags that there are.
    """
    found: Sequence[Entry] = of_service(service) if service else entries()
    for tag in tags:
        kept = [entry for entry in found if tag in entry.tags]
        if not kept:
            there = ", ".join(sorted({t for entry in found for t in entry.tags}))
            of = f" of {found[0].service}" if service else ""
            raise NotFoundError(f"no document{of} has the tag '{tag}'; there are {there}")
        found = kept
    return list(found)


def of_service(name: str) -> list[Entry]:
    """The entries of the service that is called so, or the only one whose name begins so."""
    wanted = name.casefold().strip()
    names: dict[str, str] = {}
    for entry in entries():
        names |= {other.casefold(): entry.service for other in (*entry.also, entry.service)}
    services = {names[wanted]} if wanted in names else _beginning(wanted, names)
    if len(services) == 1:
        (service,) = services
        return [entry for entry in entries() if entry.service == service]
    if services:
        raise NotFoundError(f"'{name}' may be {', '.join(sorted(services))}")
    near = [names[found] for found in get_close_matches(wanted, names, n=3, cutoff=0.6)]
    hint = f"; did you mean {', '.join(dict.fromkeys(near))}?" if near else ""
    raise NotFoundError(
        f"the catalogue has no service '{name}'{hint or '; `monitor catalogue` shows all'}"
    )


def knows(name: str) -> bool:
    """Is that a service's whole name, such as "booking.com"?"""
    wanted = name.casefold().strip()
    return any(wanted in map(str.casefold, (e.service, *e.also)) for e in entries())


def _beginning(wanted: str, names: dict[str, str]) -> set[str]:
    return {service for name, service in names.items() if wanted and name.startswith(wanted)}


def _entry(service: dict[str, Any], one: dict[str, Any]) -> Entry:
    checked = one["checked"]
    return Entry(
        id=one.get("id") or slug(f"{service['service']} {one['document']}"),
        service=service["service"],
        document=one["document"],
        url=one["url"],
        tags=tuple(one["tags"]),
        robots=service["robots"],
        browser=service["browser"],
        note=service.get("note", ""),
        checked=str(checked) if checked else "no",
        also=tuple(service.get("also", ())),
    )
