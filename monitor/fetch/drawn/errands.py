"""Between a watch and the browser: what it is asked for, what a page may reach, what came of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import httpx

from monitor.fetch import request_rules
from monitor.fetch.drawn.gateway import Leave
from monitor.fetch.drawn.rendering import Drawn, Errand
from monitor.fetch.proxies import Proxies
from monitor.fetch.visit import Job
from monitor.model import CONNECTION_HEADERS, Fetched
from monitor.model.document import FIRST_ANSWER, NOT_CLICKED, NOT_LOADED, READ_BY

# Sites write to browsers what they write to this; the robot's own name and address stand behind it.
ENGINE = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0"
# They belong to the first answer: of the drawn page they say nothing, or what is not true.
_OF_THE_FIRST = frozenset(
    ("content-type", "content-length", "content-encoding", "etag", "last-modified", "link")
)


def errand(job: Job, user_agent: str) -> Errand:
    """What the browser is asked for."""
    headers = {name.lower(): value for name, value in job.watch.headers}
    language = headers.pop("accept-language", request_rules.ACCEPT_LANGUAGE)
    agent = headers.pop("user-agent", f"{ENGINE} Safari/537.36 {user_agent}")
    if job.login:
        headers.setdefault("authorization", job.login)
    fragment = job.watch.url.partition("#")[2]
    return Errand(
        url=f"{job.url}#{fragment}" if fragment else str(job.url),
        user_agent=agent,
        headers=tuple((n, v) for n, v in headers.items() if n not in CONNECTION_HEADERS),
        language=language,
        click=job.watch.click,
        max_bytes=job.watch.max_bytes,
    )


def leave(job: Job, proxies: Proxies) -> Callable[[tuple[str, ...], int], Leave]:
    """What the page may reach, once it is known what every page may."""

    def way(url: httpx.URL) -> str:
        return proxies.of(url, job.watch.proxy)

    def made(allow: tuple[str, ...], most_bytes: int) -> Leave:
        return Leave(job.url, job.watch.allow_private, way, allow, most_bytes)

    return made


def fetched(job: Job, drawn: Drawn, at: datetime) -> Fetched:
    """The drawn page as an answer, with the one that it began with."""
    url = str(job.url) if job.login else job.watch.url
    seconds = round(job.spent(), 3)
    first = Fetched(
        url=url,
        final_url=drawn.final_url,
        status=drawn.status,
        headers=drawn.headers,
        body=drawn.first,
        fetched_at=at,
    )
    kept = tuple((n, v) for n, v in drawn.headers if n not in _OF_THE_FIRST)
    notes = (
        [(READ_BY, "browser"), (FIRST_ANSWER, first.sha256)]
        if drawn.first
        else [(READ_BY, "browser")]
    )
    notes += [(NOT_LOADED, host) for host in drawn.unseen[:20]]
    notes += [(NOT_CLICKED, selector) for selector in drawn.unclicked]
    return Fetched(
        url=url,
        final_url=drawn.final_url,
        status=drawn.status,
        headers=(("content-type", "text/html; charset=utf-8"), *kept, *notes),
        body=drawn.html.encode("utf-8", "replace"),
        fetched_at=at,
        seconds=seconds,
        redirects=drawn.redirects,
        tries=job.tries,
        first=first if drawn.first else None,
    )
