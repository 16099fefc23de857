"""Handing on what was received, in the forms of others."""

from __future__ import annotations

from pathlib import Path

import click

from monitor.cli.output import Output, count
from monitor.cli.session import Session, change_meant, command, looked_at, shared
from monitor.errors import ConfigError

PACKAGE = "WARC files need one more package: pip install '.[archive]' in monitor's source"


@click.group("export")
@shared
def export(as_json: bool, watchlist: str | None, database: str | None) -> None:
    """Write what was received of a page in a form that others read.

    \b
    Examples:
      monitor export warc linkedin-user-agreement
      monitor export warc 5f2c --to change.warc.gz
    """


@command(
    "warc",
    "monitor export warc linkedin-user-agreement",
    "monitor export warc 5f2c --to change.warc.gz",
    group=export,
)
@click.argument("subject", metavar="ID|CHANGE")
@click.option(
    "--to",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Default: SUBJECT.warc.gz in this folder.",
)
def warc(session: Session, out: Output, subject: str, to: Path | None) -> None:
    """Write the answers behind a page's versions, or those before and after a change, as WARC.

    Each is a `response` with its headers and the time it was received, and can be imported again
    byte for byte. Bodies are decompressed; headers about compression are renamed x-archive-orig-….
    The file is compressed unless its name ends in .warc. Exit code 1 when a body is missing.
    """
    try:
        from monitor.service.warc_export import export_warc
    except ModuleNotFoundError:
        raise ConfigError(PACKAGE) from None

    with session.read() as monitor:
        change = change_meant(monitor.storage, subject)
        watch_id = change.watch_id if change else looked_at(monitor, subject)
        versions = (change.from_version, change.to_version) if change else ()
        target = to or Path(f"{change.id if change else watch_id}.warc.gz")
        written, missing = export_warc(monitor.storage, watch_id, target, versions)
    if out.as_json:
        out.json({"file": target, "watch": watch_id, "answers": written, "missing": missing})
    else:
        for line in missing:
            out.line(f"missing: {line}")
        out.line(f"{target}: {count(written, 'answer')} of {watch_id}")
    if missing:
        raise click.exceptions.Exit(1)
