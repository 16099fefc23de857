"""What many watches need: indexes, runs of looks as one row, facts and dates as rows."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from monitor.storage.schema import CleanText, UtcDateTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add them. All links that are there count as sealed: none is written over."""
    op.create_index("ix_page_active_next_due_at", "page", ["active", "next_due_at"])
    op.create_index("ix_page_fetched_at", "page", ["fetched_at"])
    op.add_column("fetch", sa.Column("looks", sa.Integer, nullable=False, server_default="1"))
    op.add_column("fetch", sa.Column("last_at", UtcDateTime, nullable=True))
    op.add_column("head", sa.Column("last_link", sa.Integer, nullable=True))
    op.execute("UPDATE head SET last_link = (SELECT max(id) FROM link)")
    of_page = sa.ForeignKey("page.watch_id")
    op.create_table(
        "said",
        sa.Column("watch_id", CleanText, of_page, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("edition", CleanText, nullable=False),
    )
    op.create_table(
        "fact",
        sa.Column("watch_id", CleanText, sa.ForeignKey("page.watch_id"), primary_key=True),
        sa.Column("place", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("cls", CleanText, nullable=False),
        sa.Column("since", sa.Integer, nullable=False),
        sa.Column("finding", sa.LargeBinary, nullable=False),
    )
    op.create_index("ix_fact_cls", "fact", ["cls"])
    op.create_table(
        "deadline",
        sa.Column("watch_id", CleanText, sa.ForeignKey("page.watch_id"), primary_key=True),
        sa.Column("role", CleanText, primary_key=True),
        sa.Column("day", CleanText, primary_key=True),
        sa.Column("deadline", sa.LargeBinary, nullable=False),
    )
    op.create_index("ix_deadline_day", "deadline", ["day"])
    op.create_table(
        "host",
        sa.Column("host", CleanText, primary_key=True),
        sa.Column("ready_at", UtcDateTime, nullable=False),
    )
