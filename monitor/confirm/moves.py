"""Names for text that stands below another heading, or in a list below another line, than before.

What is new or gone is named by its words, see `block_history`: a move changes none. Pure.
"""

from __future__ import annotations

from monitor.confirm.block_history import block_hash
from monitor.model import Document

_MOVED = "@"


def names(version: Document, document: Document) -> frozenset[str]:
    """A name for each text that says something else because of where it stands now."""
    from monitor.diff.relocation import displaced  # not for a page that did not change

    return frozenset(
        f"{block_hash(key)}{_MOVED}{block_hash(_MOVED.join(place))}"
        for key, place in displaced(version, document)
    )


def moved_block(name: str) -> str:
    """The hash of the block of such a name, "" where it is none."""
    hash_, moved, _ = name.partition(_MOVED)
    return hash_ if moved else ""
