"""Keep it safe and hand it on: a backup, back again, a change with all that proves it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.cli.output import Output
from monitor.cli.session import Session, change_meant, command
from monitor.errors import NotFoundError, RefusedError

if TYPE_CHECKING:
    from monitor.config import Config


@command("backup", "monitor backup /backup/monitor-$(date +%F).tar")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup(session: Session, out: Output, file: Path) -> None:
    """Write database and stored pages to one file, also while the daemon runs.

    Only its owner can read the file; one of that name is replaced when the new one is complete.
    Each page is held against its hash: exit code 1 when one is damaged or missing, and then an
    older backup of that name is kept beside the new one. For PostgreSQL use pg_dump and copy the
    snapshots folder after it.
    """
    from monitor.storage.backup import write_backup

    config, _ = session.settings()
    made = write_backup(config.database, _folder(config), file)
    if out.as_json:
        kept = {"older": str(made.kept)} if made.kept else {}
        out.json(
            {"file": str(file), "pages": made.bodies, "bytes": made.size}
            | {"problems": made.problems}
            | kept
        )
    else:
        for problem in made.problems:
            out.line(f"problem: {problem}")
        if made.kept:
            out.line(f"the backup before, which may hold what is damaged, is {made.kept}")
        out.line(f"{file}: the database and {made.bodies} stored pages, {made.size / 1e6:.1f} MB")
    if made.problems:
        raise click.exceptions.Exit(1)


@command("restore", "monitor restore /backup/monitor-2026-03-01.tar")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def restore(session: Session, out: Output, file: Path) -> None:
    """Put a backup where the watchlist says that database and stored pages are, and check it.

    Replaces no database: one that is there must be moved away first. Exit code 1 when what came out
    is not what was stored.
    """
    from monitor.storage import Storage
    from monitor.storage.backup import read_backup

    config, _ = session.settings()
    pages = read_backup(file, config.database, _folder(config))
    with Storage.open(config.database, config.stored_pages) as storage:
        problems = [*storage.integrity(), *storage.verify().problems]
    if out.as_json:
        out.json({"ok": not problems, "pages": pages, "problems": problems})
    else:
        for problem in problems:
            out.line(f"problem: {problem}")
        out.line(f"the database and {pages} stored pages are back")
    if problems:
        raise click.exceptions.Exit(1)


def _folder(config: Config) -> Path:
    """The folder of the stored pages. Raises RefusedError where they are in an object store."""
    if config.object_store:
        raise RefusedError(
            f"the pages are in {config.object_store}, which keeps them by its own means (versions,"
            " another region); of the database alone use pg_dump, or copy its file"
        )
    return config.snapshots


@command("evidence", "monitor evidence 5f2c", "monitor evidence 5f2c --to change.zip")
@click.argument("change", metavar="CHANGE")
@click.option(
    "--to",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Default: evidence-CHANGE.zip in this folder.",
)
def evidence(session: Session, out: Output, change: str, to: Path | None) -> None:
    """Put all that proves a change in one zip, which a stranger can check.

    The raw pages before and after, their headers and texts, the records, the links between all that
    was recorded of the page, and a README that tells how to check them with sha256sum alone. Exit
    code 1 when something could not be put into it.
    """
    from monitor.service.exhibit import write_exhibit

    with session.read() as monitor:
        meant = change_meant(monitor.storage, change)
        if meant is None:
            raise NotFoundError(f"no change '{change}'; `monitor changes` lists them")
        target = to or Path(f"evidence-{meant.id}.zip")
        missing = write_exhibit(monitor.storage, meant.id, target)
    if out.as_json:
        out.json({"file": str(target), "change": meant.id, "missing": missing})
    else:
        for line in missing:
            out.line(f"missing: {line}")
        out.line(f"{target}: its README.txt tells how to check it")
    if missing:
        raise click.exceptions.Exit(1)
