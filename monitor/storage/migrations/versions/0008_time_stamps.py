"""What a time stamping authority signed of the sealed days."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from monitor.storage.schema import CleanText, UtcDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add their table."""
    op.create_table(
        "stamp",
        sa.Column("day", CleanText, sa.ForeignKey("head.day"), primary_key=True),
        sa.Column("at", UtcDateTime, nullable=False),
        sa.Column("answer", sa.LargeBinary, nullable=False),
    )
