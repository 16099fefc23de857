"""What may be shown and stored of a recipient's Apprise URL. Pure."""

from __future__ import annotations

import hashlib
import re
from urllib.parse import parse_qs, unquote, urlsplit, urlunsplit

MAIL = frozenset(("mailto", "mailtos"))
PUSHES = frozenset(("ntfy", "ntfys"))
WEBHOOKS = frozenset(("json", "jsons", "xml", "xmls", "form", "forms"))
# Services whose host is not a secret. Elsewhere the host's place often holds a token (slack://A/B/C).
_SECRET = 4  # characters; shorter pieces of an address are words like "to" and "no"
_OPEN_HOSTS = WEBHOOKS | {"gotify", "gotifys", "http", "https"}


def label(url: str) -> str:
    """The recipient for people, without secrets: "slack://…", "mailto://…@example.org"."""
    name, _, rest = url.strip().partition("://")
    name = scheme(url)
    try:
        parts = urlsplit(f"x://{rest}")
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return f"{name}://…"
    if name in MAIL:
        to = parse_qs(parts.query).get("to", [""])[0] or parts.path.strip("/")
        domain = to.rpartition("@")[2] if "@" in to else host
        # A domain, or nothing: what stands there in a mistyped URL may be a password.
        return f"{name}://…@{domain.strip('<> ')}" if "." in domain else f"{name}://…"
    if name in _OPEN_HOSTS and host:
        path = "/…" if parts.path.strip("/") else ""
        return f"{name}://{host}{f':{port}' if port else ''}{path}"
    return f"{name}://…"


def without_secrets(text: str, url: str) -> str:
    """What a channel said, without any piece of its address that its label does not show."""
    shown = label(url)
    _, _, rest = url.partition("://")
    pieces = {p for part in re.split(r"[/:@?&=;,]", rest) for p in (part, unquote(part))}
    for piece in sorted(pieces, key=len, reverse=True):
        if len(piece) >= _SECRET and piece not in shown:
            text = text.replace(piece, "…")
    return text


def scheme(url: str) -> str:
    """The kind of channel in lower case: "slack", "mailtos"; "?" for what is not a URL."""
    name, separator, _ = url.strip().partition("://")
    return name.lower() if separator and re.fullmatch(r"[a-zA-Z0-9+.-]{1,20}", name) else "?"


def recipient_key(url: str) -> str:
    """A stable name for a recipient: 16 hex digits of a SHA-256.

    A new password for the same address keeps it, so that alerts waiting in the outbox still go out.
    """
    url = url.strip()
    try:
        parts = urlsplit(url)
        user, at, host = parts.netloc.rpartition("@")
        query = re.sub(r"(?i)(^|&)(pass|password|pwd|secret)=[^&]*", "", parts.query)
        url = urlunsplit(parts._replace(netloc=user.partition(":")[0] + at + host, query=query))
    except ValueError:
        pass  # not a URL in the usual sense; all of it counts
    return hashlib.sha256(url.encode("utf-8", "replace")).hexdigest()[:16]
