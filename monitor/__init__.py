"""monitor: watches policy pages, says what changed and by when to act, and keeps the evidence.

Public: the names in ``__all__`` (:func:`compare` takes two documents and returns a :class:`Change`,
:func:`open` gives the recorded :class:`History` of a watchlist)
and ``monitor.api.extract``, which takes one document and returns its sections. It cannot be called
`monitor.extract`: a package has that name. All other modules may change without notice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from monitor.api import compare
    from monitor.errors import ExtractError, MonitorError
    from monitor.model import (
        Block,
        BlockDiff,
        BlockKind,
        Change,
        DateChange,
        Document,
        Finding,
        Kind,
        Op,
        Point,
        Section,
        SectionDiff,
        Span,
    )
    from monitor.notebook import History
    from monitor.notebook import open_watchlist as open  # noqa: A004 - only as monitor.open

__all__ = [
    "Block",
    "BlockDiff",
    "BlockKind",
    "Change",
    "DateChange",
    "Document",
    "ExtractError",
    "Finding",
    "History",
    "Kind",
    "MonitorError",
    "Op",
    "Point",
    "Section",
    "SectionDiff",
    "Span",
    "__version__",
    "compare",
    "open",
]


def __getattr__(name: str) -> Any:
    """Import the public names on first use, so that `monitor --help` stays instant."""
    if name == "compare":
        from monitor.api import compare

        return compare
    if name in ("History", "open"):
        from monitor import notebook

        return notebook.History if name == "History" else notebook.open_watchlist
    if name in ("ExtractError", "MonitorError"):
        from monitor import errors

        return getattr(errors, name)
    if name in __all__:
        from monitor import model

        return getattr(model, name)
    raise AttributeError(f"module 'monitor' has no attribute {name!r}")


def __dir__() -> list[str]:
    """The public names, so that a notebook completes them."""
    return sorted({*__all__, *(name for name in globals() if name.startswith("__"))})
