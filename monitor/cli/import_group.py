"""`monitor import`: the group of its commands, which are in list_imports and archive_imports."""

from __future__ import annotations

from pathlib import Path

import click

from monitor.cli.session import shared


class _Imports(click.Group):
    """`monitor import FILE` finds out by itself whose list it is."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is named, or the one for a file; it gets the options before it."""
        before = ["--json"] if ctx.params["as_json"] else []
        for name in ("watchlist", "database"):
            before += [f"--{name}", ctx.params[name]] if ctx.params[name] else []
        if args and args[0] not in self.commands and Path(args[0]).exists():
            return "list", self.commands["list"], [*before, *args]
        if args and set("./") & set(args[0]) and not args[0].startswith("-"):
            ctx.fail(f"{args[0]}: no such file")
        named, found, rest = super().resolve_command(ctx, args)
        return named, found, [*before, *rest]


@click.group("import", cls=_Imports)
@shared
def import_(as_json: bool, watchlist: str | None, database: str | None) -> None:
    """Take over another program's list of pages, or a page's past from an archive.

    Every imported version says whose record it is; nobody is alerted. An import that was
    interrupted goes on where it stopped when you run it again.

    \b
    Examples:
      monitor import urls.yaml
      monitor import changedetection url-watches.json --watchlist new.yaml
      monitor import ota contrib-declarations --service LinkedIn --snapshots contrib-snapshots
      monitor import warc crawl.warc.gz
      monitor import wayback linkedin-user-agreement --from 2020
    """
