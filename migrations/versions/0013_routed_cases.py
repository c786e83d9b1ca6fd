"""Whom a way on names: OM, Raad or an organisation of local care may open the case for that alone."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds the names on the case row, and an index to find the few cases that have any."""
    op.add_column("cases", sa.Column("routed", sa.Text(), nullable=False, server_default=""))
    some = sa.text("routed <> ''")
    op.create_index("ix_cases_routed", "cases", ["region"], sqlite_where=some, postgresql_where=some)
