"""What a document says now: places, dates, opt-outs, ages, retention, legal bases, recipients, …"""

from __future__ import annotations

from collections.abc import Iterator

from monitor.classify import dates as _dates_of
from monitor.classify import places as _places_of
from monitor.classify import statements
from monitor.classify.fact_tables import Rule
from monitor.classify.lists import Lists
from monitor.classify.quotes import LIMIT, quote
from monitor.classify.relative import relative
from monitor.headline.of_what import of_the_one_before, points_back, vague
from monitor.model import Block, BlockKind, Document, Finding
from monitor.model.change import DATE_AFTER

OF_SOMETHING = ("opt-out", "default")


def facts(document: Document, cls: str | None = None) -> tuple[Finding, ...]:
    """Every fact found, in the order of the document, each with its quote and section.

    A place, or a value of one fact and class, is given once, where it is first stated: `new` holds
    the value (an ISO code, an ISO date, "13", "up to 30 days", "in settings"), `old` is None.
    `cls`: only the facts of this class; what gives none of them is not looked for. What cannot be
    said to be a fact of something (an opt-out of what?) is left out.
    """
    seen: set[tuple[str, str, str | None, str]] = set()
    result = []
    language = document.language
    for finding in _all(document, cls):
        if vague(finding, language):
            continue
        key = (finding.cls, finding.fact, finding.new, finding.role)
        if cls in (None, finding.cls) and key not in seen:
            seen.add(key)
            result.append(finding)
    return tuple(result)


def _all(document: Document, cls: str | None) -> Iterator[Finding]:
    lists = Lists(document)
    language = lists.language
    reader = _dates_of.Reader(lists, language)
    places, dates = cls in (None, "region"), cls in (None, "effective-date")
    terms = _places_of.defined(lists.quoting, language) if places else {}
    texts = [block.text for section in document.sections for block in section.blocks]
    states = cls not in ("region", "effective-date")
    likely = iter(statements.likely_rules(texts, language) if states else ())
    for section in document.sections:
        if section.path and places:
            yield from _places(section.path[-1], section.path, language, heading=True)
        for block in section.blocks:
            if places:
                yield from _places(block.text, section.path, language, terms=terms)
            if dates:
                yield from _dates(block, section.path, reader)
            if states:
                yield from _statements(block, section.path, language, next(likely))


def _places(
    text: str,
    path: tuple[str, ...],
    language: str,
    *,
    heading: bool = False,
    terms: _places_of.Terms | None = None,
) -> Iterator[Finding]:
    for m in _places_of.mentions(text, language, heading=heading, terms=terms):
        if m.scope > 1:
            yield Finding(
                cls="region",
                fact="place",
                quote=quote(text, m.start, m.end),
                section=path,
                new=m.code,
                rule="place",
                words=(m.words,),
            )


def _dates(block: Block, path: tuple[str, ...], reader: _dates_of.Reader) -> Iterator[Finding]:
    row = block.kind is BlockKind.ROW
    for f in reader.read(block.text, path[-1] if path else "", row=row):
        if f.role in _dates_of.ROLES:
            yield Finding(
                cls="effective-date",
                fact="date",
                quote=quote(block.text, f.start, f.end),
                section=path,
                new=f.iso,
                role=f.role,
                rule=f"date-{f.role}",
                words=(f.words,),
            )
    for r in relative(block.text, reader):
        yield Finding(
            cls="effective-date",
            fact="date",
            quote=quote(block.text, r.start, r.end),
            section=path,
            new=r.value,
            role=r.role,
            rule=DATE_AFTER,
            words=(r.words,),
        )


def _statements(
    block: Block, path: tuple[str, ...], language: str, likely: tuple[Rule, ...]
) -> Iterator[Finding]:
    text = block.text
    for s in statements.stated(text, path[-1] if path else "", language, likely):
        row = block.kind is BlockKind.ROW and len(text) <= LIMIT
        yield Finding(
            cls=_own_class(s, text, path[-1] if path else "", language),
            fact=s.fact,
            quote=text if row else quote(text, s.start, s.end),
            section=path,
            new=s.value,
            rule=f"fact-{s.rule}",
            words=(s.words[:120],),
        )


def _own_class(stated: statements.Statement, text: str, heading: str, language: str) -> str:
    """What an opt-out or default is about by its own sentence or heading: what a neighbour speaks
    of counts only where the sentence points back to it, or says of nothing what one opts out of.
    """
    if stated.fact not in OF_SOMETHING or points_back(stated.sentence):
        return stated.cls
    own = statements.about(stated.sentence, heading, language)
    if own == "choice" and stated.fact == "opt-out" and of_the_one_before(stated.sentence):
        # It has to state a fact of its own: "Training materials" are no training.
        before = statements.before(text, stated.start)
        named = statements.about(before, "", language)
        own = named if any(s.cls == named for s in statements.find(before, "", language)) else own
    return own if stated.cls in statements.subjects(language) else stated.cls
