"""What an argument or option may be, and how the shell completes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

import click

from monitor.cli.days import When
from monitor.cli.session import Session, looked_at_of
from monitor.errors import ConfigError, MonitorError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from monitor.config import Config
    from monitor.model.watch import Watch

    class TextType(click.ParamType[str]):
        """A parameter that is text."""

else:
    TextType = click.ParamType  # generic in new versions of click only


def address(text: str, of: str = "URL") -> str:
    """An address on the web as people write it, https:// left out; UsageError for anything else."""
    from monitor.config.values import web_address

    try:
        return web_address(text if "://" in text else f"https://{text}")
    except ValueError as e:
        raise click.UsageError(f"{of}: {e}") from None


# Of a document on several pages; to be used as decorators.
PAGES = click.option("--page", "pages", multiple=True, metavar="URL", help="A further page of it.")
FOLLOW = click.option(
    "--follow", multiple=True, metavar="PATTERN", help="Links to further pages: /terms/* or CSS."
)


class WatchId(TextType):
    """An id of the watchlist or its beginning; completed in the shell."""

    name = "id"

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """The ids of the watchlist; nothing when it cannot be read."""
        from click.shell_completion import CompletionItem

        return [
            CompletionItem(watch.id, help=f"{watch.service} {watch.document}")
            for watch in _watches(ctx)
            if watch.id.startswith(incomplete)
        ]


class OfWatches(TextType):
    """A service or tag of the watchlist; completed in the shell."""

    def __init__(self, name: str, of: Callable[[Watch], Iterable[str]]) -> None:
        self.name, self._of = name, of

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """Each once, in the order of the watchlist."""
        from click.shell_completion import CompletionItem

        begin = incomplete.lower()
        names = dict.fromkeys(name for watch in _watches(ctx) for name in self._of(watch))
        return [CompletionItem(name) for name in names if name.lower().startswith(begin)]


class OfRoutes(TextType):
    """The name of a route; completed in the shell."""

    name = "route"

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """The routes of the watchlist."""
        from click.shell_completion import CompletionItem

        config = _config(ctx)
        routes = config.routes if config else ()
        return [CompletionItem(r.name) for r in routes if r.name.startswith(incomplete)]


class OfVersions(TextType):
    """A version's number or a day; the numbers of the page are completed in the shell."""

    name = "version"

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """See the function."""
        return _versions(ctx, incomplete)


class VersionNumber(click.IntRange):
    """A version's number; the page's are completed in the shell."""

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """See the function."""
        return _versions(ctx, incomplete)


def _versions(ctx: click.Context, incomplete: str) -> list[CompletionItem]:
    """The versions of the page that was named, with the day when each was seen; newest first."""
    from click.shell_completion import CompletionItem

    from monitor.service.asking import ask

    # While an option's value is typed, click has not yet told the arguments apart.
    config, watch_id = _config(ctx), ctx.params.get("watch") or next(iter(ctx.args), None)
    if not config or not watch_id:
        return []
    try:
        with ask(config) as queries:
            seen = queries.version_times(looked_at_of(config, queries, watch_id))
    except MonitorError:
        return []
    return [
        CompletionItem(str(number), help=f"{at:%Y-%m-%d}")
        for number, at in reversed(seen)
        if str(number).startswith(incomplete)
    ]


def _watches(ctx: click.Context) -> Sequence[Watch]:
    """Those of the watchlist that is being typed for; none when it cannot be read."""
    config = _config(ctx)
    return config.watches if config else ()


def _config(ctx: click.Context) -> Config | None:
    outer = ctx.find_root().params or {}
    watchlist, database = (
        ctx.params.get(name) or outer.get(name) for name in ("watchlist", "database")
    )
    try:
        return Session(watchlist, database).outline()
    except ConfigError:
        return None


class ClassName(TextType):
    """One of the classes of changes; completed in the shell."""

    name = "class"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The class's name in lower case; else a usage error with what is near."""
        from monitor.cli.class_names import meanings

        text, names = str(value).lower(), list(meanings())
        if text not in names:
            from monitor.config.values import nearest

            near = nearest(text, names) or "; `monitor classes` lists them"
            self.fail(f"no class '{value}'{near}", param, ctx)
        return text

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """The classes with what they mean."""
        from click.shell_completion import CompletionItem

        from monitor.cli.class_names import meanings

        return [
            CompletionItem(name, help=meaning)
            for name, meaning in meanings().items()
            if name.startswith(incomplete)
        ]


ID = WatchId()
SERVICE = OfWatches("service", lambda watch: (watch.service,))
TAG = OfWatches("tag", lambda watch: watch.tags)
CLASS = ClassName()
ROUTE = OfRoutes()
VERSION = OfVersions()
NUMBER = VersionNumber(1)
SINCE = When()
UNTIL = When(end=True)
AT = click.option(
    "--at", "--on", "at", type=UNTIL, metavar="DATE", help="As it stood then (end of the day)."
)
