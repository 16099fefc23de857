"""A change in one line: places, dates to act by, the classes with their most telling facts."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date

from monitor.classify.relative import DATE_AFTER
from monitor.classify.severities import DEFAULTS
from monitor.classify.training import trains
from monitor.model import DateChange, Finding, Kind

LIMIT = 160  # characters: with service and document still a subject
PLACES = 8  # told in each direction
LABELLED = 4  # classes that are told by their names alone
PATH = 50  # characters of the way to a switch
TITLE = 40  # characters of a section's title

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
ISO = re.compile(r"\d{4}-\d\d-\d\d")
OWN = ("effective-date", "region")  # told by their dates and places
_USED, _NOT_USED = "used for training", "not used for training"
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def summary(
    kind: Kind,
    classes: Collection[str],
    added: Iterable[str],
    removed: Iterable[str],
    dates: Iterable[DateChange],
    findings: Iterable[Finding],
    on: date | None,
    where: Iterable[str] = (),
) -> str:
    """One line without service and document. Days left only when `on` is known.

    `where`: the titles of the sections that differ; they are told where nothing says more.
    """
    if kind is Kind.NOISE:
        return "nothing of the policy changed"
    findings = tuple(findings)
    dates = (*dates, *_worked_out(findings))
    ahead, past = _dates(dates, on)
    said = _facts(findings)
    telling, names = _classes(classes, findings, bool(said))
    places = [*_places("now also", added), *_places("no longer", removed)]
    lead = "ai-training" in classes  # what its switch is belongs to it
    parts = [*places, *ahead, *telling[:lead], *said, *telling[lead:], *names]
    if parts and all(name in (*LABELS.values(), "AI") for name in parts):
        parts += _sections(where)
    parts += past
    if not parts:  # the document's own date says least
        parts = [text for d in dates if d.role == "updated" and (text := _date(d, on))]
        parts = parts or (["wording"] if kind is Kind.EDITORIAL else ["terms changed"])
        parts += _sections(where)
    if kind is Kind.EDITORIAL and parts[0] != "wording" and not any(d.new or d.old for d in dates):
        parts.insert(0, "wording")
    line = " · ".join(dict.fromkeys(parts))
    return line if len(line) <= LIMIT else line[: LIMIT - 3].rpartition(" · ")[0] + " · …"


def _places(said: str, codes: Iterable[str]) -> list[str]:
    """ "now also EU, CH"; of very many the first, with how many more."""
    names = list(codes)
    more = f" and {len(names) - PLACES} more" if len(names) > PLACES + 1 else ""
    return [f"{said} {', '.join(names[:PLACES] if more else names)}{more}"] if names else []


def _sections(titles: Iterable[str]) -> list[str]:
    """ "in “Location”" where one or two sections differ."""
    known = list(dict.fromkeys(title.strip() for title in titles))
    if not 1 <= len(known) <= 2 or not all(known):
        return []
    return ["in " + " and ".join(f"“{_cut(title, TITLE)}”" for title in known)]


def _classes(
    classes: Collection[str], findings: tuple[Finding, ...], switch: bool
) -> tuple[list[str], list[str]]:
    """What is said of the classes, the weightiest first: those that a fact tells of, and AI
    training; and the plain names of the others. `switch`: an opt-out or default is told of.
    """
    telling, names = [], []
    for cls in sorted(classes, key=lambda c: (-DEFAULTS.get(c, 0), c != "ai-training")):
        text = TOLD[cls](findings) if cls in TOLD else ""
        if text or cls == "ai-training":
            telling.append(text or _named(cls, findings))
        elif cls not in OWN and not (cls == "choice" and switch):
            names.append(label(cls))
    quiet = [c for c in TOLD if c not in classes and c not in LOUD]
    telling += [text for c in quiet if (text := TOLD[c](findings))]
    more = len(names) - LABELLED
    return telling, [*names[:LABELLED], *([f"{more} more"] if more > 0 else [])]


def _named(cls: str, findings: tuple[Finding, ...]) -> str:
    """A class by its label; AI training only where somebody trains on something."""
    told = [f for f in findings if f.cls == cls]
    if cls != "ai-training" or not told or any(f.old or f.new for f in told):
        return label(cls)
    return label(cls) if any(trains(f"{f.quote} {f.quote_before}") for f in told) else "AI"


def label(cls: str) -> str:
    """ "ai-training" as "AI training"; a class without a name of its own by its id."""
    return LABELS.get(cls, cls.replace("-", " "))


def day(iso: str) -> str:
    """ "2025-11-03" as "3 Nov 2025", "2025-11" as "Nov 2025"."""
    year, month, *rest = iso.split("-")
    name = f"{_MONTHS[int(month) - 1]} {int(year)}"
    return f"{int(rest[0])} {name}" if rest else name


def days_left(iso: str, on: date) -> int | None:
    """Days from `on` to a full date, None for a month."""
    try:
        return (date.fromisoformat(iso) - on).days
    except ValueError:
        return None


def _dates(dates: tuple[DateChange, ...], on: date | None) -> tuple[list[str], list[str]]:
    """Deadlines and dates in force that are still to come, and those that have passed."""
    ranked = sorted((d for d in dates if d.role != "updated"), key=lambda d: d.role != "deadline")
    ahead: list[str] = []
    past: list[str] = []
    for d in ranked:
        if text := _date(d, on):
            (past if passed(d.new or d.old, on) else ahead).append(text)
    return ahead, past


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


def _date(d: DateChange, on: date | None) -> str:
    if d.new is None:
        what = "deadline" if d.role == "deadline" else "date"
        return f"{what} {day(d.old)} removed" if d.old and d.role != "updated" else ""
    left = days_left(d.new, on) if on else None
    count = f" ({left} day{'s' if left != 1 else ''})" if left is not None and left > 0 else ""
    # The date of an earlier revision is none that was moved.
    moved = f", was {day(d.old)}" if d.old and not passed(d.old, on) else ""
    if d.role == "deadline":
        return f"act by {day(d.new)}{count}{moved}"
    if d.role == "updated":
        return f"dated {day(d.new)}"
    verb = "in effect since" if left is not None and left <= 0 else "takes effect"
    return f"{verb} {day(d.new)}{count}{moved}"


# --------------------------------------------------------------------------- facts


def _training(findings: Iterable[Finding]) -> str:
    """Which way it goes, where the text says so: "now used for AI training".

    A sentence may speak of some data only: unless one replaced its opposite, it is quoted.
    """
    stated = [f for f in findings if f.cls == "ai-training" and f.fact == "class"]
    turned = {f.new for f in stated if f.old and f.new}
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
    if not came and len(went) == 1:
        return f"no longer says “{'not ' if _NOT_USED in went else ''}used for AI training”"
    return ""


def _age(findings: Iterable[Finding]) -> str:
    """ "under 18" beside "18" says it twice."""
    found = [f for f in findings if f.fact == "age" and f.new]
    ages = {f.new for f in found}
    said = [f for f in found if str(f.new).removeprefix("under ") not in ages - {f.new}]
    return _moved(said, "age", "age", "minors: age")


def _retention(findings: Iterable[Finding]) -> str:
    """ "retention 30 days → 90 days", else "kept 30 days"; long conditions stay in the body."""
    short = [f for f in findings if _SHORT.fullmatch(f.new or "")]
    return _moved(short, "retention", "retention", "kept").replace("kept within", "deleted within")


def _moved(findings: Iterable[Finding], fact: str, moved: str, stated: str) -> str:
    """How the values of a fact went: "age 13 → 16" where both are known, else "minors: age 16"."""
    found = [f for f in findings if f.fact == fact and f.new]
    pairs = list(dict.fromkeys(f"{moved} {f.old} → {f.new}" for f in found if f.old))
    alone = list(dict.fromkeys(f.new for f in found if f.new and not f.old))
    texts = pairs[:2] or ([f"{stated} {', '.join(alone[:2])}"] if alone else [])
    return ", ".join(texts)


def _recipients(findings: Iterable[Finding]) -> str:
    """Who gets data now: "data sharing with advertisers"."""
    found = [f for f in findings if f.fact == "recipient" and f.new and not f.old]
    names = [f.new for f in found if f.new and f.new != "not sold"]
    return "data sharing with " + ", ".join(list(dict.fromkeys(names))[:3]) if names else ""


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
        return f"no longer says “{_way(f.old)}”" if f.old else ""
    if f.new == "not possible":
        return "opt-out no longer possible" if f.old else "no opt-out"
    return _way(f.new) + (f" (was {_short(f.old)})" if f.old else "")


def _way(value: str) -> str:
    colon = "" if value.startswith(("in ", "by ", "possible", "not ")) else ":"
    return f"opt-out{colon} {_short(value)}"


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


def _verb(f: Finding) -> str:
    return f"“{f.old}” → “{f.new}”"


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else f"{text[:limit].rpartition(' ')[0] or text[:limit]}…"


LOUD = ("ai-training", "data-sharing")  # told only where the change is of that class
_SHORT = re.compile(r"(?:\D{0,12} )?\d{1,3} \w+|indefinitely")

# What a fact tells of its class better than the class's name.
TOLD: Mapping[str, Callable[[Iterable[Finding]], str]] = {
    "ai-training": _training,
    "data-sharing": _recipients,
    "legal-basis": _basis,
    "minors": _age,
    "retention": _retention,
}

# What a fact tells by itself, in this order.
SAID: Mapping[str, Callable[[Finding], str]] = {
    "default": _default,
    "opt-out": _opt_out,
    "retroactive": _retroactive,
    "modal": _verb,
}
