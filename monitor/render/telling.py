"""What a change's message says, in the order in which a reader needs it. Pure.

The point; by when and what to do; a few more points with the page's words; then the word diff,
the sections that matter first. Each thing once: words that the line above quotes whole are
not quoted again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urljoin

from monitor.model import Block, Change, DateChange, SectionDiff
from monitor.model.records import ChangeRecord
from monitor.render.excerpts import Excerpt, excerpt
from monitor.render.quoted import (
    QUOTE_WORDS,
    Said,
    cut,
    distinct,
    first_beyond,
    flat,
    of_findings,
    of_points,
)
from monitor.render.wording import When, days_until, line_by, line_note, rest, sentence, told, when
from monitor.text.safe import web_link

LINE_WORDS, LINE_CHARACTERS = 110, 700  # more than a line ever has of words with spaces
MORE = 3  # points after the first
ALL = 5  # of which all are told rather than one or two left out

_DATED = re.compile(r"(?:takes effect|in effect since|act by|dated|date|deadline)\b.*\d{4}", re.I)
# What the address of a switch or a form reads like: surely, or perhaps.
_SURELY = re.compile(
    r"opt-?_?(?:out|in)|object|unsubscri|deactivat|consent|choice|preference|setting|do-?not-?sell"
    r"|request|widerspruch|abmeld|einstellung|desabonn|désabonn|oppos|preferenc|cancel|delete",
    re.IGNORECASE,
)
_PERHAPS = re.compile(r"privacy|form|account|datenschutz|profile|contact", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Act:
    """What to do about it, in the page's words ("" where a point says them), and its own link."""

    text: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """All that a channel may show of one change; text is cleaned, nothing of it is escaped."""

    record: ChangeRecord
    severity: str
    line: str  # the point, without the dates
    dates: tuple[When, ...]
    act: Act | None
    first: Said | None  # the words that the line rests on
    more: tuple[Said, ...]
    left: int  # points that are not shown
    diff: Excerpt
    url: str  # "" where it cannot be linked
    permalink: str = ""  # of the whole diff, where its web pages are to be read
    line_by: str = ""  # the model that wrote the line, "" where it is ours
    note: str = ""  # a model's line is never shown without a word on who wrote it, and ours

    @property
    def rest_name(self) -> str:
        """What there is beyond the message."""
        return rest(self.record)[0]

    @property
    def rest_command(self) -> str:
        """The command that shows it."""
        return rest(self.record)[1]


def content(record: ChangeRecord, today: date, web: str = "") -> Content:
    """What the message about this change says on this day. `web`: where `monitor web` is read."""
    change = record.change
    model = line_by(record)
    whole = told(record, today)
    dates = when((d for d in change.dates if _matters(d, today)), today, change.findings)
    line = _besides_dates(whole) if dates and not model else whole
    said = of_points(change, record.document) or of_findings(change.findings, line, today)
    act = _act(change, record.url, today)
    shown = [flat(line)]
    if act is not None and any(_covers(q, act.text) for s in said[:1] for _, q in s.quotes):
        act = Act("", act.link) if act.link else None
    first = first_beyond(said[0], flat(line)) if said else None
    shown += [flat(q) for s in said[:1] for _, q in s.quotes]
    if act is not None and act.text:
        shown.append(flat(act.text))
    others = list(distinct(said[1:], shown, said[:1]))
    most = len(others) if len(others) <= ALL else MORE
    return Content(
        record=record,
        severity=change.severity,
        line=sentence(cut(line, LINE_WORDS, LINE_CHARACTERS)),
        dates=dates,
        act=act,
        first=first,
        more=tuple(others[:most]),
        left=len(others) - most,
        diff=excerpt(by_importance(change)),
        url=web_link(record.url),
        permalink=permalink(record.id, web),
        line_by=model,
        note=line_note(record, today),
    )


def _matters(item: DateChange, today: date) -> bool:
    """Not the document's own date, nor one that is over and no longer named."""
    over = (days_until(item.old or "", today) or 0) < 0
    return item.role != "updated" and not (item.new is None and over)


def by_importance(change: Change) -> list[SectionDiff]:
    """The sections: first those that the points stand in, last those of which nothing was said."""
    weights: dict[tuple[str, ...], float] = {}
    for place, point in enumerate(change.points):
        heavy = point.weight + 1 - place / 100
        weights[point.section] = max(weights.get(point.section, 0.0), heavy)
    for place, finding in enumerate(change.findings):
        light = 0.05 if finding.role == "updated" else 0.9 - min(place, 80) / 100
        weights[finding.section] = max(weights.get(finding.section, 0.0), light)

    def weight(section: SectionDiff) -> float:
        paths = (section.new_path, section.old_path)
        return max((weights.get(path, 0.1) for path in paths if path), default=0.1)

    return sorted(change.sections, key=weight, reverse=True)


def permalink(change_id: str, web: str) -> str:
    """Where the whole diff is read; "" where nobody serves it."""
    return web_link(f"{web.rstrip('/')}/changes/{change_id}.html") if web and change_id else ""


def _act(change: Change, url: str, today: date) -> Act | None:
    """Where the switch or the form is, else a deadline's sentence; with the link beside it.

    That it is possible to opt out says nothing of how, but where the page links the place.
    """
    new = [f for f in change.findings if f.new and f.quote]
    ways = [f for f in new if f.fact in ("opt-out", "form") and f.new != "not possible"]
    ways += [f for f in new if f.role == "deadline" and (days_until(f.new or "", today) or 0) >= 0]
    for way in ways:
        blocks = (b.new for section in change.sections for b in section.blocks if b.new is not None)
        link = own_link(blocks, way.quote, url)
        if link or way.new != "possible":
            return Act(cut(way.quote, QUOTE_WORDS), link)
    return None


def own_link(blocks: Iterable[Block], quote: str, url: str) -> str:
    """The link that the page at `url` itself gives in the block that says so; "" where none.

    Of several the one whose address reads most like a choice. Not one to the page itself.
    """
    wanted = flat(quote)[:80]
    for block in blocks:
        if not block.links or wanted not in flat(block.text):
            continue
        found = (web_link(urljoin(url, target)) for target in block.links)
        links = [link for link in found if link and link.partition("#")[0] != url]
        surely = [link for link in links if _SURELY.search(link)]
        perhaps = [link for link in links if _PERHAPS.search(link)]
        if surely or perhaps or len(links) == 1:
            return (surely or perhaps or links)[0]
    return ""


def _covers(quote: str, text: str) -> bool:
    a, b = flat(quote), flat(text)
    return bool(a and b) and (a in b or b in a)


def _besides_dates(line: str) -> str:
    """The line without its dates, which the next lines say."""
    parts = [part for part in line.split(" · ") if not _DATED.match(part)]
    return " · ".join(parts) or line
