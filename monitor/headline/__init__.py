"""A change in one line: places, dates to act by, the first point in the page's own words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from monitor.headline.near_facts import by_weight, near_first
from monitor.headline.told_beside import (
    BEGINNING,
    LEAST_QUOTED,
    VALUES_TURNED,
    beside,
    fitting,
    with_its_like,
)
from monitor.headline.told_days import (
    ISO,
    changed_days,
    day,
    days,
    days_left,
    passed,
    told_day,
    worked_out,
)
from monitor.headline.told_facts import (
    NO_WAY,
    NOTICE,
    SAYS_NOT,
    SOME_WAY,
    TOLD,
    beside_classes,
    opt_out,
)
from monitor.headline.told_places import where
from monitor.headline.told_training import own_denial, trained
from monitor.model.change import Change, DateChange, Finding, Kind, Point
from monitor.text.clause_ends import limited
from monitor.text.training import trains

__all__ = [
    "FACTS",
    "ISO",
    "LABELS",
    "LIMIT",
    "NOTICE",
    "day",
    "days_left",
    "label",
    "line",
    "passed",
]

LIMIT = 400  # characters: the point with its clause, and what holds beside it
FACTS = 3  # told beside the point

LABELS = {
    "ai-training": "AI training",
    "choice": "choices and consent",
    "data-use": "data use",
    "data-sharing": "data sharing",
    "retention": "retention",
    "security": "security",
    "user-rights": "user rights",
    "legal-basis": "legal basis",
    "minors": "minors",
    "tracking": "tracking",
    "dispute-resolution": "disputes",
    "liability": "liability",
    "content-licence": "content licence",
    "payment": "prices and payment",
    "acceptable-use": "what is allowed",
    "termination": "termination",
    "policy-change": "notice of changes",
    "contact-entity": "company or contact",
    "product-scope": "what is covered",
    "other": "other terms",
}
_OTHER_WORDING = re.compile(r" (?:instead of|without) (?:“[^“”]*”(?:, )?)+$")
_WAS_NOW = re.compile(r"Was “([^“”]*)”, now “([^“”]*)”")
_NUMBER = re.compile(r"\d[\d.,]*(?<![.,])")
_LABELLED_DAY = re.compile(r"[^:.]{2,50}: (?=.*\b\d{1,2}\b)(?=.*\b(?:19|20)\d\d\b)[^:]{6,25}")


def line(change: Change, on: date | None) -> str:
    """What changed, which way, for whom and by when, without service and document.

    Places and dates to come first, then what facts say of the first point, then the point itself
    in the page's words. Days left only when `on` is known.
    """
    if change.kind is Kind.NOISE:
        return "nothing of the policy changed"
    if change.kind is Kind.EDITORIAL:
        return _editorial(change, on)
    if change.dates and len(change.points) > 1 and _is_day_of_document(change.points[0]):
        change = replace(change, points=change.points[1:])
    dates = (*changed_days(change.dates), *worked_out(change.findings))
    ahead, past = _days(dates, change.findings, on)
    places, whole = where(change)
    near, lighter = by_weight(near_first(change), change.points)
    point = [] if whole else _first(change)
    facts, denied = _facts(near, point)
    training = [] if any(map(trains, places)) else trained(change.points, near, facts)
    # That something else is not trained on comes after what is new.
    barred = [text for text in training if own_denial(text, near, change.points)]
    # A day to act by is not to stand behind a long quotation, where a title is cut.
    lead = [*ahead, *places] if any("“" in text for text in places) else [*places, *ahead]
    lead += [text for text in training if text not in barred]
    facts, point = _fitted(lead, facts, point)
    point = [_untold(text, facts, change.findings) for text in point]
    said = _said_by_facts(change, near, lead, facts)
    parts = [*lead, *facts, *([] if said else point), *past]
    parts = parts or [text for d in dates if d.role == "updated" and (text := told_day(d, on))]
    parts = parts or ["terms changed"]
    later = (*_told(lighter), *beside_classes(lighter))
    after = [*barred, *denied, *filter(None, later), *beside(change, (*near, *lighter))]
    room = LIMIT - len(" · ".join((*parts, "")))
    news = (fitting(text, room) for text in _not_twice(after, point, places))
    return _joined([*parts, *news], point)


def _days(
    dates: tuple[DateChange, ...], findings: Iterable[Finding], on: date | None
) -> tuple[list[str], list[str]]:
    """Days to come and days that have passed, without that of an earlier revision."""
    ahead, past = days(dates, findings, on)
    if any(text.startswith("takes effect") for text in ahead):
        past = [text for text in past if not text.startswith("in effect")]
    return ahead, past


def _first(change: Change) -> list[str]:
    """The first point as it is told; a way out that a fact tells is no entry beside it."""
    untold = tuple(p for p in change.points if p is change.points[0] or not _way_out(p, change))
    return [with_its_like(untold)] if untold else []


def _facts(near: tuple[Finding, ...], point: list[str]) -> tuple[list[str], list[str]]:
    """What facts say that the point does not begin with; and apart, where the point is on something
    else, that something is not trained on.
    """
    training, *others = _told(near)
    told = (text for text in (training, *beside_classes(near), *others) if text)
    told = (_aged(text, near, point) for text in told)
    facts = [text for text in told if not any(p.startswith(f"{text}: ") for p in point)][:FACTS]
    other = point and not any(map(trains, point))
    denied = [text for text in facts if text == SAYS_NOT and other]
    return [text for text in facts if text not in denied], denied


def _aged(text: str, near: tuple[Finding, ...], point: list[str]) -> str:
    """An age, in the sentence that says of what where the point is another one."""
    quotes = {f.quote for f in near if f.fact == "age" and f.new and not f.old}
    if not text.startswith("minors: age") or len(quotes) != 1:
        return text
    quote = quotes.pop()
    said = len(quote) > LEAST_QUOTED * 2 or any(quote in p for p in point)
    return text if said else f"minors: “{quote}”"


def _fitted(lead: list[str], facts: list[str], point: list[str]) -> tuple[list[str], list[str]]:
    """The facts and the point that have room together: what the point took the place of goes first,
    then the last facts.
    """
    if facts and len(" · ".join((*lead, *facts, *point))) > LIMIT:
        point = [_OTHER_WORDING.sub("", text) for text in point]
    while facts and len(" · ".join((*lead, *facts, *point))) > LIMIT:
        facts = facts[:-1]
    return facts, point


def _said_by_facts(
    change: Change, near: tuple[Finding, ...], lead: list[str], facts: list[str]
) -> bool:
    """Do the facts tell all that the first point does, and of what?"""
    said = bool(change.points) and _switched(near, change.points[0].new or "", facts)
    return said and (_names_its_subject((*lead, *facts)) or _of_nothing(near))


def _not_twice(after: Iterable[str], point: list[str], places: Iterable[str]) -> list[str]:
    """What comes after the point, without what it or a place tells in the same words."""
    placed = [words for text in places if (words := text.partition("“")[2][:BEGINNING])]
    left = [text for text in after if not any(text.rpartition(": “")[2] in p for p in point)]
    left = [_not_after(point, text) for text in left]
    return [text for text in left if not any(words in text for words in placed)]


def _way_out(point: Point, change: Change) -> bool:
    """Does it say no more than the way out that a fact tells?"""
    known = (f for f in change.findings if f.fact == "opt-out" and f.new not in (None, SOME_WAY))
    return any(f.quote in (point.new or "") for f in known)


def _untold(point: str, facts: Iterable[str], findings: Iterable[Finding]) -> str:
    """A point without the values that a fact or a day beside it tells already."""
    m = VALUES_TURNED.fullmatch(point)
    if m is None:
        return _only_now(point, facts)
    dated = (f.quote for f in findings if f.fact == "date" and f.old and f.new)
    values = {f"{m[2]} → {m[3]}", f"{m[2].split()[0]} → {m[3].split()[0]}"}
    values.add(f"under {m[2]} → under {m[3]}")
    turned = (fact.partition(" → ") for fact in facts)
    both = any(arrow and m[2] in was and m[3] in now for was, arrow, now in turned)
    below = m[1] if m[1].startswith(("Under ", "After ")) else ""
    told = both or any(value in fact for fact in facts for value in values)
    told = told or any(quote in m[4] for quote in dated)
    return f"{below}{m[4]}" if told else point


def _only_now(point: str, facts: Iterable[str]) -> str:
    """Of a sentence with two other values, which facts tell both, only what it says now."""
    m = _WAS_NOW.fullmatch(point)
    if m is None or _NUMBER.sub("#", m[1]) != _NUMBER.sub("#", m[2]):
        return point
    told = {n for fact in facts if " → " in fact for n in _NUMBER.findall(fact)}
    return f"“{m[2]}”" if told.issuperset(_NUMBER.findall(f"{m[1]} {m[2]}")) else point


def _is_day_of_document(point: Point) -> bool:
    """Is it a label and a day, which the line tells anyhow: "Effective date: 18 May 2023"?"""
    return bool(_LABELLED_DAY.fullmatch(point.new or point.old or ""))


def _not_after(told: Iterable[str], text: str) -> str:
    """The second point without the sentence that it comes after, where that is the first one."""
    said, after, rest = text.partition(" after “")
    before, mark, quote = rest.partition("”: “")
    if after and mark and any(before.rstrip("…") in first for first in told):
        return f"{said.rstrip(',')}: “{quote}"
    return text


def _editorial(change: Change, on: date | None) -> str:
    """Dates, else the words that differ: nobody has to act on them."""
    dated = [text for d in changed_days(change.dates) if (text := told_day(d, on))]
    point = [f"wording: {change.points[0].text}"] if change.points and not dated else []
    return _joined([*dated, *point] or ["wording"])


def _joined(parts: Iterable[str], always: Iterable[str] = ()) -> str:
    """The parts that fit; the first one and those in `always` whatever their length."""
    kept: list[str] = []
    for part in dict.fromkeys(parts):
        if kept and part not in always and len(" · ".join((*kept, part))) > LIMIT:
            continue
        kept.append(part)
    return " · ".join(kept)


def _switched(findings: tuple[Finding, ...], sentence: str, facts: list[str]) -> bool:
    """Do the facts tell the way out that a sentence is about? Its words say it no better, unless
    there is one and the facts do not know which, or it says what is done unless one takes it.
    """
    if limited(sentence):
        return False
    known = (f for f in findings if f.fact == "opt-out" and f.new and f.new != SOME_WAY)
    ways = (f for f in known if opt_out(f) in facts)
    return bool(sentence) and any(sentence in f.quote or f.quote in sentence for f in ways)


def _of_nothing(findings: Iterable[Finding]) -> bool:
    """Is a way out gone, and does its sentence name nothing that it was a way out of?"""
    from monitor.headline.of_what import of_the_one_before  # its patterns take long

    return any(f.new == NO_WAY and of_the_one_before(f.quote) for f in findings)


def _names_its_subject(told: Iterable[str]) -> bool:
    """Does a fact say what it is of? "on by default · opt-out in settings" is of anything."""
    return any("“" in text or "AI training" in text or ">" in text for text in told)


def _told(findings: tuple[Finding, ...]) -> list[str]:
    """What the facts of each class in TOLD say, "" where they say nothing."""
    return [tell(findings) for tell in TOLD.values()]


def label(cls: str) -> str:
    """ "ai-training" as "AI training"; a class without a name of its own by its id."""
    return LABELS.get(cls, cls.replace("-", " "))
