"""How places, dates, classes and findings are said to a person. Pure; English."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from monitor.model import Change, DateChange, Finding
from monitor.model.change import PLACE_LESS, PLACE_MORE
from monitor.model.records import ChangeRecord
from monitor.model.results import FactRow
from monitor.text.place_names import full_name
from monitor.text.safe import clean

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
# Values that say little without their fact.
_SAID = {
    ("default", "on"): "on by default",
    ("default", "off"): "off by default",
    ("retroactive", "yes"): "also for what was before",
    ("retroactive", "no"): "not for what was before",
}
_NAMES = {"basis": "legal basis", "excluded": "does not apply to"}
_OF_TRAINING = {"data": "trained on", "excluded": "not trained on", "trainer": "also trained by"}
_ROLES = {"effective": "takes effect", "deadline": "act by", "updated": "dated"}


def rest(record: ChangeRecord) -> tuple[str, str]:
    """What a message has no room for, by its name, and the command that shows it."""
    if record.taken_down:
        return "last text", f"monitor show {record.watch_id} --version {record.to_version}"
    versions = f"{record.from_version} {record.to_version}"
    return "whole diff", f"monitor diff {record.watch_id} {versions}"


def class_label(cls: str) -> str:
    """ "ai-training" as "AI training", "user-rights" as "user rights"."""
    from monitor.headline import LABELS

    return LABELS.get(cls, cls.replace("-", " "))


def say_date(iso: str) -> str:
    """ "2025-11-03" as "3 Nov 2025", "2025-11" as "Nov 2025", anything else cleaned."""
    match = re.fullmatch(r"(\d{4})-(\d{2})(?:-(\d{2}))?", iso)
    if match is None or not 1 <= int(match[2]) <= 12:
        return clean(iso)
    month = f"{_MONTHS[int(match[2]) - 1]} {match[1]}"
    return f"{int(match[3])} {month}" if match[3] else month


def say_time(at: datetime) -> str:
    """An aware UTC time as "18 Sep 2025 06:00 UTC"."""
    return f"{say_date(at.date().isoformat())} {at:%H:%M} UTC"


def days_until(iso: str, today: date) -> int | None:
    """Whole days from `today`; None for a month without a day and for anything but a date."""
    try:
        return (date.fromisoformat(iso) - today).days if len(iso) == 10 else None
    except ValueError:
        return None


def say_days(days: int) -> str:
    """ "46 days", "1 day", "today", "3 days ago"."""
    if days == 0:
        return "today"
    number = abs(days)
    noun = "day" if number == 1 else "days"
    return f"{number} {noun}" + (" ago" if days < 0 else "")


@dataclass(frozen=True, slots=True)
class When:
    """A date a reader has to know: `label` "Takes effect", `days` left from now."""

    role: str
    label: str
    day: str
    old: str
    days: int | None

    @property
    def left(self) -> str:
        """ "in 46 days", "today", "3 days ago", "" for a month and for the document's own date."""
        if self.days is None or self.role == "updated":
            return ""
        return f"in {say_days(self.days)}" if self.days > 0 else say_days(self.days)

    @property
    def said(self) -> str:
        """ "Takes effect: 3 Nov 2025 (in 46 days)"."""
        return f"{self.label}: {self.day}" + (f" ({self.left})" if self.left else "")


def when(
    dates: Iterable[DateChange], today: date, findings: Iterable[Finding] = ()
) -> tuple[When, ...]:
    """Deadlines first, then dates in force, the next before those that have passed, then the
    document's own; removed ones last. `findings` tell what ends, or is put off."""
    order = {"deadline": 0, "effective": 1, "updated": 2}
    senses = {(f.role, f.old, f.new): f.rule for f in findings if f.fact == "date"}

    def place(d: DateChange) -> tuple[bool, int, bool, str]:
        over = (days_until(d.new or "", today) or 0) < 0
        return d.new is None, order.get(d.role, 3), over, d.new or ""

    found = []
    for item in sorted(dates, key=place):
        days = days_until(item.new or "", today)
        label = _date_label(item.role, senses.get((item.role, item.old, item.new), ""), days)
        if item.new is None:
            label = label if label == "postponed" else f"no longer says “{label}”"
            found.append(When(item.role, sentence(label), say_date(item.old or ""), "", None))
            continue
        old = say_date(item.old) if item.old else ""
        found.append(When(item.role, sentence(label), say_date(item.new), old, days))
    return tuple(found)


def _date_label(role: str, sense: str, days: int | None) -> str:
    """What a day is the day of: "takes effect", "act by", "ends"."""
    if sense == "date-postponed":
        return "postponed"
    if sense == "date-end":
        return "ends" if days is None or days >= 0 else "ended"
    if role == "effective" and days is not None and days <= 0:
        return "in effect since"
    if role == "deadline" and days is not None and days < 0:
        return "deadline over since"
    return _ROLES.get(role, role)


def headline(change: Change, today: date) -> str:
    """The change in one line, made from its parts with the days left from `today`.

    Changes stored before they had points keep the line that was made when they were seen.
    """
    from monitor.headline import line

    if not change.points and change.summary:
        return clean(change.summary).strip()
    return clean(line(change, today)).strip()


def without_days(summary: str) -> str:
    """A change's line without "(46 days)": it counts from the day of the change."""
    return re.sub(r" \((?:\d+ days?|today)\)", "", summary)


def told(record: ChangeRecord, today: date) -> str:
    """The line that recipients get: the second reader's where one was taken, else ours."""
    if line_by(record) and record.reading is not None:
        return clean(record.reading.line).strip()
    return headline(record.change, today)


def line_by(record: ChangeRecord) -> str:
    """The model that wrote the line; "" where it is ours."""
    reading = record.reading
    return clean(reading.model).strip() if reading is not None and reading.line else ""


def line_note(record: ChangeRecord, today: date) -> str:
    """Who wrote the line, and what ours is; "" where it is ours."""
    model = line_by(record)
    if not model:
        return ""
    return f"This line was written by the model {model}. Our own: {headline(record.change, today)}"


def line_json(record: ChangeRecord, today: date) -> dict[str, Any]:
    """The line and who wrote it, for programs; `reading` is what a model answered, taken or not."""
    return {
        "line": told(record, today),
        "line_by": line_by(record),
        "reading": record.reading.to_dict() if record.reading is not None else None,
    }


@dataclass(frozen=True, slots=True)
class Proof:
    """Findings that one quote proves; `gone` where the quote is what the page no longer says."""

    labels: tuple[str, ...]
    quote: str
    section: tuple[str, ...]
    gone: bool = False


def proofs(findings: Iterable[Finding], today: date) -> tuple[Proof, ...]:
    """The findings, those with one quote together, in their order; the document's own date last."""
    grouped: dict[tuple[str, tuple[str, ...], bool], list[Finding]] = {}
    for finding in findings:
        key = (clean(finding.quote).strip(), finding.section, finding.side == "removed")
        grouped.setdefault(key, []).append(finding)
    ranked = sorted(grouped.items(), key=lambda item: all(f.role == "updated" for f in item[1]))
    return tuple(
        Proof(_labels(group, today), quote, path, gone) for (quote, path, gone), group in ranked
    )


def _labels(group: list[Finding], today: date) -> tuple[str, ...]:
    """One label per fact, places in one list; a class that a fact already shows is not repeated."""
    places = [f for f in group if f.fact == "place"]
    came = [f for f in places if f.new and not f.old]
    added = [_place(f.new or "") for f in came if f.rule != PLACE_MORE]
    more = [_place(f.new or "") for f in came if f.rule == PLACE_MORE]
    spared = [_place(f.old) for f in places if f.old and f.rule == "place-left-out"]
    gone = [f for f in places if f.old and not f.new and f.rule != "place-left-out"]
    removed = [_place(f.old or "") for f in gone if f.rule != PLACE_LESS]
    less = [_place(f.old or "") for f in gone if f.rule == PLACE_LESS]
    labels = ["now also " + ", ".join(dict.fromkeys(added))] if added else []
    labels += ["also named here: " + ", ".join(dict.fromkeys(more))] if more else []
    labels += ["not in " + ", ".join(dict.fromkeys(spared))] if spared else []
    labels += ["no longer " + ", ".join(dict.fromkeys(removed))] if removed else []
    labels += [", ".join(dict.fromkeys(less)) + ": removed"] if less else []  # as the line has it
    told = {f.cls for f in group if f.fact != "class" or f.new or f.old}
    for finding in group:
        if finding in places and bool(finding.new) != bool(finding.old):
            continue
        bare = finding.fact == "class" and not finding.new and not finding.old
        if bare and finding.cls in told:
            continue
        labels.append(finding_label(finding, today))
    return tuple(dict.fromkeys(sentence(label) for label in labels))


def _place(code: str) -> str:
    name = full_name(clean(code).strip())
    return name if name == code else f"{name} ({code})"


def sentence(text: str) -> str:
    """With a capital first letter."""
    return text[:1].upper() + text[1:]


def fact_value(finding: Finding) -> str:
    """What a fact says now, understandable without its name, and of what: "on by default", "EEA",
    "90 days (voice recordings)".
    """
    from monitor.headline.of_what import scope  # its patterns are for those who ask of facts

    value = clean(finding.new or "").strip()
    if finding.fact == "place" and value:
        return _place(value)
    said, of = _said(finding.fact, value), clean(scope(finding))
    return f"{said} ({of})" if of else said


def values_said(rows: Iterable[FactRow]) -> list[str]:
    """What facts of several documents say, each value once. Where one says the contrary of another
    ("not used for training", of business customers), both with the document that says it.
    """
    said: dict[str, list[str]] = {}
    for row in rows:
        said.setdefault(fact_value(row.finding), []).append(row.document)
    both = {value for value in said if f"not {value}" in said}
    both |= {f"not {value}" for value in both}
    return [
        f"{value} ({', '.join(dict.fromkeys(documents))})" if value in both else value
        for value, documents in said.items()
    ]


def _said(fact: str, value: str) -> str:
    other = f"{value} by default" if fact == "default" and value else value
    return _SAID.get((fact, value), other)


def finding_label(finding: Finding, today: date) -> str:
    """ "Takes effect: 3 Nov 2025 (46 days)", "on by default, was off by default", "AI training"."""
    old, new = clean(finding.old or "").strip(), clean(finding.new or "").strip()
    if finding.fact == "date":
        item = when((DateChange(finding.role, finding.old, finding.new),), today, (finding,))[0]
        if not new:
            label = item.label
            return (
                f"{label[:-1]} {item.day}”" if label.endswith("”") else f"{label}, was {item.day}"
            )
        ahead = item.days is not None and item.days >= 0 and item.left
        left = f" ({say_days(item.days or 0)})" if ahead else ""
        return f"{item.label}: {item.day}{left}" + (f", was {item.old}" if item.old else "")
    old, new = (_said(finding.fact, value) for value in (old, new))
    if finding.fact in ("default", "retroactive"):
        return (new + (f", was {old}" if old else "")) if new else _no_longer(old)
    if finding.fact == "class" and finding.cls == "ai-training":
        return _training(finding, old, new)
    if finding.fact == "opt-out":
        of = " of arbitration" if finding.cls == "dispute-resolution" else ""
        return _opt_out(old, new, of)
    if finding.fact == "pause":
        return "paused" if new else "no longer paused"
    if finding.fact == "entry":
        return f"new entry: {new}" if new else f"entry removed: {old}"
    if finding.fact == "ban":
        return f"forbidden: {new}" if new else f"no longer forbidden: {old}"
    label = _fact_name(finding)
    if old and new:
        return f"{label}: {old} → {new}"
    if new:
        return f"{label}: {new}"
    return f"{label}: {_no_longer(old)}" if old else label


def _fact_name(finding: Finding) -> str:
    from monitor.headline import NOTICE

    if finding.fact == "class":
        return class_label(finding.cls)
    if finding.fact == "notice":
        return f"notice of {NOTICE.get(finding.cls, 'changes')}"
    if finding.fact == "recipient" and (finding.new or finding.old or "").startswith("not sold"):
        return "sale"
    of_training = _OF_TRAINING.get(finding.fact) if finding.cls == "ai-training" else None
    fact = clean(finding.fact).replace("-", " ")
    return of_training or _NAMES.get(finding.fact, fact)


def _training(finding: Finding, old: str, new: str) -> str:
    """Only where somebody trains on something it is training; all else is AI."""
    from monitor.text.training import trains

    label = class_label(finding.cls)
    if old and new == "used for training" and old.startswith("not used"):
        return f"now used for AI training, was “{old}”"
    if old and new:
        return f"{label}: {old} → {new}"
    if old or new:
        return f"{label}: {new or _no_longer(old)}"
    return label if trains(f"{finding.quote} {finding.quote_before}") else "AI"


def _opt_out(old: str, new: str, of: str) -> str:
    """ "no longer possible" would say that there is none any more: what went is quoted."""
    name = f"opt-out{of}"
    if new == "not possible":
        return f"{name} no longer possible, was {old}" if old else f"no {name}"
    if old and new:
        return f"{name}: {old} → {new}"
    return f"{name}: {new}" if new else f"no longer says “{name} {old}”"


def _no_longer(value: str) -> str:
    """Two negations in a row are misread: what began with "not" is quoted."""
    return f"no longer says “{value}”" if value.startswith("not ") else f"no longer {value}"
