"""Which schema the database has, and whether this code can read it."""

from __future__ import annotations

from monitor.errors import MissingError, SchemaError

REVISION = "0011"  # of the newest migration; they are numbered, so that they can be compared
UPGRADE = "monitor check"  # any command that records opens the database with `migrate`
INSTALL = "pip install --upgrade policy-monitor"


def refuse_newer(found: str, shown: str) -> None:
    """Raise SchemaError for a schema that this code does not know."""
    if found and (not found.isdigit() or int(found) > int(REVISION)):
        raise SchemaError(
            f"database {shown} is of schema {found}, newer than this monitor knows"
            f" ({REVISION}): run `{INSTALL}`"
        )


def check(found: str, shown: str) -> None:
    """Raise SchemaError or MissingError unless the schema `found` ("": none) can be read as it is.

    `shown`: the database's name in messages.
    """
    refuse_newer(found, shown)
    if not found:
        raise MissingError(
            f"database {shown} is empty, monitor has never run on it: run `{UPGRADE}`"
        )
    if found != REVISION:
        raise SchemaError(
            f"database {shown} is of schema {found}, older than this monitor's"
            f" ({REVISION}): run `{UPGRADE}`"
        )
