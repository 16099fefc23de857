"""What changed, with proof: kind, classes, places, dates, findings, severity and one line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import islice

from monitor.classify import dates as _dates
from monitor.classify import places as _places
from monitor.classify import statements as _statements
from monitor.classify.catalogue import ClassInfo, catalogue
from monitor.classify.features import Case
from monitor.classify.kind import WITHOUT_SUBJECT, Judgement, judge, told
from monitor.classify.model import case_of, choose, likeliest
from monitor.classify.passages import Passage, passages
from monitor.classify.proof import proof
from monitor.classify.quotes import LIMIT, quote
from monitor.classify.severity import severity
from monitor.classify.summary import summary
from monitor.classify.turns import turns
from monitor.types import Change, Comparison, Finding, Kind

__all__ = ["ClassInfo", "catalogue", "classify"]

MOST_FACTS = 60  # findings of facts in one change
FEW = 3  # passages among which the largest may stand for the change
DECISIVE = ("age", "basis", "class", "default", "opt-out", "retention", "retroactive")
EDITORIAL = ("effective-date", "policy-change", "contact-entity")  # told of an editorial change


def classify(
    comparison: Comparison,
    *,
    on: date | None = None,
    released: bool = False,
) -> Change:
    """What a comparison means. `on`: the day it is read, for "days left"; pure otherwise.

    `released`: the new page looked cut off and has stayed so, or a person says that it is whole.

    Never raises. The severity is that of the default table; a user's own is applied by the caller.
    """
    found = passages(comparison)
    language = comparison.new.language or comparison.old.language
    moved = _dates.changes(found, language)
    places = _places.changes(found, comparison.old, comparison.new, language)
    case = case_of(found, comparison)
    added = tuple(p.code for p in places if p.added)
    removed = tuple(p.code for p in places if not p.added)
    dates = tuple(m.change for m in moved)
    classes = choose(case, dates=bool(dates), regions=bool(places))
    verdict = judge(
        comparison,
        dates=dates,
        regions_added=added,
        regions_removed=removed,
        classes=classes,
        on=on,
        released=released,
    )
    if verdict.rule == WITHOUT_SUBJECT and (bare := told(comparison)) is not comparison:
        # The navigation that came and went beside the clause may have hidden its subject.
        clear = choose(case_of(passages(bare), bare), dates=bool(dates), regions=bool(places))
        if set(clear) - {"effective-date"}:
            classes = clear
            verdict = Judgement(Kind.SUBSTANTIVE, "words", verdict.words)
    if verdict.kind is Kind.NOISE:
        line = summary(verdict.kind, (), (), (), (), (), on)
        return Change(verdict.kind, summary=line, sections=comparison.sections)
    stated = tuple(_of_statements(found))
    if turned := [f for f in stated if _decides(f)]:
        if verdict.kind is Kind.EDITORIAL:
            verdict = Judgement(Kind.SUBSTANTIVE, "fact", turned[0].words)
        classes = tuple(dict.fromkeys((*classes, *(c for f in turned for c in _files_under(f)))))
    if verdict.kind is Kind.EDITORIAL:
        added = removed = places = stated = ()
        classes = tuple(c for c in classes if c in EDITORIAL)
    else:
        classes = _filed(classes, verdict, case)
        stated += _of_turns(classes, found)
    change = Change(
        kind=verdict.kind,
        classes=classes,
        regions_added=added,
        regions_removed=removed,
        dates=dates,
        findings=(
            *_of_places(places),
            *_of_dates(moved),
            *_of_classes(classes, case),
            *stated,
        ),
        sections=comparison.sections,
    )
    return _told(change, on)


def _told(change: Change, on: date | None) -> Change:
    """The change with its severity and its line."""
    c = change
    return replace(
        change,
        severity=severity(c.kind, c.classes, c.dates, c.findings),
        summary=summary(
            c.kind, c.classes, c.regions_added, c.regions_removed, c.dates, c.findings, on
        ),
    )


def _of_places(places: tuple[_places.PlaceChange, ...]) -> Iterator[Finding]:
    for p in places:
        text, _ = p.passage.side(p.added is p.own_side)
        yield Finding(
            cls="region",
            fact="place",
            quote=_quoted(p.passage, text, p.start, p.start + len(p.words)),
            section=p.passage.path,
            old=None if p.added else p.code,
            new=p.code if p.added else None,
            rule="place-added" if p.added else "place-removed",
            words=(p.words,),
        )


def _of_dates(moved: tuple[_dates.Moved, ...]) -> Iterator[Finding]:
    for m in moved:
        text, _ = m.passage.side(m.change.new is not None)
        yield Finding(
            cls="effective-date",
            fact="date",
            quote=_quoted(m.passage, text, m.found.start, m.found.end),
            section=m.passage.path,
            old=m.change.old,
            new=m.change.new,
            role=m.change.role,
            rule=f"date-{m.change.role}",
            words=(m.found.words,),
        )


def _of_classes(classes: tuple[str, ...], case: Case) -> Iterator[Finding]:
    for cls in classes:
        found = proof(cls, case) if cls not in ("effective-date", "region") else None
        if found is not None:
            text = _shown(found.passage)
            yield Finding(
                cls=cls,
                fact="class",
                quote=_quoted(found.passage, text, min(found.at, max(0, len(text) - 1))),
                section=found.passage.path,
                rule=f"class-{cls}",
                words=found.words,
            )


def _quoted(p: Passage, text: str, start: int, end: int | None = None) -> str:
    """The sentence around a place in a passage; of a table the whole row, if it is not long."""
    return text if p.row and len(text) <= LIMIT else quote(text, start, end)


def _of_statements(found: tuple[Passage, ...]) -> Iterator[Finding]:
    """Facts stated or no longer stated, each once; one that only moved is neither."""
    facts = list(islice((f for p in found for f in _statements.changes(p)), MOST_FACTS))
    came = {(f.cls, f.fact, f.new) for f in facts if f.old is None}
    went = {(f.cls, f.fact, f.old) for f in facts if f.new is None}
    told = came & went
    for f in facts:
        key = (f.cls, f.fact, f.new or f.old)
        alone = f.old is None or f.new is None
        if not alone or key not in told:
            told.add(key)
            yield f


def _filed(classes: tuple[str, ...], verdict: Judgement, case: Case) -> tuple[str, ...]:
    """A change that matters is filed somewhere, one of where a switch is found under choice."""
    if verdict.rule == "settings-path" and "choice" not in classes:
        classes = (*classes, "choice")
    return classes or likeliest(case)


def _of_turns(classes: tuple[str, ...], found: tuple[Passage, ...]) -> tuple[Finding, ...]:
    """ "may" that became "will", where it is not one of very many changes."""
    subjects = [c for c in classes if c not in ("effective-date", "region")]
    return tuple(turns(found, (subjects or ["other"])[0])) if len(found) <= FEW else ()


def _decides(f: Finding) -> bool:
    """A fact whose value changed is substantive, however few the words."""
    return f.fact in DECISIVE and bool(f.old and f.new)


def _files_under(f: Finding) -> tuple[str, ...]:
    return (f.cls, "choice") if f.fact in ("opt-out", "default") else (f.cls,)


def _shown(p: Passage) -> str:
    return p.new if p.added else p.old
