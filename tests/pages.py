"""A platform of our own for tests: its pages in memory, an internet to fetch from, a clock."""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from monitor.app import Monitor, make_monitor
from monitor.config import Config
from monitor.errors import FetchError, NotifyError
from monitor.model import Fetched, Route, Watch
from monitor.notify import Parcel
from monitor.storage import Storage

START = datetime(2025, 9, 18, 8, 0, tzinfo=UTC)

CLAUSES = "".join(
    f"<h2>{n}. {title}</h2><p>{text}</p>"
    for n, (title, text) in enumerate(
        [
            ("Your account", "You must be at least 16 years old to open an account with Plaza."),
            (
                "Content",
                "You keep the rights in what you post and give Plaza a licence to show it.",
            ),
            ("Payments", "Fees for premium plans are charged monthly and shown before you buy."),
            ("Conduct", "You may not harass other members or post what you have no rights in."),
            ("Ending", "You can close your account at any time in your settings."),
            ("Disputes", "Courts at the seat of the company decide on disputes with businesses."),
        ],
        start=2,
    )
)


def page(training: str = "We do not use your posts to train AI models.", *, extra: str = "") -> str:
    """A terms page with navigation, six fixed clauses and one clause to vary."""
    return (
        "<!doctype html><html lang=en><head><title>Plaza Terms</title></head><body>"
        "<nav><a href=/>Home</a> <a href=/jobs>Jobs</a></nav><main><h1>Plaza Terms of Service</h1>"
        f"{extra}<h2>1. Training of AI models</h2><p>{training}</p>{CLAUSES}</main>"
        "<footer>© 2025 Plaza Inc.</footer></body></html>"
    )


@dataclass
class Clock:
    """A clock that moves when told to."""

    now: datetime = START

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **delta: float) -> None:
        self.now += timedelta(**delta)


@dataclass
class Internet:
    """Answers fetches from memory: an HTML page, a (status, body) pair or an error per URL."""

    clock: Clock
    pages: dict[str, str | tuple[int, str] | FetchError] = field(default_factory=dict)
    requests: list[tuple[str, str]] = field(default_factory=list)  # url, etag sent
    content_type: str = "text/html; charset=utf-8"

    async def fetch(self, watch: Watch, *, etag: str = "", last_modified: str = "") -> Fetched:
        self.requests.append((watch.url, etag))
        answer = self.pages[watch.url]
        if isinstance(answer, FetchError):
            raise answer
        status, text = answer if isinstance(answer, tuple) else (200, answer)
        body = text.encode()
        tag = f'"{hashlib.sha256(body).hexdigest()[:12]}"'
        same = etag == tag
        return Fetched(
            url=watch.url,
            final_url=watch.url,
            status=304 if same else status,
            headers=(("content-type", self.content_type), ("etag", tag)),
            body=b"" if same else body,
            fetched_at=self.clock(),
            not_modified=same,
        )

    async def aclose(self) -> None:
        pass


@dataclass
class Mailbox:
    """A notifier that keeps what it was given, or refuses the recipients named as down."""

    received: list[tuple[str, str, str]] = field(default_factory=list)  # url, title, text
    down: set[str] = field(default_factory=set)

    def send(
        self,
        url: str,
        *,
        title: str,
        text: str,
        html: str,
        alert_id: str,
        parcel: Parcel | None = None,
    ) -> None:
        if url in self.down:
            raise NotifyError("the channel is down")
        self.received.append((url, title, text))


class Desk:
    """A monitor of pages in memory, on a real database, and what is needed to change them."""

    def __init__(
        self,
        storage: Storage,
        pages: Mapping[str, str],
        watches: tuple[Watch, ...],
        routes: tuple[Route, ...],
    ) -> None:
        self.clock = Clock()
        self.net = Internet(self.clock, dict(pages))
        self.mail = Mailbox()
        self.storage = storage
        self.config = Config(path=Path("watchlist.yaml"), watches=watches, routes=routes)

    @property
    def monitor(self) -> Monitor:
        """A new process each time: nothing may be remembered outside the database."""
        return make_monitor(
            self.config,
            fetcher=self.net,
            storage=self.storage,
            notifier=self.mail,
            clock=self.clock,
        )


def markup(block: str) -> str:
    """A heading, list, table or paragraph of Markdown as HTML; HTML stays as it is."""
    if block.startswith("<"):
        return block
    lines = [_inline(line) for line in block.split("\n")]
    if block.startswith("#"):
        level = block.index(" ")
        return f"<h{level}>{lines[0][level:].strip()}</h{level}>"
    if block.startswith("* "):
        return f"<ul>{''.join(f'<li>{line[2:]}</li>' for line in lines)}</ul>"
    if block.startswith("|"):
        rows = [line.strip("| ").split(" | ") for line in lines if not line.startswith("|--")]
        cells = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
        return f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"
    return f"<p>{' '.join(lines)}</p>" if block else ""


def _inline(text: str) -> str:
    """Bold words and links of Markdown as HTML."""
    text = re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", html.escape(text, quote=False))
    return re.sub(r"\[(.+?)\]\((.+?)\)", r'<a href="\2">\1</a>', text)
