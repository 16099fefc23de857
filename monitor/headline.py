"""A change in one line: places, dates to act by, the first point in the page's own words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date

from monitor.model.change import DATE_AFTER, Change, DateChange, Finding, Kind, Point
from monitor.of_what import scope
from monitor.text.training import trains
from monitor.where import where

LIMIT = 330  # characters: the point with its clause, and what holds beside it
FACTS = 3  # told beside the point
FEW = 3  # points of a change up to which all its facts are told
LEADING = 2  # of more points: those whose facts are told
HEAVY = 1.75  # weight from which the second point is told, where there is room
REPLACED = ("age", "default", "notice", "retention")
OF = 40  # characters of what a period is of
PATH = 50  # characters of the way to a switch

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
NOTICE = {"payment": "price changes", "termination": "termination", "policy-change": "changes"}
ISO = re.compile(r"\d{4}-\d\d-\d\d")
_ISO_DAY = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])(?:-\d\d)?")
_VALUES = re.compile(r"“([^”]+)” → “([^”]+)”: (“.+”)", re.DOTALL)
_USED, _NOT_USED = "used for training", "not used for training"
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def line(change: Change, on: date | None) -> str:
    """What changed, which way, for whom and by when, without service and document.

    Places and dates to come first, then what facts say of the first point, then the point itself
    in the page's words. Days left only when `on` is known.
    """
    if change.kind is Kind.NOISE:
        return "nothing of the policy changed"
    if change.kind is Kind.EDITORIAL:
        return _editorial(change, on)
    dates = (*_changed_days(change.dates), *_worked_out(change.findings))
    ahead, past = _dates(dates, change.findings, on)
    places, whole = where(change)
    point = [change.points[0].text] if change.points and not whole else []
    near = _near(change)
    training, *others = _told(near)
    told = (text for text in (training, *_facts(near), *others) if text)
    facts = [text for text in told if not any(p.startswith(f"{text}: ") for p in point)][:FACTS]
    subject = ["AI training"] if _trained(near, facts) and not any(map(trains, places)) else []
    # A day to act by is not to stand behind a long quotation, where a title is cut.
    lead = [*ahead, *places] if any("“" in text for text in places) else [*places, *ahead]
    lead += subject
    while facts and len(" · ".join((*lead, *facts, *point))) > LIMIT:
        facts.pop()
    point = [_untold(text, facts) for text in point]
    said = _switched(near, change.points[0].new or "", facts) if change.points else False
    parts = [*lead, *facts, *([] if said else point), *past]
    if not parts:
        parts = [text for d in dates if d.role == "updated" and (text := _date(d, on))]
    return _joined([*(parts or ["terms changed"]), *_beside(change, near if facts else ())], point)


def _untold(point: str, facts: Iterable[str]) -> str:
    """A point without the values that a fact beside it tells already."""
    m = _VALUES.fullmatch(point)
    values = {f"{m[1]} → {m[2]}", f"{m[1].split()[0]} → {m[2].split()[0]}"} if m else set()
    return m[3] if m and any(value in fact for fact in facts for value in values) else point


def _beside(change: Change, told: Iterable[Finding]) -> list[str]:
    """The second point, where it matters as well, and no fact that was told rests on it: it is
    told if there is room for it.
    """
    first, second = change.points[:1], change.points[1:2]
    quotes = [f.quote for f in told if f.fact not in ("place", "date") and (f.new or f.old)]
    return [
        point.text
        for point in second
        if point.weight >= HEAVY
        and "eading" not in point.text[:12]
        and not any((point.new or point.old or "") in q or q in point.text for q in quotes)
        and point.cls != "effective-date"
        and point.text.partition("”: ")[0] != first[0].text.partition("”: ")[0]
    ]


def _editorial(change: Change, on: date | None) -> str:
    """Dates, else the words that differ: nobody has to act on them."""
    dated = [text for d in _changed_days(change.dates) if (text := _date(d, on))]
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


def _near(change: Change) -> tuple[Finding, ...]:
    """The findings that the first points rest on, the switches beside them, and values that are
    news wherever they stand; all of a change with few points.
    """
    if len(change.points) <= FEW:
        return tuple(f for f in change.findings if not _of_another(f, change.points))
    first = change.points[:LEADING]
    texts = [t for p in first for t in (p.old, p.new) if t]
    return tuple(
        f
        for f in change.findings
        if not _of_another(f, change.points)
        and (
            _everywhere(f)
            or any(t in f.quote or f.quote in t for t in texts)
            or (f.fact in SAID and f.section == first[0].section)
        )
    )


def _of_another(f: Finding, points: tuple[Point, ...]) -> bool:
    """Is it beside a point on something else? "kept 10 years" or "on by default" would be read of
    that. A switch may be named by the sentence after the one that it is of.
    """
    if f.fact not in ("retention", *SAID) or (f.old and f.new) or not points:
        return False
    if f.fact in SAID and f.section == points[0].section:
        return False
    return not any(t and (t in f.quote or f.quote in t) for t in (points[0].old, points[0].new))


def _everywhere(f: Finding) -> bool:
    """A value in the place of another, or data of which the page did not speak at all."""
    if f.fact == "data":
        return f.cls == "data-use" and f.side == "added"
    return f.fact in REPLACED and bool(f.old and f.new)


def _switched(findings: tuple[Finding, ...], sentence: str, facts: list[str]) -> bool:
    """Do the facts tell the way out that a sentence is about? Its words say it no better."""
    ways = (f for f in findings if f.fact == "opt-out" and f.new and _opt_out(f) in facts)
    return bool(sentence) and any(sentence in f.quote or f.quote in sentence for f in ways)


def _trained(findings: tuple[Finding, ...], facts: list[str]) -> bool:
    """Is the point that somebody trains on something, and no fact says so already?"""
    told = any("AI training" in text for text in facts)
    own = (f for f in findings if f.cls == "ai-training" and f.side != "removed")
    return not told and any(f.new != _NOT_USED and trains(f.quote) for f in own)


def _told(findings: tuple[Finding, ...]) -> list[str]:
    """What the facts of each class in TOLD say, "" where they say nothing."""
    return [tell(findings) for tell in TOLD.values()]


def label(cls: str) -> str:
    """ "ai-training" as "AI training"; a class without a name of its own by its id."""
    return LABELS.get(cls, cls.replace("-", " "))


def day(iso: str) -> str:
    """ "2025-11-03" as "3 Nov 2025", "2025-11" as "Nov 2025"."""
    if not _ISO_DAY.fullmatch(iso):
        return iso
    year, month, *rest = iso.split("-")
    name = f"{_MONTHS[int(month) - 1]} {int(year)}"
    return f"{int(rest[0])} {name}" if rest else name


def days_left(iso: str, on: date) -> int | None:
    """Days from `on` to a full date, None for a month."""
    try:
        return (date.fromisoformat(iso) - on).days
    except ValueError:
        return None


def _dates(
    dates: tuple[DateChange, ...], findings: Iterable[Finding], on: date | None
) -> tuple[list[str], list[str]]:
    """Deadlines and dates in force that are still to come, and those that have passed; what was
    to come and now is over stands first."""
    senses = {(f.role, f.old, f.new): f.rule for f in findings if f.fact == "date"}
    ranked = sorted((d for d in dates if d.role != "updated"), key=lambda d: d.role != "deadline")
    ahead: list[str] = []
    past: list[str] = []
    for d in ranked:
        if text := _date(d, on, senses.get((d.role, d.old, d.new), "")):
            hurried = passed(d.new, on) and d.old and not passed(d.old, on)
            (past if passed(d.new or d.old, on) and not hurried else ahead).append(text)
    return ahead, past


def _changed_days(dates: Iterable[DateChange]) -> list[DateChange]:
    """Without a day of which only the label changed: it was neither removed nor set."""
    told = list(dates)
    went, came = {d.old for d in told if not d.new}, {d.new for d in told if not d.old}
    return [
        d
        for d in told
        if (d.old and d.new)
        or (d.old not in came if d.old else d.role != "updated" or d.new not in went)
    ]


def _worked_out(findings: Iterable[Finding]) -> list[DateChange]:
    """The days that the text tells by others, where they are known."""
    told = [f for f in findings if f.rule == DATE_AFTER]
    came = [f for f in told if f.new and ISO.fullmatch(f.new)]
    went = [f.old for f in told if f.old and ISO.fullmatch(f.old)]
    before = went[0] if len(went) == len(came) == 1 else None
    return [DateChange(f.role, before, f.new) for f in came]


def passed(iso: str | None, on: date | None) -> bool:
    """Is that day over, as seen on another? Not where one of them is unknown."""
    left = days_left(iso, on) if iso and on else None
    return left is not None and left <= 0


def _date(d: DateChange, on: date | None, sense: str = "") -> str:
    if d.new is None:
        if sense == "date-postponed":
            return f"postponed, was {day(d.old)}" if d.old else "postponed"
        what = "deadline" if d.role == "deadline" else "date"
        return f"{what} {day(d.old)} removed" if d.old and d.role != "updated" else ""
    left = days_left(d.new, on) if on else None
    count = f" ({left} day{'s' if left != 1 else ''})" if left is not None and left > 0 else ""
    # The date of an earlier revision was not put off.
    before = f", was {day(d.old)}" if d.old and not passed(d.old, on) else ""
    over = left is not None and left < 0
    if d.role == "deadline" and over:
        return f"deadline over since {day(d.new)}{before}"
    if d.role == "deadline":
        return f"act by {day(d.new)}{count}{before}"
    if d.role == "updated":
        return f"dated {day(d.new)}"
    verb = "in effect since" if left is not None and left <= 0 else "takes effect"
    if sense == "date-end":
        verb = "ended" if over else "ends"
    return f"{verb} {day(d.new)}{count}{before}"


# --------------------------------------------------------------------------- facts


def _training(findings: Iterable[Finding]) -> str:
    """Which way it goes, where the text says so: "now used for AI training".

    A sentence may speak of some data only: unless one replaced its opposite, it is quoted.
    """
    stated = [f for f in findings if f.cls == "ai-training" and f.fact == "class"]
    turned = {f.new for f in stated if f.old and f.new and _NOT_USED in (f.old, f.new)}
    came, went = {f.new for f in stated if f.new}, {f.old for f in stated if f.old and not f.new}
    if turned == {_USED}:
        return "now used for AI training"
    if turned == {_NOT_USED}:
        return "no longer used for AI training"
    if came == {_NOT_USED}:
        return "says “not used for AI training”"
    if _USED in came:
        data = [f.new for f in findings if (f.cls, f.fact) == ("ai-training", "data") and f.new]
        return f"AI training on {', '.join(dict.fromkeys(data[:3]))}" if data else ""
    if not came and went in ({_USED}, {_NOT_USED}):
        return f"no longer says “{'not ' if _NOT_USED in went else ''}used for AI training”"
    return ""


def _age(findings: Iterable[Finding]) -> str:
    """ "under 18" beside "18" says it twice."""
    found = [f for f in findings if f.fact == "age" and f.new]
    ages = {f.new for f in found}
    said = [f for f in found if str(f.new).removeprefix("under ") not in ages - {f.new}]
    return _from_to(said, "age", "age", "minors: age")


def _retention(findings: Iterable[Finding]) -> str:
    """ "retention 30 days → 90 days", else "kept 30 days"; long conditions stay in the body."""
    short = [f for f in findings if _SHORT.fullmatch(f.new or "")]
    return _from_to(short, "retention", "retention", "kept").replace(
        "kept within", "deleted within"
    )


def _from_to(findings: Iterable[Finding], fact: str, turned: str, stated: str) -> str:
    """How the values of a fact went: "age 13 → 16" where both are known, else "minors: age 16"."""
    found = [f for f in findings if f.fact == fact and f.new]
    pairs = list(dict.fromkeys(f"{turned} {f.old} → {f.new}{_of(f)}" for f in found if f.old))
    alone = list(dict.fromkeys(f.new for f in found if f.new and not f.old))
    texts = pairs[:2] or ([f"{stated} {', '.join(alone[:2])}"] if alone else [])
    return ", ".join(texts)


def _of(f: Finding) -> str:
    """Of what: "retention 1 year → 2 years (call recordings)"."""
    of = scope(f) if f.fact == "retention" else ""
    return f" ({of})" if 0 < len(of) <= OF else ""


def _recipients(findings: Iterable[Finding]) -> str:
    """Who gets data now: "data sharing with advertisers"."""
    found = [f for f in findings if f.fact == "recipient" and f.new and not f.old]
    names = [f.new for f in found if f.new and not f.new.startswith("not sold")]
    return "data sharing with " + ", ".join(list(dict.fromkeys(names))[:3]) if names else ""


def _data(findings: Iterable[Finding]) -> str:
    """Data that the page did not name before: "new data: biometric data"."""
    new = [f.new for f in findings if (f.cls, f.side) == ("data-use", "added") and f.fact == "data"]
    return f"new data: {', '.join(dict.fromkeys(filter(None, new[:3])))}" if new else ""


def _basis(findings: Iterable[Finding]) -> str:
    """Only a change from one to another: a basis alone says little."""
    pairs = [f for f in findings if f.fact == "basis" and f.old and f.new]
    return f"legal basis {pairs[0].old} → {pairs[0].new}" if pairs else ""


def _facts(findings: Iterable[Finding]) -> list[str]:
    """The facts worth a place in the line beside the classes: opt-outs and defaults first."""
    found = [(f, text) for f in findings if f.fact in SAID and (text := SAID[f.fact](f))]
    order = list(SAID)
    ranked = sorted(found, key=lambda pair: (pair[0].new is None, order.index(pair[0].fact)))
    texts = list(dict.fromkeys(text for _, text in ranked))
    return [text for text in texts if not text.startswith("no longer says") or len(texts) == 1][:4]


def _default(f: Finding) -> str:
    if not f.new:
        return ""
    return f"{f.new} by default" + (f" (was {f.old})" if f.old else "")


def _opt_out(f: Finding) -> str:
    if not f.new:
        return f"no longer says “{_way(f.old, f.cls)}”" if f.old else ""
    if f.new == "not possible":
        return "opt-out no longer possible" if f.old else "no opt-out"
    return _way(f.new, f.cls) + (f" (was {_short(f.old)})" if f.old else "")


def _way(value: str, cls: str) -> str:
    colon = "" if value.startswith(("in ", "by ", "possible", "not ")) else ":"
    of = " of arbitration" if cls == "dispute-resolution" else ""
    return f"opt-out{of}{colon} {_short(value)}"


def _short(path: str) -> str:
    """A long way to a switch by its two ends."""
    steps = re.split(r" ?[>›→»] ?", path)
    if len(path) > PATH and len(steps) > 2:
        path = f"{steps[0]} > … > {steps[-1]}"
    return _cut(path, PATH + 10)


def _retroactive(f: Finding) -> str:
    if f.cls == "policy-change" or not f.new:
        return ""
    return "retroactive" if f.new == "yes" else "not retroactive"


def _notice(f: Finding) -> str:
    """Only where it became longer or shorter: "notice of price changes 130 days → 30 days"."""
    return f"notice of {NOTICE.get(f.cls, 'changes')} {f.old} → {f.new}" if f.old and f.new else ""


def _ban(f: Finding) -> str:
    return f"forbids {f.new}" if f.new else f"no longer forbids {f.old}"


def _pause(f: Finding) -> str:
    return "paused" if f.new else "no longer paused"


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else f"{text[:limit].rpartition(' ')[0] or text[:limit]}…"


_SHORT = re.compile(r"(?:\D{0,12} )?\d{1,3} \w+|indefinitely")

# What a fact tells of its class better than the class's name.
TOLD: Mapping[str, Callable[[Iterable[Finding]], str]] = {
    "ai-training": _training,
    "data-sharing": _recipients,
    "data-use": _data,
    "legal-basis": _basis,
    "minors": _age,
    "retention": _retention,
}

# What a fact tells by itself, in this order.
SAID: Mapping[str, Callable[[Finding], str]] = {
    "default": _default,
    "opt-out": _opt_out,
    "retroactive": _retroactive,
    "ban": _ban,
    "pause": _pause,
    "notice": _notice,
}
