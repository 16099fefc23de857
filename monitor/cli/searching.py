"""Where words stand and stood: search, blame, when, cite."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import click
from rich.text import Text

from monitor.cli.columns import Column
from monitor.cli.output import Output, safe
from monitor.cli.parameters import AT, ID, SERVICE
from monitor.cli.session import Session, command, looked_at, one_service
from monitor.cli.vouching import LAST, observed_json, vouched
from monitor.errors import NotFoundError
from monitor.facts.citation import FORMS
from monitor.text.queries import IN

if TYPE_CHECKING:
    from monitor.service.passages import Blamed, Hit

# --------------------------------------------------------------------------- search


@command(
    "search",
    'monitor search "personal data" train*',
    "monitor search --in changes arbitration",
    "monitor search --regex 'train\\w* (our|the) models' --service LinkedIn",
)
@click.argument("words", nargs=-1, required=True)
@click.option("--regex", is_flag=True, help="WORDS is a regular expression (Python's).")
@click.option("--in", "inside", type=click.Choice(IN), default="all", show_default=True)
@click.option("--service", type=SERVICE, metavar="NAME", help="Only this service.")
@click.option("--watch", type=ID, metavar="ID", help="Only this page.")
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, metavar="N")
def search(
    session: Session,
    out: Output,
    words: tuple[str, ...],
    regex: bool,
    inside: str,
    service: str | None,
    watch: str | None,
    limit: int,
) -> None:
    """Find words in all versions and changes that were recorded, the latest first.

    All WORDS must be found in one passage. "Words in quotes" must follow each other; train* finds
    every word that begins with train. Exit code 1 when nothing is found.
    """
    from monitor.service import passages

    session.index()
    with session.read() as monitor:
        ids: tuple[str, ...] | None = (looked_at(monitor, watch),) if watch else None
        if service:
            of_service = monitor.storage.ids_of(one_service(service, monitor.storage.services()))
            ids = tuple(id_ for id_ in of_service if ids in (None, (id_,)))
        query = " ".join(words) if regex else _query(words)
        wanted = passages.wanted(query, regex=regex, inside=inside, watch_ids=ids)
        hits = passages.search(monitor.storage, wanted, limit + 1)
    more, hits = len(hits) > limit, hits[:limit]
    if out.as_json:
        out.json([hit_json(hit) for hit in hits])
    else:
        for hit in hits:
            _print_hit(out, hit)
        if more:
            out.note(f"there are more; --limit {limit * 4} shows them")
    if not regex and {"OR", "NOT"} & set(" ".join(words).split()):
        out.note("OR and NOT were looked for as words; --regex 'this|that' finds either")
    if not hits:
        out.note("nothing found")
        raise click.exceptions.Exit(1)


def _query(words: tuple[str, ...]) -> str:
    """What the shell took apart, as it was typed: an argument with spaces was in quotes."""
    return " ".join(f'"{word}"' if _is_phrase(word) else word for word in words)


def _is_phrase(word: str) -> bool:
    return " " in word and '"' not in word and " AND " not in word


def hit_json(hit: Hit) -> dict[str, Any]:
    """One place for programs."""
    return {
        "watch": hit.page.watch_id,
        "service": hit.page.service,
        "document": hit.page.document,
        "url": hit.page.url,
        "change": hit.passage.change_id or None,
        "from_version": hit.passage.first_version,
        "to_version": hit.passage.last_version,
        **observed_json(hit.seen),
        "section": hit.passage.section,
        "sentence": hit.sentence,
        "passage": hit.passage.text,
    }


def _print_hit(out: Output, hit: Hit) -> None:
    first, last = hit.passage.first_version, hit.passage.last_version
    place = (
        f"change {hit.passage.change_id}"
        if hit.passage.change_id
        else f"v{first}" + (f"–{last}" if last > first else "")
    )
    out.line(Text(hit.page.watch_id, style="bold"), f"  {place}, {hit.seen}")
    if hit.passage.section:
        out.line(Text(f"  {safe(hit.passage.section)}", style="dim"))
    out.line(f"  {hit.sentence}" if hit.passage.change_id else f"  “{hit.sentence}”")
    out.line(Text(f"  {safe(hit.page.url)}", style="dim"))


# --------------------------------------------------------------------------- blame, when


@command(
    "blame",
    "monitor blame linkedin-user-agreement",
    "monitor blame linkedin-user-agreement --section Dispute --at 2026-05-01",
)
@click.argument("watch", metavar="ID", type=ID)
@click.option("--section", metavar="HEADING", help="Only below headings that contain this.")
@AT
@LAST
def blame(
    session: Session,
    out: Output,
    watch: str,
    section: str | None,
    at: datetime | None,
    last: bool,
) -> None:
    """Each sentence of a page, the version that first had it, and what it replaced.

    Moving a sentence or splitting its paragraph does not reset its age.
    """
    from monitor.service import passages

    with session.read() as monitor:
        watch_id = looked_at(monitor, watch)
        found = passages.blamed(monitor.storage, watch_id, at)
    if section:
        wanted = section.lower()
        found = [b for b in found if any(wanted in h.lower() for h in b.sentence.section)]
        if not found:
            raise NotFoundError(f"{watch_id} has no section “{section}”")
    if out.as_json:
        out.json([_blame_json(b) for b in found])
    else:
        out.table(
            (
                Column("SINCE"),
                Column("V", right=True),
                Column("SENTENCE", wide=True),
                Column("REPLACED", wide=True, rank=1),
            ),
            [(b.seen.since, b.sentence.since, b.sentence.text, b.sentence.replaced) for b in found],
            "nothing is written there",
        )
    if not vouched(out, [(watch_id, b.seen) for b in found[:1]], at, last=last, of_today=False):
        raise click.exceptions.Exit(1)


def _blame_json(blamed: Blamed) -> dict[str, Any]:
    return {
        "sentence": blamed.sentence.text,
        "section": blamed.sentence.section,
        "version": blamed.sentence.since,
        "replaced": blamed.sentence.replaced or None,
        **observed_json(blamed.seen),
    }


@command("when", "monitor when linkedin-user-agreement 'We do not train on private messages.'")
@click.argument("watch", metavar="ID", type=ID)
@click.argument("sentence", metavar="SENTENCE")
def when(session: Session, out: Output, watch: str, sentence: str) -> None:
    """Every span in which a sentence stood on a page. Exit code 1 when it never did."""
    from monitor.service import passages

    with session.read() as monitor:
        watch_id = looked_at(monitor, watch)
        spans = passages.stood(monitor.storage, watch_id, sentence)
    if out.as_json:
        out.json([{"to_version": s.version, **observed_json(s)} for s in spans])
    else:
        for span in spans:
            out.line(str(span))
    if not spans:
        out.note(f"{watch_id} never said so; monitor search finds words")
        raise click.exceptions.Exit(1)


# --------------------------------------------------------------------------- cite


@command(
    "cite",
    "monitor cite linkedin-user-agreement 'We may change this Contract'",
    "monitor cite linkedin-user-agreement 'We may change this Contract' --as bibtex",
)
@click.argument("watch", metavar="ID", type=ID)
@click.argument("quote", metavar="QUOTE")
@AT
@click.option("--as", "form", type=click.Choice(FORMS), default="text", show_default=True)
@LAST
def cite(
    session: Session,
    out: Output,
    watch: str,
    quote: str,
    at: datetime | None,
    form: str,
    last: bool,
) -> None:
    """A quote with service, title, address, when it was seen, version and SHA-256.

    Exit code 1 when the page did not say so.
    """
    from monitor.facts.citation import cited
    from monitor.service import passages

    with session.read() as monitor:
        watch_id = looked_at(monitor, watch)
        found = passages.citation(monitor.storage, watch_id, quote, at)
    if out.as_json:
        out.json(found.to_dict())
    else:
        for line in cited(found, form).splitlines():
            out.line(line)
    if not vouched(out, [(watch_id, found.seen)], at, last=last, of_today=False):
        raise click.exceptions.Exit(1)
