"""Versions that were imported, with whose record they are of."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; it is empty for what was seen by this program."""
    op.add_column("version", sa.Column("source", sa.Text(), nullable=True))
