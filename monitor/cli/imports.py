"""`monitor import` with all of its commands."""

from __future__ import annotations

from monitor.cli import archive_imports, list_imports
from monitor.cli.import_group import import_

__all__ = ["archive_imports", "import_", "list_imports"]
