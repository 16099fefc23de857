"""Who a mail address of the watchlist really names. Pure.

Apprise reads addresses by patterns that leave some out and cut others short (`o'brien@` becomes
`brien@`), and then mails the sender. Here what is written is what is used, or is refused.
"""

from __future__ import annotations

import re
import string
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit, urlunsplit

from monitor.errors import NotifyError

FIELDS = ("to", "cc", "bcc", "reply")
_NAMED = re.compile(r"(?P<name>[^<>]*+)<(?P<address>[^<>]+)>\s*")
_AROUND = string.whitespace + "\"'"
_LOCAL = re.compile(r"[^\s@<>()\[\],;:\\\"\x00-\x20\x7f]{1,64}")
_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Written:
    """The addresses that stand in one mail URL, (name, address) each, and the URL without them."""

    to: tuple[tuple[str, str], ...]
    cc: tuple[str, ...]
    bcc: tuple[str, ...]
    reply: tuple[str, ...]
    rest: str  # for Apprise: server, login, sender, options

    @property
    def everyone(self) -> tuple[str, ...]:
        """All who get it."""
        return tuple(dict.fromkeys([*(a for _, a in self.to), *self.cc, *self.bcc]))


def written(url: str) -> Written:
    """What a mailto:// or mailtos:// URL says. Raises NotifyError for anything but an address.

    `to` is empty where the URL names nobody at all: it is then a mail to its own sender.
    """
    parts = urlsplit(url.strip())
    found: dict[str, list[tuple[str, str]]] = {name: [] for name in FIELDS}
    kept, names_to = [], False
    for pair in parts.query.split("&"):
        key, _, value = pair.partition("=")
        if key.lower() in FIELDS:
            names_to |= key.lower() == "to"
            found[key.lower()] += addresses(unquote(value), key.lower())
        elif key.lower() == "from" and "@" in value:
            kept.append(f"{key}={_domain_in_ascii(unquote(value))}")
        elif pair:
            kept.append(pair)
    path = [unquote(p) for p in parts.path.split("/") if p.strip()]
    for segment in path:
        found["to"] += addresses(segment, "to")
    if names_to and not found["to"]:
        raise NotifyError("its 'to' is empty: nobody would get the message", permanent=True)
    rest = urlunsplit(parts._replace(query="&".join(kept), path=""))
    plain = {name: tuple(dict.fromkeys(a for _, a in found[name])) for name in FIELDS}
    to = tuple({address: (name, address) for name, address in found["to"]}.values())
    return Written(to, plain["cc"], plain["bcc"], plain["reply"], rest)


def address(text: str) -> str:
    """The address as mail servers know it: its domain in ASCII. Raises NotifyError."""
    local, at, domain = text.strip().rpartition("@")
    good = at and _LOCAL.fullmatch(local) and not local.startswith(".")
    good = good and not local.endswith(".") and ".." not in local
    ascii_domain = _ascii(domain) if good else ""
    if not ascii_domain:
        raise NotifyError("not a mail address", permanent=True)
    return f"{local}@{ascii_domain}"


def addresses(value: str, field: str) -> list[tuple[str, str]]:
    """(name, address) of each in a list with commas or semicolons. Raises NotifyError.

    `field`: what it is called to the person who wrote it.
    """
    found = []
    for entry in re.split(r"[,;]", value):
        if not entry.strip():
            continue
        named = _NAMED.fullmatch(entry)
        name, text = (named["name"].strip(_AROUND), named["address"]) if named else ("", entry)
        try:
            found.append((name, address(text)))
        except NotifyError:
            shown = f"…{text.strip()[-3:]}" if len(text.strip()) > 3 else text.strip()
            raise NotifyError(
                f"in '{field}' something is not a mail address ('{shown}')", permanent=True
            ) from None
    return found


def _domain_in_ascii(value: str) -> str:
    """A sender as written, its domain as servers know it."""
    named = _NAMED.fullmatch(value)
    text = named["address"] if named else value
    try:
        known = address(text)
    except NotifyError:
        return value
    return value.replace(text, known)


def _ascii(domain: str) -> str:
    """ "müller.de" as "xn--mller-kva.de"; "" for what is not a domain."""
    import idna  # httpx brings it

    try:
        name = domain if domain.isascii() else idna.encode(domain, uts46=True).decode()
    except idna.IDNAError:
        return ""
    labels = name.rstrip(".").split(".")
    return name.lower() if all(_LABEL.fullmatch(label) for label in labels) else ""
