"""Adding an entry to a watchlist as text, so that comments and layout stay. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from ipaddress import ip_address
from typing import TypeAlias
from urllib.parse import urlsplit

from monitor.config.source import Node, SourceError, read
from monitor.errors import ConfigError
from monitor.model import Watch

_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._/()'+-]*")
_WORDS = re.compile(r"(?i)(yes|no|on|off|true|false|null|~|y|n)|[-+.\d].*")
_SMALL = {"a", "and", "for", "in", "of", "on", "our", "the", "to", "your"}
_ACRONYMS = {"faq", "ai", "eu", "us", "uk", "tos", "dmca", "gdpr", "api", "dpa", "aup"}


# Of one key of an entry.
Value: TypeAlias = "str | bool | Item | Sequence[Item]"
Item: TypeAlias = "str | Mapping[str, Item]"


def with_entries(data: bytes, entries: Iterable[Mapping[str, Value]]) -> str:
    """The file's text with more watches at the end of `watches`; empty values are left out.

    Raises ConfigError when the file has no place for it that is safe to write to.
    """
    try:
        root, _ = read(data)
    except SourceError as e:
        raise ConfigError(f"line {e.line}: {e}") from None
    text = data.decode("utf-8-sig")
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = text.splitlines()
    if root.value is not None and not isinstance(root.value, dict):
        raise ConfigError("expected a mapping with the key 'watches'")
    watches = (root.value or {}).get("watches")
    if watches is None:
        while lines and not lines[-1].strip():
            lines.pop()
        lines += [*([""] if lines else []), "watches:", *_written(entries, 2)]
    elif not watches.value:
        at = watches.key_line - 1
        lines[at] = re.sub(r"(watches\s*:)\s*(\[\s*\]|~|null)?", r"\1", lines[at], count=1)
        lines[at + 1 : at + 1] = _written(entries, 2)
    else:
        at, indent = _end(watches, lines)
        lines[at:at] = _written(entries, indent)
    return newline.join(lines) + newline


def without_entry(data: bytes, index: int) -> str:
    """The file's text without the watch at this place; comments that stand above it stay.

    Raises ConfigError when it is written in a way that is not safe to edit.
    """
    root, lines, newline = _opened(data)
    watches = root.value["watches"]
    start, end = _span(watches, index, lines)
    del lines[start:end]
    expected = root.plain()
    expected["watches"] = [w for i, w in enumerate(expected["watches"]) if i != index] or None
    return _checked(newline.join(lines) + newline, expected, watches.value[index].line)


def with_value(data: bytes, index: int, key: str, value: str | bool) -> str:
    """The file's text in which the watch at this place has this value for a key.

    Raises ConfigError when it is written in a way that is not safe to edit.
    """
    root, lines, newline = _opened(data)
    watches = root.value["watches"]
    start, end = _span(watches, index, lines)
    node = watches.value[index]
    written = f"{key}: {('yes' if value else 'no') if isinstance(value, bool) else _scalar(value)}"
    if node.flow:
        whole = newline.join(lines[start:end])
        there = rf"(?<=[{{,\s]){key}\s*:\s*[^,}}]*"
        if key in node.value:
            whole = re.sub(there, lambda _: written, whole, count=1)
        else:
            whole = re.sub(r"\s*\}(\s*(?:#.*)?)$", lambda m: f", {written}}}{m[1]}", whole, count=1)
        lines[start:end] = whole.split(newline)
    elif key in node.value:
        at = node.keys[key] - 1
        pattern = rf"(\s*(?:-\s+)?){key}\s*:.*?(\s+#.*)?$"
        lines[at] = re.sub(pattern, lambda m: f"{m[1]}{written}{m[2] or ''}", lines[at], count=1)
    else:
        lines.insert(
            max(child.end_line or child.line for child in _first(node)), " " * node.column + written
        )
    expected = root.plain()
    expected["watches"][index][key] = value
    return _checked(newline.join(lines) + newline, expected, node.line)


def _first(node: Node) -> list[Node]:
    """Of a mapping what stands on its first line: behind it a key may be added."""
    return [child for child in node.value.values() if child.key_line == node.line]


def _opened(data: bytes) -> tuple[Node, list[str], str]:
    """The tree, the lines and what ends them."""
    root, _ = read(data)
    text = data.decode("utf-8-sig")
    return root, text.splitlines(), "\r\n" if "\r\n" in text else "\n"


def _span(watches: Node, index: int, lines: Sequence[str]) -> tuple[int, int]:
    """Where an entry's lines begin and end (that line is no longer its own)."""
    node = watches.value[index]
    start = node.line - 1
    while start and not lines[start].lstrip().startswith("-"):
        start -= 1
    if watches.flow or lines[start].lstrip().startswith("- -"):
        raise ConfigError(f"line {node.line}: expected one entry a line or more; edit it by hand")
    if node.flow:
        return start, node.end_line
    end, depth = start + 1, len(lines[start]) - len(lines[start].lstrip())
    for number in range(start + 1, len(lines)):
        line = lines[number]
        if line.strip():
            if len(line) - len(line.lstrip()) <= depth:
                break
            end = number + 1
    return start, end


def _checked(text: str, expected: object, line: int) -> str:
    """The text if it says what it should: layouts are many, and a watchlist must not be spoilt."""
    try:
        found = read(text.encode())[0].plain()
    except SourceError:
        found = None
    if found != expected:
        raise ConfigError(f"line {line}: written in a way that is not safe to edit; do it by hand")
    return text


def _end(watches: Node, lines: Sequence[str]) -> tuple[int, int]:
    """The index of the line behind the last entry, and the column of the entries' dashes."""
    if not isinstance(watches.value, list) or watches.flow:
        raise ConfigError(
            f"line {watches.key_line}: 'watches' is written as [...]; "
            "write it as a list of '- service: …'"
        )
    start = min(child.line for child in watches.value)
    indent = watches.column
    at = start
    for number in range(start, len(lines)):
        line = lines[number]
        if not line.strip():
            continue
        depth = len(line) - len(line.lstrip())
        if line.lstrip().startswith("#"):
            # A comment as deep as the entries belongs to them, one further left to what follows.
            if depth < indent:
                break
            at = number + 1
            continue
        if depth < indent or (depth == indent and not line.lstrip().startswith("-")):
            break
        at = number + 1
    return at, indent


def _written(entries: Iterable[Mapping[str, Value]], indent: int) -> list[str]:
    return [line for entry in entries for line in _entry(entry, indent)]


def _entry(entry: Mapping[str, Value], indent: int) -> list[str]:
    lines: list[str] = []
    for key, value in entry.items():
        if not value and value is not False:
            continue
        if isinstance(value, bool):
            written = "yes" if value else "no"
        elif isinstance(value, str):
            written = _scalar(value, url=key == "url")
        elif isinstance(value, Mapping):
            written = _item(value)
        else:
            written = f"[{', '.join(map(_item, value))}]"
        lines.append(f"{' ' * indent}{'  ' if lines else '- '}{key}: {written}")
    return lines


def _item(value: Item) -> str:
    """One of a list: a text, or a mapping of texts or of such mappings."""
    if isinstance(value, str):
        return _scalar(value)
    return f"{{{', '.join(f'{_scalar(k)}: {_below(v)}' for k, v in value.items())}}}"


def _below(value: Item) -> str:
    return json.dumps(_plain(value)) if isinstance(value, str) else _item(value)


def _plain(text: str) -> str:
    return text.replace("${", "$${")


def _scalar(text: str, *, url: bool = False) -> str:
    """Plain where YAML reads it back as the same text, else quoted (JSON is YAML)."""
    text = _plain(text)
    if url and re.fullmatch(r"https?://[A-Za-z0-9._~/?&=%+:-]+", text) and not text.endswith(":"):
        return text
    if _PLAIN.fullmatch(text) and not _WORDS.fullmatch(text) and text == text.strip():
        return text
    return json.dumps(text, ensure_ascii=False)


def guess_names(url: str, watches: Sequence[Watch]) -> tuple[str, str]:
    """Service and document by the address: that of a watch on the same site, else its words."""
    parts = urlsplit(url)
    site = _site(parts.hostname or "")
    service = next(
        (w.service for w in watches if _site(urlsplit(w.url).hostname or "") == site), ""
    )
    segments = [s for s in parts.path.split("/") if s]
    name = (
        re.sub(r"\.(html?|php|aspx?|md|txt|pdf|docx?|odt|rtf|json)$", "", segments[-1])
        if segments
        else "Home page"
    )
    words = re.findall(r"[^\W_]+", name)
    document = " ".join(map(_titled, words))
    return service or _owner(site), document[:1].upper() + document[1:] or "Page"


def _owner(site: str) -> str:
    """The name of a site's owner; an address of numbers has none but itself."""
    try:
        address = ip_address(site)
    except ValueError:
        return site.split(".")[0].capitalize()
    return "Localhost" if address.is_loopback else site


def _titled(word: str) -> str:
    """As in a title: "terms of use" is "Terms of Use"."""
    if word.lower() in _ACRONYMS:
        return word.upper()
    return word.lower() if word.lower() in _SMALL else word.capitalize()


def _site(host: str) -> str:
    """The part of a host that names its owner: "help.x.com" is "x.com"."""
    labels = host.split(".")
    if re.fullmatch(r"[\d.]+", host) or len(labels) < 3:
        return host
    short = len(labels[-1]) == 2 and labels[-2] in ("co", "com", "org", "ac", "gov", "net")
    return ".".join(labels[-3 if short else -2 :])
