"""A diff as the templates take it: sections of blocks of (op, text). Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from monitor.model import BlockDiff, Op, SectionDiff
from monitor.render.excerpts import excerpt, section_name

UNLIMITED = 10_000_000  # words: an alert is limited, a page is not


def brief_part(section: SectionDiff) -> list[dict[str, Any]]:
    """A section of a diff around its changes; what is the same further off is a gap."""
    return [
        {
            "name": part.name,
            "fate": part.fate or "changed",
            "blocks": [
                {"fate": p.label, "spans": [(piece.op, piece.text) for piece in p.pieces]}
                for p in part.paragraphs
            ],
        }
        for part in excerpt([section], words=UNLIMITED).parts
    ]


def alike(parts: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The parts, those in which the very same differs as one with the names of the others.

    A button that came to every section would stand between the reader and what was said.
    """
    found: dict[str, dict[str, Any]] = {}
    for part in parts:
        first = found.setdefault(f"{part['fate']} {part['blocks']}", {**part, "others": []})
        if first["name"] != part["name"]:
            first["others"].append(part["name"])
    return list(found.values())


def whole_part(section: SectionDiff) -> dict[str, Any]:
    """A section of a diff with its blocks, each as one text and as two."""
    return {
        "name": section_name(section.path),
        "fate": section.fate,
        "others": [],
        "blocks": [_block(block) for block in section.blocks],
    }


def _block(block: BlockDiff) -> dict[str, Any]:
    if block.spans:
        spans = [(span.op.value, span.text) for span in block.spans]
    else:
        fate = Op.EQUAL if block.old and block.new else Op.INSERT if block.new else Op.DELETE
        text = block.new or block.old
        spans = [(fate.value, text.text if text else "")]
    return {
        "fate": block.fate,
        "spans": spans,
        "old": [(op, text) for op, text in spans if op != Op.INSERT.value],
        "new": [(op, text) for op, text in spans if op != Op.DELETE.value],
    }
