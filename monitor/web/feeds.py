"""Atom (RFC 4287) and JSON Feed 1.1 of changes. Pure: the same feed gives the same text."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.sax.saxutils import escape, quoteattr

# What XML 1.0 does not allow even as a reference.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Item:
    """One change. `id` never changes, whatever address the pages have."""

    id: str
    title: str
    address: str
    published: datetime
    updated: datetime
    html: str
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Feed:
    """Some changes, newest first. `address` and `home` are "" where they are not known."""

    id: str
    title: str
    address: str
    home: str
    updated: datetime
    items: tuple[Item, ...]


def atom(feed: Feed) -> str:
    """The feed as Atom."""
    links = f'<link rel="self" href={quoteattr(feed.address)}/>\n' if feed.address else ""
    links += f'<link rel="alternate" href={quoteattr(feed.home)}/>\n' if feed.home else ""
    entries = "".join(map(_entry, feed.items))
    return _allowed(
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<feed xmlns="http://www.w3.org/2005/Atom">\n'
        f"<id>{escape(feed.id)}</id>\n<title>{escape(feed.title)}</title>\n"
        f"<updated>{_time(feed.updated)}</updated>\n"
        f"<author><name>policy-monitor</name></author>\n{links}{entries}</feed>\n"
    )


def _entry(item: Item) -> str:
    tags = "".join(f"<category term={quoteattr(tag)}/>\n" for tag in item.tags)
    link = f'<link rel="alternate" href={quoteattr(item.address)}/>\n' if item.address else ""
    return (
        f"<entry>\n<id>{escape(item.id)}</id>\n<title>{escape(item.title)}</title>\n"
        f"<published>{_time(item.published)}</published>\n"
        f"<updated>{_time(item.updated)}</updated>\n{link}{tags}"
        f'<content type="html">{escape(item.html)}</content>\n</entry>\n'
    )


def json_feed(feed: Feed) -> str:
    """The feed as JSON Feed."""
    made = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        **({"feed_url": feed.address} if feed.address else {}),
        **({"home_page_url": feed.home} if feed.home else {}),
        "items": [
            {
                "id": item.id,
                "title": item.title,
                **({"url": item.address} if item.address else {}),
                "content_html": item.html,
                "date_published": _time(item.published),
                "date_modified": _time(item.updated),
                "tags": list(item.tags),
            }
            for item in feed.items
        ],
    }
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


def _time(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _allowed(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)
