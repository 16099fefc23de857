"""A change in one line: places, dates, then the classes with their most telling facts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

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
    parts = []
    if places := ", ".join(added):
        parts.append(f"now also {places}")
    if places := ", ".join(removed):
        parts.append(f"no longer {places}")
    parts += [text for d in dates if (text := _date(d, on))]
    parts += [LABELS[c] for c in classes if c in LABELS]
    parts += _facts(findings)
    if not parts:
        parts = ["wording"] if kind is Kind.EDITORIAL else ["terms changed"]
    elif kind is Kind.EDITORIAL and not any(d.new or d.old for d in dates):
        parts.insert(0, "wording")
    line = " · ".join(dict.fromkeys(parts))
    return line if len(line) <= LIMIT else line[:LIMIT].rpartition(" · ")[0] + " · …"


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
        return f"date {day(d.old)} removed" if d.old and d.role != "updated" else ""
    left = days_left(d.new, on) if on else None
    count = f" ({left} day{'s' if left != 1 else ''})" if left is not None and left > 0 else ""
    if d.role == "deadline":
        return f"act by {day(d.new)}{count}"
    if d.role == "updated":
        return f"dated {day(d.new)}"
    moved = f" (was {day(d.old)})" if d.old else ""
    verb = "in effect since" if left is not None and left <= 0 else "takes effect"
    return f"{verb} {day(d.new)}{count}{moved}"


def _facts(findings: Iterable[Finding]) -> list[str]:
    """The facts worth a place in the line: opt-outs, defaults, ages, retention."""
    texts = []
    for f in findings:
        if f.fact == "opt-out" and f.new:
            texts.append(f"opt-out {f.new}")
        elif f.fact == "default" and f.new:
            texts.append(f"{f.new} by default")
        elif f.fact == "retroactive" and f.new == "yes":
            texts.append("retroactive")
        elif f.fact == "age" and f.new:
            texts.append(f"age {f.old} → {f.new}" if f.old else f"age {f.new}")
        elif f.fact == "retention" and f.new:
            texts.append(f"kept {f.old} → {f.new}" if f.old else f"kept {f.new}")
    return list(dict.fromkeys(texts))[:4]
