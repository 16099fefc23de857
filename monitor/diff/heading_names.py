"""What tells a heading from the others: its words, and where these repeat the one above it too.

"Location" below "Free plan" is another heading than "Location" below "Paid plan". Pure.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property

from monitor.model import Document
from monitor.text.normalize import canonical
from monitor.text.numbered import unnumbered

APART = " › "


class HeadingNames:
    """The names of the headings of two documents, the same in both."""

    def __init__(self, old: Document, new: Document) -> None:
        self._documents = old, new

    def name(self, path: tuple[str, ...]) -> str:
        """The heading of a section with this path; "" where it has none."""
        own = canonical("".join(path[-1:]))
        if len(path) < 2 or own not in self._repeated:
            return own
        return f"{canonical(path[-2])}{APART}{own}"

    @cached_property
    def _repeated(self) -> frozenset[str]:
        """The headings that stand below several others, in both documents."""
        return _repeated(self._documents[0]) & _repeated(self._documents[1])


def _repeated(document: Document) -> frozenset[str]:
    above: dict[str, set[str]] = defaultdict(set)
    for path in dict.fromkeys(section.path for section in document.sections):
        if path:
            above[canonical(path[-1])].add("".join(path[-2:-1]))
    return frozenset(own for own, parents in above.items() if len(parents - {""}) > 1)


def differing(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, str]:
    """The lowest headings of two paths by which a reader tells the places apart."""
    pairs = list(zip(reversed(one), reversed(other), strict=False))
    apart = (p for p in pairs if _plain(p[0]) != _plain(p[1]))
    return next(apart, ("".join(one[-1:]), "".join(other[-1:])))


def _plain(heading: str) -> str:
    """ "5. Bullying & Hate" and "6. Bullying and Hate" are no two places to a reader."""
    return canonical(unnumbered(heading.replace("&", "and")))
