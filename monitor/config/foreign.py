"""Lists of other page watchers as entries of ours: urlwatch and changedetection.io. Pure.

What of an entry has no counterpart (an XPath, a script) is named, so that nobody thinks it was
taken over.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import yaml

from monitor.config.source import MAX_BYTES
from monitor.config.values import web_address

URLWATCH, CHANGEDETECTION = "urlwatch", "changedetection.io"
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_JOBS = {"url", "navigate", "command"}
_NEEDLESS = ("html2text", "beautify", "strip", "html2markdown", "re.sub", "html", "text")


@dataclass(frozen=True, slots=True)
class Foreign:
    """One entry of another program's list."""

    url: str
    pages: tuple[str, ...] = ()  # further pages of the same document
    title: str = ""
    tags: tuple[str, ...] = ()
    every: str = ""  # "6h"
    service: str = ""  # "": by the address
    select: tuple[str | dict[str, str], ...] = ()  # CSS, or a range
    remove: tuple[str, ...] = ()
    fetch: str = ""  # "browser" where its text is drawn by scripts
    paused: bool = False
    left_out: tuple[str, ...] = field(default=())  # what has no counterpart


def maker(data: bytes) -> str:
    """Which program this list is of; "" for none that is known."""
    documents = _documents(data)
    if any(_watching(d) for d in documents):
        return CHANGEDETECTION
    jobs = [d for d in documents if isinstance(d, dict)]
    urlwatch = all(_JOBS & d.keys() and "watches" not in d for d in jobs)
    return URLWATCH if urlwatch and any("url" in d for d in jobs) else ""


def entries(data: bytes) -> list[Foreign]:
    """The pages of such a list, in its order; jobs without an address are left out."""
    documents = _documents(data)
    found = [w for d in documents for w in _watching(d)]
    made = map(_of_changedetection, found) if found else map(_of_urlwatch, documents)
    return [entry for entry in made if entry is not None]


def _documents(data: bytes) -> list[Any]:
    if len(data) > MAX_BYTES:
        return []
    try:
        text = data.decode("utf-8-sig")
        if text.lstrip().startswith("{"):
            return [json.loads(text)]
        return [d for d in yaml.load_all(text, Loader=_Loader) if d is not None]
    except (ValueError, yaml.YAMLError, RecursionError):
        return []


def _watching(document: Any) -> list[Mapping[str, Any]]:
    """The watches of a changedetection.io file: url-watches.json, or one watch.json."""
    if not isinstance(document, dict):
        return []
    watching = document.get("watching")
    if isinstance(watching, dict):
        return [w for w in watching.values() if isinstance(w, dict)]
    return [document] if "uuid" in document and "url" in document else []


def _of_changedetection(watch: Mapping[str, Any]) -> Foreign | None:
    if not _address(watch.get("url")):
        return None
    filters = _texts(watch.get("include_filters"))
    css = tuple(f for f in filters if not f.startswith(("/", "xpath", "json", "jq")))
    left_out = [f"include_filters {f}" for f in filters if f not in css]
    scripted = ("browser_steps", "trigger_text", "ignore_text", "extract_text", "body")
    left_out += [name for name in scripted if watch.get(name)]
    tags = watch.get("tag")  # a text; in newer versions a list of ids, which say nothing
    tags = tags.split(",") if isinstance(tags, str) else []
    return Foreign(
        url=str(watch["url"]),
        title=str(watch.get("title") or ""),
        tags=tuple(_texts(tags)),
        every=_interval(watch.get("time_between_check")),
        select=css,
        remove=tuple(_texts(watch.get("subtractive_selectors"))),
        paused=bool(watch.get("paused")),
        left_out=tuple(left_out),
    )


def _interval(value: Any) -> str:
    if not isinstance(value, dict):
        return ""
    parts = {k: v for k, v in value.items() if isinstance(v, int) and v > 0}
    units = ("weeks", "days", "hours", "minutes", "seconds")
    wait = timedelta(**{k: v for k, v in parts.items() if k in units})
    return f"{int(wait.total_seconds() // 60)}m" if wait >= timedelta(minutes=1) else ""


def _of_urlwatch(job: Any) -> Foreign | None:
    if not isinstance(job, dict):
        return None
    url = job.get("url") or job.get("navigate")
    if not _address(url):
        return None
    select: list[str] = []
    left_out = ["navigate (a browser)"] if "url" not in job else []
    for name, value in _filters(job.get("filter")):
        if name == "css" and _selector(value):
            select.append(_selector(value))
        elif name.startswith("element-by-") and isinstance(value, str):
            sign = {"id": "#", "class": ".", "tag": ""}.get(name.removeprefix("element-by-"))
            if sign is not None:
                select.append(sign + value)
        elif name not in _NEEDLESS:
            left_out.append(f"filter {name}")
    left_out += [name for name in ("data", "cookies", "headers") if job.get(name)]
    return Foreign(
        url=str(url),
        title=str(job.get("name") or ""),
        tags=tuple(_texts(job.get("tags"))),
        select=tuple(select),
        left_out=tuple(left_out),
        paused=job.get("enabled") is False,
    )


def _filters(value: Any) -> Iterator[tuple[str, Any]]:
    """urlwatch's filters: "css:main,html2text", or a list of names and mappings."""
    if isinstance(value, str):
        value = value.split(",")
    for item in value if isinstance(value, Sequence) else ():
        if isinstance(item, dict):
            yield from ((str(k), v) for k, v in item.items())
        elif isinstance(item, str):
            name, _, rest = item.partition(":")
            yield name, rest


def _selector(value: Any) -> str:
    chosen = value.get("selector") if isinstance(value, dict) else value
    return chosen if isinstance(chosen, str) else ""


def _address(value: Any) -> bool:
    try:
        return bool(web_address(value)) if isinstance(value, str) else False
    except ValueError:
        return False


def _texts(value: Any) -> list[str]:
    items = value if isinstance(value, list) else [value]
    return [item.strip() for item in items if isinstance(item, str) and item.strip()]
