"""A few of many that a page picks anew for each visitor: "Three of our 40 partners". Pure."""

from __future__ import annotations

import re

from monitor.extract.in_passing import matters
from monitor.extract.raw_blocks import RawBlock
from monitor.model import BlockKind

_LONGEST = 80  # characters of the line above
_FEW = 12  # entries of the longest sample
_COUNTED = {
    word: number
    for line in (
        "two three four five six seven eight nine ten eleven twelve",
        "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf",
        "deux trois quatre cinq six sept huit neuf dix onze douze",
        "dos tres cuatro cinco seis siete ocho nueve diez once doce",
        "due tre quattro cinque sei sette otto nove dieci undici dodici",
        "twee drie vier vijf zes zeven acht negen tien elf twaalf",
    )
    for number, word in enumerate(line.split(), start=2)
}
_OF = re.compile(
    r"^(?:\S+ ){0,3}?(?P<few>\d{1,2}|[^\W\d]{3,7}) (?:out of|of|from among|von|de|di|van|av|из)"
    r" (?:our|the|all|over|more than|about|unseren?|den|mehr als|über|nos|les|plus de|nuestros|los"
    r"|más de|i nostri|oltre|onze|de|meer dan|våra|наших)?(?: ?(?:over|more than|mehr als))?"
    r" ?(?P<many>\d[\d.,]{0,6})\+? [^\W\d]\S*(?: \S+){0,2}$",
    re.IGNORECASE,
)


def mark_samples(blocks: list[RawBlock]) -> None:
    """Mark the entries below a line that says they are so many of more, and the line."""
    for index, block in enumerate(blocks):
        if block.boilerplate or len(block.text) > _LONGEST or block.kind is BlockKind.ITEM:
            continue
        few = _few(block.text.rstrip(" :.…"))
        if not few or matters(block.text):
            continue
        entries: list[RawBlock] = []
        for other in blocks[index + 1 : index + 1 + 3 * _FEW]:
            if other.text and other.kind is not BlockKind.ITEM:
                break
            entries += [other] if other.text else []
        if len(entries) == few:
            for inside in (block, *entries):
                inside.boilerplate = inside.boilerplate or "a sample of a list"


def _few(text: str) -> int:
    """How many of more a line promises; 0 where it does not."""
    found = _OF.match(text) if any(c.isdigit() for c in text) else None
    if found is None:
        return 0
    said, many = found["few"].casefold(), int(re.sub(r"\D", "", found["many"]))
    few = int(said) if said.isdigit() else _COUNTED.get(said, 0)
    return few if 0 < few <= _FEW and few < many else 0
