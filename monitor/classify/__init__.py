"""What changed, with proof: kind, classes, places, dates, findings, severity and one line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property, partial
from itertools import islice

from monitor.classify import dates as _dates
from monitor.classify import fact_changes as _fact_changes
from monitor.classify import places as _places
from monitor.classify import relative as _relative
from monitor.classify import row_values as _row_values
from monitor.classify import statements as _statements
from monitor.classify.answered import of_answers
from monitor.classify.changed_passages import Passage, passages
from monitor.classify.class_catalogue import ClassInfo, catalogue, heading_classes
from monitor.classify.class_model import (
    AI,
    case_of,
    choose,
    filing,
    fitted,
    likeliest,
    nearest,
    trains_people,
    widened,
)
from monitor.classify.class_proof import told_by_title
from monitor.classify.contacts import reaches
from monitor.classify.date_sense import about, announced
from monitor.classify.edits import edits_of
from monitor.classify.entry_headings import entries
from monitor.classify.features import REACHED, Case
from monitor.classify.idle_edits import weighed_with_idle
from monitor.classify.kind import WITHOUT_SUBJECT, Judgement, in_force_later, judge, told, untold
from monitor.classify.known_subjects import familiar
from monitor.classify.list_leads import denies
from monitor.classify.lists import Lists
from monitor.classify.other_amounts import of_prices
from monitor.classify.points import points_of
from monitor.classify.quoted_findings import (
    of_classes,
    of_dates,
    of_places,
    of_relative,
    sentence_or_row,
)
from monitor.classify.ranked_lists import another_order
from monitor.classify.rearranged import same_order
from monitor.classify.renamed_places import only_places
from monitor.classify.replaced import replacement
from monitor.classify.severities import severity
from monitor.classify.sides import Sides
from monitor.classify.significance import Weighed
from monitor.classify.stated import Stated
from monitor.classify.typos import only_typos
from monitor.classify.verb_turns import turns
from monitor.headline import ISO, line, passed
from monitor.headline.told_facts import USED
from monitor.model import TOLD_WHOLE, Change, Comparison, Finding, Kind
from monitor.model.change import DATE_AFTER

__all__ = ["ClassInfo", "catalogue", "classify", "no_change", "untold"]

# A sentence that spares somebody is about what the sentences beside it say.
_SPARED = re.compile(
    r"\b(?:except\w*|exempt\w*|exclu\w+|spared|left (?:out|alone)|out of scope"
    r"|not (?:affected|included|covered|concerned|touched|used)|not apply)\b",
    re.IGNORECASE,
)
SUBJECTS = {"settings-path": "choice", "currency": "payment", "price": "payment"}  # by its form
MOST_FACTS = 60  # findings of facts in one change
DECISIVE = (
    "age", "basis", "class", "default", "notice", "opt-out", "price", "retention", "retroactive",
    "switch",
)  # fmt: skip
LISTED = (
    "ban",
    "data",
    "excluded",
    "recipient",
    "trainer",
)  # one more of them is a subject of its own
EDITORIAL = ("policy-change", "contact-entity")  # of editorial ones too


def classify(
    comparison: Comparison,
    *,
    on: date | None = None,
    severities: Mapping[str, int] | None = None,
) -> Change:
    """What a comparison of two whole documents means (:mod:`monitor.guard` says if they are).

    `on`: the day it is read, for "days left". `severities`: a user's own points, beside the
    default ones. Pure; never raises.
    """
    if (another := replacement(comparison)) is not None:
        swapped = Change(Kind.SUBSTANTIVE, ("policy-change",), points=(another,))
        return _told(replace(swapped, sections=comparison.sections), on, severities)
    read = _reading(comparison, on)
    verdict, change, case = _judged(read)
    ranked = None if verdict.kind is Kind.SUBSTANTIVE else another_order(comparison)
    if ranked is not None:
        change = replace(change, kind=Kind.SUBSTANTIVE, points=(ranked,))
        return _told(change, on, severities)
    if verdict.kind is Kind.NOISE:
        return no_change(comparison)
    change, findings = _stating(read, verdict, change, case)
    held = tuple(read.sides.held(findings))
    points = points_of(
        read.weighed,
        held,
        read.introduction,
        read.sides,
        read.after.columns,
        lambda block: read.after.paragraphs_above.get(block, ""),
        read.language,
        read.before.behind_lists | read.after.behind_lists,
    )
    return _told(replace(change, findings=held, points=points), on, severities)


@dataclass(frozen=True)
class _Reading:
    """A comparison with what every step asks of it, read once."""

    comparison: Comparison
    passages: tuple[Passage, ...]
    before: Lists
    after: Lists
    language: str
    readers: tuple[_dates.Reader, _dates.Reader]
    dated: tuple[_dates.Dated, ...]
    places: tuple[_places.PlaceChange, ...]
    weighed: tuple[Weighed, ...]
    on: date | None  # the day it is read
    as_of: date | None  # the same; where it is unknown, one before what the text announces

    @cached_property
    def sides(self) -> Sides:
        """What is quoted is held against both whole documents."""
        return Sides(self.comparison)

    def introduction(self, item: str) -> str:
        """The line above the list that an item stands in; "" where it stands in none."""
        return self.after.introduction(item) or self.before.introduction(item)


def _reading(comparison: Comparison, on: date | None) -> _Reading:
    found = passages(comparison)
    before, after = Lists(comparison.old), Lists(comparison.new)
    language = after.language or before.language
    readers = _dates.readers(before, after, language, on)
    dated = _dates.changes(found, *readers)
    places = _places.changes(found, before, after, language)
    weighed = weighed_with_idle(edits_of(found), comparison)
    as_of = on or _before(dated)
    return _Reading(
        comparison, found, before, after, language, readers, dated, places, weighed, on, as_of
    )


def _stating(
    read: _Reading, verdict: Judgement, change: Change, case: Case
) -> tuple[Change, tuple[Finding, ...]]:
    """The change with its classes, and what it states: places, dates, classes, facts."""
    c, found, language = read.comparison, read.passages, read.language
    whole = Stated(c.old, language), Stated(c.new, language)
    stated = tuple(islice(_stated(read, whole), MOST_FACTS))
    stated += tuple(_row_values.turned(found, language, read.after.columns))
    stated += tuple(of_answers(w.edit for w in read.weighed))
    verbs = tuple(_of_turns(found, language))
    few = len(found) <= TOLD_WHOLE
    prices = tuple(of_prices((w.edit for w in read.weighed), language)) if few else ()
    listed = tuple(islice(entries(c), MOST_FACTS))
    later = tuple(of_relative(_relative.changes(found, *read.readers)))
    turned = (*_turned(stated, verbs, few=few), *_to_come(later, read.on))
    places = read.places
    if verdict.kind is Kind.EDITORIAL and not listed and not any(map(_decides, turned)):
        change = _editorial(change, case)
        places = stated = ()
    else:
        turned += (*_of_reach(places, language), *_of_days(read.dated, language))
        turned += (*(f for f in listed if f.cls), *_of_moves(read.weighed))
        turned += prices
        if few:
            turned += tuple(_of_practice(read.weighed, language))
        case = widened(case, found, c)
        change = replace(change, classes=_filed(change, case, turned, verdict, read.as_of))
    told_by_facts = {f.cls for f in stated if f.fact != "class" or f.new or f.old}
    unproven = tuple(c for c in change.classes if c not in told_by_facts)
    if change.kind is not Kind.EDITORIAL:
        stated += _about(unproven, (*listed, *verbs, *prices))
    proofs = of_classes(unproven, case, read.sides)
    return change, (
        *of_places(places, (w.edit for w in read.weighed)),
        *of_dates(read.dated, found, read.sides),
        *later,
        *proofs,
        *stated,
    )


def _of_moves(weighed: Iterable[Weighed]) -> Iterator[Finding]:
    """What a text is about is said by the headings that it left and came to stand below."""
    for edit in (w.edit for w in weighed if w.edit.came_from):
        for cls in heading_classes(edit.came_from[-1:] + edit.passage.path[-1:]):
            yield Finding(cls, "class", edit.new, edit.passage.path, side="moved")


def _stated(read: _Reading, whole: tuple[Stated, Stated]) -> Iterator[Finding]:
    """The facts that came or went, held against both whole documents. What stands in a list below
    "You may not" is done by nobody.
    """
    facts = (
        f
        for p in read.passages
        for f in _fact_changes.changes(p, read.language)
        if f.cls != AI or f.new != USED or not denies(read.introduction(p.new))
    )
    return iter(_fact_changes.held(facts, *whole))


def no_change(comparison: Comparison) -> Change:
    """What differs, but does not change the policy."""
    return _told(Change(Kind.NOISE, sections=comparison.sections), None)


def _judged(read: _Reading) -> tuple[Judgement, Change, Case]:
    """The verdict, the change with the classes that go with it, and what speaks for these."""
    c = read.comparison
    case = case_of(read.passages, c)
    change = Change(
        Kind.SUBSTANTIVE,
        classes=choose(case, fitted(), dates=bool(read.dated), regions=bool(read.places)),
        regions_added=tuple(p.code for p in read.places if p.added),
        regions_removed=tuple(p.code for p in read.places if not p.added),
        dates=tuple(m.change for m in read.dated),
        sections=c.sections,
    )
    verdict, change = _by_words(c, change, case, read.as_of)
    if verdict.kind is Kind.SUBSTANTIVE:
        respelled = not read.places and verdict.rule != "exchanged"
        same_places = respelled and only_places(read.passages, read.language)
        if same_places or only_typos(read.weighed, verdict.rule) or same_order(c):
            verdict = replace(verdict, kind=Kind.EDITORIAL)
    return verdict, change, case


def _by_words(
    comparison: Comparison, change: Change, case: Case, on: date | None
) -> tuple[Judgement, Change]:
    """The verdict, and the change with the classes that go with it."""
    # That a line is on how to reach someone is sure enough where it can be on nothing else.
    alone = not change.classes and likeliest(case, fitted()) == (REACHED,)
    alone = alone and any(reaches(p.new or p.old) for f in case.fragments for p in f.passages)
    verdict = judge(
        comparison,
        dates=change.dates,
        regions_added=change.regions_added,
        regions_removed=change.regions_removed,
        classes=(REACHED,) if alone else change.classes,
        familiar=partial(familiar, comparison.old),
        on=on,
    )
    if verdict.rule == WITHOUT_SUBJECT and (bare := told(comparison)) is not comparison:
        # The navigation that came and went beside the clause may have hidden its subject.
        regions = bool(change.regions_added or change.regions_removed)
        case = case_of(passages(bare), bare)
        clear = choose(case, fitted(), dates=bool(change.dates), regions=regions)
        if set(clear) - {"effective-date"}:
            change = replace(change, classes=clear)
            verdict = Judgement(Kind.SUBSTANTIVE, "words", verdict.words)
    return verdict, change


def _editorial(change: Change, case: Case) -> Change:
    """The change, of which only the words are new, or an e-mail address or telephone number."""
    reached = (REACHED,) if any(f.addresses for f in case.fragments) else ()
    told = (*change.classes, *reached)
    classes = tuple(dict.fromkeys(c for c in told if c in EDITORIAL))
    bare = replace(change, kind=Kind.EDITORIAL, classes=classes)
    return replace(bare, regions_added=(), regions_removed=())


def _told(change: Change, on: date | None, severities: Mapping[str, int] | None = None) -> Change:
    """The change with its severity and its line."""
    return replace(change, severity=severity(change, on, severities), summary=line(change, on))


def _filed(
    change: Change,
    case: Case,
    turned: tuple[Finding, ...],
    verdict: Judgement,
    on: date | None,
) -> tuple[str, ...]:
    """A change that matters is filed somewhere: also under its facts of which the value changed,
    and one of where a switch is found under choice. Under that of dates only where a day lies
    ahead: the line at the top that says when a text was revised is not what a change is about.
    """
    ahead = bool(in_force_later(change.dates, on)) and "effective-date" in change.classes
    chosen = choose(case, filing(), dates=ahead, regions="region" in change.classes)
    # Rare in the labels, and nobody may miss it.
    more = [c for c in change.classes if c == AI and not trains_people(case)]
    more += [c for f in turned for c in _files_under(f)]
    if verdict.rule in SUBJECTS:
        more.append(SUBJECTS[verdict.rule])
    if filed := tuple(dict.fromkeys((*chosen, *more))):
        return filed
    return tuple(c for c in nearest(case) if not told_by_title(c, case)) or ("other",)


def _of_turns(found: tuple[Passage, ...], language: str) -> Iterator[Finding]:
    """ "may" that became "will", where it is not one of very many changes; of the class that the
    sentence states a fact of, of none where it states none.
    """
    for f in turns(found, "") if len(found) <= TOLD_WHOLE else ():
        stated = _statements.find(f.quote, "", language)
        yield replace(f, cls=next((s.cls for s in stated if s.fact == "class"), ""))


def _of_reach(places: tuple[_places.PlaceChange, ...], language: str) -> Iterator[Finding]:
    """What the sentence states that a place was added to or taken from: it reaches other people."""
    for text, p in {p.passage.side(p.added)[0]: p for p in places}.items():
        said = sentence_or_row(p.passage, text, p.start, p.start + len(p.words))
        for s in _statements.find(said, "", language):
            if s.fact == "class":
                yield Finding(cls=s.cls, fact="class", quote=said, section=p.passage.path)


def _of_practice(weighed: Iterable[Weighed], language: str) -> Iterator[Finding]:
    """What a sentence is about that changed, whatever of it: "we train on calls, but not on …"."""
    for edit in (w.edit for w in weighed):
        spared = edit.side != "changed" and _SPARED.search(edit.new or edit.old)
        for text in (edit.old, edit.new, *(edit.passage.side(True)[:1] if spared else ())):
            for s in _statements.find(text, "", language) if text else ():
                if s.fact == "class":
                    yield Finding(s.cls, "class", s.sentence, edit.passage.path)


def _of_days(dated: tuple[_dates.Dated, ...], language: str) -> Iterator[Finding]:
    """What the text states that a day moves for: who waits for that must hear of it."""
    for text, m in {about(m): m for m in dated}.items():
        for s in _statements.find(text, "", language) if text else ():
            if s.fact == "class":
                yield Finding(cls=s.cls, fact="class", quote=text, section=m.passage.path)


def _before(dated: tuple[_dates.Dated, ...]) -> date | None:
    """A day before what the text announces: nobody has said when it is read, but then it was."""
    days = (_dates.day(m.change.new) for m in dated if m.change.new and announced(m))
    first = min((d for d in days if d), default=None)
    return first - timedelta(days=1) if first and first > date.min else None


def _about(classes: tuple[str, ...], verbs: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """The verbs and entries, those of no class of their own under the change's first."""
    subject = next((c for c in classes if c not in ("effective-date", "region")), "other")
    return tuple(replace(f, cls=f.cls or subject) for f in verbs)


def _decides(f: Finding) -> bool:
    """Substantive, however few the words: a fact whose value changed, one that joined or left a
    list, a day to come.
    """
    return (
        f.rule == DATE_AFTER or f.fact in LISTED or (f.fact in DECISIVE and bool(f.old and f.new))
    )


def _turned(
    stated: tuple[Finding, ...], verbs: tuple[Finding, ...], *, few: bool
) -> tuple[Finding, ...]:
    """The facts that say what a change is about, whatever its words."""
    joined = (f for f in stated if few and _joins(f))
    return (*(f for f in stated if _decides(f)), *(f for f in verbs if f.cls), *joined)


def _to_come(later: tuple[Finding, ...], on: date | None) -> Iterator[Finding]:
    """Days that the text now tells by another, and that are not known to have passed."""
    for f in later:
        if f.new is not None and ISO.fullmatch(f.new) and not passed(f.new, on):
            yield f


def _joins(f: Finding) -> bool:
    """Somebody else gets the data: of a small change that is what it is about."""
    return f.fact == "recipient" and f.old is None and not str(f.new).startswith("not sold")


def _files_under(f: Finding) -> tuple[str, ...]:
    if f.fact == "ban":
        return f.cls, "ai-training"
    return (f.cls, "choice") if f.fact in ("opt-out", "default", "switch") else (f.cls,)
