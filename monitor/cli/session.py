"""What all commands share: the options they have in common, the configuration, ids, times."""

from __future__ import annotations

import difflib
import functools
import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from monitor.cli.output import Output
from monitor.errors import ConfigError, NotFoundError

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from monitor.app import Monitor
    from monitor.config import Config
    from monitor.model.records import ChangeRecord
    from monitor.model.watch import Watch
    from monitor.rows.plain_dates import DateQueries
    from monitor.rows.plain_queries import Queries


_CHANGE_ID = re.compile(r"[0-9a-fA-F]{4,16}")


class Session:
    """One call of the command line: which watchlist, which database."""

    def __init__(self, watchlist: str | None = None, database: str | None = None) -> None:
        self.watchlist = Path(watchlist).expanduser() if watchlist else None
        self.database = database
        self.begin_anew = False

    def config(self, *, thorough: bool = False, once: bool = False) -> Config:
        """The configuration. Thorough: channels and selectors are checked as well.

        `once`: unless they were found right, and nothing changed since.
        """
        from monitor.config import load_config

        return self._placed(load_config(self.watchlist, thorough=thorough, once=once))

    def outline(self) -> Config:
        """The same for questions: no recipients, and nothing parsed that was parsed before."""
        from monitor.config import load_outline

        return self._placed(load_outline(self.watchlist))

    def _placed(self, config: Config) -> Config:
        """With the database of the command line."""
        from monitor.config import absolute_database, known_database

        if self.database:
            if not known_database(self.database):
                raise ConfigError(
                    "--database: expected sqlite:///file.db or postgresql://host/name"
                )
            config = replace(config, database=absolute_database(self.database, Path.cwd()))
        return replace(config, begin_anew=self.begin_anew)

    def settings(self) -> tuple[Config, tuple[str, ...]]:
        """The configuration without its watches and routes if they are wrong, and what is wrong.

        Raises ConfigError when the settings cannot be read either.
        """
        from monitor.config import load_settings

        try:
            return self.outline(), ()
        except ConfigError as error:
            config = self._placed(load_settings(self.watchlist))
            return config, error.problems

    def open(self, *, thorough: bool = False, names: Collection[str] = ()) -> Monitor:
        """The monitor on its database, to act, or to act on the watches of these names alone; a
        context manager.
        """
        from monitor.app import make_monitor
        from monitor.config import load_for

        if not names:
            return make_monitor(self._logging(self.config(thorough=thorough, once=True)))
        config = load_for(lambda known: _ids_of(known, names), self.watchlist)
        return make_monitor(self._logging(self._placed(config)))

    def read(self, *, whole: bool = False) -> Monitor:
        """The same to ask: nothing is created, a mistyped database is an error.

        `whole`: with the configuration's secrets, which few questions need.
        """
        from monitor.app import open_history

        return open_history(self._logging(self.config() if whole else self.outline()))

    def ask(self, config: Config | None = None) -> AbstractContextManager[DateQueries]:
        """What the quick commands ask of the database; a context manager."""
        from monitor.service.asking import ask

        return ask(config or self.outline())

    def recorded(self) -> bool:
        """Whether there may be a database already; of a server's nothing is known yet."""
        from monitor.rows.sqlite_file import file_of

        file = file_of(self.outline().database)
        return file is None or file.exists()

    def write(self, *, thorough: bool = False) -> Monitor:
        """To act on what was recorded; a mistyped database is an error."""
        from monitor.app import open_to_write

        return open_to_write(self.ready(thorough=thorough))

    def index(self) -> None:
        """Bring the search up to date."""
        from monitor.app import index_history

        index_history(self._logging(self.outline()))

    def work_out(self) -> None:
        """Bring facts and dates up to date."""
        from monitor.app import work_out_history

        work_out_history(self._logging(self.outline()))

    def ready(self, *, thorough: bool = False) -> Config:
        """The configuration to act by; from here on the log is as it says."""
        return self._logging(self.config(thorough=thorough))

    def _logging(self, config: Config) -> Config:
        from monitor.cli.logs import configure
        from monitor.service import memory

        memory.freeze()
        # A command prints the outcome of each page and alert itself; its log is for the unexpected.
        configure(config, least="error")
        return config


def resolve(monitor: Monitor, text: str) -> str:
    """The id that is meant: the whole id or the beginning of one only.

    Also finds pages that are no longer in the watchlist. Raises NotFoundError with what is near.
    """
    return _meant(monitor.config, monitor.storage, text)


def resolve_all(config: Config, queries: Queries | None, texts: Iterable[str]) -> list[str]:
    """The ids that are meant, each once; an entry with variants is all of them.

    Without `queries` nothing was recorded yet.
    """
    found: dict[str, None] = {}
    for text in texts:
        variants = [] if config.watch(text) else [w.id for w in config.watches if w.entry == text]
        found |= dict.fromkeys(variants or [_meant(config, queries, text)])
    return list(found)


def _ids_of(config: Config, names: Iterable[str]) -> list[str]:
    """As resolve_all, of the watchlist alone; none where one is not in it."""
    try:
        return resolve_all(config, None, names)
    except NotFoundError:
        return []


def looked_at(monitor: Monitor, text: str) -> str:
    """As resolve, of a page that was looked at. Raises NotFoundError with what to do."""
    return looked_at_of(monitor.config, monitor.storage, text)


def looked_at_of(config: Config, queries: Queries, text: str) -> str:
    """The same for a quick command."""
    watch_id = _meant(config, queries, text)
    if not queries.is_page(watch_id):
        raise NotFoundError(f"{watch_id} has no version yet: monitor check {watch_id}")
    return watch_id


def _meant(config: Config, queries: Queries | None, text: str) -> str:
    if config.watch(text) is not None:
        return text
    listed = [watch.id for watch in config.watches]
    recorded = queries.watch_ids() if queries else ()
    return choose(text, dict.fromkeys([*listed, *recorded]))


def change_meant(queries: Queries, text: str) -> ChangeRecord | None:
    """The change whose id this is or begins, as each alert prints it; None for anything else.

    Raises NotFoundError where several begin so.
    """
    if not _CHANGE_ID.fullmatch(text):
        return None
    found = queries.changes_like(text.lower())
    if len(found) > 1:
        raise NotFoundError(f"'{text}' may be {_listing(found)}")
    return queries.change(found[0]) if found else None


def choose(text: str, known: Iterable[str]) -> str:
    """The one of `known` that is `text` or begins with it, in any case."""
    names = list(known)
    if text in names:
        return text
    begin = [name for name in names if name.startswith(text.lower())]
    if len(begin) == 1:
        return begin[0]
    if begin and all(name.startswith(f"{text.lower()}@") for name in begin):
        raise NotFoundError(f"'{text}' has variants: name one of {_listing(begin)}")
    if begin:
        raise NotFoundError(f"'{text}' may be {_listing(begin)}")
    inside = [name for name in names if text.lower() in name]
    near = inside or difflib.get_close_matches(text.lower(), names, n=3, cutoff=0.5)
    hint = f"; did you mean {_listing(near)}?" if near else "; `monitor list` shows all"
    raise NotFoundError(f"no watch '{text}'{hint}")


def one_service(name: str, known: Iterable[str]) -> str:
    """The service's name as it is written. Raises NotFoundError with those that there are."""
    names = {service.lower(): service for service in known}
    if name.lower() not in names:
        raise NotFoundError(
            f"no service '{name}'; there are {', '.join(sorted(names.values())) or 'none'}"
        )
    return names[name.lower()]


def one_tag(name: str, watches: Iterable[Watch]) -> str:
    """The tag. Raises NotFoundError with those that there are."""
    names = {tag for watch in watches for tag in watch.tags}
    if name not in names:
        raise NotFoundError(f"no tag '{name}'; there are {', '.join(sorted(names)) or 'none'}")
    return name


def _listing(names: list[str]) -> str:
    shown = ", ".join(names[:5])
    return shown + (f" or {len(names) - 5} more" if len(names) > 5 else "")


# --------------------------------------------------------------------------- the decorator


class Command(click.Command):
    """A command whose examples keep their lines in --help."""

    def __init__(self, *args: Any, examples: tuple[str, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.examples = examples

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The examples."""
        if self.examples:
            with formatter.section("Examples" if len(self.examples) > 1 else "Example"):
                for example in self.examples:
                    formatter.write(f"  {example}\n")


def command(
    name: str, *examples: str, group: click.Group | None = None
) -> Callable[[Callable[..., None]], click.Command]:
    """A command with --json, --watchlist and --database; its function gets (session, out, …)."""

    def decorate(function: Callable[..., None]) -> click.Command:
        @functools.wraps(function)
        def run(as_json: bool, watchlist: str | None, database: str | None, **kwargs: Any) -> None:
            function(session_of(watchlist, database), Output(as_json=as_json), **kwargs)

        # In the list of a group's commands: whole, where click would cut it.
        first = " ".join((function.__doc__ or "").split("\n\n")[0].split()).partition(". ")[0]
        first += "." if first[-1:].isalnum() or first.endswith(")") else ""
        made = click.command(name, cls=Command, examples=examples, short_help=first)(shared(run))
        # In --help a command's own options come first.
        made.params.sort(key=lambda p: p.name in ("as_json", "watchlist", "database"))
        if group is not None:
            group.add_command(made)
        return made

    return decorate


def shared(function: Callable[..., None]) -> Callable[..., None]:
    """The options that every command has; also accepted before the command's name."""
    for option in (
        click.option("--database", metavar="URL", help="The database to use."),
        click.option("-w", "--watchlist", metavar="FILE", help="The watchlist to use."),
        click.option("--json", "as_json", is_flag=True, help="Print JSON."),
    ):
        function = option(function)
    return function


def session_of(watchlist: str | None, database: str | None) -> Session:
    """The session of a command: its own options, else those before its name."""
    outer = click.get_current_context().find_root().obj or {}
    return Session(watchlist or outer.get("watchlist"), database or outer.get("database"))
