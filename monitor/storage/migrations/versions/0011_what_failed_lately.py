"""What is due from an index alone; an index of the attempts that failed, by their time."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add both, the first in the place of a narrower one."""
    op.drop_index("ix_page_active_next_due_at", "page")
    op.create_index("ix_page_due", "page", ["active", "next_due_at", "watch_id"])
    failed = sa.text("outcome = 'failed'")
    op.create_index(
        "ix_fetch_failed_at",
        "fetch",
        ["fetched_at"],
        sqlite_where=failed,
        postgresql_where=failed,
    )
