"""From a change to a message that a person can act on: title, plain body, HTML body. Pure.

`alert` is about a change, `notice` about a page (quarantined, failing, …) or a date to come.
Templates are in monitor/templates; page text reaches them as data, cleaned, never as a template.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from monitor.model import DateChange
from monitor.model.records import ChangeRecord
from monitor.render.excerpts import Piece, excerpt, section_name
from monitor.render.safe import clean, plain, shorten, web_link
from monitor.render.wording import (
    When,
    class_label,
    headline,
    proofs,
    say_days,
    say_time,
    sentence,
    when,
)

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["Message", "alert", "notice"]

TITLE = 200  # characters; longer subjects are cut by mail clients and refused by some channels
NAME = 60  # of a service or a document within the title
SHORT = 300
QUOTE = 400
PROOFS = 12

_NOTICES = {
    # kind: (title, what it means for the reader)
    "quarantined": (
        "the page looks wrong and was set aside",
        "The answer does not look like the page. It was kept as evidence and was not taken for a "
        "new version. The page is fetched again sooner than usual.",
    ),
    "failing": (
        "the page cannot be fetched",
        "Changes of this page are not seen until it answers again. You are told once, and again "
        "when it is back.",
    ),
    "recovered": (
        "the page is back",
        "The page answers again and is watched as before.",
    ),
    "withdrawn": (
        "the change was taken back",
        "The page shows its earlier text again. The alert you were sent no longer describes what "
        "the page says now.",
    ),
    "settled": (
        "the newer text is back",
        "The page went back and forth between two texts and shows the newer one again. While it "
        "swings you are not told of every turn.",
    ),
    "reminder": ("", "A date in this document comes near."),
    "test": ("test message", "This is a test of the channel. No page has changed."),
}


@dataclass(frozen=True, slots=True)
class Message:
    """One message in all the forms a channel may need.

    `title` is one line of at most 200 characters, `short` one of at most 300 with the link,
    `text` and `html` say the same at length; `html` is a whole document with inline styles.
    """

    title: str
    text: str
    html: str
    short: str


def alert(change: ChangeRecord, *, now: datetime) -> Message:
    """The message about one change; days left are counted from the day of `now`."""
    today = now.date()
    line = headline(change.change, today)
    found = proofs(change.change.findings, today)
    shown = excerpt(change.change.sections)
    return _message(
        "alert",
        title=_title(change.service, change.document, line),
        url=change.url,
        service=change.service,
        document=change.document,
        headline=line,
        kind=change.change.kind,
        severity=change.change.severity,
        classes=[class_label(c) for c in change.change.classes],
        dates=when(change.change.dates, today),
        proofs=[
            {
                "labels": proof.labels,
                "quote": shorten(proof.quote, QUOTE),
                "section": section_name(proof.section) if proof.section else "",
                "before": "Before: " if proof.gone else "",
            }
            for proof in found[:PROOFS]
        ],
        more_proofs=max(0, len(found) - PROOFS),
        diff=shown,
        note=_NOTICES[change.note][1] if change.note in _NOTICES else change.note,
        facts=[("Watch", _slug(change.watch_id)), *_facts(change)],
        command=_diff_command(change),
    )


def notice(
    kind: str,
    *,
    watch_id: str,
    service: str,
    document: str,
    url: str,
    now: datetime,
    reason: str = "",
    change: ChangeRecord | None = None,
    date: DateChange | None = None,
) -> Message:
    """A message that is not about a new change.

    `kind` is one of _NOTICES. `reason` is one line (the verdict's detail, the fetch error, what to
    do by a reminder's date), `change` the change it is about, `date` that of a reminder.
    """
    line, meaning = _NOTICES[kind]
    today = now.date()
    dates = when((date,), today) if date is not None else ()
    if kind == "reminder" and dates:
        line = _reminder_line(dates[0])
    reason = clean(reason).strip()
    watch = [("Watch", _slug(watch_id))] if watch_id else []
    told_of = headline(change.change, today) if change is not None else ""
    return _message(
        "notice",
        title=_title(service, document, _notice_line(kind, line, reason, told_of)),
        url=url,
        service=service,
        document=document,
        headline=line,
        kind=kind,
        meaning=meaning,
        reason=reason,
        change_line=told_of,
        dates=dates,
        facts=[*watch, *(_facts(change) if change else []), ("Told", say_time(now))],
        command=_diff_command(change) if change else _slug(f"monitor fetches {watch_id}".strip()),
    )


def _reminder_line(date: When) -> str:
    line = f"{date.label.lower()} {date.day}"
    return f"{say_days(date.days)} left · {line}" if date.days and date.days > 0 else line


def _notice_line(kind: str, line: str, reason: str, told_of: str) -> str:
    """The title's own part: what happened, and to what or why."""
    if reason and kind in ("quarantined", "failing", "reminder"):
        return f"{line} · {reason}"
    if told_of and kind in ("withdrawn", "settled"):
        return f"{line}: “{told_of}”"
    return f"{line} · {told_of}" if told_of else line


def _message(template: str, *, title: str, url: str, **context: Any) -> Message:
    """Both bodies from one context; the plain one gets text in which no channel sees markup."""
    link = web_link(url)
    context |= {"title": title, "url": _Ready(link) if link else clean(url).strip(), "link": link}
    text = _templates(html=False).get_template(f"{template}.txt.j2").render(context)
    short = shorten(title, SHORT - len(link) - 1) if len(link) < SHORT // 2 else title
    return Message(
        title=title,
        text=text.strip() + "\n",
        html=_templates(html=True).get_template(f"{template}.html.j2").render(context),
        short=f"{short} {link}".strip() if len(link) < SHORT // 2 else short,
    )


def _title(service: str, document: str, line: str) -> str:
    names = f"{shorten(service, NAME)} · {shorten(document, NAME)}"
    return shorten(plain(f"{names}: {line}"), TITLE)


def _facts(change: ChangeRecord) -> list[tuple[str, str]]:
    seen = f"first seen {say_time(change.seen_at)}"
    if change.recorded_at > change.seen_at:
        seen += f", confirmed {say_time(change.recorded_at)}"
    return [
        ("Versions", f"{change.from_version} → {change.to_version}"),
        ("Seen", seen),
        ("Change", change.id),
    ]


def _slug(text: str) -> str:
    """An id, or a command with one, as it must be typed."""
    return _Ready(text) if re.fullmatch(r"[a-z0-9._ -]*", text) else text


def _diff_command(change: ChangeRecord) -> str:
    return _slug(f"monitor diff {change.watch_id} {change.from_version} {change.to_version}")


class _Ready(str):
    """Text that is already safe for a plain body: our own marks, a checked address."""

    __slots__ = ()


@lru_cache(maxsize=2)
def _templates(*, html: bool) -> Environment:
    """The package's templates; compiled once, they hold no state.

    Whatever a template puts out is made harmless on its way, so that no template can forget it.
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined  # costs 50 ms; few calls render

    environment = Environment(
        loader=PackageLoader("monitor"),
        autoescape=html,  # noqa: S701 - the plain body is no HTML; `finalize` does its part
        finalize=_harmless_html if html else _harmless_plain,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"marks": _marks, "sentence": sentence}
    return environment


def _harmless_html(value: object) -> object:
    # Markup is what our macros put out; it is escaped already.
    return clean(value) if isinstance(value, str) and not hasattr(value, "__html__") else value


def _harmless_plain(value: object) -> object:
    return plain(value) if isinstance(value, str) and not isinstance(value, _Ready) else value


def _marks(pieces: tuple[Piece, ...]) -> _Ready:
    """Pieces as plain text: removed words in [-…-], added ones in {+…+}."""
    marks = {"insert": ("{+", "+}"), "delete": ("[-", "-]"), "equal": ("", ""), "gap": ("", "")}
    line: list[str] = []
    for piece in pieces:
        before, after = marks[piece.op]
        text = plain(piece.text)
        body = text.strip()
        lead = " " if text[:1] == " " else ""
        trail = " " if text[-1:] == " " and body else ""
        line.append(f"{lead}{before}{body}{after}{trail}" if body else text)
    return _Ready(" ".join("".join(line).split()))
