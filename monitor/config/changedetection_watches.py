"""The watches of changedetection.io as entries of ours."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from monitor.config import values
from monitor.config.foreign import (
    Foreign,
    Listed,
    address_problem,
    headers_of,
    texts,
    usable,
    watching,
)

_UNITS = ("weeks", "days", "hours", "minutes", "seconds")
# Settings that change what is asked for or what is told; the rest is state or looks.
_TOLD = (
    *("body", "browser_steps", "conditions", "trigger_text", "ignore_text", "extract_text"),
    *("text_should_not_be_present", "webdriver_js_execute_code", "ignore_status_codes"),
    *("check_unique_lines", "sort_text_alphabetically", "notification_urls"),
)
_NO_PROXY = "no-proxy"
_OFF = ("filter_text_added", "filter_text_removed", "filter_text_replaced")


@dataclass(frozen=True, slots=True)
class _Usual:
    """What holds for every watch that does not say otherwise."""

    interval: Any
    backend: Any
    proxies: Mapping[str, str]  # address by key
    proxy: str  # key


def listed(document: Mapping[str, Any]) -> Listed:
    """The pages of url-watches.json, or of one watch.json."""
    settings = document.get("settings")
    app = _below(settings, "application")
    requests = _below(settings, "requests")
    usual = _Usual(
        requests.get("time_between_check"),
        app.get("fetch_backend"),
        _proxies(_below(document, "proxies"), requests.get("extra_proxies")),
        str(requests.get("proxy") or ""),
    )
    tags = {
        str(key): str(tag.get("title"))
        for key, tag in _below(app, "tags").items()
        if isinstance(tag, dict) and tag.get("title")
    }
    entries: list[Foreign] = []
    skipped: list[str] = []
    for watch in watching(document) or ():
        url = watch.get("url")
        if not (problem := address_problem(url)):
            entries.append(_entry(watch, str(url), tags, usual))
        else:
            name = watch.get("title") or watch.get("uuid") or ""
            skipped.append(f"watch {name}: url: {problem}")
    return Listed(tuple(entries), tuple(skipped))


def _entry(watch: Mapping[str, Any], url: str, tags: Mapping[str, str], usual: _Usual) -> Foreign:
    select, no_select = _places("include_filters", watch)
    remove, no_remove = _places("subtractive_selectors", watch)
    headers, no_headers = headers_of(watch.get("headers"))
    used = watch.get("fetch_backend")
    used = usual.backend if used in (None, "", "system") else used
    own = watch.get("time_between_check_use_default") is not True
    every = _interval(watch.get("time_between_check")) if own else ""
    proxy, no_proxy = _proxy(str(watch.get("proxy") or ""), usual)
    return Foreign(
        url=url,
        title=str(watch.get("title") or ""),
        tags=tuple(_tags(watch, tags)),
        every=every or _interval(usual.interval),
        select=tuple(select),
        remove=tuple(remove),
        headers=headers,
        proxy=proxy,
        fetch="browser" if used == "html_webdriver" else "",
        paused=bool(watch.get("paused")),
        left_out=(*no_select, *no_remove, *no_headers, *no_proxy, *_named(watch)),
    )


def _places(key: str, watch: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    """CSS and JSONPath that work here; XPath, jq and the like, named."""
    found: list[str] = []
    named: list[str] = []
    for one in texts(watch.get(key)):
        path = one.removeprefix("json:") if key == "include_filters" else one
        foreign = path.startswith(("/", "xpath", "jq"))
        if foreign or not usable(path):
            named.append(f"{key} {one}")
        else:
            found.append(path)
    return found, named


def _named(watch: Mapping[str, Any]) -> Iterator[str]:
    yield from (name for name in _TOLD if watch.get(name))
    yield from (f"{name} off" for name in _OFF if watch.get(name) is False)
    if (kind := watch.get("processor") or "text_json_diff") != "text_json_diff":
        yield f"processor {kind}"
    if (method := str(watch.get("method") or "GET").upper()) != "GET":
        yield f"method {method}"
    if _below(watch, "time_schedule_limit").get("enabled"):
        yield "time_schedule_limit"


def _tags(watch: Mapping[str, Any], names: Mapping[str, str]) -> Iterator[str]:
    """The names of its groups: by their ids, or as older versions wrote them."""
    former = watch.get("tag")
    yield from texts(former.split(",") if isinstance(former, str) else former)
    yield from (names[id_] for id_ in texts(watch.get("tags")) if id_ in names)


def _proxies(of_file: Mapping[str, Any], extra: Any) -> dict[str, str]:
    """The addresses of its proxies: those of proxies.json, then those of its settings."""
    found = {str(k): str(p.get("url") or "") for k, p in of_file.items() if isinstance(p, Mapping)}
    for one in extra if isinstance(extra, list) else ():
        if isinstance(one, Mapping) and one.get("proxy_name") and one.get("proxy_url"):
            found[f"ui-0{one['proxy_name']}"] = str(one["proxy_url"])
    return found


def _proxy(own: str, usual: _Usual) -> tuple[str, list[str]]:
    """The proxy of a watch ("none" for no proxy), and one that is not taken over, named.

    As there: its own, else the one of all, else the first there is.
    """
    key = re.sub(r"^ui-\d+", "ui-0", own)
    if key and key != _NO_PROXY and key not in usual.proxies:
        return "", [f"proxy {own}"]
    usually = usual.proxy if usual.proxy in {*usual.proxies, _NO_PROXY} else ""
    key = key or usually or next(iter(usual.proxies), "")
    if not key or key == _NO_PROXY:
        return ("none" if key else ""), []
    try:
        return values.proxy(usual.proxies[key]) or "", []
    except ValueError:
        return "", [f"proxy {key.removeprefix('ui-0')}"]


def _interval(value: Any) -> str:
    if not isinstance(value, dict):
        return ""
    parts = {k: v for k, v in value.items() if isinstance(v, int) and v > 0 and k in _UNITS}
    wait = timedelta(**parts)
    minutes = int(wait.total_seconds() // 60)
    for size, unit in ((1440, "d"), (60, "h")):
        if minutes and minutes % size == 0:
            return f"{minutes // size}{unit}"
    return f"{minutes}m" if minutes else ""


def _below(value: Any, key: str) -> Mapping[str, Any]:
    """The mapping there; {} for anything else."""
    found = value.get(key) if isinstance(value, Mapping) else None
    return found if isinstance(found, Mapping) else {}
