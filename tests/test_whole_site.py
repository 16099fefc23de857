"""A site of 41 pages of every kind, watched with one watchlist and no help but for three of them.

Each is read, and its change is told with the point that a reader would make of it.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, BinaryIO

import docx
import pytest

from monitor.app import make_monitor
from monitor.config import Config
from monitor.model import Outcome, Watch
from tests import drawn_site
from tests.drawn_site import (
    AFTER,
    BROWSER,
    KINDS,
    PLAIN,
    Clauses,
    Routes,
    body_of,
    clauses,
    needs_browser,
    page,
)
from tests.pages import Clock
from tests.pdfs import placed, printed
from tests.rawserver import RawServer, Seen, ok
from tests.test_office import opendocument, rtf

Made = Callable[[Clauses], Routes]


@dataclass
class Kind:
    """One page: its routes for a policy, what its watch says beside the address, its point."""

    routes: Made
    path: str = "/"
    says: str = "train"
    drawn: bool = True
    keys: dict[str, Any] = field(default_factory=dict)


def _file(make: Callable[[Clauses], bytes], kind: str) -> Made:
    return lambda policy: {"/": ok(make(policy), kind=kind)}


def _word(policy: Clauses) -> bytes:
    made = docx.Document()
    made.add_heading("Harbour terms of service", 0)
    for heading, text in policy:
        made.add_heading(heading, 2)
        made.add_paragraph(text)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def _days(policy: Clauses) -> int:
    return 60 if AFTER in [text for _, text in policy] else 30


def _laid_out(policy: Clauses) -> bytes:
    lines = [text for pair in policy for text in pair]
    return placed(*((15, 15 + 9 * n, text) for n, text in enumerate(lines)), size=7)


def _help_centre(policy: Clauses) -> bytes:
    article = {"id": 7, "title": "Harbour terms of service", "body": body_of(policy)}
    return json.dumps({"article": article}).encode()


def _carried(policy: Clauses) -> Routes:
    notices = "Notices reach you at the address that you gave us when you opened the account. "
    whole = body_of((*policy, ("Notices", notices * 3)))  # so many words are taken for the page's
    state = json.dumps({"props": {"pageProps": {"html": whole}}}).replace("</", "<\\/")
    body = (
        '<div id="__next"></div>'
        f'<script id="__NEXT_DATA__" type="application/json">{state}</script>'
    )
    return {"/": ok(page(body))}


def _chapters(policy: Clauses) -> Routes:
    names = [f"/part-{n}" for n in range(len(policy))]
    links = "".join(f'<li><a href="{name}">{name[1:]}</a></li>' for name in names)
    lead = "<h1>Harbour terms of service</h1><p>Our terms in chapters, one after the other.</p>"
    hub = ok(page(f"<main>{lead}<ul class=chapters>{links}</ul></main>"))
    parts = {
        name: ok(page(f"<main><h1>{heading}</h1><p>{text}</p><p>{filler}</p></main>"))
        for name, (heading, text) in zip(names, policy, strict=True)
        for filler in [f"This chapter of our terms is on this alone: {heading}. " * 3]
    }
    return {"/": hub, **parts}


def _editions(policy: Clauses) -> Routes:
    def answer(wfile: BinaryIO, seen: Seen) -> None:
        american = seen.headers.get("accept-language", "").startswith("en-US")
        more = "<p>In the United States courts of Delaware decide.</p>" if american else ""
        wfile.write(ok(page(f"<main>{body_of(policy)}{more}</main>")))

    return {"/": answer}


def _kinds() -> dict[str, Kind]:
    found = {
        name: Kind(
            routes,
            drawn_site.AT.get(name, "/"),
            drawn=name not in PLAIN,
            keys=drawn_site.settings(name),
        )
        for name, routes in KINDS.items()
    }
    plain = {
        "pdf from markup": Kind(_file(lambda p: printed(body_of(p)), "application/pdf")),
        "pdf without structure": Kind(_file(_laid_out, "application/pdf")),
        "word": Kind(_file(_word, "application/octet-stream")),
        "opendocument": Kind(
            _file(lambda p: opendocument(_days(p)), "application/octet-stream"), says="60 days"
        ),
        "rtf": Kind(_file(lambda p: rtf(_days(p)), "application/rtf"), says="60 days"),
        "answer of a help centre": Kind(_file(_help_centre, "application/json")),
        "state carried for scripts": Kind(_carried),
        "chapters": Kind(_chapters, keys={"follow": ("ul.chapters a",)}),
        "european edition": Kind(_editions, keys={"headers": (("Accept-Language", "en-IE"),)}),
        "american edition": Kind(_editions, keys={"headers": (("Accept-Language", "en-US"),)}),
    }
    return found | {name: replace(kind, drawn=False) for name, kind in plain.items()}


@pytest.fixture
def servers() -> Iterator[dict[str, RawServer]]:
    """Each page on an address of its own, so that none waits for another."""
    with ExitStack() as stack:
        yield {
            name: stack.enter_context(RawServer({}, host=f"127.0.1.{number}"))
            for number, name in enumerate(_kinds(), start=1)
        }


@needs_browser
def test_every_page_of_a_site_is_read_and_its_change_told(
    servers: dict[str, RawServer], tmp_path: Path
) -> None:
    kinds, clock = _kinds(), Clock()
    assert len(kinds) == 41
    config = Config(
        path=tmp_path / "watchlist.yaml",
        watches=tuple(
            Watch(
                name.replace(" ", "-"),
                "Harbour",
                name,
                servers[name].url + kind.path,
                allow_private=True,
                confirm=False,
                **kind.keys,
            )
            for name, kind in kinds.items()
        ),
        database=f"sqlite:///{tmp_path}/monitor.db",
        snapshots=tmp_path / "snapshots",
        host_pause=0.0,
        browser=BROWSER,
    )

    def checked(policy: Clauses) -> dict[str, Any]:
        for name, kind in kinds.items():
            servers[name].routes = kind.routes(policy)
        clock.advance(hours=6)
        with make_monitor(config, clock=clock) as monitor:
            return {result.document: result for result in monitor.check()}

    first = checked(clauses())
    wrong = {n: (r.outcome, r.reason) for n, r in first.items() if r.outcome is not Outcome.FIRST}
    assert wrong == {}
    second = checked(clauses(AFTER))
    untold = {
        name: (result.outcome, result.reason)
        for name, result in second.items()
        if result.change is None or kinds[name].says not in result.change.change.points[0].text
    }
    assert untold == {}
    with make_monitor(config, clock=clock) as monitor:
        by = {
            page.document: page.state.drawing is not None and page.state.drawing.helps
            for page in monitor.storage.pages()
        }
    clicked = set(drawn_site.WITH_CLICK) | set(drawn_site.AT)  # known by the watch, not learned
    assert {n for n, drawn in by.items() if drawn} == {
        n for n, kind in kinds.items() if kind.drawn and n not in clicked
    }
