"""What a change's message says, in the order in which a reader needs it. Pure.

The point; by when and what to do; at most three more points with the page's words; then the word
diff, the sections that matter first. Each thing once: words that the line above quotes whole are
not quoted again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from monitor.model import Change, Finding, Point, SectionDiff
from monitor.model.records import ChangeRecord
from monitor.render.excerpts import Excerpt, excerpt, section_name
from monitor.render.safe import clean, web_link
from monitor.render.wording import When, headline, proofs, sentence, when

MORE = 3  # points after the first
QUOTE_WORDS = 34
SIDE_WORDS = 24  # of each side where a point has two
NO_WAY = ("not possible", "possible")  # opt-outs that say nothing of how

_DATED = re.compile(r"(?:takes effect|in effect since|act by|dated|date|deadline)\b.*\d{4}", re.I)
_PLACES = re.compile(r"(?:Now also|No longer) .*\([A-Z]{2,3}(?:-\w+)?\)")  # the line has them
_WORDS = re.compile(r"\w+")
# A word with the space behind it; Chinese and Japanese may be cut between any two characters.
_PIECES = re.compile(r"[\u3040-\u9fff\uf900-\ufaff]\s?|[^\s\u3040-\u9fff\uf900-\ufaff]+\s*")
_WAY = re.compile(
    r"opt|choice|setting|prefer|privacy|form|object|unsubscribe|consent|account", re.I
)


@dataclass(frozen=True, slots=True)
class Said:
    """One point as shown: which side its words are of, and the words, cut between words only."""

    side: str  # "New", "Removed", "Changed", "Moved"
    old: str
    new: str
    section: str = ""
    label: str = ""  # what a finding made of it, where no point says it

    @property
    def quotes(self) -> tuple[tuple[str, str], ...]:
        """(side, words) to show, at most two."""
        if self.old and self.new:
            return (("Was", self.old), ("Now", self.new))
        return ((self.side, self.new or self.old),)


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


def content(record: ChangeRecord, today: date, web: str = "") -> Content:
    """What the message about this change says on this day. `web`: where `monitor web` is read."""
    change = record.change
    whole = headline(change, today)
    dates = when((d for d in change.dates if d.role != "updated"), today, change.findings)
    line = _besides_dates(whole) if dates else whole
    said = _points(change.points) or _from_findings(change.findings, line, today)
    act = _act(change)
    shown = [_flat(line)]
    if act is not None and any(_covers(q, act.text) for s in said[:1] for _, q in s.quotes):
        act = Act("", act.link) if act.link else None
    first = _beyond(said[0], shown) if said and not _told(said[0], shown) else None
    shown += [_flat(q) for s in said[:1] for _, q in s.quotes]
    if act is not None and act.text:
        shown.append(_flat(act.text))
    rest: list[Said] = []
    for one in said[1:]:
        if not _told(one, shown):
            rest.append(one)
            shown += [_flat(q) for _, q in one.quotes]
    return Content(
        record=record,
        severity=change.severity,
        line=sentence(line),
        dates=dates,
        act=act,
        first=first,
        more=tuple(rest[:MORE]),
        left=max(0, len(rest) - MORE),
        diff=excerpt(by_importance(change)),
        url=web_link(record.url),
        permalink=web_link(f"{web.rstrip('/')}/changes/{record.id}.html") if web else "",
    )


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


def cut(text: str, words: int) -> str:
    """At most this many words, never a part of one, "…" where some are missing."""
    pieces = _PIECES.findall(clean(text).strip())
    if len(pieces) <= words + 3:  # a cut that saves three words only costs readers
        return "".join(pieces).strip()
    return "".join(pieces[:words]).rstrip(" ,;·") + " …"


def cut_apart(old: str, new: str, words: int) -> tuple[str, str]:
    """Both sides around where they begin to differ, this many words of each."""
    before, after = (_PIECES.findall(clean(text).strip()) for text in (old, new))
    same = 0
    while same < min(len(before), len(after)) and before[same] == after[same]:
        same += 1
    start = max(0, same - 6)
    if max(len(before), len(after)) <= words + 3 or start < 4:
        start = 0
    lead = "… " if start else ""
    return lead + cut("".join(before[start:]), words), lead + cut("".join(after[start:]), words)


def _points(points: Iterable[Point]) -> list[Said]:
    sides = {"added": "New", "removed": "Removed", "moved": "Moved", "changed": "Changed"}
    said = []
    for point in points:
        old, new = point.old or "", point.new or ""
        if old and new and point.side == "moved":
            old = ""
        if old and new:
            old, new = cut_apart(old, new, SIDE_WORDS)
        else:
            old, new = cut(old, QUOTE_WORDS), cut(new, QUOTE_WORDS)
        if not old and not new:
            new = cut(point.text, QUOTE_WORDS)
        section = section_name(point.section[-2:]) if point.section else ""
        said.append(Said(sides.get(point.side, "Changed"), old, new, section))
    return said


def _from_findings(findings: Sequence[Finding], line: str, today: date) -> list[Said]:
    """What the classes' rules found beyond the line, of a change that has no points."""
    said = []
    others = [finding for finding in findings if finding.fact != "date"]
    for proof in proofs(others or findings, today):  # the dates have lines of their own
        labels = [
            label
            for label in proof.labels
            if not _DATED.match(label)
            and not _PLACES.match(label)
            and _flat(label) not in _flat(line)
        ]
        quote = cut(proof.quote, QUOTE_WORDS)
        if not quote and not labels:
            continue
        section = section_name(proof.section[-2:]) if proof.section else ""
        old, new = (quote, "") if proof.gone else ("", quote)
        side = "Removed" if proof.gone else "Says"
        said.append(Said(side, old, new, section, "; ".join(labels)))
    return said


def _act(change: Change) -> Act | None:
    """A deadline's sentence, else where the switch or the form is; with the link beside it."""
    new = [f for f in change.findings if f.new and f.quote]
    ways = [f for f in new if f.fact in ("opt-out", "form") and f.new not in NO_WAY]
    ways += [f for f in new if f.fact == "date" and f.role == "deadline"]
    if not ways:
        return None
    best = ways[0]
    return Act(cut(best.quote, QUOTE_WORDS), _own_link(change.sections, best.quote))


def _own_link(sections: Iterable[SectionDiff], quote: str) -> str:
    """The link that the page itself gives in the block that says so; "" where there is none.

    Of several the one whose address reads like a choice.
    """
    wanted = _flat(quote)[:80]
    for section in sections:
        for block in section.blocks:
            if block.new is None or wanted not in _flat(block.new.text):
                continue
            links = [link for link in map(web_link, block.new.links) if link]
            telling = [link for link in links if _WAY.search(link)]
            if telling or len(links) == 1:
                return (telling or links)[0]
    return ""


def _told(said: Said, shown: Iterable[str]) -> bool:
    """Do the lines above hold all its words already?"""
    texts = list(shown)
    return all(any(_flat(quote) in text for text in texts) for _, quote in said.quotes)


def _beyond(said: Said, shown: Iterable[str]) -> Said:
    """The side that the lines above do not hold, where they hold the other."""
    if not said.old or not said.new:
        return said
    texts = list(shown)
    if any(_flat(said.new) in text for text in texts):
        return replace(said, side="Was", new="")
    if any(_flat(said.old) in text for text in texts):
        return replace(said, side="Now", old="")
    return said


def _covers(quote: str, text: str) -> bool:
    a, b = _flat(quote), _flat(text)
    return bool(a and b) and (a in b or b in a)


def _flat(text: str) -> str:
    return " ".join(_WORDS.findall(text.casefold()))


def _besides_dates(line: str) -> str:
    """The line without its dates, which the next lines say."""
    parts = [part for part in line.split(" · ") if not _DATED.match(part)]
    return " · ".join(parts) or line
