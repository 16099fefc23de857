"""Who holds a claim: those of a process that was killed are free at once."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; the claims of now are nobody's, their leases decide."""
    op.add_column("page", sa.Column("claimed_by", sa.Text(), nullable=True))
    op.add_column("alert", sa.Column("claimed_by", sa.Text(), nullable=True))
