"""How structured logs look: on standard error, text for people, JSON for machines."""

from __future__ import annotations

import logging
import sys
import traceback
from types import TracebackType
from typing import Any, TextIO

import structlog

from monitor.config import Config
from monitor.text.safe import clean

Event = structlog.typing.EventDict


def configure(config: Config, *, least: str = "debug") -> None:
    """Set up structlog for this process; nothing below `least` is written.

    `auto`: text on a terminal, JSON elsewhere.
    """
    as_json = config.log_format == "json" or (
        config.log_format == "auto" and not sys.stderr.isatty()
    )
    names = logging.getLevelNamesMapping()
    level = max(names[config.log_level.upper()], names[least.upper()])
    text = structlog.dev.ConsoleRenderer(
        colors=sys.stderr.isatty(),
        # The default shows local variables: secrets among them, and pages whole.
        exception_formatter=_traceback,
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.StackInfoRenderer(),
            *([structlog.processors.format_exc_info] if as_json else [_harmless]),
            structlog.processors.JSONRenderer() if as_json else text,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )


def _harmless(logger: Any, method: str, event: Event) -> Event:
    """Text of pages and servers without anything that acts on a terminal."""
    return {k: clean(v) if isinstance(v, str) else v for k, v in event.items()}


def _traceback(
    file: TextIO,
    exc_info: tuple[type[BaseException], BaseException, TracebackType | None],
) -> None:
    file.write("\n" + traceback_text(exc_info[1]))


def traceback_text(error: BaseException) -> str:
    """A traceback for people, without anything that acts on a terminal: messages quote pages."""
    lines = "".join(traceback.format_exception(error)).splitlines()
    return "\n".join(" " * (len(s) - len(s.lstrip(" "))) + clean(s.lstrip(" ")) for s in lines)
