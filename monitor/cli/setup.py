"""The watchlist itself: init, validate, schema, completion."""

from __future__ import annotations

from importlib.resources import files

import click
from rich.text import Text

from monitor.cli.output import STYLES, Output, count, json_text
from monitor.cli.session import Session, command
from monitor.cli.whole_files import write_whole
from monitor.config import json_schema, watchlist_path
from monitor.errors import ConfigError, NotFoundError, Problem

SCHEMA_FILE = "watchlist.schema.json"

# --------------------------------------------------------------------------- init


@command("init", "monitor init", "monitor init --watchlist policies/watchlist.yaml")
@click.option("--force", is_flag=True, help="Overwrite an existing watchlist.")
def init(session: Session, out: Output, force: bool) -> None:
    """Write a commented starter watchlist, with its schema for editors next to it."""
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


# --------------------------------------------------------------------------- validate, schema


@command("validate", "monitor validate", "monitor validate --watchlist new.yaml --json")
def validate(session: Session, out: Output) -> None:
    """Check the watchlist: print every problem with its line. Exit code 2 if there is one."""
    path = watchlist_path(session.watchlist)
    try:
        config = session.config(thorough=True)
    except ConfigError as e:
        if not out.as_json:
            raise
        problems = [problem_json(problem) for problem in e.problems]
        out.json({"ok": False, "file": path, "problems": problems})
        raise click.exceptions.Exit(2) from None
    silent = [r.name for r in config.routes if not r.addresses()]
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
        out.note(f"nobody is notified by: {', '.join(silent)} (no address)")


def problem_json(problem: str) -> dict[str, object]:
    """What is wrong with a watchlist, in parts; `text` is all of it as people read it."""
    if not isinstance(problem, Problem):
        return {"line": None, "key": None, "message": problem, "text": problem}
    return {
        "line": problem.line or None,
        "key": problem.key or None,
        "message": problem.message,
        "text": str(problem),
    }


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
    """Print the code your shell loads to complete commands, options and ids."""
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
