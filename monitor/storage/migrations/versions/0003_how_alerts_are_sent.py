"""What an alert is about, when it may go, which of its parts arrived and what the channel said."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_NEW = (
    sa.Column("about", sa.Text(), nullable=True),
    sa.Column("slot", sa.Integer(), nullable=True),
    sa.Column("hold_until_at", sa.DateTime(timezone=True), nullable=True),
    sa.Column("first_tried_at", sa.DateTime(timezone=True), nullable=True),
    sa.Column("parts_sent", sa.Text(), nullable=True),
    sa.Column("answer", sa.Text(), nullable=True),
    sa.Column("sent_as", sa.Text(), nullable=True),
)


def upgrade() -> None:
    """Add the columns; alerts of an older release are sent as they were written."""
    for column in _NEW:
        op.add_column("alert", column)
