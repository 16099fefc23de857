"""Places, days and classes of a change as findings, each with the words that prove it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from monitor.classify.changed_passages import Passage
from monitor.classify.class_model import UNLEARNED
from monitor.classify.class_proof import proof, stands
from monitor.classify.date_sense import sense
from monitor.classify.dates import Dated
from monitor.classify.edits import Edit
from monitor.classify.features import Case
from monitor.classify.places import PlaceChange
from monitor.classify.quotes import LIMIT, quote
from monitor.classify.relative import RelativeChange
from monitor.classify.scope import spares
from monitor.classify.sides import Sides
from monitor.model import Finding
from monitor.model.change import DATE_AFTER, DATE_STANDS, PLACE_LESS

LISTED_PLACES = 150  # characters of a list of places that is quoted whole


def of_places(places: tuple[PlaceChange, ...], edits: Iterable[Edit]) -> Iterator[Finding]:
    """Each place that came or went, with the words that say what holds there."""
    went = [edit.old for edit in edits if edit.side == "removed"]
    for p in places:
        text, _ = p.passage.side(p.in_new)
        said = sentence_or_row(p.passage, text, *_to_quote(p))
        yield Finding(
            cls="region",
            fact="place",
            quote=said,
            section=p.passage.path,
            old=None if p.added else p.code,
            new=p.code if p.added else None,
            rule=PLACE_LESS if p.rule == "place-removed" and _unsure(said, went) else p.rule,
            words=(p.words,),
            side="added" if p.in_new else "removed",
        )


def _unsure(said: str, went: Iterable[str]) -> bool:
    """Is it unknown what it means that words no longer name a place? The whole sentence went, as
    the end of an address or of a notice does; or it spared the place.
    """
    words = said.strip("… ")
    return spares(words) or any(words in text or text in words for text in went)


def _to_quote(p: PlaceChange) -> tuple[int, int]:
    """The same words for every place of a list: what holds there often stands behind the last."""
    start, end = p.listed or (p.start, p.start + len(p.words))
    return (start, end) if end - start <= LISTED_PLACES else (end - 1, end)


def of_dates(
    dated: tuple[Dated, ...], found: tuple[Passage, ...], sides: Sides
) -> Iterator[Finding]:
    """Each day that was set, moved or removed, with its sentence."""
    for m in dated:
        text, _ = m.passage.side(m.change.new is not None)
        stands = m.change.new is None and sides.said(text[m.found.start : m.found.end])
        meant = DATE_STANDS if stands else f"date-{sense(m, found) or m.change.role}"
        yield Finding(
            cls="effective-date",
            fact="date",
            quote=sentence_or_row(m.passage, text, m.found.start, m.found.end),
            section=m.passage.path,
            old=m.change.old,
            new=m.change.new,
            role=m.change.role,
            rule=meant,
            words=(m.found.words,),
        )


def of_relative(found: tuple[RelativeChange, ...]) -> Iterator[Finding]:
    """ "30 days after the date above": findings only, as no such date is written anywhere."""
    for c in found:
        yield Finding(
            cls="effective-date",
            fact="date",
            quote=sentence_or_row(
                c.passage, c.passage.side(c.added)[0], c.found.start, c.found.end
            ),
            section=c.passage.path,
            old=None if c.added else c.found.value,
            new=c.found.value if c.added else None,
            role=c.found.role,
            rule=DATE_AFTER,
            words=(c.found.words,),
        )


def of_classes(classes: tuple[str, ...], case: Case, sides: Sides) -> Iterator[Finding]:
    """Each class with the words that prove it, where any do on their side."""
    for cls in classes:
        found = proof(cls, case) if cls not in UNLEARNED else None
        if found is None:
            continue
        shown = sides.shown(found.passage, found.at, found.others, found.words)
        if shown is None:
            continue
        passage, words = shown
        if said := stands(found, (words.words, words.before, *passage.path[-2:])):
            yield Finding(
                cls=cls,
                fact="class",
                quote=words.words,
                quote_before=words.before,
                section=passage.path,
                rule=f"class-{cls}",
                words=said,
                side=words.side,
            )


def sentence_or_row(p: Passage, text: str, start: int, end: int | None = None) -> str:
    """The sentence around a place in a passage; of a table the whole row, if it is not long."""
    return text if p.row and len(text) <= LIMIT else quote(text, start, end)
