"""When a duty in a case next comes to somebody else, for the clock."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds the instant; the next step in a case fills it in."""
    op.add_column("cases", sa.Column("alert_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_cases_alert", "cases", ["alert_at"])
