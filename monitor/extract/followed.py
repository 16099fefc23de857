"""Which other pages belong to a page: its links that a person's selector or pattern means. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fnmatch import translate
from urllib.parse import urldefrag, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from monitor.extract.page_tree import HTML, utf8
from monitor.text.charset import full_type

_MOST_LINKS = 5_000
_NEXT = re.compile(r"\bnext\b", re.IGNORECASE)


def is_pattern(follow: str) -> bool:
    """Is it a pattern of addresses, and not CSS?"""
    return follow.startswith(("/", "http://", "https://"))


def goes_on(follow: str) -> bool:
    """Does it lead from page to page, as "next" does, rather than from one to all?"""
    return not is_pattern(follow) and bool(_NEXT.search(follow))


def followed(body: bytes, content_type: str, base: str, follow: Sequence[str]) -> list[str]:
    """Addresses of the pages that these selectors and patterns mean, in the order of the page.

    A pattern (`/terms/*`, `https://example.com/terms/*`) is of whole addresses, or of paths on the
    page's own host; CSS means links, or frames.
    """
    media = full_type(content_type, body)
    if not media.startswith(HTML):
        return []
    tree = LexborHTMLParser(utf8(body, media))
    node = tree.css_first("base[href]")
    base = urljoin(base, (node.attributes.get("href") or "") if node is not None else "")
    patterns = [re.compile(translate(f)) for f in follow if is_pattern(f)]
    found = list(_linked(tree, base, [f for f in follow if not is_pattern(f)]))
    if patterns:
        for url in _linked(tree, base, ["a[href]"]):
            at_home = urlsplit(url).netloc == urlsplit(base).netloc
            said = (url, urlsplit(url).path) if at_home else (url,)
            if any(pattern.match(text) for pattern in patterns for text in said):
                found.append(url)
    own = urldefrag(base).url
    return [url for url in dict.fromkeys(found) if url != own]


def frames(body: bytes, content_type: str, base: str) -> list[str]:
    """Addresses of what a page shows in frames, on its own host."""
    found = followed(body, content_type, base, ["iframe[src]", "frame[src]"])
    return [url for url in found if urlsplit(url).netloc == urlsplit(base).netloc]


def _linked(tree: LexborHTMLParser, base: str, selectors: Sequence[str]) -> Iterator[str]:
    for selector in selectors:
        try:
            nodes = tree.css(selector)
        except (SelectolaxError, ValueError, RuntimeError):
            continue
        for node in nodes[:_MOST_LINKS]:
            attributes = node.attributes
            target = attributes.get("href") or attributes.get("src") or ""
            try:
                url = urldefrag(urljoin(base, target.strip())).url
            except ValueError:
                continue
            if url.startswith(("http://", "https://")):
                yield url
