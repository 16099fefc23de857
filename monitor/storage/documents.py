"""A document in a column: its blocks field by field, as few objects as JSON allows.

A page has hundreds of blocks, and each new version of it is written once and read at each change.
Field by field that takes half the time of a list of objects. Versions written before this form
hold such a list; they are read as they are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any

from monitor.model import Block, BlockKind, Document, Section
from monitor.storage.serial import from_json

_LETTER = {
    BlockKind.HEADING: "h",
    BlockKind.PARAGRAPH: "p",
    BlockKind.ITEM: "i",
    BlockKind.ROW: "r",
}
_KIND = {letter: kind for kind, letter in _LETTER.items()}


def to_columns(document: Document) -> dict[str, Any]:
    """JSON types only; the content's blocks first, then what does not count."""
    blocks = [*document.blocks(), *document.boilerplate]
    return {
        "title": document.title,
        "language": document.language,
        "warnings": document.warnings,
        "sections": [(section.path, len(section.blocks)) for section in document.sections],
        "kinds": "".join([_LETTER[block.kind] for block in blocks]),
        "texts": [block.text for block in blocks],
        # Most texts are their own key.
        "keys": [None if block.key == block.text else block.key for block in blocks],
        "levels": [block.level for block in blocks],
        "links": {str(n): block.links for n, block in enumerate(blocks) if block.links},
        "boilerplate": {
            str(n): block.boilerplate for n, block in enumerate(blocks) if block.boilerplate
        },
    }


def from_columns(data: Mapping[str, Any]) -> Document:
    """The document again. Raises ValueError, TypeError or KeyError for data of another shape."""
    if "texts" not in data:
        return from_json(Document, data)
    blocks = iter(_blocks(data))
    sections = tuple(
        Section(tuple(path), tuple(islice(blocks, count))) for path, count in data["sections"]
    )
    return Document(
        data["title"], data["language"], sections, tuple(blocks), tuple(data["warnings"])
    )


def _blocks(data: Mapping[str, Any]) -> Sequence[Block]:
    texts = data["texts"]
    links: list[tuple[str, ...]] = [()] * len(texts)
    for n, targets in data["links"].items():
        links[int(n)] = tuple(targets)
    boilerplate = [""] * len(texts)
    for n, reason in data.get("boilerplate", data.get("chrome", {})).items():  # its name until 0.1
        boilerplate[int(n)] = reason
    kinds = [_KIND[letter] for letter in data["kinds"]]
    keys = [text if key is None else key for text, key in zip(texts, data["keys"], strict=True)]
    if not len(kinds) == len(texts) == len(data["levels"]):
        raise ValueError("columns of different lengths")
    return list(map(Block, kinds, texts, keys, data["levels"], links, boilerplate))
