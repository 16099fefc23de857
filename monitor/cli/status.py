"""Is everything well: health (for container engines), doctor (for people)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click
from rich.text import Text

from monitor.cli.output import STYLES, Output, count, plain, when
from monitor.cli.session import Session, command
from monitor.errors import ConfigError, MissingError
from monitor.model.watch import Route

if TYPE_CHECKING:
    from monitor.app import Monitor


@command("health", "monitor health", "monitor health --json")
def health(session: Session, out: Output) -> None:
    """Is the daemon working, and can it store what it finds? Exit code 1 if not.

    Reports a daemon that is dead or stuck, overdue pages, alerts that wait or were given up, a
    folder that is full or read-only, a clock that went back, pages that kill the processes reading
    them, and a database whose pages differ from the watchlist's. If only `monitor check` is used
    (cron), it reports pages that are more than a day overdue. Quick enough for a container's
    HEALTHCHECK. A watchlist that is broken now is only a warning: the daemon still uses the last
    one it could read.
    """
    from monitor.service.health import health as health_of

    config, warnings = session.settings()
    found = health_of(config, datetime.now(UTC))
    if out.as_json:
        out.json({**plain(found), "warnings": warnings})
    else:
        last = f", last tick {when(found.last_tick_at)} UTC" if found.last_tick_at else ""
        if found.last_look_at and not found.last_tick_at:
            last = f", last check {when(found.last_look_at)} UTC; no daemon has ever run here"
        word = Text("healthy", STYLES["ok"]) if found.ok else Text("unhealthy", STYLES["failed"])
        out.line(word, last)
        for problem, cure in zip(found.problems, found.cures, strict=True):
            out.line(f"- {problem}")
            out.note(f"  {cure}")
        for warning in warnings:
            out.line(Text("warning: ", STYLES["pending"]), warning)
    if not found.ok:
        raise click.exceptions.Exit(1)


@command("doctor", "monitor doctor", "monitor doctor --mend")
@click.option("--mend", is_flag=True, help="First re-read what is damaged from the stored pages.")
def doctor(session: Session, out: Output, mend: bool) -> None:
    """Check the watchlist, the database and every stored page against its hash.

    Exit code 1 when something is wrong; having nobody to notify is only a warning. With --mend a
    version that is damaged in the database is extracted again from its stored page; for the latest
    version the next check does this too. A second reader (`reader` in the watchlist) is asked once,
    whether it answers.
    """
    problems: list[str] = []
    warnings: list[str] = []
    try:
        warnings += unheard(session.config(thorough=True).routes)
    except ConfigError as e:
        problems += e.problems
    database, versions, mended = "", 0, []
    try:
        with session.write() if mend else session.read(whole=True) as monitor:
            mended = monitor.mend() if mend else []
            problems += _problems(monitor)
            database = _shown(monitor.config.database)
            versions = sum(page.version for page in monitor.storage.pages(active_only=False))
    except MissingError as missing:  # before the first check the watchlist can be asked about
        problems.append(str(missing))
    if out.as_json:
        found = {"ok": not problems, "problems": problems, "warnings": warnings}
        out.json({**found, "database": database, "mended": mended})
    else:
        for line in mended:
            out.line(Text("mended: ", STYLES["ok"]), line)
        for problem in problems:
            out.line(Text("problem: ", STYLES["failed"]), problem)
        for warning in warnings:
            out.line(Text("warning: ", STYLES["pending"]), warning)
        if database:
            out.note(f"database {database}, {count(versions, 'version')}")
        if not problems:
            out.line(Text("nothing is broken" if warnings else "all is well", STYLES["ok"]))
    if problems:
        raise click.exceptions.Exit(1)


def _problems(monitor: Monitor) -> list[str]:
    """What is wrong with what is stored, and with what else the work needs."""
    found = [*monitor.doctor(), *(f"{a.what}; {a.cure}" for a in monitor.ailments())]
    if unread := monitor.second_reader_trouble():
        found.append(f"the second reader: {unread}; alerts go with monitor's own lines")
    if undrawn := monitor.browser_trouble():
        found.append(f"pages that scripts draw are not read: {undrawn}")
    return found


def unheard(routes: Sequence[Route]) -> list[str]:
    """What is wrong with who hears of a change: nobody, or not those of some route."""
    silent = [route.name for route in routes if not route.addresses()]
    if not routes:
        return ["nobody is notified of a change: the watchlist has no `notify`"]
    if not silent:
        return []
    who = "nobody is notified of a change" if len(silent) == len(routes) else "not all are notified"
    where = "its `urls` are empty here" if len(silent) == 1 else "their `urls` are empty here"
    return [f"{who}: {', '.join(silent)}: {where}, or a variable in them is not set"]


@command("verify", "monitor verify", "monitor verify --head 5f2c…", "monitor verify --raw")
@click.option("--head", metavar="HEAD", help="A head noted earlier: was it one of ours?")
@click.option("--raw", is_flag=True, help="Read every version's pages and parts as well.")
def verify(session: Session, out: Output, head: str | None, raw: bool) -> None:
    """Check that nothing of what was recorded was edited, removed, added, moved or back-dated.

    Every attempt, version and change of a page is linked with the one before, and once a day the
    links of all pages are sealed in a head. Note the head that this prints, or have it stamped by
    somebody else: with it you can prove later what had been recorded. Exit code 1 when a link is
    broken. `--raw` reads the bytes behind every version too, holds them against their SHA-256 and
    lists them: the page, each part of one that stands on several pages, and what a browser began
    with. `monitor doctor` checks all that is stored.
    """
    with session.read() as monitor:
        found = monitor.verify()
        sealed = monitor.storage.heads()
        pages = _raw_pages(monitor) if raw else []
    problems = [*found.problems, *(f"{p['watch']}: {p['lost']}" for p in pages if p["lost"])]
    if head and not any(made.startswith(head.lower()) for made in (found.head, *sealed.values())):
        problems.append(f"no head {head} is known: it was sealed by another database, or removed")
    if out.as_json:
        stated = {**plain(found), "ok": not problems, "problems": problems, "sealed": sealed}
        out.json({**stated, "raw": pages} if raw else stated)
    else:
        for page in pages:
            out.line(*(f"{page[key] or '-'}  " for key in _RAW_KEYS), page["url"])
        for problem in problems:
            out.line(Text("problem: ", STYLES["failed"]), problem)
        last = f", the last {max(sealed)}" if sealed else ""
        out.line(
            f"{count(found.links, 'link')} of {count(found.pages, 'page')},"
            f" {count(found.heads, 'day')} sealed{last}"
        )
        out.line(f"head {found.head}")
    if problems:
        raise click.exceptions.Exit(1)


_RAW_KEYS = ("sha256", "watch", "version", "file")


def _raw_pages(monitor: Monitor) -> list[dict[str, Any]]:
    """What was received behind each version, a row for each page and part."""
    from monitor.service.raw_pages import raw_pages

    return [
        {
            "watch": version.watch_id,
            "version": version.number,
            "file": raw.name,
            "url": raw.url,
            "sha256": raw.sha256,
            "lost": f"version {version.number}, {raw.name}: {raw.lost}" if raw.lost else "",
        }
        for page in monitor.storage.pages(active_only=False)
        for version in reversed(monitor.storage.versions(page.watch_id))
        for raw in raw_pages(monitor.storage, version)
    ]


def _shown(url: str) -> str:
    """The database: a file by its path, another without a password in any part of its address."""
    url = url.removeprefix("sqlite:///").partition("?")[0] if url.startswith("sqlite:") else url
    url = re.sub(r"(://[^:/@]+):[^@]*@", r"\1:…@", url)
    return re.sub(r"([?&](?:password|sslpassword)=)[^&]*", r"\1…", url)
