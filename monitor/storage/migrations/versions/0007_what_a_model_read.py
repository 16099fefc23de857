"""What the optional second reader made of changes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from monitor.storage.schema import CleanText, UtcDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add their table."""
    op.create_table(
        "reading",
        sa.Column("change_id", CleanText, sa.ForeignKey("change.id"), primary_key=True),
        sa.Column("at", UtcDateTime, nullable=False),
        sa.Column("model", CleanText, nullable=False),
        sa.Column("line", CleanText, nullable=False),
        sa.Column("claims", CleanText, nullable=False),
        sa.Column("problem", CleanText, nullable=False),
    )
