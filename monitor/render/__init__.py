"""From a change to a message that a person can act on: title, plain body, HTML body. Pure.

`alert` is about a change, `notice` about a page (quarantined, failing, …) or a date to come,
`together` about several of them. Templates are in monitor/templates; page text reaches them as
data, cleaned, never as a template. What channels with a form of their own get is in payloads/.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from monitor.model import DateChange
from monitor.model.outgoing import Seal
from monitor.model.records import ChangeRecord
from monitor.render.safe import clean, shorten, web_link
from monitor.render.wording import When, say_days, say_time, told, when

if TYPE_CHECKING:
    from monitor.render.telling import Content

__all__ = ["Entry", "Message", "Templates", "alert", "is_notice", "notice", "together"]

TITLE = 200  # characters; longer subjects are cut by mail clients and refused by some channels
NAME = 60  # of a service or a document within the title
SERVICES = 3  # named in the title of a list
LISTED = 60  # alerts named in one list; more are only counted

Templates = tuple[tuple[str, str], ...]  # (file name, source)

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
    "selector": (
        "a selector matches nothing",
        "A selector of the watchlist chooses nothing on this page. Where none chooses anything the "
        "whole page is read, menus and notices with it; `monitor try` shows what that is.",
    ),
    "browser": (
        "the page needs a browser",
        "Its text is put there by scripts, which are not run here: its changes are not seen. Often "
        "the same document has another address that holds the text, such as one for printing.",
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
    ("quarantined", "failing", "selector", "browser", "reminder", "undelivered", "delayed", "quiet")
)

_LISTS = {
    # kind of list: what its title says after the number of what
    "service": "{service}: {number} pages changed",
    "problems": "{trouble}",
    "digest": "{counted}",
    "reminders": "{number} dates come near",
    "more": "and {number} more",
}


@dataclass(frozen=True, slots=True)
class Message:
    """One message in all the forms a channel may need.

    `title` is one line of at most 200 characters, `text` and `html` say the same at length; `html`
    is a whole document with inline styles.
    `content` is what channels with a form of their own are written from; only a change has it, and
    a list has that of each of its changes in `listed`.
    """

    title: str
    text: str
    html: str
    content: Content | None = None
    listed: tuple[Content, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One alert in a list of several."""

    title: str  # of the alert, when it goes alone
    kind: str
    severity: str
    service: str
    document: str
    url: str
    content: Content | None = None
    also: tuple[Entry, ...] = ()  # other pages of which the same is to be said

    @property
    def line(self) -> str:
        """What happened, without who and where."""
        if self.content is not None:
            return self.content.line
        head = f"{self.service} · {self.document}: "
        return self.title.removeprefix(head)


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
    return _message(
        "alert",
        title=_title(change.service, change.document, line),
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
        sealed=_sealed(seal),
        command=_diff_command(change),
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
    templates: Templates = (),
) -> Message:
    """A message that is not about a new change.

    `kind` is one of _NOTICES. `reason` is one line (the verdict's detail, the fetch error, what to
    do by a reminder's date), `change` the change it is about, `date` that of a reminder, `at` when
    it happened (now).
    """
    line, meaning = _NOTICES[kind]
    today = now.date()
    dates = when((date,), today) if date is not None else ()
    if kind == "reminder" and dates:
        line = _reminder_line(dates[0])
    reason = clean(reason).strip()
    told_of = told(change, today) if change is not None else ""
    return _message(
        "notice",
        title=_title(service, document, _notice_line(kind, line, reason, told_of)),
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
        preheader=reason or meaning,
        seen=say_time(at or now),
        ids=_ids(change) if change else watch_id,
        sealed="",
        command=_diff_command(change) if change else f"monitor fetches {watch_id}".strip(),
    )


def together(
    kind: str,
    entries: Sequence[Entry],
    *,
    now: datetime,
    templates: Templates = (),
    seal: Seal | None = None,
) -> Message:
    """Several alerts as one message, the gravest first. `kind` is one of _LISTS."""
    order = {"critical": 0, "high": 1, "medium": 2, "low": 3}
    ranked = sorted(
        entries, key=lambda e: (order.get(e.severity, 2), e.service, _in_numbers(e.document))
    )
    service = ranked[0].service
    line = _LISTS[kind].format(
        number=len(ranked),
        service=clean(service),
        counted=_counted(ranked),
        trouble=_trouble(ranked),
    )
    severity = ranked[0].severity
    names = _services(ranked)
    what = "Policy pages" if kind == "problems" else "Policy changes"
    title = line if kind == "service" else f"{what}: {line}{f' · {names}' * bool(names)}"
    made = _message(
        "several",
        title=shorten(title, TITLE),
        url="",
        templates=templates,
        said=None,
        service="" if kind != "service" else service,
        document=say_time(now),
        headline=line,
        kind=kind,
        severity=severity,
        entries=_merged(ranked[:LISTED]),
        left=max(0, len(ranked) - LISTED),
        others=[entry.title for entry in ranked[LISTED:]],
        preheader="; ".join(f"{e.service} · {e.document}" for e in ranked[:5]),
        seen=say_time(now),
        ids="",
        sealed=_sealed(seal),
        command="monitor changes",
    )
    contents = tuple(entry.content for entry in ranked if entry.content is not None)
    return replace(made, listed=contents)


def _in_numbers(text: str) -> list[tuple[int, str]]:
    """By which "Terms 2" comes before "Terms 10"."""
    return [(int(part) if part.isdigit() else 0, part) for part in re.split(r"(\d+)", text)]


def _merged(entries: Sequence[Entry]) -> list[Entry]:
    """Those that say the same of several pages as one, in the place of the first."""
    groups: dict[tuple[object, ...], list[Entry]] = {}
    for entry in entries:
        said = entry.content
        points = (said.dates, said.act, said.first) if said is not None else ()
        groups.setdefault((entry.severity, entry.line, points), []).append(entry)
    return [replace(first, also=tuple(others)) for first, *others in groups.values()]


def _counted(entries: Sequence[Entry]) -> str:
    """ "3 changes and 2 notices"."""
    changes = sum(entry.kind == "change" for entry in entries)
    counts = ((changes, "change"), (len(entries) - changes, "notice"))
    return " and ".join(f"{n} {noun}{'s' * (n > 1)}" for n, noun in counts if n)


def _trouble(entries: Sequence[Entry]) -> str:
    """ "3 pages cannot be read, 2 are back"."""
    own = ("selector", "browser", "recovered")
    kinds = Counter(entry.kind if entry.kind in own else "" for entry in entries)
    said = {
        "": "cannot be read",
        "selector": "with a selector that matches nothing",
        "browser": "that scripts would fill",
        "recovered": "back",
    }
    counts = ((kinds[kind], words) for kind, words in said.items())
    return ", ".join(f"{n} page{'s' * (n > 1)} {words}" for n, words in counts if n)


def _services(entries: Sequence[Entry]) -> str:
    """ "Acme, Plaza, Alderlink and 2 more": whose pages, the gravest first."""
    names = list(dict.fromkeys(clean(entry.service) for entry in entries if entry.service))
    more = f" and {len(names) - SERVICES} more" if len(names) > SERVICES + 1 else ""
    return ", ".join(names[:SERVICES] if more else names) + more


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
    if told_of and kind in ("withdrawn", "settled"):
        return f"{line}: {told_of}"
    return f"{line} · {told_of}" if told_of else line


def _message(
    template: str,
    *,
    title: str,
    url: str,
    templates: Templates,
    said: Content | None,
    **context: Any,
) -> Message:
    """Both bodies from one context."""
    link = web_link(url)
    context |= {"permalink": said.permalink if said else ""}
    context |= {"title": title, "url": clean(url).strip(), "link": link}
    from monitor.render.templating import rendered

    text, html = rendered(template, context, templates)
    return Message(title=title, text=text, html=html, content=said)


def _title(service: str, document: str, line: str) -> str:
    return shorten(f"{shorten(service, NAME)} · {shorten(document, NAME)}: {line}", TITLE)


def _seen(change: ChangeRecord) -> str:
    seen = f"text first seen {say_time(change.seen_at)}"
    if change.recorded_at > change.seen_at:
        seen += f", confirmed {say_time(change.recorded_at)}"
    return seen


def _ids(change: ChangeRecord) -> str:
    """For whoever keeps the records: watch, versions, change."""
    versions = f"versions {change.from_version} → {change.to_version}"
    return f"{change.watch_id} · {versions} · change {change.id}"


def _sealed(seal: Seal | None) -> str:
    return f"all records to {seal.day} · SHA-256 {seal.head}" if seal is not None else ""


def _diff_command(change: ChangeRecord) -> str:
    return f"monitor diff {change.watch_id} {change.from_version} {change.to_version}"
