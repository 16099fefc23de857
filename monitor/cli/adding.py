"""Adding to the watchlist: an address, or what is known of a service."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

import click
from rich.text import Text

from monitor.cli.output import STYLES, Output, count
from monitor.cli.parameters import FOLLOW, PAGES, address
from monitor.cli.session import Session, command
from monitor.cli.watchlist_edits import extended, rewritten, to_extend
from monitor.errors import ConfigError, FetchError
from monitor.model import DOUBTFUL

if TYPE_CHECKING:
    from monitor.config.writing import Value
    from monitor.model import Watch
    from monitor.model.results import TryResult

FACTS_SHOWN = 6
HINTS = {  # what helps when a page cannot be read, by the reason
    "robots": "docs/watchlist.md says more on robots.txt",
    "forbidden-address": "`allow_private: yes` in its entry permits it (add --allow-private)",
    "dns": "is the address right?",
}


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What the options say of the entry; empty where they say nothing."""

    service: str | None
    document: str | None
    id_: str | None
    every: str | None
    tags: tuple[str, ...]
    pages: tuple[str, ...]
    follow: tuple[str, ...]
    variants: tuple[str, ...]
    allow_private: bool

    @property
    def said(self) -> set[str]:
        """The options that were given."""
        return {one.name for one in fields(self) if getattr(self, one.name)}


@command(
    "add",
    "monitor add https://www.linkedin.com/legal/user-agreement",
    "monitor add https://example.com/tos --service Example --document 'Terms' --tag terms",
    "monitor add example.com/terms --page example.com/annex.pdf --follow '/terms/*'",
    "monitor add example.com/terms --variant eu --variant us=https://example.com/us/terms",
    "monitor add linkedin",
    "monitor add openai --tag ai",
)
@click.argument("url", metavar="URL|SERVICE")
@click.option(
    "--service", metavar="NAME", help="Whose document it is. Default: taken from the address."
)
@click.option("--document", metavar="NAME", help="Which document. Default: taken from the address.")
@click.option("--id", "id_", metavar="ID", help="Its id. Default: made from service and document.")
@click.option("--every", metavar="6h", help="How often to look; a duration or cron expression.")
@click.option("--tag", "tags", multiple=True, metavar="TAG", help="A tag (may be repeated).")
@PAGES
@FOLLOW
@click.option(
    "--variant",
    "variants",
    multiple=True,
    metavar="NAME[=URL]",
    help="An edition of it (may be repeated).",
)
@click.option("--allow-private", is_flag=True, help="It may be on this machine or network.")
@click.option("--no-look", is_flag=True, help="Do not fetch the page now.")
def add(session: Session, out: Output, url: str, no_look: bool, **options: Any) -> None:
    """Add an address, or a service's documents, to the watchlist; comments and layout stay.

    The watchlist is created if it is missing; nothing is written if it would not be valid. The page
    is then fetched once, unless its robots.txt forbids it: what is read is shown, not stored. If
    the page is in the list already, the option for private addresses is added to its entry. With
    --variant only the named editions are watched, each as ID@NAME; one without =URL is at URL
    itself. A SERVICE is a name from `monitor catalogue`: --tag then selects among its documents,
    and no page is fetched.
    """
    from monitor.catalogue.known_documents import knows

    wanted = _Wanted(**options)
    if knows(url) or not set("./:") & set(url):
        if wanted.said - {"tags", "every"}:
            raise click.UsageError(f"{url} is a service: of the options only --tag and --every")
        from monitor.cli.catalogue_list import add_service

        add_service(session, out, url, wanted.tags, wanted.every or "")
        return
    url = address(url)
    watches = to_extend(session).watches
    if known := _same(url, watches):
        if wanted.said != {"allow_private"} or known.allow_private:
            raise ConfigError(f"not added: this address is already watched, as {known.id}")
        added, what = _permitted(session, known), "allow_private: yes"
    else:
        entry = _entry(url, wanted, watches)
        number = len(wanted.variants) or 1
        added = extended(session, out, [entry], "added").watches[-number:]
        what = f"added: {added[0].service}, {entry['document']}"
    _print_added(session, out, added, what, look=not no_look)


def _permitted(session: Session, known: Watch) -> Sequence[Watch]:
    """The watch, now that its entry permits addresses of this network."""
    from monitor.config.writing import with_value

    place = session.config().entries.index(known.entry)
    after = rewritten(session, lambda d: with_value(d, place, "allow_private", True), "changed")
    return [after.watch(known.id) or known]


def _entry(url: str, wanted: _Wanted, watches: Sequence[Watch]) -> dict[str, Value]:
    from monitor.config.writing import guess_names

    site, page = guess_names(url, watches)
    return {
        "service": wanted.service or site,
        "document": wanted.document or page,
        "id": wanted.id_ or "",
        "url": url,
        "pages": [address(one, "--page") for one in wanted.pages],
        "follow": wanted.follow,
        "variants": _variants(url, wanted.variants),
        "every": wanted.every or "",
        "tags": wanted.tags,
        "allow_private": wanted.allow_private or "",
    }


def _variants(url: str, given: Sequence[str]) -> dict[str, dict[str, str]]:
    """The editions by their names, each with its address where that is another."""
    found: dict[str, dict[str, str]] = {}
    for one in given:
        name, named, where = one.partition("=")
        if not name or name in found:
            raise click.UsageError(f"--variant: expected names that differ, as NAME=URL: '{one}'")
        at = address(where, "--variant") if named else url
        found[name] = {} if at == url else {"url": at}
    return found


def _same(url: str, watches: Sequence[Watch]) -> Watch | None:
    """The watch of this very address."""
    from monitor.config.values import same_address

    wanted = same_address(url)
    return next((watch for watch in watches if same_address(watch.url) == wanted), None)


def _print_added(
    session: Session, out: Output, added: Sequence[Watch], what: str, *, look: bool
) -> None:
    """What is in the list now, and what a look at it finds: of variants the first is read."""
    first = added[0]
    found = _look(session, first) if look else {"ok": None}
    variants = [watch.id for watch in added] if first.id != first.entry else []
    if out.as_json:
        names = {"id": first.entry, "service": first.service, "document": first.document}
        out.json({**names, "url": first.url, "variants": variants, "look": found})
        return
    out.line(Text(first.entry, style="bold"), f" {what}")
    if variants:
        out.line(f"watched as {', '.join(variants)}" + (f"; {first.id} now:" if look else ""))
    _print_look(out, found)


def _look(session: Session, watch: Watch) -> dict[str, Any]:
    """What one polite look at the page finds, for programs and for people."""
    from monitor.cli.trying import tried

    try:
        result = tried(session, replace(watch, robots=True))
    except FetchError as error:
        return {"ok": False, "reason": str(error)}
    verdict = result.verdict
    doubtful = verdict.reason == DOUBTFUL
    if not (verdict.ok or doubtful) or result.content is None:
        reason = verdict.reason + (f": {verdict.detail}" if verdict.detail else "")
        return {"ok": False, "reason": reason}
    return _found(result)


def _found(result: TryResult) -> dict[str, Any]:
    from monitor.facts.reader import facts
    from monitor.render.wording import fact_value

    document = result.content
    assert document is not None  # noqa: S101 - asked by the caller
    found = facts(document)
    return {
        "ok": True,
        "state": DOUBTFUL if result.verdict.reason == DOUBTFUL else "ok",
        "warnings": document.warnings,
        "title": document.title,
        "language": document.language,
        "words": document.words,
        "facts": [
            {"class": f.cls, "fact": f.fact, "role": f.role, "says": fact_value(f)} for f in found
        ],
    }


def _print_look(out: Output, look: Mapping[str, Any]) -> None:
    if look["ok"] is None:
        return
    if not look["ok"]:
        reason = str(look["reason"])
        out.line(Text("not read now: ", style=STYLES["quarantined"]), reason)
        hint = HINTS.get(reason.partition(":")[0], "`monitor try URL` shows what came")
        out.note(f"the watch stays in the list; {hint}")
        return
    out.line(f"“{look['title']}”, {count(look['words'], 'word')}, {look['language'] or 'unknown'}")
    for warning in look["warnings"]:
        out.line(Text("warning: ", style=STYLES["pending"]), warning)
    if look["state"] == DOUBTFUL:
        out.note("it looks wrong: it counts when the next look finds the same, or monitor release")
    facts = look["facts"]
    # A date says nothing until it is said whether it is the last change or the last day to object.
    told = [f"{f['role'] or f['class']}: {f['says']}" for f in facts[:FACTS_SHOWN]]
    more = f" and {len(facts) - FACTS_SHOWN} more" if len(facts) > FACTS_SHOWN else ""
    out.line(f"{count(len(facts), 'fact')}" + (f": {'; '.join(told)}{more}" if facts else ""))
