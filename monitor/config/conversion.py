"""From the text of a watchlist to a Config: read, fill in, validate, merge, find doubles."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from monitor.config import (
    Config,
    absolute_database,
    known_database,
    log_settings,
    source,
    template_files,
    values,
)
from monitor.config.environment import filled
from monitor.config.models import (
    RangeModel,
    RouteModel,
    VariantModel,
    Watchlist,
    WatchModel,
    WatchOptions,
)
from monitor.config.problems import Problems
from monitor.errors import ConfigError
from monitor.model import BrowserSettings, ExtractRules, Kind, Range, Route, Watch
from monitor.model.reading import ReaderServer

Path_ = tuple[str | int, ...]
DEFAULT_EVERY = timedelta(hours=6)
UNCLASSED = (str(Kind.EDITORIAL), str(Kind.NOISE))  # kinds that may be given a severity


def convert(data: bytes, file: Path, environ: Mapping[str, str], *, thorough: bool) -> Config:
    """Raises SourceError when the text is not YAML, ConfigError with everything else."""
    root, duplicates = source.read(data)
    problems = Problems(str(file), root)
    for line, text in duplicates:
        problems.add_line(line, text)
    if root.value is None:
        root.value = {}
    plain = _filled(root, environ, problems)
    try:
        model = Watchlist.model_validate(plain)
    except ValidationError as e:
        problems.add_validation(e)
        raise ConfigError(*problems.lines()) from None
    config = _config(model, file, problems)
    places = [i for i, w in enumerate(model.watches) for _ in range(max(1, len(w.variants)))]
    _doubles(config, places, problems)
    _references(model, problems)
    if thorough:
        _thorough(model, file, problems)
    if problems.found:
        raise ConfigError(*problems.lines())
    return config


def settings_only(data: bytes, file: Path, environ: Mapping[str, str]) -> Config:
    """As convert, of `settings` alone: whatever is wrong elsewhere in the file does not matter."""
    root, _ = source.read(data)
    keys = root.value if isinstance(root.value, dict) else {}
    root.value = {"settings": keys["settings"]} if "settings" in keys else {}
    problems = Problems(str(file), root)
    try:
        model = Watchlist.model_validate(_filled(root, environ, problems))
    except ValidationError as e:
        problems.add_validation(e)
        raise ConfigError(*problems.lines()) from None
    config = _config(model, file, problems)
    if problems.found:
        raise ConfigError(*problems.lines())
    return config


def _filled(root: source.Node, environ: Mapping[str, str], problems: Problems) -> Any:
    for path, text in root.strings():
        if "${" in text:
            filled(text, environ, lambda problem, path=path: problems.add(path, problem))  # type: ignore[misc]
    return root.plain(lambda text: filled(text, environ, lambda _: None) if "${" in text else text)


# --------------------------------------------------------------------------- models to dataclasses


def _config(model: Watchlist, file: Path, problems: Problems) -> Config:
    settings, folder = model.settings, file.absolute().parent
    database = settings.database or "sqlite:///monitor.db"
    if not known_database(database):
        problems.add(
            ("settings", "database"), "expected sqlite:///file.db or postgresql://user@host/name"
        )
    if settings.timestamp and find_spec("asn1crypto") is None:
        problems.add(
            ("settings", "timestamp"),
            "needs one more package: pip install '.[timestamp]' in monitor's source",
        )
    log = _checked(lambda: log_settings(settings.log or ""), ("settings", "log"), problems) or {}
    return Config(
        path=file.absolute(),
        watches=tuple(watch for w in model.watches for watch in _editions(w, model.defaults)),
        routes=tuple(
            _route(r, folder, _addresses(r, folder, ("notify", i, "urls"), problems))
            for i, r in enumerate(model.notify)
        ),
        database=absolute_database(database, folder),
        snapshots=(folder / Path(settings.snapshots or "snapshots").expanduser()).absolute(),
        user_agent=settings.user_agent or "",
        contact=settings.contact or "",
        browser=BrowserSettings(
            executable_path=_beside(settings.browser.executable_path, folder),
            channel=settings.browser.channel or "",
            cdp=settings.browser.cdp or "",
            allow=tuple(settings.browser.allow),
            sandbox=settings.browser.sandbox,
            memory=settings.browser.memory,
        ),
        concurrency=settings.concurrency,
        processes=settings.processes,
        host_pause=settings.host_pause,
        severity=settings.severity,
        heartbeat=settings.heartbeat or "",
        timestamp=settings.timestamp or "",
        keep_fetches=settings.keep_fetches,
        web=settings.web or "",
        allow_private=bool(model.defaults.allow_private),
        reader=ReaderServer(**model.reader.model_dump()) if model.reader else None,
        **log,
    )


def _beside(path: str | None, folder: Path) -> str:
    return str((folder / Path(path).expanduser()).absolute()) if path else ""


def _addresses(model: RouteModel, folder: Path, path: Path_, problems: Problems) -> list[str]:
    """The route's addresses in their places, "" where one is not known; files are opened."""
    found: list[str] = []
    for j, url in enumerate(model.urls):
        if url.strip().startswith("file://"):
            from monitor.notify.address_book import addresses  # loads Apprise

            found += _checked(partial(addresses, url, folder), (*path, j), problems) or [""]
        else:
            found.append(url.strip())
    return found


def _route(model: RouteModel, folder: Path, urls: Sequence[str]) -> Route:
    return Route(
        name=model.name,
        urls=tuple(url for url in urls if url),
        unknown=tuple(n for n, url in enumerate(urls, start=1) if not url),
        kinds=tuple(dict.fromkeys(model.kinds)),
        classes=tuple(model.classes),
        services=tuple(model.services),
        tags=tuple(model.tags),
        severity=model.severity,
        reminders=tuple(sorted(set(model.reminders), reverse=True)),
        digest=model.digest,
        quiet=model.quiet,
        per_hour=model.per_hour,
        all_quiet=model.all_quiet,
        templates=str((folder / Path(model.templates).expanduser()).absolute())
        if model.templates
        else "",
        unsubscribe=model.unsubscribe or "",
    )


def _editions(model: WatchModel, defaults: WatchOptions) -> list[Watch]:
    """The watch, or one for each of its variants."""
    watch = _watch(model, defaults)
    return [_edition(watch, name, of) for name, of in model.variants.items()] or [watch]


def _edition(watch: Watch, name: str, model: VariantModel) -> Watch:
    headers = {k.lower(): (k, v) for k, v in watch.headers}
    headers |= {k.lower(): (k, v) for k, v in (model.headers or {}).items()}
    return replace(
        watch,
        id=f"{watch.id}@{name}",
        document=f"{watch.document} ({name})",
        url=model.url or watch.url,
        headers=tuple(headers.values()),
        proxy=model.proxy or watch.proxy,
    )


def _watch(model: WatchModel, defaults: WatchOptions) -> Watch:
    """The watch's own keys, else those of `defaults`; headers are joined and tags added up."""

    def get(name: str) -> Any:
        own = getattr(model, name)
        return getattr(defaults, name) if own is None else own

    every, cron = get("every") or (DEFAULT_EVERY, "")
    confirm = get("confirm")
    headers = {k.lower(): (k, v) for k, v in (defaults.headers or {}).items()}
    headers |= {k.lower(): (k, v) for k, v in (model.headers or {}).items()}
    optional: dict[str, Any] = {
        "timezone": get("timezone"),
        "jitter": get("jitter"),
        "keep": get("keep"),
        "fetch": get("fetch"),
        "click": tuple(get("click") or ()),
        "robots": get("robots"),
        "allow_private": get("allow_private"),
        "proxy": get("proxy"),
        "timeout": get("timeout"),
        "max_bytes": get("max_bytes"),
        "enabled": get("enabled"),
        "confirm_after": confirm if isinstance(confirm, timedelta) else None,
        "confirm": confirm if isinstance(confirm, bool) else None,
    }
    return Watch(
        id=watch_id(model),
        service=model.service,
        document=model.document,
        url=model.url,
        pages=tuple(dict.fromkeys(model.pages)),
        follow=tuple(model.follow),
        every=every,
        cron=cron,
        rules=_rules(model, defaults),
        headers=tuple(headers.values()),
        tags=tuple(dict.fromkeys([*(defaults.tags or []), *(model.tags or [])])),
        notify=tuple(get("notify") or ()),
        **{name: value for name, value in optional.items() if value is not None},
    )


def watch_id(model: WatchModel) -> str:
    """The id given, or the slug of service and document."""
    return model.id or values.slug(f"{model.service} {model.document}")


def _rules(model: WatchModel, defaults: WatchOptions) -> ExtractRules:
    selects = (defaults.select if model.select is None else model.select) or []
    removes = (defaults.remove if model.remove is None else model.remove) or []
    sections = model.sections or defaults.sections
    return ExtractRules(
        select=tuple(s for s in selects if isinstance(s, str)),
        ranges=tuple(
            Range(s.start_before, s.start_after, s.end_before, s.end_after)
            for s in selects
            if isinstance(s, RangeModel)
        ),
        remove=tuple(removes),
        include=tuple(sections.include) if sections else (),
        exclude=tuple(sections.exclude) if sections else (),
    )


# --------------------------------------------------------------------------- checks across entries


def _doubles(config: Config, places: Sequence[int], problems: Problems) -> None:
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


def _references(model: Watchlist, problems: Problems) -> None:
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


def _thorough(model: Watchlist, file: Path, problems: Problems) -> None:
    """What needs the parts that will use it: class names, selectors, channels."""
    from monitor.extract.followed import is_pattern
    from monitor.extract.json_text import is_path, path_problem
    from monitor.extract.selectors import problem as selector_problem
    from monitor.notify import problem as channel_problem

    entries: list[tuple[Path_, WatchOptions]] = [(("defaults",), model.defaults)]
    entries += [(("watches", i), w) for i, w in enumerate(model.watches)]
    for path, entry in entries:
        for name, j, selector in _selectors(entry):
            of_json = name == "select" and is_path(selector)
            if why := path_problem(selector) if of_json else selector_problem(selector):
                what = "JSONPath" if of_json else "CSS selector"
                problems.add((*path, name, j), f"expected a {what}, found '{selector}' ({why})")
    for i, watch in enumerate(model.watches):
        for j, selector in enumerate(watch.follow):
            if not is_pattern(selector) and (why := selector_problem(selector)):
                problems.add(
                    ("watches", i, "follow", j),
                    "expected a CSS selector, or a pattern that begins with / or https://, "
                    f"found '{selector}' ({why})",
                )
    _class_names(model, problems)
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
    for j, item in enumerate(entry.select or []):
        if isinstance(item, RangeModel):
            parts = (item.start_before, item.start_after, item.end_before, item.end_after)
            found += [("select", j, part) for part in parts if part]
        else:
            found.append(("select", j, item))
    return found + [("remove", j, item) for j, item in enumerate(entry.remove or [])]


def _checked(make: Callable[[], Any], path: Path_, problems: Problems) -> Any:
    try:
        return make()
    except ValueError as e:
        problems.add(path, str(e))
        return None
