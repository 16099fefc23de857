"""A change in one line: places, dates, then the classes with their most telling facts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from monitor.classify.severity import DEFAULTS
from monitor.types import DateChange, Finding, Kind

LIMIT = 240  # characters

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
OWN = ("effective-date", "region")  # told by their dates and places
_USED, _NOT_USED = "used for training", "not used for training"
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def summary(
    kind: Kind,
    classes: Iterable[str],
    added: Iterable[str],
    removed: Iterable[str],
    dates: Iterable[DateChange],
    findings: Iterable[Finding],
    on: date | None,
) -> str:
    """One line without service and document. Days left only when `on` is known."""
    if kind is Kind.NOISE:
        return "nothing of the policy changed"
    dates, findings = tuple(dates), tuple(findings)
    told = {cls: text for cls in TOLD if (text := TOLD[cls](findings))}
    parts = []
    if places := ", ".join(added):
        parts.append(f"now also {places}")
    if places := ", ".join(removed):
        parts.append(f"no longer {places}")
    ranked = sorted((d for d in dates if d.role != "updated"), key=lambda d: d.role != "deadline")
    parts += [text for d in ranked if (text := _date(d, on))]
    by_weight = sorted(classes, key=lambda c: -DEFAULTS.get(c, 0))
    parts += [told.get(c, "") or label(c) for c in by_weight if c not in OWN]
    parts += _facts(findings)
    parts += [text for cls, text in told.items() if cls not in by_weight and cls not in LOUD]
    if not parts:  # the document's own date says least
        parts = [text for d in dates if d.role == "updated" and (text := _date(d, on))]
    if not parts:
        parts = ["wording"] if kind is Kind.EDITORIAL else ["terms changed"]
    elif kind is Kind.EDITORIAL and not any(d.new or d.old for d in dates):
        parts.insert(0, "wording")
    line = " · ".join(dict.fromkeys(parts))
    return line if len(line) <= LIMIT else line[:LIMIT].rpartition(" · ")[0] + " · …"


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


def _date(d: DateChange, on: date | None) -> str:
    if d.new is None:
        what = "deadline" if d.role == "deadline" else "date"
        return f"{what} {day(d.old)} removed" if d.old and d.role != "updated" else ""
    left = days_left(d.new, on) if on else None
    count = f" ({left} day{'s' if left != 1 else ''})" if left is not None and left > 0 else ""
    moved = f", was {day(d.old)}" if d.old else ""
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
    if not came and len(went) == 1:
        return f"no longer says “{'not ' if _NOT_USED in went else ''}used for AI training”"
    return ""


def _moved(fact: str, moved: str, stated: str) -> Callable[[Iterable[Finding]], str]:
    """How the values of a fact went: "age 13 → 16" where both are known, else "minors: 16"."""

    def told(findings: Iterable[Finding]) -> str:
        found = [f for f in findings if f.fact == fact and f.new]
        texts = (f"{moved} {f.old} → {f.new}" if f.old else f"{stated} {f.new}" for f in found)
        return ", ".join(list(dict.fromkeys(texts))[:2])

    return told


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
    """The facts worth a place in the line beside the classes: opt-outs and defaults."""
    texts = []
    for f in findings:
        if f.fact == "opt-out" and f.new:
            colon = "" if f.new.startswith(("in ", "by ", "possible", "not ")) else ":"
            texts.append(f"opt-out{colon} {f.new}")
        elif f.fact == "default" and f.new:
            texts.append(f"{f.new} by default")
        elif f.fact == "retroactive" and f.new == "yes":
            texts.append("retroactive")
        elif f.fact == "modal":
            texts.append(f"“{f.old}” → “{f.new}”")
    return list(dict.fromkeys(texts))[:4]


LOUD = ("ai-training", "data-sharing")  # told only where the change is of that class

# What a fact tells of its class better than the class's name.
TOLD: Mapping[str, Callable[[Iterable[Finding]], str]] = {
    "ai-training": _training,
    "data-sharing": _recipients,
    "legal-basis": _basis,
    "minors": _moved("age", "age", "minors: age"),
    "retention": _moved("retention", "retention", "kept"),
}
