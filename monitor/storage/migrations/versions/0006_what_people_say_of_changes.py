"""Notes on changes, that somebody has seen one, that one was a false alarm."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from monitor.storage.schema import CleanText, UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add their table."""
    op.create_table(
        "mark",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("change_id", CleanText, sa.ForeignKey("change.id"), nullable=False),
        sa.Column("kind", CleanText, nullable=False),
        sa.Column("text", CleanText, nullable=False),
        sa.Column("by", CleanText, nullable=False),
        sa.Column("at", UtcDateTime, nullable=False),
    )
    op.create_index("ix_mark_change_id", "mark", ["change_id"])
