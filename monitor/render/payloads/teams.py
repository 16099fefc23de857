"""A Teams Adaptive Card, at most 28 kB, with the diff: removed words struck through and marked."""

from __future__ import annotations

import json
from typing import Any

from monitor.render.brief import Brief, Item, beyond, others
from monitor.render.excerpts import Paragraph
from monitor.render.payloads.marks import (
    heading,
    more_points,
    packed,
    shown,
    uncalled,
    when_lines,
)
from monitor.render.telling import Content
from monitor.render.wording import sentence
from monitor.text.safe import clean

CARD_BYTES = 25_000  # of 28 kB, the workflow's own wrapping counts as well
REST = 4_000  # bytes of it for the names of what had no room
VERSION = "1.4"
_COLORS = {"critical": "Attention", "high": "Warning", "medium": "Accent", "low": "Default"}


def card(content: Content) -> dict[str, Any]:
    """What a workflow's webhook takes. Text goes into TextRuns, in which no Markdown is read."""
    body = _head(content.severity, heading(content), content.line)
    body += [_runs([_run(line, weight="Bolder")]) for line in when_lines(content)]
    if content.act is not None and content.act.text:  # the link is a button
        body.append(_runs([_run(f"What to do: “{content.act.text}”")]))
    for one in shown(content):
        runs = []
        for side, words in one.quotes:
            if words:
                runs += [_run(f"{side} ", subtle=True), _run(f"“{words}” ")]
        body.append(_runs(runs))
    body += [_runs([_run(line, subtle=True)]) for line in more_points(content)]
    actions = [
        _open(title, url)
        for title, url in (
            ("What to do", content.act.link if content.act else ""),
            (f"The {content.rest_name}", content.permalink),
            ("Open the page", content.url),
        )
        if url
    ]
    record = content.record
    foot = _runs([_run(f"{content.rest_command} · change {record.id}", subtle=True, size="Small")])
    made = _message([*body, foot], actions)
    diff: list[dict[str, Any]] = []
    for part in content.diff.parts:
        fate = f" ({part.fate})" if part.fate else ""
        block = [_runs([_run(part.name + fate, weight="Bolder")])]
        block += [_paragraph(p) for p in part.paragraphs]
        larger = _message([*body, *diff, *block, foot], actions)
        if len(json.dumps(larger).encode()) > CARD_BYTES:
            note = _runs([_run("… more in the whole diff", subtle=True)])
            return _message([*body, *diff, note, foot], actions)
        diff += block
        made = larger
    return made


def listing(brief: Brief) -> dict[str, Any]:
    """The same of a notice or a list; what does not fit is named at the end while there is room."""
    body = _head(brief.severity, brief.heading, brief.line)
    body += [_runs([_run(line)]) for line in brief.details]
    actions = [_open(link.title, link.url) for link in brief.links]
    foot = _runs([_run(brief.foot, subtle=True, size="Small")])
    shown = 0
    for item in brief.items:
        block = _item(item)
        if len(json.dumps(_message([*body, *block, foot], actions)).encode()) > CARD_BYTES - REST:
            break
        body += block
        shown += 1
    rest, left = packed(map(clean, beyond(brief, shown)), REST // 8)
    if rest:
        rest += f"\n… {left} more" * bool(left)
        body += [_runs([_run(line, subtle=True)]) for line in rest.splitlines()]
    return _message([*body, foot], actions)


def _item(item: Item) -> list[dict[str, Any]]:
    """Its lines, and its links as a row of buttons of its own."""
    color = _COLORS.get(item.severity, "Accent")
    severity = _run(sentence(item.severity), weight="Bolder", color=color)
    block = [
        _runs([severity, _run(f" · {item.heading}", subtle=True)]) | {"separator": True},
        _runs([_run(item.line, weight="Bolder")]),
        *(_runs([_run(line)]) for line in item.details),
    ]
    if item.others:
        block.append(_runs([_run(others(item), subtle=True)]))
    if item.links:
        actions = [_open(link.title, link.url) for link in item.links]
        block.append({"type": "ActionSet", "actions": actions})
    return block


def _head(severity: str, heading: str, line: str) -> list[dict[str, Any]]:
    color = _COLORS.get(severity, "Accent")
    word = _run(sentence(severity), weight="Bolder", color=color)
    return [
        _runs([word, _run(f" · {heading}", subtle=True)]),
        _runs([_run(line, weight="Bolder", size="Large")]),
    ]


def _open(title: str, url: str) -> dict[str, Any]:
    return {"type": "Action.OpenUrl", "title": title, "url": url}


def _paragraph(paragraph: Paragraph) -> dict[str, Any]:
    label = [_run(f"({paragraph.label}) ", subtle=True)] if paragraph.label else []
    runs = []
    for piece in paragraph.pieces:
        text = clean(piece.text)
        if piece.op == "delete":
            runs.append(_run(text, strike=True, color="Attention"))
        elif piece.op == "insert":
            runs.append(_run(text, underline=True, color="Good"))
        elif text:
            runs.append(_run(text, subtle=piece.op == "gap"))
    return _runs(label + runs)


def _run(
    text: str,
    *,
    weight: str = "",
    size: str = "",
    color: str = "",
    subtle: bool = False,
    strike: bool = False,
    underline: bool = False,
) -> dict[str, Any]:
    run: dict[str, Any] = {"type": "TextRun", "text": uncalled(clean(text))}
    words = {"weight": weight, "size": size, "color": color}
    flags = {"isSubtle": subtle, "strikethrough": strike, "underline": underline}
    return run | {k: v for k, v in {**words, **flags}.items() if v}


def _runs(inlines: list[dict[str, Any]]) -> dict[str, Any]:
    return {"type": "RichTextBlock", "inlines": inlines or [_run(" ")]}


def _message(body: list[dict[str, Any]], actions: list[dict[str, Any]]) -> dict[str, Any]:
    content = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": VERSION,
        "body": body,
        "actions": actions,
        "msteams": {"width": "full"},
    }
    kind = "application/vnd.microsoft.card.adaptive"
    attachment = {"contentType": kind, "contentUrl": None, "content": content}
    return {"type": "message", "attachments": [attachment]}
