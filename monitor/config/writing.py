"""Adding an entry to a watchlist as text, so that comments and layout stay. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from monitor.config.source import Node, SourceError, read
from monitor.errors import ConfigError
from monitor.model import Watch

_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._/()'+-]*")
_WORDS = re.compile(r"(?i)(yes|no|on|off|true|false|null|~|y|n)|[-+.\d].*")
_SMALL = {"a", "and", "for", "in", "of", "on", "our", "the", "to", "your"}
_ACRONYMS = {"faq", "ai", "eu", "us", "uk", "tos", "dmca", "gdpr", "api", "dpa", "aup"}


def with_entry(data: bytes, entry: Mapping[str, str | list[str]]) -> str:
    """The file's text with one more watch at the end of `watches`.

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
        lines += [*([""] if lines else []), "watches:", *_entry(entry, 2)]
    elif not watches.value:
        at = watches.key_line - 1
        lines[at] = re.sub(r"(watches\s*:)\s*(\[\s*\]|~|null)?", r"\1", lines[at], count=1)
        lines[at + 1 : at + 1] = _entry(entry, 2)
    else:
        at, indent = _end(watches, lines)
        lines[at:at] = _entry(entry, indent)
    return newline.join(lines) + newline


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


def _entry(entry: Mapping[str, str | list[str]], indent: int) -> list[str]:
    lines: list[str] = []
    for key, value in entry.items():
        if not value:
            continue
        if isinstance(value, list):
            written = f"[{', '.join(_scalar(v) for v in value)}]"
        else:
            written = _scalar(value, url=key == "url")
        lines.append(f"{' ' * indent}{'  ' if lines else '- '}{key}: {written}")
    return lines


def _scalar(text: str, *, url: bool = False) -> str:
    """Plain where YAML reads it back as the same text, else quoted (JSON is YAML)."""
    text = text.replace("${", "$${")
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
    name = re.sub(r"\.(html?|php|aspx?|md|txt)$", "", segments[-1]) if segments else "Home page"
    words = re.findall(r"[^\W_]+", name)
    document = " ".join(map(_titled, words))
    return service or site.split(".")[0].capitalize(), document[:1].upper() + document[1:] or "Page"


def _titled(word: str) -> str:
    """As in a title: "terms of use" is "Terms of Use"."""
    if word.lower() in _ACRONYMS:
        return word.upper()
    return word.lower() if word.lower() in _SMALL else word.capitalize()


def _site(host: str) -> str:
    """The part of a host that names its owner: "help.x.com" is "x.com"."""
    labels = host.split(".")
    if re.fullmatch(r"[\d.]+|localhost", host) or len(labels) < 3:
        return host
    short = len(labels[-1]) == 2 and labels[-2] in ("co", "com", "org", "ac", "gov", "net")
    return ".".join(labels[-3 if short else -2 :])
