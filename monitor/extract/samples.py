"""Lists that a page makes anew: a few of many ("3 of our 40 partners"), what is read most. Pure."""

from __future__ import annotations

import re
from itertools import pairwise, takewhile

from monitor.extract.in_passing import DAY_OF_THE_WEEK, matters
from monitor.extract.raw_blocks import RawBlock
from monitor.languages import alternatives, said
from monitor.model import BlockKind

_LONGEST = 80  # characters of the line above
_FEW = 12  # entries of the longest sample
_COUNTED = {
    word: number
    for line in said("samples", "two_to_twelve")
    for number, word in enumerate(line.split(), start=2)
}
_OF = re.compile(
    rf"^(?:\S+ ){{0,3}}?(?P<few>\d{{1,2}}|[^\W\d]{{3,7}}) (?:{alternatives('samples', 'out_of')})"
    rf" (?:{alternatives('samples', 'ours')})?(?: ?(?:over|more than|mehr als))?"
    r" ?(?P<many>\d[\d.,]{0,6})\+? [^\W\d]\S*(?: \S+){0,5}$",
    re.IGNORECASE,
)


_RANKED = re.compile(rf"^(?:{alternatives('samples', 'ranked')})$", re.IGNORECASE)
_EVENTS = re.compile(rf"^(?:{alternatives('samples', 'events')})$", re.IGNORECASE)
_NEWS = re.compile(rf"^(?:{alternatives('samples', 'news')})$", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_DAY = re.compile(
    r"^(?:\d{1,2}\.? ?[^\W\d]{3,9}\.?|[^\W\d]{3,9}\.? \d{1,2}|\d{1,2}[./]\d{1,2}\.?)"
    r"(?:,? 20\d\d)?(?: ?[:–—|·-] | )\S"
)
_WEEKDAY = re.compile(rf"^{DAY_OF_THE_WEEK}[,:]? (?=\S{{0,12}} ?\d)", re.IGNORECASE)
_ENTRY = 60  # characters of the longest entry of a ranking


def mark_samples(blocks: list[RawBlock]) -> None:
    """Mark the entries below a line that says they are so many of more, are read most or are news,
    and the line.
    """
    item, heading = BlockKind.ITEM, BlockKind.HEADING
    for index, (block, below) in enumerate(pairwise(blocks)):
        if block.kind is not heading and below.text and below.kind is not item:
            continue  # most, and quickly
        if block.boilerplate or len(block.text) > _LONGEST or block.kind is item:
            continue
        line = block.text.rstrip(" :.…")
        few, ranked, news = _few(line), bool(_RANKED.match(line)), bool(_NEWS.match(line))
        events = bool(_EVENTS.match(line))
        if not (few or ranked or news or events) or matters(block.text):
            continue
        dated = (news or events) and not ranked
        entries = _below(blocks[index + 1 : index + 1 + 3 * _FEW], items=not dated)
        if dated:
            entries = list(takewhile(_is_event if events else _is_news, entries))
            made_anew = True
        else:
            short = all(len(e.text) <= _ENTRY and not matters(e.text) for e in entries)
            made_anew = len(entries) == few or (ranked and short)
        if entries and made_anew:
            for inside in (block, *entries):
                inside.boilerplate = inside.boilerplate or "a list made at each look"


def _is_news(block: RawBlock) -> bool:
    return bool(_DAY.match(block.text)) and not matters(block.text)


def _is_event(block: RawBlock) -> bool:
    """Does an entry name the day of the week and of the month: "Sat 14 March: swap day"?"""
    day = _WEEKDAY.match(block.text)
    return bool(day and _DAY.match(block.text[day.end() :])) and not matters(block.text)


def _below(blocks: list[RawBlock], *, items: bool) -> list[RawBlock]:
    """What stands below a line: the items, or all that comes before the next heading."""
    entries: list[RawBlock] = []
    for block in blocks:
        if block.text and (
            block.kind is not BlockKind.ITEM if items else block.kind is BlockKind.HEADING
        ):
            break
        entries += [block] if block.text else []
    return entries


def _few(text: str) -> int:
    """How many of more a line promises; 0 where it does not."""
    found = _OF.match(text) if _DIGIT.search(text) else None
    if found is None:
        return 0
    shown, many = found["few"].casefold(), int(re.sub(r"\D", "", found["many"]))
    few = int(shown) if shown.isdigit() else _COUNTED.get(shown, 0)
    return few if 0 < few <= _FEW and few < many else 0
