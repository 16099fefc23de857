"""Slack's Block Kit: header 150 characters, section 3,000, at most 50 blocks."""

from __future__ import annotations

import re
from html import escape
from typing import Any

from monitor.render.brief import Brief, Item, beyond, others
from monitor.render.payloads.marks import (
    COLORS,
    heading,
    marked_within,
    more_paragraphs,
    more_points,
    packed,
    short,
    shown,
    when_lines,
)
from monitor.render.telling import Content
from monitor.render.wording import sentence
from monitor.text.safe import clean

HEADER, SECTION, BLOCKS, FIELD = 150, 3_000, 50, 2_900
LINK = 1_000  # characters of an address within a section; a longer one costs the words
# Slack reads no mark that touches a letter: there a space without width stands between.
_CUT, _ADD = ("\u200b~", "~\u200b"), ("\u200b*", "*\u200b")
_NEEDLESS = re.compile("(?<!\\w)\u200b(?=[~*])|(?<=[~*])\u200b(?!\\w)")


def escaped(text: str) -> str:
    """Slack's own way: three entities; nothing that is left can call, link or close a tag.

    Signs of mrkdwn get an unseen joiner beside them, so that they are shown as they stand.
    """
    text = escape(clean(text), quote=False)
    for sign in "*_~`":
        text = text.replace(sign, f"\u2060{sign}\u2060")
    return text


def _plain(text: str, room: int) -> str:
    """For plain_text, in which Slack reads nothing but its three entities."""
    text = short(clean(text), room)
    while len(escape(text, quote=False)) > room:
        text = short(text, len(text) - 5)
    return escape(text, quote=False)


def blocks(content: Content) -> dict[str, Any]:
    """One attachment with its severity's colour; what does not fit is behind the button."""
    head = _plain(f"{sentence(content.severity)}: {heading(content)}", HEADER)
    found: list[dict[str, Any]] = [
        {"type": "header", "text": {"type": "plain_text", "text": head, "emoji": False}}
    ]
    found += _points(content)
    found.append({"type": "divider"})
    left = 0
    for part in content.diff.parts:
        if len(found) >= BLOCKS - 3:
            left += 1
            continue
        fate = f" ({escaped(part.fate)})" if part.fate else ""
        lines = [f"*{escaped(part.name)}*{fate}"]
        within = (marked_within(p, FIELD // 2, escaped, _CUT, _ADD) for p in part.paragraphs)
        lines += [_NEEDLESS.sub("", line) for line in within]
        found.append(_section(lines))
    found.append({"type": "context", "elements": [_plain_text(_foot(content, left))]})
    if buttons := _buttons(content):
        found.append({"type": "actions", "elements": buttons})
    color = COLORS.get(content.severity, COLORS["medium"])
    return {"blocks": found, "color": color, "fallback": _plain(_fallback(content), SECTION)}


def listing(brief: Brief) -> dict[str, Any]:
    """The same of a notice or a list: each alert of it with its links; the last block the rest."""
    head = _plain(f"{sentence(brief.severity)}: {brief.heading}", HEADER)
    found: list[dict[str, Any]] = [
        {"type": "header", "text": {"type": "plain_text", "text": head, "emoji": False}},
        _section([f"*{escaped(brief.line)}*", *map(escaped, brief.details)]),
    ]
    shown = brief.items[: BLOCKS - 5]
    found += [_item(item) for item in shown]
    if rest := beyond(brief, len(shown)):
        found.append(_section(list(map(escaped, rest))))
    found.append({"type": "context", "elements": [_plain_text(brief.foot)]})
    if buttons := _all_buttons([(link.title, link.url) for link in brief.links], brief.foot):
        found.append({"type": "actions", "elements": buttons})
    color = COLORS.get(brief.severity, COLORS["medium"])
    fallback = _plain(f"{brief.heading}: {brief.line}", SECTION)
    return {"blocks": found, "color": color, "fallback": fallback}


def _item(item: Item) -> dict[str, Any]:
    lines = [f"*{escaped(sentence(item.severity))}* · {escaped(item.heading)}"]
    lines += [f"*{escaped(item.line)}*", *(f"> {escaped(one)}" for one in item.details)]
    links = [f"<{_target(one.url)}|{one.title}>" for one in item.links if len(one.url) < LINK]
    lines += [" · ".join(links)] if links else []
    lines += [escaped(others(item))] if item.others else []
    return _section(lines)


def _plain_text(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": _plain(text, 2_000)}


def _points(content: Content) -> list[dict[str, Any]]:
    """The point, by when and what to do, and the quotes."""
    lead = [f"*{escaped(content.line)}*", *map(escaped, when_lines(content))]
    if content.act is not None:
        said = f" “{escaped(content.act.text)}”" if content.act.text else ""
        link = f" <{_target(content.act.link)}>" if content.act.link else ""
        lead.append(f"*What to do:*{said}{link}")
    found = [_section(lead)]
    for one in shown(content):
        lines = [f"{side}: “{escaped(words)}”" for side, words in one.quotes if words]
        if one.section:
            lines.append(f"({escaped(one.section)})")
        found.append(_section(["> " + line for line in lines]))
    found += [_section([line]) for line in more_points(content)]
    return found


def _buttons(content: Content) -> list[dict[str, Any]]:
    links = [(f"The {content.rest_name}", content.permalink), ("Open the page", content.url)]
    return _all_buttons(links, content.record.id)


def _all_buttons(links: list[tuple[str, str]], of: str) -> list[dict[str, Any]]:
    return [
        {
            "type": "button",
            "text": {"type": "plain_text", "text": title},
            "url": url,
            "action_id": f"{place}-{of}"[:255],
        }
        for place, (title, url) in enumerate(links)
        if url and len(url) <= SECTION
    ]


def _foot(content: Content, left: int) -> str:
    record = content.record
    more = left + content.diff.sections_left_out
    missing = f"{more} more sections. " if more else ""
    if content.diff.left_out:
        missing = f"{content.diff.left_out} more changed words. " + missing
    return f"{missing}{sentence(content.rest_name)}: {content.rest_command} · change {record.id}"


def _fallback(content: Content) -> str:
    return f"{heading(content)}: {content.line}"


def _section(lines: list[str]) -> dict[str, Any]:
    text, left = packed(lines, FIELD)
    if left:
        text += f"\n{more_paragraphs(left)}"
    return {"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}}


def _target(link: str) -> str:
    return link.replace("|", "%7C").replace(">", "%3E").replace("<", "%3C").replace("&", "&amp;")
