"""A message that is not about a new change: a page in trouble or back, a date to come. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date as date_
from datetime import datetime
from typing import Any

from monitor.model import DateChange
from monitor.model.records import ChangeRecord
from monitor.render.brief import Brief
from monitor.render.message import Message, Templates, links_of, titled, written
from monitor.render.wording import When, rest, say_days, say_time, sentence, told, when
from monitor.text.safe import clean, web_link

_NOTICES = {
    # kind: (title, what it means for the reader)
    "quarantined": (
        "the page looks wrong and was set aside",
        "The answer does not look like the page. It was kept as evidence and was not taken for a "
        "new version. The page is fetched again sooner than usual.",
    ),
    "failing": (
        "the page cannot be fetched",
        "Changes of this page are not seen until it answers again. You hear of it once, and again "
        "when it is back.",
    ),
    "part": (
        "a part of the document cannot be read",
        "The other parts are watched as before. This one keeps the text that it had when it was "
        "last read, and its changes are not seen. You hear of it once, and again when it is back.",
    ),
    "selector": (
        "a selector matches nothing",
        "A selector of the watchlist chooses nothing on this page. Where none chooses anything the "
        "whole page is read, menus and notices with it; `monitor try` shows what that is.",
    ),
    "browser": (
        "the page needs a browser",
        "Its text is put there by scripts, and no browser has read it: its changes are not seen. "
        "`monitor doctor` says whether there is one to ask. Often the same document has another "
        "address that holds the text, such as one for printing.",
    ),
    "swings": (
        "the page comes and goes",
        "It could not be read for a day, was back, and cannot be read again. You get no message "
        "for every turn; `monitor list` shows the current state.",
    ),
    "recovered": (
        "the page is back",
        "The page answers again and is watched as before.",
    ),
    "by-text": (
        "its stored page is lost",
        "After an upgrade every version is read again from the page that was stored with it, and "
        "this one is missing or damaged. So the page was compared with the text of the version, "
        "which an earlier release read: a change reported now may be a difference in the reading. "
        "Today's page is stored in its place; `monitor doctor` names all that is missing.",
    ),
    "begun-again": (
        "the page begins again",
        "What was stored of the page is damaged or lost, so its text of today is taken for the "
        "first. What it said before cannot be compared with it; if a change matters to you, read "
        "the page. A backup may still hold the version.",
    ),
    "withdrawn": (
        "the change was taken back",
        "The page shows its earlier text again. The alert you were sent no longer describes what "
        "the page says now.",
    ),
    "settled": (
        "the newer text is back",
        "The page went back and forth between two texts and shows the newer one again. While it "
        "swings you get no message for every turn.",
    ),
    "swinging": (
        "the page swings between two texts",
        "You were alerted to both, and it shows one of them again. You get no message for every "
        "turn, but one once it rests; `monitor list` marks it as unstable.",
    ),
    "quiet": (
        "all quiet",
        "Nothing that you asked to hear of has changed in the last seven days.",
    ),
    "reminder": ("", "A date in this document comes near."),
    "undelivered": (
        "alerts cannot be delivered",
        "The channel has taken nothing for days, or refused what it was sent. What it should have "
        "got is kept; once it works again, `monitor alerts retry` sends it.",
    ),
    "delayed": (
        "alerts wait to be delivered",
        "For a day nothing could be sent to this recipient. Its alerts are kept and tried again, "
        "until five days after the first try; where an address is missing they wait for it.",
    ),
    "test": ("test message", "This is a test of the channel. No page has changed."),
}

_WITH_REASON = frozenset(
    (
        "quarantined",
        "failing",
        "part",
        "selector",
        "by-text",
        "begun-again",
        "swinging",
        "browser",
        "reminder",
        "undelivered",
        "delayed",
        "quiet",
    )
)


def is_notice(kind: str) -> bool:
    """Is this a kind that `notice` writes?"""
    return kind in _NOTICES


def notice(
    kind: str,
    *,
    watch_id: str,
    service: str,
    document: str,
    url: str,
    now: datetime,
    at: datetime | None = None,
    reason: str = "",
    change: ChangeRecord | None = None,
    date: DateChange | None = None,
    severity: str = "medium",
    act: str = "",
    permalink: str = "",
    templates: Templates = (),
) -> Message:
    """A message that is not about a new change.

    `kind` is one of _NOTICES. `reason` is one line (the verdict's detail, the fetch error, what to
    do by a reminder's date), `change` the change it is about, `date` that of a reminder, `at` when
    it happened (now). `act` is the page's own link to what is to be done, `permalink` where the
    whole diff is read.
    """
    said = _said(kind, reason, change, date, now.date()) | _beside(kind, watch_id, change)
    said |= {"act": web_link(act), "permalink": web_link(permalink), "seen": say_time(at or now)}
    made = written(
        "notice",
        title=titled(service, document, _title(kind, said)),
        url=url,
        templates=templates,
        said=None,
        service=service,
        document=document,
        kind=kind,
        severity=severity,
        **said,
    )
    heading = f"{clean(service)} · {clean(document)}"
    return replace(made, brief=_brief(said, heading, severity, url))


def _said(
    kind: str, reason: str, change: ChangeRecord | None, date: DateChange | None, today: date_
) -> dict[str, Any]:
    """What the templates are given to say."""
    line, meaning = _NOTICES[kind]
    dates = when((date,), today) if date is not None else ()
    if kind == "reminder" and dates:
        line = _reminder_line(dates[0])
    reason = clean(reason).strip()
    reason = f"Until now: {reason}" if reason and kind == "recovered" else reason
    return {
        "headline": line,
        "meaning": meaning,
        "reason": reason,
        "change_line": told(change, today) if change is not None else "",
        "dates": dates,
        "preheader": reason or meaning,
    }


def _brief(said: Mapping[str, Any], heading: str, severity: str, url: str) -> Brief:
    """The same in parts, for the channels that have a form of their own."""
    days = [d.said for d in said["dates"]]
    change = f"The change: {said['change_line']}" if said["change_line"] else ""
    details = (*days, said["reason"], said["meaning"], change)
    act, whole = ("What to do", said["act"]), ("The whole diff", said["permalink"])
    return Brief(
        severity=severity,
        heading=heading,
        line=sentence(said["headline"]),
        details=tuple(words for words in details if words),
        links=links_of(act, whole, ("Open the page", url)),
        foot=f"{said['command']} · {said['seen']}",
    )


def _beside(kind: str, watch_id: str, change: ChangeRecord | None) -> dict[str, str]:
    """What stands below: the ids, and the command that shows more."""
    whole, command = rest(change) if change else ("whole diff", f"monitor fetches {watch_id}")
    return {
        "ids": ids_of(change) if change else watch_id,
        "sealed": "",
        "rest": whole,
        "command": "monitor upcoming" if kind == "reminder" else command.strip(),
    }


def _reminder_line(date: When) -> str:
    line = f"{date.label.lower()} {date.day}"
    return f"{say_days(date.days)} left · {line}" if date.days and date.days > 0 else line


def _title(kind: str, said: Mapping[str, Any]) -> str:
    """The title's own part: what happened, and to what or why."""
    line, reason, told_of = said["headline"], said["reason"], said["change_line"]
    if reason and kind in _WITH_REASON:
        return f"{line} · {reason}"
    if told_of and kind in ("withdrawn", "settled", "swinging"):
        return f"{line}: {told_of}"
    return f"{line} · {told_of}" if told_of else f"{line}"


def ids_of(change: ChangeRecord) -> str:
    """For whoever keeps the records: watch, versions, change."""
    versions = f"versions {change.from_version} → {change.to_version}"
    versions = f"version {change.to_version}" if change.taken_down else versions
    return f"{change.watch_id} · {versions} · change {change.id}"
