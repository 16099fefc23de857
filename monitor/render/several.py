"""Several alerts as one message that lists them, the gravest first. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from monitor.model.outgoing import Seal
from monitor.render.brief import Brief, Item
from monitor.render.message import TITLE, Message, Templates, links_of, seal_line, written
from monitor.render.wording import say_time, sentence
from monitor.text.safe import clean, shorten

if TYPE_CHECKING:
    from monitor.render.telling import Content

SERVICES = 3  # named in the title of a list
LISTED = 60  # alerts named in one list; more are only counted

_LISTS = {
    # kind of list: what its title says after the number of what
    "service": "{service}: {number} pages changed",
    "problems": "{trouble}",
    "digest": "{counted}",
    "reminders": "{number} dates come near",
    "more": "{more}",
}


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


def _rank(entry: Entry) -> tuple[object, ...]:
    order = {"critical": 0, "high": 1, "medium": 2, "low": 3}
    return order.get(entry.severity, 2), entry.service, _in_numbers(entry.document)


def _line(kind: str, ranked: Sequence[Entry]) -> str:
    return _LISTS[kind].format(
        number=len(ranked),
        service=clean(ranked[0].service),
        counted=_counted(ranked),
        more=_counted(ranked, "more "),
        trouble=_trouble(ranked),
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
    ranked = sorted(entries, key=_rank)
    service, severity = ranked[0].service, ranked[0].severity
    line = _line(kind, ranked)
    names = _services(ranked)
    what = "Policy pages" if kind == "problems" else "Policy changes"
    title = line if kind == "service" else f"{what}: {line}{f' · {names}' * bool(names)}"
    made = written(
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
        sealed=seal_line(seal),
        command="monitor changes",
    )
    contents = tuple(entry.content for entry in ranked if entry.content is not None)
    brief = _brief(ranked, severity, what if kind != "service" else clean(service), line, now)
    return replace(made, listed=contents, brief=brief)


def _brief(ranked: Sequence[Entry], severity: str, heading: str, line: str, now: datetime) -> Brief:
    """The same in parts, for the channels that have a form of their own."""
    return Brief(
        severity=severity,
        heading=heading,
        line=sentence(line),
        items=tuple(_item(entry) for entry in _merged(ranked[:LISTED])),
        titles=tuple(clean(entry.title) for entry in ranked[LISTED:]),
        foot=f"monitor changes · {say_time(now)}",
    )


def _item(entry: Entry) -> Item:
    """An entry in a list: what it says, by when, its words, and where to read and to act."""
    said = entry.content
    details: list[str] = []
    links = [("Open the page", entry.url)]
    if said is not None:
        details += [said.note] if said.note else []
        details += [d.said for d in said.dates]
        quotes = said.first.quotes if said.first is not None else ()
        details += [f"{side}: “{words}”" for side, words in quotes if words]
        act = said.act.link if said.act is not None else ""
        links = [("What to do", act), (f"The {said.rest_name}", said.permalink), *links]
    return Item(
        severity=entry.severity,
        heading=f"{clean(entry.service)} · {clean(entry.document)}",
        line=sentence(clean(entry.line)),
        details=tuple(details),
        links=links_of(*links),
        others=tuple(
            clean(o.document if o.service == entry.service else f"{o.service} · {o.document}")
            for o in entry.also
        ),
    )


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


def _counted(entries: Sequence[Entry], more: str = "") -> str:
    """ "3 changes and 2 notices"; or "3 more changes and 2 more notices"."""
    changes = sum(entry.kind == "change" for entry in entries)
    counts = ((changes, "change"), (len(entries) - changes, "notice"))
    return " and ".join(f"{n} {more}{noun}{'s' * (n > 1)}" for n, noun in counts if n)


def _trouble(entries: Sequence[Entry]) -> str:
    """ "3 pages cannot be read, 2 are back"."""
    own = ("part", "selector", "browser", "recovered")
    kinds = Counter(entry.kind if entry.kind in own else "" for entry in entries)
    said = {
        "": "cannot be read",
        "part": "of which a part cannot be read",
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
