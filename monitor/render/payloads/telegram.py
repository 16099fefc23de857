"""Telegram's HTML: 4,096 characters, removed words in <s>, added ones in <u>."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from monitor.render.brief import Brief, Link, beyond, others
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
from monitor.render.telling import Content
from monitor.render.wording import sentence
from monitor.text.safe import clean

ROOM = 4_096
DIFF, PARAGRAPH = 1_200, 800  # characters kept free for the diff; of one of its blocks, with tags
REST = 600  # characters kept free for the names of what had no room
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
    foot = [f"<code>{_text(content.rest_command)}</code>"]
    if content.url and len(content.url) < LINK:
        foot.insert(0, f'<a href="{escape(content.url)}">Open the page</a>')
    if content.permalink and len(content.permalink) < LINK:
        foot.insert(0, f'<a href="{escape(content.permalink)}">The {content.rest_name}</a>')
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


def listing(brief: Brief) -> str:
    """The same of a notice or a list: whole alerts while there is room, then how many more."""
    lines = [f"<b>{_text(sentence(brief.severity))}</b> · {_text(short(brief.heading, 200))}"]
    lines += [f"<b>{_text(short(brief.line, 400))}</b>", *map(_text, brief.details)]
    lines += _linked(brief.links)
    foot = f"<code>{_text(short(brief.foot, 200))}</code>"
    text, _ = packed(lines, ROOM - len(foot) - REST)
    shown = 0
    for item in brief.items:
        head = f"<b>{_text(sentence(item.severity))}</b> · {_text(short(item.heading, 200))}"
        block = ["", head, f"<b>{_text(short(item.line, 300))}</b>", *map(_text, item.details)]
        block += [*_linked(item.links), _text(short(others(item), 300))]
        more = "\n".join(line for line in block[:1] + [b for b in block[1:] if b])
        if len(text) + len(more) > ROOM - len(foot) - REST:
            break
        text += f"\n{more}"
        shown += 1
    rest = [f"\n{_text(line)}" for line in beyond(brief, shown)]
    named, left = packed(rest, ROOM - len(text) - len(foot) - 60)
    text += f"\n{named}" * bool(named) + f"\n… {left} more" * bool(left)
    return f"{text}\n\n{foot}"


def _linked(links: Iterable[Link]) -> list[str]:
    return [
        f'<a href="{escape(link.url)}">{link.title}</a>' for link in links if len(link.url) < LINK
    ]


def _text(text: str) -> str:
    return escape(uncalled(clean(text)), quote=False)
