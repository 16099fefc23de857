"""The `monitor` command. Commands are imported when they are called, so that --help is instant.

Errors are handled here and nowhere else: a MonitorError is one line on standard error and its exit
code (1; 2 for what the user has to mend in the configuration or the call), Ctrl-C is 130, a reader
that goes away (`| head`) is quiet, what the system refuses (a full disk, a folder that may not be
written) is one line, and a bug is a traceback and code 70.
"""

from __future__ import annotations

import errno
import gc
import importlib
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from typing import TYPE_CHECKING, Any, NoReturn

import click

from monitor import __version__
from monitor.errors import BugError, ConfigError, MonitorError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

BUG = 70  # EX_SOFTWARE of sysexits.h
NO_READER = 141  # as a shell reports a tool that SIGPIPE ended
# What the system refuses is not a bug of ours.
REFUSED = frozenset(
    (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)
)

_ESCAPED = re.compile("[\udc80-\udcff]")  # a byte of an argument that was no text

# Functions that cannot be called as their commands are.
NAMES = {
    "list": "list_",
    "try": "try_",
    "import": "import_",
    "false-alarm": "false_alarm",
    "compare-variants": "compare_variants",
}

# Group of commands -> command -> (module of its function, here or with a dot, what it does).
COMMANDS: dict[str, dict[str, tuple[str, str]]] = {
    "Watch": {
        "check": ("running", "Look at the pages once, record changes, send alerts."),
        "run": ("running", "The daemon: check each page when it is due."),
        "list": ("watches", "List the watches and the state of their pages."),
        "changes": ("changes", "What changed, newest first."),
        "upcoming": ("lookup", "Dates in the future, and what to do by then."),
    },
    "Read": {
        "history": ("watches", "The versions of a page."),
        "show": ("page_text", "A page's text as it stands or stood."),
        "diff": ("diffing", "What differs between two versions, word by word."),
        "facts": ("stated_facts", "What the documents say now, each with its quote."),
        "search": ("searching", "Find words in all versions and changes."),
        "blame": ("searching", "When each sentence of a page first appeared."),
        "when": ("searching", "Every span in which a sentence stood."),
        "cite": ("searching", "A quote with all that proves it."),
        "fetches": ("watches", "Every attempt to get a page, and its outcome."),
        "explain": ("page_text", "Which blocks of a page count, which do not, and why."),
        "web": ("publishing", "Serve documents, changes, search and feeds as web pages."),
        "site": ("publishing", "Write the same pages as files."),
        "report": ("reporting", "What changed, for a board or an article."),
        "note": ("judging", "Write something down beside a change."),
        "seen": ("judging", "Say that you have read a change."),
        "false-alarm": ("judging", "Say that a change should not have been told."),
        "compare": ("two_files", "Compare two files on disk."),
        "compare-variants": ("variants", "Where the editions of a document differ."),
        "classes": ("lookup", "The classes of changes and what they mean."),
    },
    "Set up": {
        "demo": ("monitor.demo", "See it work on a small local site."),
        "init": ("setup", "Write a commented watchlist to start from."),
        "add": ("adding", "Add an address, or a known service, to the watchlist."),
        "catalogue": ("catalogue_list", "Documents that people ask for, by service."),
        "remove": ("watchlist_edits", "Take a watch out of the watchlist; its history stays."),
        "pause": ("watchlist_edits", "Stop looking at a page for a while."),
        "resume": ("watchlist_edits", "Look at a paused page again."),
        "rename": ("watchlist_edits", "Give a watch another id; its history follows."),
        "import": (
            "imports",
            "Take over another program's list, or a page's past.",
        ),
        "export": ("exports", "Write what was received of a page as a WARC file."),
        "try": ("trying", "Read an address and show what would be watched."),
        "validate": ("setup", "Check the watchlist."),
        "schema": ("setup", "The JSON Schema of the watchlist, for editors."),
        "completion": ("setup", "Completion of commands and ids for your shell."),
    },
    "Look after": {
        "alerts": ("alerts", "Messages sent, pending and failed; test and retry them."),
        "release": ("running", "Accept a quarantined page as the real one."),
        "health": ("status", "Is the daemon alive and the database usable?"),
        "verify": ("status", "Check that nothing recorded was edited, removed or added."),
        "doctor": ("status", "Check the configuration and the stored evidence."),
        "evidence": ("backups", "All that proves a change, for a stranger to check."),
        "backup": ("backups", "Write database and stored pages to one file."),
        "restore": ("backups", "Restore a backup after a loss."),
        "worker": ("machines", "Process the queue; on as many machines as you like."),
        "scheduler": ("machines", "Put what is due into the queue; one leads."),
        "queue": ("machines", "What waits for workers, and what failed."),
        "database": ("machines", "Bring the tables to this version, the queue's included."),
        "backtest": ("backtest", "Replay recorded pages through the same stages."),
    },
}


class LazyGroup(click.Group):
    """Knows its commands by name; imports one when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, in the order of the help."""
        return [name for group in COMMANDS.values() for name in group]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, imported now."""
        for group in COMMANDS.values():
            if cmd_name in group:
                name = group[cmd_name][0]
                module = importlib.import_module(name if "." in name else f"monitor.cli.{name}")
                found = getattr(module, NAMES.get(cmd_name, cmd_name))
                assert isinstance(found, click.Command)  # noqa: S101
                return found
        return None

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """The commands and options, without importing any command."""
        from click.shell_completion import CompletionItem

        texts = {name: text for group in COMMANDS.values() for name, (_, text) in group.items()}
        named = [CompletionItem(n, help=t) for n, t in texts.items() if n.startswith(incomplete)]
        return [*named, *click.Command.shell_complete(self, ctx, incomplete)]

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """`monitor help diff` is `monitor diff --help`."""
        if args[:1] == ["help"]:
            args = [*args[1:], "--help"]
        return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, with a suggestion for a mistyped command."""
        name = args[0] if args else ""
        if name and not name.startswith("-") and name not in self.list_commands(ctx):
            from difflib import get_close_matches

            close = get_close_matches(name, self.list_commands(ctx), n=1)
            ctx.fail(f"no command '{name}'" + (f"; did you mean '{close[0]}'?" if close else "."))
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands in their groups, without importing any."""
        for title, group in COMMANDS.items():
            with formatter.section(title):
                formatter.write_dl([(name, text) for name, (_, text) in group.items()])

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """How to begin."""
        with formatter.section("Begin with"):
            for line in ("monitor init", "monitor check", "monitor help COMMAND"):
                formatter.write(f"  {line}\n")

    def make_context(self, *args: Any, **more: Any) -> click.Context:
        """As click does: --help and --version print here, and may be refused as well."""
        with _told():
            return super().make_context(*args, **more)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command."""
        with _told():
            return super().invoke(ctx)


@contextmanager
def _told() -> Iterator[None]:
    """Errors on purpose become one line and an exit code."""
    try:
        yield
    except MonitorError as error:
        raise (Misconfigured if isinstance(error, ConfigError) else Failure)(error) from error
    except KeyboardInterrupt:
        raise click.exceptions.Exit(130) from None
    except BrokenPipeError:  # before click makes a failure of it
        _leave_output()
        raise click.exceptions.Exit(NO_READER) from None
    except OSError as error:
        if error.errno not in REFUSED:
            raise
        raise Refused(error) from error


class Failure(click.ClickException):
    """A MonitorError as the command line shows it."""

    def __init__(self, error: MonitorError) -> None:
        super().__init__(str(error))
        self.lines = error.problems if isinstance(error, ConfigError) else (str(error),)

    def show(self, file: Any = None) -> None:
        """To standard error, without anything that acts on a terminal."""
        from monitor.cli.output import safe

        for line in self.lines:
            click.echo(f"error: {safe(line)}", file=file or sys.stderr)


class Refused(click.ClickException):
    """What the system did not let us do, on one line."""

    def __init__(self, error: OSError) -> None:
        super().__init__(f"{error.filename or 'the output'}: {error.strerror}")
        if not error.filename:  # what is left of it would only fail again
            _leave_output()

    def show(self, file: Any = None) -> None:
        """To standard error."""
        click.echo(f"error: {self.message}", file=file or sys.stderr)


def _leave_output() -> None:
    """Write no more: Python would try once more when it ends, and say so."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


class Misconfigured(Failure):
    """A ConfigError: the user mends it."""

    exit_code = 2


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="monitor", message="%(prog)s %(version)s")
@click.option("-w", "--watchlist", metavar="FILE", help="The watchlist (default: watchlist.yaml).")
@click.option("--database", metavar="URL", help="The database to use, instead of the watchlist's.")
@click.pass_context
def cli(ctx: click.Context, watchlist: str | None, database: str | None) -> None:
    """Watch terms, FAQ and privacy pages; say what changed and by when to act."""
    ctx.obj = {"watchlist": watchlist, "database": database}


def main() -> NoReturn:
    """The console script."""
    from monitor.service import interrupts

    interrupts.only_first()
    _open_what_is_closed()
    gc.set_threshold(100_000)  # what is imported stays: to look for garbage in it takes 50 ms
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # what its encoding lacks becomes "?", no error
            stream.reconfigure(errors="replace")
    try:
        result = cli.main(_arguments(), prog_name="monitor", standalone_mode=False)
        code = result if isinstance(result, int) else 0  # click returns the code of an Exit
        code = _flushed() or code
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        code = 130
    except BugError as error:  # its traceback is in the log
        click.echo(f"error: {error}", file=sys.stderr)
        code = BUG
    except Exception as error:
        _tell(error)
        code = BUG
    sys.exit(code)


def _open_what_is_closed() -> None:
    """`monitor list >&-`: what nobody reads goes nowhere, and no file of ours into its place."""
    for name, number in (("stdin", 0), ("stdout", 1), ("stderr", 2)):
        if getattr(sys, name) is None:
            nowhere = os.open(os.devnull, os.O_RDWR)
            if nowhere != number:
                os.dup2(nowhere, number)
                os.close(nowhere)
            setattr(sys, name, os.fdopen(number, "r" if number == 0 else "w"))


def _arguments() -> list[str]:
    """What was typed, as text also where the system's encoding is another.

    A service's name could not be written down. What names a file stays as the system has it.

    Raises UsageError for what is UTF-8 in no way.
    """
    return [_text(a) if _ESCAPED.search(a) else a for a in sys.argv[1:]]


def _text(argument: str) -> str:
    if os.path.lexists(argument):
        return argument
    try:
        return os.fsencode(argument).decode()
    except UnicodeDecodeError:
        shown = _ESCAPED.sub("\ufffd", argument)
        raise click.UsageError(f"expected text in UTF-8, found '{shown}'") from None


def _flushed() -> int:
    """Write out what is left; the resulting exit code."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        # Nobody reads on (`monitor changes | head`): end as other tools do, without a message.
        _leave_output()
        return NO_READER
    except OSError as error:
        Refused(error).show()
        return 1
    return 0


def _tell(bug: Exception) -> None:
    from monitor.cli.logs import traceback_text

    click.echo(traceback_text(bug), file=sys.stderr)
    click.echo("error: this is a bug in monitor; please report it", file=sys.stderr)
