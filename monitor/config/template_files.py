"""The templates that a route brings: read from its folder, tried before they are needed."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

NAMES = frozenset(
    f"{name}.{kind}.j2"
    for name in ("alert", "notice", "several", "base", "parts")
    for kind in ("txt", "html")
)
MOST = 200_000  # bytes of one template


def read(folder: str) -> tuple[tuple[str, str], ...]:
    """(file name, source) of each, in a stable order. Raises OSError, UnicodeDecodeError."""
    files = sorted(Path(folder).glob("*.j2")) if folder else []
    return tuple((file.name, file.read_text("utf-8")[:MOST]) for file in files)


def problem(folder: str) -> str | None:
    """What is wrong with the templates of a folder, one line; None when a sample can be made."""
    from monitor import render
    from monitor.render import sample

    now = datetime(2026, 1, 1, tzinfo=UTC)
    if not Path(folder).is_dir():
        return "expected a folder"
    try:
        own = read(folder)
        if unknown := [name for name, _ in own if name not in NAMES]:
            return f"'{unknown[0]}' is none of {', '.join(sorted(NAMES))}"
        made = render.alert(sample.change(now), now=now, templates=own)
        render.together(
            "digest",
            [render.Entry(made.title, "change", "high", "Plaza", "Terms", "", made.content)] * 2,
            now=now,
            templates=own,
        )
        render.notice(
            "test", watch_id="", service="a", document="b", url="", now=now, templates=own
        )
    except Exception as error:  # a template may raise whatever it likes
        return f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"
    return None
