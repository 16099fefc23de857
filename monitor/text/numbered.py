"""A line without the number that stands before it. Pure."""

from __future__ import annotations

import re

# "6.1 Fees", "12) Fees", "IV. Fees": a section's number, not "30 days" or "1.2 million".
_NUMBERED = re.compile(
    r"^[\W_]*(?:(?:[Ss]ection|[Aa]rticle|§) *)?"
    r"(?:(?:\d{1,3}(?:\.\d{1,3})*|[ivxIVX]{1,5}|[a-zA-Z])[.):]+(?:\s|[*_]|$)"
    r"|\d{1,3}(?:\.\d{1,3})+\s+(?=[^\W\d_a-z]))"
)


def unnumbered(text: str) -> str:
    """The text of a heading, a clause or an item, without its number."""
    return _NUMBERED.sub("", text)
