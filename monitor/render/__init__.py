"""From a change to a message that a person can act on: title, plain body, HTML body. Pure.

`alert` is about a change, `notice` about a page (quarantined, failing, …) or a date to come,
`together` about several of them. Templates are in monitor/templates; page text reaches them as
data, cleaned, never as a template. What channels with a form of their own get is in payloads/.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from monitor.model import DateChange
from monitor.model.outgoing import Seal
from monitor.model.records import ChangeRecord
from monitor.render.brief import Brief
from monitor.render.message import Message, Templates, links_of, seal_line, titled, written
from monitor.render.several import Entry, together
from monitor.render.wording import When, rest, say_days, say_time, sentence, told, when
from monitor.text.safe import clean, web_link

if TYPE_CHECKING:
    from monitor.render.telling import Content

__all__ = ["Entry", "Message", "Templates", "alert", "is_notice", "notice", "together"]

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
        "It could not be read for a day, was back, and cannot be read again. You are not told of "
        "every turn; `monitor list` shows how it stands.",
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
    "swinging": (
        "the page swings between two texts",
        "Both were told to you, and it shows one of them again. You are not told of every turn, "
        "but once it rests; `monitor list` marks it as unstable.",
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
        "swinging",
        "browser",
        "reminder",
        "undelivered",
        "delayed",
        "quiet",
    )
)


def alert(
    change: ChangeRecord,
    *,
    now: datetime,
    templates: Templates = (),
    web: str = "",
    seal: Seal | None = None,
) -> Message:
    """The message about one change; days left are counted from the day of `now`.

    `web`: the address at which the history's web pages are read, for a link to the whole diff.
    `seal`: the head that goes out with it, which proves later what was recorded until its day.

    Raises jinja2.TemplateError for a template of `templates` that does not work.
    """
    from monitor.render.telling import content  # here and below: who only asks needs no message
    from monitor.render.templating import signs_for

    said = content(change, now.date(), web)
    line = told(change, now.date())
    return written(
        "alert",
        title=titled(change.service, change.document, line),
        url=change.url,
        templates=templates,
        said=said,
        service=change.service,
        document=change.document,
        headline=said.line,
        note=said.note,
        kind=change.change.kind,
        severity=change.change.severity,
        dates=said.dates,
        act=said.act,
        first=said.first,
        more=said.more,
        left=said.left,
        diff=said.diff,
        signs=signs_for(said.diff),
        preheader=_preheader(said),
        seen=_seen(change),
        ids=_ids(change),
        sealed=seal_line(seal),
        rest=rest(change)[0],
        taken_down=change.taken_down,
        command=rest(change)[1],
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
    line, meaning = _NOTICES[kind]
    today = now.date()
    dates = when((date,), today) if date is not None else ()
    if kind == "reminder" and dates:
        line = _reminder_line(dates[0])
    reason = clean(reason).strip()
    reason = f"Until now: {reason}" if reason and kind == "recovered" else reason
    told_of = told(change, today) if change is not None else ""
    act, permalink = web_link(act), web_link(permalink)
    command = rest(change)[1] if change else f"monitor fetches {watch_id}".strip()
    command = "monitor upcoming" if kind == "reminder" else command
    days = [f"{d.label} {d.day}" + (f" ({d.left})" if d.left else "") for d in dates]
    said = [*days, reason, meaning, f"The change: {told_of}" if told_of else ""]
    brief = Brief(
        severity=severity,
        heading=f"{clean(service)} · {clean(document)}",
        line=sentence(line),
        details=tuple(words for words in said if words),
        links=links_of(("What to do", act), ("The whole diff", permalink), ("Open the page", url)),
        foot=f"{command} · {say_time(at or now)}",
    )
    made = written(
        "notice",
        title=titled(service, document, _notice_line(kind, line, reason, told_of)),
        url=url,
        templates=templates,
        said=None,
        service=service,
        document=document,
        headline=line,
        kind=kind,
        severity=severity,
        meaning=meaning,
        reason=reason,
        change_line=told_of,
        dates=dates,
        act=act,
        permalink=permalink,
        preheader=reason or meaning,
        seen=say_time(at or now),
        ids=_ids(change) if change else watch_id,
        sealed="",
        rest=rest(change)[0] if change else "whole diff",
        command=command,
    )
    return replace(made, brief=brief)


def _preheader(said: Content) -> str:
    """What a mail program shows beside the subject: what the subject does not say."""
    if said.act is not None and said.act.text:
        return said.act.text
    quotes = said.first.quotes if said.first else said.more[0].quotes if said.more else ()
    return quotes[-1][1] if quotes else said.line


def _reminder_line(date: When) -> str:
    line = f"{date.label.lower()} {date.day}"
    return f"{say_days(date.days)} left · {line}" if date.days and date.days > 0 else line


def _notice_line(kind: str, line: str, reason: str, told_of: str) -> str:
    """The title's own part: what happened, and to what or why."""
    if reason and kind in _WITH_REASON:
        return f"{line} · {reason}"
    if told_of and kind in ("withdrawn", "settled", "swinging"):
        return f"{line}: {told_of}"
    return f"{line} · {told_of}" if told_of else line


def _seen(change: ChangeRecord) -> str:
    first = "not there since" if change.taken_down else "text first seen"
    seen = f"{first} {say_time(change.seen_at)}"
    if change.recorded_at > change.seen_at:
        seen += f", confirmed {say_time(change.recorded_at)}"
    return seen


def _ids(change: ChangeRecord) -> str:
    """For whoever keeps the records: watch, versions, change."""
    versions = f"versions {change.from_version} → {change.to_version}"
    versions = f"version {change.to_version}" if change.taken_down else versions
    return f"{change.watch_id} · {versions} · change {change.id}"
