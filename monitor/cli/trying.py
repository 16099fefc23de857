"""Reading an address once, to see what would be watched: try."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import click
from rich.text import Text

from monitor.cli.output import STYLES, Output, count
from monitor.cli.parameters import FOLLOW, PAGES, address
from monitor.cli.session import Session, command
from monitor.errors import FetchError
from monitor.model import DOUBTFUL, ExtractRules, Watch
from monitor.model.results import TryResult


@command(
    "try",
    "monitor try https://www.linkedin.com/legal/user-agreement",
    "monitor try https://example.com/terms --select main --remove .banner",
    "monitor try https://example.com/terms --follow 'nav.chapters a' --language de",
)
@click.argument("url")
@click.option("--select", multiple=True, metavar="CSS", help="Read only this; of JSON a $.path.")
@click.option("--remove", multiple=True, metavar="CSS", help="Cut these out.")
@click.option("--include", multiple=True, metavar="HEADING", help="Read only these sections.")
@click.option("--exclude", multiple=True, metavar="HEADING", help="Leave out these sections.")
@PAGES
@FOLLOW
@click.option(
    "--fetch",
    type=click.Choice(("auto", "plain", "browser")),
    default="auto",
    help="How to fetch it.",
)
@click.option("--language", metavar="de", help="The language to ask for (Accept-Language).")
@click.option("--allow-private", is_flag=True, help="Allow private and local addresses.")
def try_(session: Session, out: Output, url: str, language: str | None, **options: Any) -> None:
    """Read an address and show what would be watched. Writes nothing.

    Options stand for the keys of a watch of the same names. Exit code 1 when the answer is not a
    page that can be watched.
    """
    watch = _as_watch(url, language, options)
    try:
        result = tried(session, watch)
    except FetchError as e:
        if e.reason != "forbidden-address":
            raise
        raise FetchError(e.reason, f"{e.detail}; --allow-private permits it") from None
    if out.as_json:
        out.json(_try_json(result))
    else:
        _print_try(out, result)
    if not result.verdict.ok:
        raise click.exceptions.Exit(1)


def _as_watch(url: str, language: str | None, options: dict[str, Any]) -> Watch:
    """What the options say of the page. Raises UsageError."""
    from monitor.config.values import header
    from monitor.extract.followed import is_pattern

    of_rules = {name: options.pop(name) for name in ("select", "remove", "include", "exclude")}
    _check_selectors(of_rules["select"], also_json=True)
    _check_selectors((*of_rules["remove"], *(f for f in options["follow"] if not is_pattern(f))))
    try:
        headers = (header("Accept-Language", language),) if language else ()
    except ValueError as e:
        raise click.UsageError(f"--language: {e}") from None
    options["pages"] = tuple(address(one, "--page") for one in options["pages"])
    rules = ExtractRules(**of_rules)
    return Watch("try", "", "", address(url), rules=rules, headers=headers, **options)


def _check_selectors(selectors: Iterable[str], *, also_json: bool = False) -> None:
    from monitor.config.cross_checks import wrong_choice

    for selector in selectors:
        if wrong := wrong_choice(selector, also_json=also_json):
            raise click.UsageError(wrong)


def tried(session: Session, watch: Watch) -> TryResult:
    """On a scratch database: a dry run leaves nothing behind, and needs no watchlist."""
    from pathlib import Path
    from tempfile import TemporaryDirectory

    from monitor.app import make_monitor
    from monitor.cli.logs import configure
    from monitor.config import Config, watchlist_path

    if watchlist_path(session.watchlist).exists() or session.watchlist:
        config = session.outline()
    else:
        config = Config(path=Path("watchlist.yaml"))
    configure(config, least="error")  # the answer alone is on standard output
    with TemporaryDirectory(prefix="monitor-try-") as folder:
        scratch = replace(
            config,
            watches=(),
            database=f"sqlite:///{folder}/try.db",
            snapshots=Path(folder) / "snapshots",
        )
        with make_monitor(scratch) as monitor:
            private = watch.allow_private or config.allow_private
            return monitor.try_page(replace(watch, allow_private=private))


def _try_json(result: TryResult) -> dict[str, Any]:
    from monitor.cli.page_text import document_json

    return {
        "url": result.fetched.url,
        "final_url": result.fetched.final_url,
        "status": result.fetched.status,
        "size": len(result.fetched.body),
        "seconds": round(result.fetched.seconds, 3),
        "verdict": result.verdict,
        "document": None if result.content is None else document_json(result.content),
    }


def _print_try(out: Output, result: TryResult) -> None:
    from monitor.cli.page_text import print_document

    fetched, verdict, document = result.fetched, result.verdict, result.content
    out.note(
        f"{fetched.final_url}: status {fetched.status}, {len(fetched.body) / 1000:,.0f} kB "
        f"in {fetched.seconds:.1f} s"
    )
    if not verdict.ok:
        out.line(
            Text(
                "it looks wrong: " if verdict.reason == DOUBTFUL else "not the page: ",
                style=STYLES["quarantined"],
            ),
            verdict.reason + (f": {verdict.detail}" if verdict.detail else ""),
        )
    if document is None:
        return
    left_out = len(document.boilerplate)
    out.note(
        f"{count(len(document.sections), 'section')}, {count(document.words, 'word')}, "
        f"{count(left_out, 'block')} that {'does' if left_out == 1 else 'do'} not count, "
        f"language {document.language or 'unknown'}"
    )
    print_document(out, document)
