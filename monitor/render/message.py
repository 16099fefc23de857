"""One message in all the forms a channel may need, and what all messages share. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from monitor.model.outgoing import Seal
from monitor.render.brief import Brief, Link
from monitor.text.safe import clean, shorten, web_link

if TYPE_CHECKING:
    from monitor.render.telling import Content

TITLE = 200  # characters; longer subjects are cut by mail clients and refused by some channels
NAME = 60  # of a service or a document within the title

Templates = tuple[tuple[str, str], ...]  # (file name, source)


@dataclass(frozen=True, slots=True)
class Message:
    """One message in all the forms a channel may need.

    `title` is one line of at most 200 characters, `text` and `html` say the same at length; `html`
    is a whole document with inline styles.
    `content` is what channels with a form of their own are written from; only a change has it, and
    a list has that of each of its changes in `listed`. All others have a `brief`.
    """

    title: str
    text: str
    html: str
    content: Content | None = None
    listed: tuple[Content, ...] = ()
    brief: Brief | None = None


def written(
    template: str,
    *,
    title: str,
    url: str,
    templates: Templates,
    said: Content | None,
    **context: Any,
) -> Message:
    """Both bodies from one context."""
    link = web_link(url)
    context.setdefault("permalink", said.permalink if said else "")
    context |= {"title": title, "url": clean(url).strip(), "link": link}
    from monitor.render.templating import rendered

    text, html = rendered(template, context, templates)
    return Message(title=title, text=text, html=html, content=said)


def titled(service: str, document: str, line: str) -> str:
    """The title: whose document, and what of it."""
    return shorten(f"{shorten(service, NAME)} · {shorten(document, NAME)}: {line}", TITLE)


def links_of(*links: tuple[str, str]) -> tuple[Link, ...]:
    """Those that are web addresses, by their titles."""
    found = ((title, web_link(url)) for title, url in links)
    return tuple(Link(title, url) for title, url in found if url)


def seal_line(seal: Seal | None) -> str:
    """The head that goes out with a message; "" before the first day is sealed."""
    return f"all records to {seal.day} · SHA-256 {seal.head}" if seal is not None else ""
