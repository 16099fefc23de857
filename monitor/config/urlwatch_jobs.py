"""The jobs of urlwatch and of webchanges as entries of ours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from monitor.config import values
from monitor.config.foreign import Foreign, Listed, address_problem, headers_of, texts, usable

# Filters that make a text of a page, or its text even: which is done here without them.
_NEEDLESS = (
    *("html2text", "beautify", "strip", "striplines", "html2markdown", "html", "text"),
    *("pdf2text", "format-json", "pretty-xml", "remove-duplicate-lines"),
)
# Keys that change what is asked for or what is told.
_TOLD = (
    *("data", "cookies", "method", "ssl_no_verify", "encoding", "diff_filter", "diff_tool"),
    *("additions_only", "deletions_only", "no_redirects", "wait_for", "wait_until", "switches"),
    *("user_data_dir", "http_credentials", "evaluate", "init_script"),
)


def listed(documents: Sequence[Any]) -> Listed:
    """The pages among these jobs."""
    entries: list[Foreign] = []
    skipped: list[str] = []
    for number, job in enumerate(documents, 1):
        if not isinstance(job, Mapping):
            skipped.append(f"job {number}: expected a job, found {values.shown(job)}")
            continue
        name = str(job.get("name") or job.get("url") or job.get("command") or "")
        url = job.get("url") or job.get("navigate")
        problem = address_problem(url)
        if not problem:
            entries.append(_entry(job, str(url)))
        elif "command" in job:
            skipped.append(f"job {number} ({name}): a command, not a page")
        else:
            skipped.append(f"job {number} ({name}): url: {problem}")
    return Listed(tuple(entries), tuple(skipped))


def _entry(job: Mapping[str, Any], url: str) -> Foreign:
    select, remove, left_out = _places(_filters(job.get("filter")))
    headers, no_headers = headers_of(job.get("headers"))
    proxy = next((job[k] for k in ("https_proxy", "http_proxy") if job.get(k)), "")
    try:
        proxy = values.proxy(proxy) if proxy else ""
    except ValueError:
        proxy, no_headers = "", [*no_headers, "proxy"]
    timeout = job.get("timeout")
    usual = isinstance(timeout, (int, float)) and not isinstance(timeout, bool) and timeout >= 1
    get = str(job.get("method") or "GET").upper() == "GET"
    named = [key for key in _TOLD if job.get(key) and not (key == "method" and get)]
    return Foreign(
        url=url,
        title=str(job.get("name") or ""),
        tags=tuple(texts(job.get("tags"))),
        select=select,
        remove=remove,
        headers=headers,
        proxy=proxy or "",
        timeout=f"{timeout:g}s" if usual and timeout is not None else "",
        fetch="browser" if "navigate" in job or job.get("use_browser") is True else "",
        paused=job.get("enabled") is False,
        left_out=(*left_out, *no_headers, *named),
    )


def _places(
    filters: Iterator[tuple[str, Any]],
) -> tuple[tuple[str, ...], tuple[str, ...], list[str]]:
    """What is selected and removed, and filters without a counterpart.

    Filters follow one another: a selector after another is of what the first one left.
    """
    select, remove, named = "", list[str](), list[str]()
    for name, value in filters:
        given = value if isinstance(value, Mapping) else {"selector": value}
        css = _css(name, given)
        alone = css is not None and ("," in css + select or "$" in (css[:1], select[:1]))
        if css is None:
            if name not in _NEEDLESS:
                named.append(f"filter {name}")
            continue
        if not usable(css) or (alone and select):
            named.append(f"filter {name} {css}")
            continue
        select = f"{select} {css}".strip()
        for one in texts(given.get("exclude")):
            (remove if usable(one) else named).append(one)
        named += [f"{name} {k}" for k in ("skip", "maxitems", "method") if given.get(k)]
    return ((select,) if select else ()), tuple(remove), named


def _css(name: str, given: Mapping[str, Any]) -> str | None:
    """The selector of a filter, or its path in JSON; None where it is neither."""
    value = given.get("selector")
    if name == "jsonpath":
        path = given.get("query", value)
        return path if isinstance(path, str) and path.startswith("$") else None
    if name == "css" and isinstance(value, str):
        return value
    kind = name.removeprefix("element-by-")
    if kind == name or not isinstance(value, str) or not value:
        return None
    forms = {"id": f'[id="{value}"]', "class": f'[class~="{value}"]', "tag": value}
    plain = value.replace("-", "").replace("_", "").isalnum() and not value[0].isdigit()
    if plain and kind in ("id", "class"):
        return {"id": "#", "class": "."}[kind] + value
    return forms.get(kind)


def _filters(value: Any) -> Iterator[tuple[str, Any]]:
    """urlwatch's filters: "css:main,html2text", or a list of names and mappings."""
    if isinstance(value, str):
        value = value.split(",")
    if isinstance(value, Mapping):
        value = [value]
    for item in value if isinstance(value, Sequence) else ():
        if isinstance(item, Mapping):
            yield from ((str(k), v) for k, v in item.items())
        elif isinstance(item, str):
            name, _, rest = item.partition(":")
            yield name, rest
