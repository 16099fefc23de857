"""Discord's embeds: title 256 characters, description 4,096, 25 fields, 6,000 in all."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from monitor.render.brief import Brief, Link, beyond, others
from monitor.render.payloads.marks import (
    COLORS,
    heading,
    markdown,
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

TITLE, FIELDS, NAME, VALUE, TOTAL = 256, 25, 256, 1_024, 6_000
REST = 1_000  # characters of the field that names what had no room
_CUT, _ADD = ("~~", "~~"), ("__", "__")


def embed(content: Content) -> dict[str, Any]:
    """The message: no mention in it calls anybody (`allowed_mentions`), whatever the page says."""
    lead = [f"**{markdown(content.line)}**", *map(markdown, when_lines(content))]
    if content.act is not None:
        said = f" “{markdown(content.act.text)}”" if content.act.text else ""
        lead.append(f"**What to do:**{said}" + (f" <{content.act.link}>" * bool(content.act.link)))
    for one in shown(content):
        lead += [f"> {side}: “{markdown(words)}”" for side, words in one.quotes if words]
    lead += more_points(content)
    whole = [f"The {content.rest_name}: <{content.permalink}>"] if content.permalink else []
    description, _ = packed(lead, 2_500 - sum(map(len, whole)))
    description = "\n".join([description, *whole]).strip()
    record = content.record
    foot = short(f"{content.rest_command} · change {record.id}", 300)
    title = short(f"{sentence(content.severity)}: {heading(content)}", TITLE)
    found: dict[str, Any] = {
        "title": title,
        "description": description or markdown(content.line)[:2_000],
        "color": int(COLORS.get(content.severity, COLORS["medium"])[1:], 16),
        "footer": {"text": foot},
        "timestamp": record.seen_at.isoformat(),
        "fields": _fields(content, TOTAL - len(description) - len(title) - len(foot) - 200),
    }
    if content.url and len(content.url) <= 2_000:
        found["url"] = content.url
    return {"embeds": [found], "allowed_mentions": {"parse": []}}


def listing(brief: Brief) -> dict[str, Any]:
    """The same of a notice or a list, with a field for each alert while there is room."""
    lead = [f"**{markdown(brief.line)}**", *map(markdown, brief.details), *_linked(brief.links)]
    description, _ = packed(lead, 1_500)
    title = short(f"{sentence(brief.severity)}: {brief.heading}", TITLE)
    foot = short(brief.foot, 300)
    room = TOTAL - len(description) - len(title) - len(foot) - REST - 200
    fields: list[dict[str, Any]] = []
    for item in brief.items[: FIELDS - 1]:
        lines = [f"**{markdown(short(item.line, VALUE // 3))}**", *map(markdown, item.details)]
        lines += [*_linked(item.links), markdown(others(item))]
        value, _ = packed([line for line in lines if line], VALUE)
        name = short(f"{sentence(item.severity)} · {item.heading}", NAME)
        room -= len(name) + len(value)
        if room < 0:
            break
        fields.append({"name": name, "value": value or "(see the page)", "inline": False})
    if rest := beyond(brief, len(fields)):
        value, left = packed(map(markdown, rest[1:]), REST - 80)
        value += f"\n… {left} more" * bool(left)
        fields.append({"name": rest[0], "value": value.strip(), "inline": False})
    found: dict[str, Any] = {
        "title": title,
        "description": description or markdown(brief.line)[:2_000],
        "color": int(COLORS.get(brief.severity, COLORS["medium"])[1:], 16),
        "footer": {"text": foot},
        "fields": fields,
    }
    return {"embeds": [found], "allowed_mentions": {"parse": []}}


def _linked(links: Iterable[Link]) -> list[str]:
    return [f"{link.title}: <{link.url}>" for link in links]


def _fields(content: Content, room: int) -> list[dict[str, Any]]:
    fields: list[dict[str, Any]] = []
    for part in content.diff.parts:
        lines = [marked_within(p, VALUE - 60, markdown, _CUT, _ADD) for p in part.paragraphs]
        value, left = packed(lines, VALUE - 40)
        if left:
            value += f"\n{more_paragraphs(left)}"
        value = value.strip() or "(see the page)"
        name = short(part.name + (f" ({part.fate})" if part.fate else ""), NAME)
        room -= len(name) + len(value)
        if room < 0 or len(fields) >= FIELDS:
            break
        fields.append({"name": name, "value": value, "inline": False})
    return fields
