"""What a row says in one word, since a change: a switch that turned, a period that grew."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from monitor.classify.changed_passages import Passage
from monitor.classify.edit_wording import lists
from monitor.classify.statements import about
from monitor.languages import alternatives
from monitor.model import Finding
from monitor.text.short_answers import is_answer

MOST = 20  # of one change
LONG = 200  # characters of a row, or of "AI training: on"
_PERIOD = re.compile(
    r"(?:[^\W\d]+\.? ){0,3}\d{1,3} (?P<unit>(?![KMGTkmgt]i?[Bb]\b)[^\W\d]{2,})(?: [^\W\d]+){0,2}"
)
_TITLES = {
    "data-sharing": re.compile(alternatives("columns", "shared"), re.IGNORECASE),
    "data-use": re.compile(alternatives("columns", "collected"), re.IGNORECASE),
}
_KEPT = re.compile(alternatives("columns", "kept"), re.IGNORECASE)


def turned(
    passages: Iterable[Passage],
    language: str,
    columns: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> Iterator[Finding]:
    """One finding for each cell that gave way to its contrary, or to another period. `columns` are
    the titles of a row's table: whether data is collected or sold is no choice of the reader's.
    """
    told = 0
    for p in passages:
        pair = _pair(p)
        if pair is None or told == MOST:
            continue
        old, new = pair
        heading = p.path[-1] if p.path else ""
        kept = _KEPT.search(" ".join((*p.path[-1:], p.new)))
        if _opposite(old, new):
            fact, cls = "switch", _of_column(p, columns) or about(p.new, heading, language)
        elif kept and _PERIOD.fullmatch(old) and _PERIOD.fullmatch(new):
            fact = cls = "retention"
        else:
            continue
        told += 1
        yield Finding(
            cls=cls,
            fact=fact,
            quote=p.new,
            quote_before=p.old,
            section=p.path,
            old=old or "–",
            new=new or "–",
            rule=f"row-{fact}",
            words=(new,),
        )


def _of_column(p: Passage, columns: Mapping[str, Sequence[str]]) -> str:
    """The class that the title of the changed cell's column says; "" where it says none."""
    titles = columns.get(p.new, ()) if p.row and p.added else ()
    column = p.new.count(" | ", 0, p.added[0][0] + 1) if titles else 0
    title = titles[column] if 0 < column < len(titles) else ""
    return next((cls for cls, said in _TITLES.items() if said.search(title)), "")


def _pair(p: Passage) -> tuple[str, str] | None:
    """The only cell that differs, before and now; of "AI training: on" what follows the colon."""
    if p.whole or p.heading or max(len(p.old), len(p.new)) > LONG:
        return None
    sign = " | " if p.row else ": "
    ours, theirs = _cells(p.old, sign), _cells(p.new, sign)
    if p.row:  # an empty cell at the end leaves no trace
        most = max(len(ours), len(theirs))
        ours, theirs = ([*side, *[""] * (most - len(side))] for side in (ours, theirs))
    if len(ours) != len(theirs) or len(ours) < 2:
        return None
    differing = [(a.strip(), b.strip()) for a, b in zip(ours, theirs, strict=True) if a != b]
    return differing[0] if len(differing) == 1 else None


def _cells(text: str, sign: str) -> list[str]:
    return text.removesuffix(" |").split(sign)


def _opposite(old: str, new: str) -> bool:
    one, other = old.casefold(), new.casefold()
    return (
        (not (one and other) and is_answer(one or other))
        or f"not {one}" == other
        or f"not {other}" == one
        or any({one, other} == set(pair) for pair in lists().opposites)
    )
