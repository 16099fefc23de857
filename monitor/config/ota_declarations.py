"""Open Terms Archive's declarations as entries of ours.

A service is a JSON file; each of its terms is an address with selectors (`fetch`, `select`,
`remove`, `filter`, `executeClientScripts`), or several addresses (`combine`) that take what they do
not say themselves from the terms. Selectors go with the page that they were written for: with them
one that is drawn by scripts asks for a browser, without them `fetch: auto` finds out. What has no
counterpart here is named.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from monitor.config.foreign import Foreign, headers_of
from monitor.config.values import shown, slug, web_address
from monitor.errors import ConfigError, Problem
from monitor.extract import selectors
from monitor.model.watch import RANGE_FIELDS

FOLDERS = ("declarations", "services")  # where a checkout keeps them
_BESIDE = (".history.json", ".filters.json")
_KEYS = {"fetch", "select", "remove", "filter", "executeClientScripts", "combine", "headers"}


@dataclass(frozen=True, slots=True)
class Declared:
    """One of a service's terms."""

    service_id: str  # the file's name: so its records are filed
    terms: str  # "Privacy Policy"
    pages: int  # addresses that make it
    entry: Foreign

    @property
    def id(self) -> str:
        """What its watch is called."""
        return slug(f"{self.service_id} {self.terms}")


def read_declarations(
    path: Path, *, with_selectors: bool = True
) -> tuple[list[Declared], list[str]]:
    """All terms that a folder (or one file) of declarations has, by the files' names, and what is
    wrong with files of it that cannot be read.

    Raises ConfigError with a line for each mistake where there is no other file.
    """
    found: list[Declared] = []
    problems: list[str] = []
    for file in _files(path):
        try:
            found += _Service(file, with_selectors).declared()
        except ConfigError as error:
            problems += error.problems
    if problems and not found:
        raise ConfigError(*problems)
    return found, problems


def _files(path: Path) -> list[Path]:
    """The services' files, sorted by their names."""
    if path.is_file():
        return [path]
    folder = next((path / name for name in FOLDERS if (path / name).is_dir()), path)
    names = folder.glob("*.json") if folder.is_dir() else ()
    found = sorted(file for file in names if not file.name.endswith(_BESIDE))
    if folder == path:  # a file of another purpose beside them is none of them
        found = [file for file in found if not file.name.startswith(("package", "."))]
    if not found:
        raise ConfigError(f"{path}: expected a folder of declarations (services/*.json)")
    return found


class _Service:
    """One file, and where in it something is wrong."""

    def __init__(self, file: Path, with_selectors: bool) -> None:
        self._file = file
        self._with_selectors = with_selectors
        try:
            self._text = file.read_text("utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigError(f"{file}: cannot be read: {error}") from None

    def declared(self) -> Iterator[Declared]:
        """Its terms."""
        try:
            data = json.loads(self._text)
        except ValueError as error:
            line = getattr(error, "lineno", 0)
            raise self._wrong("", f"is not JSON: {error}", line=line) from None
        except RecursionError:
            raise self._wrong("", "is nested too deep") from None
        if not isinstance(data, dict):
            raise self._wrong("", "expected a service with `name` and `terms`")
        key = "terms" if "terms" in data or "documents" not in data else "documents"
        terms, name = data.get(key), data.get("name", self._file.stem)
        if not isinstance(terms, dict):
            raise self._wrong(key, f"expected terms by their type, found {shown(terms)}")
        if not isinstance(name, str) or not name.strip():
            raise self._wrong("name", f"expected the service's name, found {shown(name)}")
        return iter([self._terms(name, key, kind, one) for kind, one in terms.items()])

    def _terms(self, service: str, key: str, kind: str, one: Any) -> Declared:
        where = f"{key}.{kind}"
        if not isinstance(one, dict):
            raise self._wrong(where, f"expected a declaration, found {shown(one)}", kind)
        pages = one.get("combine") or [one]
        if not isinstance(pages, list) or not all(isinstance(page, dict) for page in pages):
            raise self._wrong(f"{where}.combine", "expected a list of declarations", kind)
        first: Mapping[str, Any] = {**one, **pages[0]}
        urls = [self._address({**one, **page}, where, kind) for page in pages]
        select, no_select = _places(first.get("select"), "select")
        remove, no_remove = _places(first.get("remove"), "remove")
        headers, no_headers = headers_of(first.get("headers"))
        left_out = [*_left_out(first), *no_headers]
        if self._with_selectors:
            left_out += [*no_select, *no_remove, *_of_pages(first, one, pages[1:])]
        entry = Foreign(
            url=urls[0],
            pages=tuple(dict.fromkeys(url for url in urls[1:] if url != urls[0])),
            title=kind,
            service=service,
            select=tuple(select) if self._with_selectors else (),
            remove=tuple(remove) if self._with_selectors else (),
            headers=headers,
            fetch="browser" if self._with_selectors and first.get("executeClientScripts") else "",
            left_out=tuple(left_out),
        )
        return Declared(self._file.stem, kind, len(pages), entry)

    def _address(self, page: Mapping[str, Any], where: str, kind: str) -> str:
        try:
            return web_address(page.get("fetch") or "")
        except (ValueError, AttributeError) as error:
            raise self._wrong(f"{where}.fetch", str(error), kind) from None

    def _wrong(self, key: str, what: str, near: str = "", line: int = 0) -> ConfigError:
        """What is wrong, with the line of the terms that it is in."""
        quoted = json.dumps(near, ensure_ascii=False)
        if near and quoted in self._text:
            line = self._text[: self._text.index(quoted)].count("\n") + 1
        return ConfigError(Problem(str(self._file), line, key, what))


def _places(value: Any, key: str) -> tuple[list[str | dict[str, str]], list[str]]:
    """Selectors and ranges that work here; what does not, named."""
    found: list[str | dict[str, str]] = []
    named: list[str] = []
    for one in value if isinstance(value, list) else [value] if value else []:
        if isinstance(one, str) and not selectors.problem(one):
            found.append(one)
        elif isinstance(one, dict) and _is_range(one):
            found.append(dict(one))
        else:
            named.append(f"{key} {json.dumps(one, ensure_ascii=False)}")
    return found, named


def _of_pages(
    first: Mapping[str, Any], terms: Mapping[str, Any], others: list[dict[str, Any]]
) -> Iterator[str]:
    """Selectors of further pages that are not those of the first: a document has one set."""
    for page in others:
        for key in ("select", "remove"):
            if {**terms, **page}.get(key) != first.get(key):
                yield f"{key} of {page.get('fetch')}"


def _is_range(one: Mapping[str, Any]) -> bool:
    ends = [one[key] for key in one if key in RANGE_FIELDS]
    return (
        bool(ends)
        and len(ends) == len(one)
        and all(isinstance(end, str) and not selectors.problem(end) for end in ends)
    )


def _left_out(one: Mapping[str, Any]) -> Iterator[str]:
    """Of one page what is not done here: functions of its own, keys that nobody knows."""
    filters = one.get("filter") or []
    for name in filters if isinstance(filters, list) else [filters]:
        yield f"filter {name if isinstance(name, str) else json.dumps(name)}"
    yield from (f"key {key}" for key in one if key not in _KEYS)
