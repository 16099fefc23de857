"""How structured logs look: on standard error, text for people, JSON for machines."""

from __future__ import annotations

import logging
import sys

import structlog

from monitor.config import Config


def configure(config: Config, *, least: str = "debug") -> None:
    """Set up structlog for this process; nothing below `least` is written.

    `auto`: text on a terminal, JSON elsewhere.
    """
    as_json = config.log_format == "json" or (
        config.log_format == "auto" and not sys.stderr.isatty()
    )
    names = logging.getLevelNamesMapping()
    level = max(names[config.log_level.upper()], names[least.upper()])
    renderer: structlog.types.Processor = (
        structlog.processors.JSONRenderer()
        if as_json
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.StackInfoRenderer(),
            *([structlog.processors.format_exc_info] if as_json else []),
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
