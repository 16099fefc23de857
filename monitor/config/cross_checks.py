"""What no field of the watchlist shows alone: doubles, names that must exist elsewhere, and values
that only the parts that use them can judge.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from monitor.config import Config, template_files, values
from monitor.config.models import RangeModel, Watchlist, WatchOptions
from monitor.config.problems import Problems
from monitor.model import Kind

Path_ = tuple[str | int, ...]
UNCLASSED = (str(Kind.EDITORIAL), str(Kind.NOISE))  # kinds that may be given a severity


def doubles(config: Config, places: Sequence[int], problems: Problems) -> None:
    """`places`: in which entry of the file each watch stands."""
    ids: dict[str, int] = {}
    pages: dict[object, int] = {}
    for i, watch in zip(places, config.watches, strict=True):
        first = ids.setdefault(watch.id, i)
        if first != i:
            line, _ = problems.root.line_of(("watches", first))
            problems.add(
                ("watches", i, "id"),
                f"the id '{watch.id}' is already that of the watch on line {line}; give this one "
                "an 'id' of its own",
            )
        page = (values.same_address(watch.url), watch.rules, watch.headers)
        first = pages.setdefault(page, i)
        if first != i:
            line, _ = problems.root.line_of(("watches", first, "url"))
            problems.add(("watches", i, "url"), f"this address is already watched on line {line}")
    names: dict[str, int] = {}
    for i, route in enumerate(config.routes):
        first = names.setdefault(route.name, i)
        if first != i:
            line, _ = problems.root.line_of(("notify", first, "name"))
            problems.add(
                ("notify", i, "name"), f"the route '{route.name}' is already defined on line {line}"
            )


def references(model: Watchlist, problems: Problems) -> None:
    """Names that must exist elsewhere in the file."""
    routes = [r.name for r in model.notify]
    services = [w.service for w in model.watches]
    tags = [t for entry in (model.defaults, *model.watches) for t in entry.tags or ()]
    entries: list[tuple[Path_, WatchOptions]] = [(("defaults",), model.defaults)]
    entries += [(("watches", i), w) for i, w in enumerate(model.watches)]
    for path, entry in entries:
        for j, name in enumerate(entry.notify or []):
            if name not in routes:
                problems.add(
                    (*path, "notify", j),
                    "expected the name of a route under 'notify' "
                    f"({', '.join(routes) or 'there is none yet'}), found '{name}'"
                    + values.nearest(name, routes),
                )
    for i, route in enumerate(model.notify):
        for j, name in enumerate(route.services):
            if services and name not in services:
                problems.add(
                    ("notify", i, "services", j),
                    f"no watch is of the service '{name}'{values.nearest(name, services)}",
                )
        for j, name in enumerate(route.tags):
            if model.watches and name not in tags:
                problems.add(
                    ("notify", i, "tags", j),
                    f"no watch has the tag '{name}'{values.nearest(name, tags)}",
                )


def thorough(model: Watchlist, file: Path, problems: Problems) -> None:
    """What needs the parts that will use it: class names, selectors, channels."""
    entries: list[tuple[Path_, WatchOptions]] = [(("defaults",), model.defaults)]
    entries += [(("watches", i), w) for i, w in enumerate(model.watches)]
    chosen = [(path, *found) for path, entry in entries for found in _selectors(entry)]
    if chosen or any(watch.follow for watch in model.watches):
        _chosen(model, chosen, problems)
    _class_names(model, problems)
    if model.notify:
        _channels(model, file, problems)


def _chosen(
    model: Watchlist, chosen: Iterable[tuple[Path_, str, int, str]], problems: Problems
) -> None:
    """What chooses in pages, and which links are followed."""
    from monitor.extract.followed import is_pattern
    from monitor.extract.selectors import problem as selector_problem

    for path, name, j, selector in chosen:
        if wrong := wrong_choice(selector, also_json=name == "select"):
            problems.add((*path, name, j), wrong)
    for i, watch in enumerate(model.watches):
        for j, selector in enumerate(watch.follow):
            if not is_pattern(selector) and (why := selector_problem(selector)):
                problems.add(
                    ("watches", i, "follow", j),
                    "expected a CSS selector, or a pattern that begins with / or https://, "
                    f"found '{selector}' ({why})",
                )


def wrong_choice(selector: str, *, also_json: bool) -> str:
    """Why this cannot choose in a page; "" where it can. `also_json`: a JSONPath may."""
    from monitor.extract.json_text import is_path, path_problem
    from monitor.extract.selectors import problem

    of_json = also_json and is_path(selector)
    why = path_problem(selector) if of_json else problem(selector)
    what = "JSONPath" if of_json else "CSS selector"
    return f"expected a {what}, found '{selector}' ({why})" if why else ""


def _channels(model: Watchlist, file: Path, problems: Problems) -> None:
    """The routes' own wording, and their addresses."""
    from monitor.notify import problem as channel_problem

    for i, route in enumerate(model.notify):
        if route.templates:
            folder = str((file.absolute().parent / Path(route.templates).expanduser()).absolute())
            if wrong := template_files.problem(folder):
                problems.add(("notify", i, "templates"), wrong)
        for j, url in enumerate(route.urls):
            for address in _named(url.strip(), file.absolute().parent):
                if unusable := channel_problem(address):
                    problems.add(
                        ("notify", i, "urls", j), f"expected an Apprise address: {unusable}"
                    )


def _named(url: str, folder: Path) -> list[str]:
    """The addresses that an entry stands for: those of a file, none where it cannot be read (which
    was said when the routes were made)."""
    if not url.startswith("file://"):
        return [url] if url else []
    from monitor.notify.address_book import addresses

    try:
        return addresses(url, folder)
    except ValueError:
        return []


def _class_names(model: Watchlist, problems: Problems) -> None:
    if not model.settings.severity and not any(route.classes for route in model.notify):
        return
    from monitor.classify import catalogue

    classes = [info.name for info in catalogue()]
    named: list[tuple[Path_, str, Iterable[str]]] = [
        (("settings", "severity", name), name, (*classes, *UNCLASSED))
        for name in model.settings.severity
    ]
    for i, route in enumerate(model.notify):
        named += [(("notify", i, "classes", j), n, classes) for j, n in enumerate(route.classes)]
    for path, name, known in named:
        if name not in known:
            problems.add(
                path,
                f"expected a class (`monitor classes`), found '{name}'"
                + values.nearest(name, known),
            )


def _selectors(entry: WatchOptions) -> list[tuple[str, int, str]]:
    found: list[tuple[str, int, str]] = []
    for name, places in (("select", entry.select), ("remove", entry.remove)):
        for j, item in enumerate(places or []):
            if isinstance(item, RangeModel):
                parts = (item.start_before, item.start_after, item.end_before, item.end_after)
                found += [(name, j, part) for part in parts if part]
            else:
                found.append((name, j, item))
    return found
