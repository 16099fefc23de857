"""Classes that a piece of a change has by what it is, whatever its words."""

from __future__ import annotations

import re
from functools import lru_cache

from monitor.classify.changed_passages import Passage
from monitor.classify.contacts import Address
from monitor.classify.fragments import says
from monitor.languages import alternatives
from monitor.model import Document

_OPENING = 120  # characters of a text that may say what it lists
_SUBPROCESSORS = re.compile(alternatives("titles", "subprocessors"), re.IGNORECASE)
# Names behind a colon: who gets data.
_RECIPIENTS = re.compile(
    rf"\b(?:{alternatives('titles', 'recipients')})\b[^.:]{{0,30}}: \S", re.IGNORECASE
)
_COOKIE = re.compile(r"^(?:\W{0,5}\w{1,30}){0,2}\W{0,5}cookie", re.IGNORECASE)
_COOKIE_POLICY = re.compile(alternatives("titles", "cookies"), re.IGNORECASE)
_PRIVACY = re.compile(alternatives("titles", "privacy"), re.IGNORECASE)


def definite(
    passages: tuple[Passage, ...], addresses: tuple[Address, ...], *, cookies: bool
) -> frozenset[str]:
    """Classes of the passages below one heading; `cookies`: in a policy on cookies alone."""
    if not says(passages):
        return frozenset()
    found = set()
    told = [p.new or p.old for p in passages]
    listed = any(_RECIPIENTS.search(text[:_OPENING]) for text in told)
    if listed or any(_SUBPROCESSORS.search(h) for h in passages[0].path[-2:]):
        found.add("data-sharing")
    elif any(a.postal for a in addresses):  # that of a subprocessor is nobody's to write to
        found.add("contact-entity")
    if cookies or any(p.whole and _COOKIE.search(p.new or p.old) for p in passages):
        found.add("tracking")
    return frozenset(found)


def about_cookies(document: Document) -> bool:
    """Is the document, by its title or its first heading, a policy on cookies and nothing else?"""
    first = next((s.path[0] for s in document.sections if s.path), "")
    return any(map(_cookie_policy, (document.title, first)))


@lru_cache(maxsize=512)
def _cookie_policy(name: str) -> bool:
    return bool(_COOKIE_POLICY.search(name[:200])) and not _PRIVACY.search(name[:200])
