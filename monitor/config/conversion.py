"""From the text of a watchlist to a Config: read, fill in, validate, merge, find doubles."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
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
    cross_checks,
    known_database,
    log_settings,
    snapshots_at,
    source,
    values,
)
from monitor.config.environment import filled
from monitor.config.models import (
    RangeModel,
    VariantModel,
    Watchlist,
    WatchModel,
    WatchOptions,
)
from monitor.config.problems import Problems
from monitor.config.settings_models import BrowserModel, RouteModel
from monitor.errors import ConfigError
from monitor.model import BrowserSettings, ExtractRules, Range, Route, Watch
from monitor.model.reading import ReaderServer

Path_ = tuple[str | int, ...]
_AS_THEY_STAND = (
    "timezone", "jitter", "keep", "fetch", "robots", "allow_private", "proxy", "timeout",
    "max_bytes", "enabled",
)  # fmt: skip
_NAMING = frozenset(("service", "document", "url", "id"))
DEFAULT_EVERY = timedelta(hours=6)


def convert(
    data: bytes,
    file: Path,
    environ: Mapping[str, str],
    *,
    thorough: bool,
    excerpt: bool = False,
) -> Config:
    """Raises SourceError when the text is not YAML, ConfigError with everything else.

    `excerpt`: of a list that is right; what is named may be elsewhere in it.
    """
    root, duplicates = source.read(data)
    problems = Problems(str(file), root)
    for line, text in duplicates:
        problems.add_line(line, text)
    if root.value is None:
        root.value = {}
    model = _validated(root, environ, problems)
    config = _config(model, file, problems)
    places = [i for i, w in enumerate(model.watches) for _ in range(max(1, len(w.variants)))]
    cross_checks.doubles(config, places, problems)
    if not excerpt:
        cross_checks.references(model, problems)
    if thorough:
        cross_checks.thorough(model, file, problems)
    if problems.found:
        raise ConfigError(*problems.lines())
    return config


def settings_only(data: bytes, file: Path, environ: Mapping[str, str]) -> Config:
    """As convert, of `settings` alone: whatever is wrong elsewhere in the file does not matter."""
    root = _only("settings", data)
    problems = Problems(str(file), root)
    config = _config(_validated(root, environ, problems), file, problems)
    if problems.found:
        raise ConfigError(*problems.lines())
    return config


def usual(data: bytes, file: Path, environ: Mapping[str, str]) -> Watch:
    """What `defaults` make of an entry that says nothing of its own; of a list that is right."""
    root = _only("defaults", data)
    model = Watchlist.model_validate(_filled(root, environ, Problems(str(file), root)))
    return _usual(model.defaults)


def _usual(defaults: WatchOptions) -> Watch:
    return _watch(WatchModel(service="-", document="-", url="https://a.example"), defaults)


def _only(name: str, data: bytes) -> source.Node:
    """One of the list's keys, if it is there, and nothing of the others."""
    root, _ = source.read(data)
    keys = root.value if isinstance(root.value, dict) else {}
    root.value = {name: keys[name]} if name in keys else {}
    return root


def _validated(root: source.Node, environ: Mapping[str, str], problems: Problems) -> Watchlist:
    try:
        return Watchlist.model_validate(_filled(root, environ, problems))
    except ValidationError as e:
        problems.add_validation(e)
        raise ConfigError(*problems.lines()) from None


def _filled(root: source.Node, environ: Mapping[str, str], problems: Problems) -> Any:
    asking: list[str] = []

    def fill(text: str) -> str:
        if "${" not in text:
            return text
        asking.append(text)
        return filled(text, environ, lambda _: None)

    plain = root.plain(fill)
    for path, text in root.strings() if asking else ():
        filled(text, environ, lambda problem, path=path: problems.add(path, problem))  # type: ignore[misc]
    return plain


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
    usual = _usual(model.defaults)
    log = _checked(lambda: log_settings(settings.log or ""), ("settings", "log"), problems) or {}
    return Config(
        path=file.absolute(),
        watches=tuple(
            watch for w in model.watches for watch in _editions(w, model.defaults, usual)
        ),
        routes=tuple(
            _route(r, folder, _addresses(r, folder, ("notify", i, "urls"), problems))
            for i, r in enumerate(model.notify)
        ),
        database=absolute_database(database, folder),
        **snapshots_at(settings.snapshots or "snapshots", folder),
        user_agent=settings.user_agent or "",
        contact=settings.contact or "",
        browser=_browser(settings.browser, folder),
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


def _browser(model: BrowserModel, folder: Path) -> BrowserSettings:
    return BrowserSettings(
        executable_path=_beside(model.executable_path, folder),
        channel=model.channel or "",
        cdp=model.cdp or "",
        allow=tuple(model.allow),
        sandbox=model.sandbox,
        memory=model.memory,
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


def _editions(model: WatchModel, defaults: WatchOptions, usual: Watch) -> list[Watch]:
    """The watch, or one for each of its variants. `usual`: what `defaults` alone make."""
    if model.model_fields_set <= _NAMING:  # as of most of a long list: in a fifth of the time
        service, document, url = model.service, model.document, model.url
        return [replace(usual, id=watch_id(model), service=service, document=document, url=url)]
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
        **{name: get(name) for name in _AS_THEY_STAND},
        "click": tuple(get("click") or ()),
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
        ranges=_ranges(selects),
        remove=tuple(s for s in removes if isinstance(s, str)),
        cuts=_ranges(removes),
        include=tuple(sections.include) if sections else (),
        exclude=tuple(sections.exclude) if sections else (),
    )


def _ranges(places: Sequence[str | RangeModel]) -> tuple[Range, ...]:
    return tuple(
        Range(r.start_before, r.start_after, r.end_before, r.end_after)
        for r in places
        if isinstance(r, RangeModel)
    )


# --------------------------------------------------------------------------- checks across entries


def _checked(make: Callable[[], Any], path: Path_, problems: Problems) -> Any:
    try:
        return make()
    except ValueError as e:
        problems.add(path, str(e))
        return None
