"""Discord's embeds: title 256 characters, description 4,096, 25 fields, 6,000 in all."""

from __future__ import annotations

from typing import Any

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

TITLE, DESCRIPTION, FIELDS, NAME, VALUE, TOTAL, FOOTER = 256, 4_096, 25, 256, 1_024, 6_000, 2_048
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
    whole = [f"The whole diff: <{content.permalink}>"] if content.permalink else []
    description, _ = packed(lead, 2_500 - sum(map(len, whole)))
    description = "\n".join([description, *whole]).strip()
    record = content.record
    foot = f"monitor diff {record.watch_id} {record.from_version} {record.to_version}"
    foot = short(f"{foot} · change {record.id}", 300)
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
