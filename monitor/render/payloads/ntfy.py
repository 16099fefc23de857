"""A push message for ntfy: 4,096 bytes of text, a priority, a tag, and the page to open."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.render.brief import Brief, beyond, others
from monitor.render.payloads.marks import heading, marked_within, packed, shown, when_lines
from monitor.render.telling import Content
from monitor.render.wording import sentence
from monitor.text.safe import clean

ROOM = 3_800  # bytes of 4,096, for what a server adds
TITLE = 250  # bytes
DIFF, PARAGRAPH = 1_300, 1_000  # bytes kept free for the diff; of one of its blocks
_PRIORITIES = {"critical": 5, "high": 4, "medium": 3, "low": 2}
_TAGS = {"critical": "rotating_light", "high": "warning", "medium": "page_facing_up", "low": "memo"}


@dataclass(frozen=True, slots=True)
class Push:
    """One push message; `priority` 1 to 5, `tag` one of ntfy's emoji names."""

    title: str
    text: str
    priority: int
    tag: str
    click: str


def push(content: Content) -> Push:
    """The point, the dates, what to do, the quotes, and as much of the diff as fits."""
    lines = [content.line, *when_lines(content)]
    if content.act is not None:
        said = f"“{content.act.text}” " if content.act.text else ""
        lines.append(f"What to do: {said}{content.act.link}".rstrip())
    for one in shown(content):
        lines += [f"{side}: “{words}”" for side, words in one.quotes if words]
    lead, _ = packed(lines, ROOM - DIFF, _bytes)
    diff: list[str] = []
    for part in content.diff.parts:
        diff += ["", part.name]
        diff += [
            marked_within(p, PARAGRAPH, clean, ("[-", "-]"), ("{+", "+}"), _bytes)
            for p in part.paragraphs
        ]
    body, left = packed(diff, ROOM - _bytes(lead) - 40, _bytes)
    text = "\n".join(one for one in (lead, body) if one)
    if left:
        text += "\n… more in the whole diff"
    return Push(
        title=_cut(heading(content), TITLE),
        text=text or _cut(content.line, ROOM),
        priority=_PRIORITIES.get(content.severity, 3),
        tag=_TAGS.get(content.severity, "page_facing_up"),
        click=content.permalink or content.url,
    )


def listing(brief: Brief) -> Push:
    """The same of a notice or a list; the first link is the one to open."""
    lines = [brief.line, *brief.details]
    for item in brief.items:
        lines += ["", f"{sentence(item.severity)} · {item.heading}", item.line, *item.details]
        lines += [others(item)] if item.others else []
    lines += beyond(brief, len(brief.items))
    text, left = packed(lines, ROOM - 40, _bytes)
    links = [*brief.links, *(link for item in brief.items for link in item.links)]
    return Push(
        title=_cut(brief.heading, TITLE),
        text=(text + "\n… more: monitor alerts" * bool(left)) or _cut(brief.line, ROOM),
        priority=_PRIORITIES.get(brief.severity, 3),
        tag=_TAGS.get(brief.severity, "page_facing_up"),
        click=links[0].url if links else "",
    )


def _bytes(text: str) -> int:
    return len(text.encode())


def _cut(text: str, room: int) -> str:
    return (
        text if _bytes(text) <= room else text.encode()[: room - 3].decode("utf-8", "ignore") + "…"
    )
