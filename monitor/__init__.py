"""monitor: watches policy pages, says what changed and by when to act, and keeps the evidence.

Public names: :func:`compare` (two documents in, a classified Change out) and ``__version__``.
Everything else is reached through the command line or :mod:`monitor.app`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from monitor.api import compare
    from monitor.model import Change

__all__ = ["Change", "__version__", "compare"]


def __getattr__(name: str) -> Any:
    """Import the public names on first use, so that `monitor --help` stays instant."""
    if name == "compare":
        from monitor.api import compare

        return compare
    if name == "Change":
        from monitor.model import Change

        return Change
    raise AttributeError(f"module 'monitor' has no attribute {name!r}")
