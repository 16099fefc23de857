"""Telegram's HTML: 4,096 characters, removed words in <s>, added ones in <u>."""

from __future__ import annotations

from html import escape

from monitor.render.payloads.marks import (
    heading,
    marked_within,
    more_points,
    packed,
    short,
    shown,
    uncalled,
    when_lines,
)
from monitor.render.safe import clean
from monitor.render.telling import Content
from monitor.render.wording import sentence

ROOM = 4_096
DIFF, PARAGRAPH = 1_200, 800  # characters kept free for the diff; of one of its blocks, with tags
LINK = 1_000  # characters; a longer address costs the words
_CUT, _ADD = ("<s>", "</s>"), ("<u>", "</u>")


def html(content: Content) -> str:
    """One message, cut between lines: none of its tags is left open."""
    head = short(heading(content), 200)
    lines = [f"<b>{_text(sentence(content.severity))}</b> · {_text(head)}"]
    lines += [f"<b>{_text(content.line)}</b>", *map(_text, when_lines(content))]
    if content.act is not None:
        said = f" “{_text(content.act.text)}”" if content.act.text else ""
        lines.append(f"<b>What to do:</b>{said} {_text(content.act.link)}".rstrip())
    for one in shown(content):
        lines += [f"{side}: “{_text(words)}”" for side, words in one.quotes if words]
    lines += more_points(content)
    record = content.record
    command = f"monitor diff {record.watch_id} {record.from_version} {record.to_version}"
    foot = [f"<code>{_text(command)}</code>"]
    if content.url and len(content.url) < LINK:
        foot.insert(0, f'<a href="{escape(content.url)}">Open the page</a>')
    if content.permalink and len(content.permalink) < LINK:
        foot.insert(0, f'<a href="{escape(content.permalink)}">The whole diff</a>')
    lead, _ = packed(lines, ROOM - sum(map(len, foot)) - DIFF)
    diff: list[str] = []
    for part in content.diff.parts:
        fate = f" ({_text(part.fate)})" if part.fate else ""
        diff.append(f"\n<b>{_text(part.name)}</b>{fate}")
        diff += [marked_within(p, PARAGRAPH, _text, _CUT, _ADD) for p in part.paragraphs]
    body, left = packed(diff, ROOM - len(lead) - sum(map(len, foot)) - 60)
    if left or content.diff.left_out:
        body += "\n… more in the whole diff"
    return "\n".join([lead, body, "", *foot])


def _text(text: str) -> str:
    return escape(uncalled(clean(text)), quote=False)
