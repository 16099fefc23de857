"""A product that goes by another name, the same wherever the text names it. Pure."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from monitor.classify import edit_wording
from monitor.classify.mentions import named

_SMALL = r"(?:to|of|for|the|and|by|&|de|du|von|für)"
_NAME = re.compile(rf"[A-ZÀ-Þ][\w+'-]*(?: (?:{_SMALL} )?[A-ZÀ-Þ0-9][\w+'-]*)*")
_PRODUCT = re.compile(
    r"^ (?:\w+ )?(?:apps?|applications?|services?|features?|products?|software|settings|pages?"
    r"|accounts?|websites?|sites?|platforms?|tools?|extensions?|plugins?|plans?|dashboard)\b"
)
_SHARED = 3  # letters of a word that two names share
_PAGE = 20_000  # characters of a block that is looked at


def renamed(old: str, new: str, language: str) -> tuple[str, ...]:
    """Old and new names where a block says the same of a product under another name; () else.

    Each name has one successor, at least one is met twice, and it keeps a word of its own or is
    called an app, a service or the like. A company or a place is not a product.
    """
    if max(len(old), len(new)) > _PAGE:
        return ()
    (names, around), (others, beside) = _parted(old), _parted(new)
    if around != beside or len(names) != len(others):
        return ()
    pairs = Counter((a, b) for a, b in zip(names, others, strict=True) if a != b)
    successors = dict(pairs)
    if not pairs or len({a for a, _ in successors}) != len(pairs) or max(pairs.values()) < 2:
        return ()
    products = {a for a, after in zip(names, around[1:], strict=True) if _PRODUCT.match(after)}
    for was, now in pairs:
        if _company(was) or _company(now) or any(named(f"{was}, {now}", language)):
            return ()
        if was not in products and not _related(was, now):
            return ()
    return tuple(text for pair in pairs for text in pair)


def _parted(text: str) -> tuple[list[str], list[str]]:
    """(the names in a text, what stands before, between and after them)."""
    found = list(_NAME.finditer(text))
    edges = [0, *(edge for match in found for edge in match.span()), len(text)]
    return [m[0] for m in found], [text[a:b] for a, b in list(pairwise(edges))[::2]]


def _related(was: str, now: str) -> bool:
    one, other = (
        {word.casefold() for word in re.findall(r"\w+", name) if len(word) >= _SHARED}
        for name in (was, now)
    )
    return bool(one & other)


def _company(name: str) -> bool:
    known = edit_wording.lists()
    return bool({w.casefold() for w in re.findall(r"[\w.]+", name)} & (known.company | known.party))
