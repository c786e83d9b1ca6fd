"""The date of the law beside the next hour that counts."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds what the worklist shows as the second date; the next step in a case fills it in."""
    op.add_column("cases", sa.Column("fatal_at", sa.DateTime(timezone=True), nullable=True))
