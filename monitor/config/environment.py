"""The only place that reads the environment: MONITOR_… variables, and ${NAME} in the watchlist."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

WATCHLIST = "watchlist.yaml"
_REFERENCE = re.compile(r"\$\$\{|\$\{(?:([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\})?")

# Every variable and what it sets; tests hold containers' settings against it.
VARIABLES = {
    "MONITOR_WATCHLIST": "the watchlist file (default: watchlist.yaml in the current folder)",
    "MONITOR_DATABASE": "the database, before what the watchlist says",
    "MONITOR_SNAPSHOTS": "the folder of raw pages, before what the watchlist says",
    "MONITOR_USER_AGENT": "how the fetcher introduces itself",
    "MONITOR_CONCURRENCY": "pages fetched at once",
    "MONITOR_LOG": "text or json, and a level: json,debug",
    "MONITOR_WEB_TOKEN": "whoever knows it may write notes in `monitor web`",
}


@dataclass(frozen=True, slots=True)
class Environment:
    """The MONITOR_… variables that are set to something."""

    variables: Mapping[str, str]

    def __getitem__(self, name: str) -> str | None:
        return self.variables.get(name, "").strip() or None


def current(environ: Mapping[str, str] | None = None) -> Mapping[str, str]:
    """`environ`, or that of the process."""
    return os.environ if environ is None else environ


def watchlist_path(path: Path | None, environ: Mapping[str, str] | None = None) -> Path:
    """The watchlist to use: the one asked for, MONITOR_WATCHLIST, or ./watchlist.yaml."""
    return path or Path(Environment(current(environ))["MONITOR_WATCHLIST"] or WATCHLIST)


def referenced(text: str) -> list[str]:
    """The names of the variables that a text asks for, each once."""
    return sorted({match[1] for match in _REFERENCE.finditer(text) if match[1]})


def filled(text: str, environ: Mapping[str, str], problem: Callable[[str], None]) -> str:
    """`text` with ${NAME} and ${NAME:-default} replaced; $${ stands for ${.

    Calls `problem` for a variable that is not set and for a ${ that is never closed.
    """

    def replace(match: re.Match[str]) -> str:
        if match[0] == "$${":
            return "${"
        name, default = match[1], match[2]
        if name is None:
            problem("expected ${NAME} or ${NAME:-default} ($${ for a literal ${)")
            return match[0]
        if default is not None:
            return environ.get(name) or default
        if name not in environ:
            problem(
                f"the environment variable {name} is not set "
                f"(write ${{{name}:-}} where it may be missing)"
            )
            return ""
        return environ[name]

    return _REFERENCE.sub(replace, text)
