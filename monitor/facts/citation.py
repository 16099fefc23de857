"""A quote with all that a reader needs to check it, as editors and libraries take it. Pure."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime

from monitor.model import Observed

FORMS = ("text", "markdown", "bibtex", "csl-json")


@dataclass(frozen=True, slots=True)
class Citation:
    """A quote and where it stands."""

    quote: str
    service: str
    document: str
    title: str
    url: str
    version: int
    seen: Observed  # when the quote was seen to stand
    snapshot: str  # SHA-256 of the page as it was received
    section: str = ""
    source: str = ""  # of a version that was imported: whose record it is

    def to_dict(self) -> dict[str, object]:
        """Plain types for JSON."""
        return {
            "quote": self.quote,
            "service": self.service,
            "document": self.document,
            "title": self.title,
            "url": self.url,
            "section": self.section,
            "version": self.version,
            "first_seen": _iso(self.seen.first_seen),
            "last_seen": _iso(self.seen.last_seen),
            "first_look": self.seen.first_look,
            "after": self.seen.after or None,
            "gaps": self.seen.gaps,
            "unseen_since": _iso(self.seen.unseen_since) if self.seen.unseen_since else None,
            "snapshot": self.snapshot,
            "source": self.source or None,
        }


def cited(citation: Citation, form: str) -> str:
    """The citation as text, in one of FORMS."""
    return {
        "text": _text,
        "markdown": _markdown,
        "bibtex": _bibtex,
        "csl-json": _csl,
    }[form](citation)


def _text(c: Citation) -> str:
    return (
        f"“{c.quote}” {c.service}, {c.title}{_in(c)}. {c.url}, version {c.version},"
        f" {_seen(c)}. SHA-256 of the page: {c.snapshot}."
    )


def _markdown(c: Citation) -> str:
    quote = re.sub(r"([\\`*_\[\]<>])", r"\\\1", c.quote)
    return (
        f"> {quote}\n>\n> {c.service}, [{c.title}]({c.url}){_in(c)}, version {c.version},"
        f" {_seen(c)}; SHA-256 `{c.snapshot}`"
    )


def _bibtex(c: Citation) -> str:
    key = re.sub(r"[^a-z0-9]+", "", c.service.lower()) + f"{c.seen.first_seen:%Y%m%d}"
    fields = {
        "author": "{" + _latex(c.service) + "}",
        "title": _latex(c.title),
        "year": f"{c.seen.first_seen:%Y}",
        "url": c.url,
        "urldate": f"{c.seen.last_seen.astimezone(UTC):%Y-%m-%d}",
        "note": _latex(f"Version {c.version}, {_seen(c)}, SHA-256 {c.snapshot}"),
        "annotation": _latex(f"“{c.quote}”"),
    }
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@online{{{key},\n{lines}\n}}"


def _csl(c: Citation) -> str:
    item = {
        "id": f"{c.service}-{c.snapshot[:12]}",
        "type": "webpage",
        "title": c.title,
        "author": [{"literal": c.service}],
        "container-title": c.document,
        "URL": c.url,
        "issued": {"date-parts": [_parts(c.seen.first_seen)]},
        "accessed": {"date-parts": [_parts(c.seen.last_seen)]},
        "version": str(c.version),
        "note": f"{_seen(c)}; SHA-256 {c.snapshot}",
        "abstract": c.quote,
    }
    return json.dumps([item], ensure_ascii=False, indent=2)


def _seen(c: Citation) -> str:
    """When it was seen, and by whom where that was not this program."""
    return f"{c.seen}" + (f"; of {c.source}" if c.source else "")


def _parts(at: datetime) -> list[int]:
    day = at.astimezone(UTC)
    return [day.year, day.month, day.day]


def _in(c: Citation) -> str:
    return f", “{c.section}”" if c.section else ""


_LATEX = {c: f"\\{c}" for c in "{}&%$#_"} | {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


def _latex(text: str) -> str:
    return "".join(_LATEX.get(c, c) for c in text)


def _iso(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
