"""The case that a case follows: a second ban is a new case, linked to the first."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds the number of the earlier case, and an index to find those that follow it."""
    op.add_column("cases", sa.Column("earlier", sa.String(length=20), nullable=False, server_default=""))
    follows = sa.text("earlier <> ''")
    op.create_index("ix_cases_earlier", "cases", ["earlier"], sqlite_where=follows, postgresql_where=follows)
