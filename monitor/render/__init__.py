"""From a change to a message that a person can act on: title, plain body, HTML body. Pure.

`alert` is about a change, `notice` about a page (quarantined, failing, …) or a date to come,
`together` about several of them. Templates are in monitor/templates; page text reaches them as
data, cleaned, never as a template. What channels with a form of their own get is in payloads/.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from monitor.model.outgoing import Seal
from monitor.model.records import ChangeRecord
from monitor.render.message import Message, Templates, seal_line, titled, written
from monitor.render.page_notices import ids_of, is_notice, notice
from monitor.render.several import Entry, together
from monitor.render.wording import rest, say_time, told

if TYPE_CHECKING:
    from monitor.render.telling import Content

__all__ = ["Entry", "Message", "Templates", "alert", "is_notice", "notice", "together"]


def alert(
    change: ChangeRecord,
    *,
    now: datetime,
    templates: Templates = (),
    web: str = "",
    seal: Seal | None = None,
) -> Message:
    """The message about one change; days left are counted from the day of `now`.

    `web`: the address at which the history's web pages are read, for a link to the whole diff.
    `seal`: the head that goes out with it, which proves later what was recorded until its day.

    Raises jinja2.TemplateError for a template of `templates` that does not work.
    """
    from monitor.render.telling import content  # as in `_shown`

    said = content(change, now.date(), web)
    line = told(change, now.date())
    return written(
        "alert",
        title=titled(change.service, change.document, line),
        url=change.url,
        templates=templates,
        said=said,
        seen=_seen(change),
        sealed=seal_line(seal),
        **_shown(change, said),
    )


def _shown(change: ChangeRecord, said: Content) -> dict[str, Any]:
    """What a template says of a change, by the names it has there."""
    from monitor.render.templating import signs_for  # who only asks needs no message

    whole, command = rest(change)
    return {
        "service": change.service,
        "document": change.document,
        "kind": change.change.kind,
        "severity": change.change.severity,
        "taken_down": change.taken_down,
        "ids": ids_of(change),
        "headline": said.line,
        "note": said.note,
        "dates": said.dates,
        "act": said.act,
        "first": said.first,
        "more": said.more,
        "left": said.left,
        "diff": said.diff,
        "signs": signs_for(said.diff),
        "preheader": _preheader(said),
        "rest": whole,
        "command": command,
    }


def _preheader(said: Content) -> str:
    """What a mail program shows beside the subject: what the subject does not say."""
    if said.act is not None and said.act.text:
        return said.act.text
    quotes = said.first.quotes if said.first else said.more[0].quotes if said.more else ()
    return quotes[-1][1] if quotes else said.line


def _seen(change: ChangeRecord) -> str:
    first = "not there since" if change.taken_down else "text first seen"
    seen = f"{first} {say_time(change.seen_at)}"
    if change.recorded_at > change.seen_at:
        seen += f", confirmed {say_time(change.recorded_at)}"
    return seen
