"""A change as each channel would get it, to look at before it is sent."""

from __future__ import annotations

import json
import tempfile
import webbrowser
from collections.abc import Callable
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Any

from monitor import render
from monitor.model.records import ChangeRecord
from monitor.render.payloads import discord, ntfy, slack, teams, telegram, webhook
from monitor.render.telling import Content

FORMS = ("email", "slack", "teams", "discord", "telegram", "ntfy", "webhook", "text")


def written(
    form: str, change: ChangeRecord, now: datetime, templates: render.Templates, web: str = ""
) -> tuple[str, str]:
    """(what would be sent, "html", "json" or "txt")."""
    message = render.alert(change, now=now, templates=templates, web=web)
    if form == "email":
        return message.html, "html"
    if form == "text" or message.content is None:
        return f"{message.title}\n\n{message.text}", "txt"
    if form == "telegram":
        return telegram.html(message.content), "txt"
    if form == "webhook":
        made = webhook.payload(
            message.title,
            message.text,
            "preview",
            message.content.severity,
            message.content,
            watch=change.watch_id,
        )
    else:
        made = _JSON[form](message.content)
    return json.dumps(made, ensure_ascii=False, indent=2), "json"


def _push(content: Content) -> dict[str, Any]:
    made = ntfy.push(content)
    return {name: getattr(made, name) for name in made.__slots__}


_JSON: dict[str, Callable[[Content], dict[str, Any]]] = {
    "slack": slack.blocks,
    "teams": teams.card,
    "discord": discord.embed,
    "ntfy": _push,
}


def show_in_browser(text: str, kind: str) -> Path:
    """Write it into a file of the temporary folder and open that; the file."""
    if kind != "html":
        page = f"<!doctype html><meta charset=utf-8><pre>{escape(text)}</pre>"
    else:
        page = text
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", prefix="alert-", suffix=".html", delete=False
    ) as file:
        file.write(page)
    webbrowser.open(Path(file.name).as_uri())
    return Path(file.name)
