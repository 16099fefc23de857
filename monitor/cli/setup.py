"""The watchlist itself: init, add, validate, schema, completion."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from importlib.resources import files
from pathlib import Path

import click
from rich.text import Text

from monitor.cli.output import STYLES, Output, count, json_text
from monitor.cli.session import Session, command
from monitor.config import Config, json_schema, watchlist_path
from monitor.errors import ConfigError, NotFoundError

SCHEMA_FILE = "watchlist.schema.json"

# --------------------------------------------------------------------------- init


@command("init", "monitor init", "monitor init --watchlist policies/watchlist.yaml")
@click.option("--force", is_flag=True, help="Overwrite a watchlist that is there.")
def init(session: Session, out: Output, force: bool) -> None:
    """Write a commented watchlist to start from, and its schema for editors beside it."""
    path = watchlist_path(session.watchlist)
    if path.exists() and not force:
        raise NotFoundError(f"{path} exists; --force overwrites it")
    text = files("monitor.config").joinpath("starter.yaml").read_text(encoding="utf-8")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, text)
        write_whole(path.with_name(SCHEMA_FILE), json_text(json_schema()) + "\n")
    except OSError as e:
        raise ConfigError(f"{path}: cannot be written: {e.strerror}") from None
    if out.as_json:
        out.json({"watchlist": str(path), "schema": str(path.with_name(SCHEMA_FILE))})
        return
    out.line(f"{path} written")
    out.note("next: edit it, then `monitor validate`, `monitor check` and `monitor run`")


def write_whole(path: Path, text: str) -> None:
    """Replace a file in one step; a link stays a link, the file's mode is kept."""
    target = path.resolve()
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with open(handle, "w", encoding="utf-8", newline="") as file:  # noqa: PTH123
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        mode = target.stat().st_mode & 0o7777 if target.exists() else 0o644
        Path(name).chmod(mode)
        Path(name).replace(target)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise


# --------------------------------------------------------------------------- add


@command(
    "add",
    "monitor add https://www.linkedin.com/legal/user-agreement",
    "monitor add https://example.com/tos --service Example --document 'Terms' --tag terms",
)
@click.argument("url")
@click.option("--service", metavar="NAME", help="Whose document it is. Default: by the address.")
@click.option("--document", metavar="NAME", help="Which document. Default: by the address.")
@click.option("--id", "id_", metavar="ID", help="Its id. Default: service and document.")
@click.option("--every", metavar="6h", help="How often to look; a duration or cron expression.")
@click.option("--tag", "tags", multiple=True, metavar="TAG", help="A tag (may be repeated).")
def add(
    session: Session,
    out: Output,
    url: str,
    service: str | None,
    document: str | None,
    id_: str | None,
    every: str | None,
    tags: tuple[str, ...],
) -> None:
    """Add an address to the end of the watchlist; comments and layout stay.

    Nothing is written when the result would not be valid.
    """
    from monitor.config.values import web_address
    from monitor.config.writing import guess_names

    try:
        url = web_address(url if "://" in url else f"https://{url}")
    except ValueError as e:
        raise click.UsageError(f"URL: {e}") from None
    path = watchlist_path(session.watchlist)
    site, page = guess_names(url, session.config().watches)
    entry: dict[str, str | list[str]] = {
        "service": service or site,
        "document": document or page,
        "id": id_ or "",
        "url": url,
        "every": every or "",
        "tags": list(tags),
    }
    text = _with_entry(path, entry)
    after = _validated(text, path)
    write_whole(path, text)
    watch = after.watches[-1]
    if out.as_json:
        out.json({"id": watch.id, "service": watch.service, "document": watch.document, "url": url})
        return
    out.line(Text(watch.id, style="bold"), f" added: {watch.service}, {watch.document}")
    out.note(f"look at what is read from it: monitor try {url}")


def _with_entry(path: Path, entry: dict[str, str | list[str]]) -> str:
    from monitor.config.writing import with_entry

    try:
        return with_entry(path.read_bytes(), entry)
    except ConfigError as e:
        raise ConfigError(*(f"{path}: {problem}" for problem in e.problems)) from None


def _validated(text: str, path: Path) -> Config:
    from monitor.config import parse_config
    from monitor.config.environment import current

    try:
        return parse_config(text.encode(), path, current(), thorough=False)
    except ConfigError as e:
        raise ConfigError("not added, for the watchlist would be wrong:", *e.problems) from None


# --------------------------------------------------------------------------- validate, schema


@command("validate", "monitor validate", "monitor validate --watchlist new.yaml --json")
def validate(session: Session, out: Output) -> None:
    """Check the watchlist: every problem with its line, exit code 2 when there is one."""
    path = watchlist_path(session.watchlist)
    try:
        config = session.config(thorough=True)
    except ConfigError as e:
        if not out.as_json:
            raise
        out.json({"ok": False, "file": path, "problems": e.problems})
        raise click.exceptions.Exit(2) from None
    silent = [r.name for r in config.routes if not r.urls]
    if out.as_json:
        out.json(
            {
                "ok": True,
                "file": path,
                "problems": [],
                "watches": len(config.watches),
                "routes": len(config.routes),
                "routes_without_address": silent,
            }
        )
        return
    services = len({w.service for w in config.watches})
    out.line(
        Text("ok", STYLES["ok"]),
        Text("  "),
        f"{path}: {count(len(config.watches), 'page')}"
        f" of {count(services, 'service')}, {count(len(config.routes), 'route')}",
    )
    if silent:
        out.note(f"nobody is told by: {', '.join(silent)} (no address)")


@command("schema", f"monitor schema > {SCHEMA_FILE}")
def schema(session: Session, out: Output) -> None:
    """The JSON Schema of the watchlist.

    Editors with a YAML language server complete and check the file when its first line reads
    `# yaml-language-server: $schema=watchlist.schema.json`.
    """
    out.json(json_schema())


# --------------------------------------------------------------------------- completion


@command(
    "completion",
    'eval "$(monitor completion bash)"     # in ~/.bashrc; zsh: the same in ~/.zshrc',
    "monitor completion fish > ~/.config/fish/completions/monitor.fish",
)
@click.argument("shell", type=click.Choice(("bash", "zsh", "fish")))
def completion(session: Session, out: Output, shell: str) -> None:
    """Completion of commands, options and ids: prints the code that your shell loads."""
    from click.shell_completion import get_completion_class

    found = get_completion_class(shell)
    if found is None:
        raise NotFoundError(f"no completion for {shell}")
    from monitor.cli import cli

    # Not .source(): for bash it would start bash to ask for its version.
    complete = found(cli, {}, "monitor", "_MONITOR_COMPLETE")
    code = complete.source_template % complete.source_vars() + "\n"
    if out.as_json:
        out.json({"shell": shell, "code": code})
    else:
        out.raw(code)
