"""With each document: the hash of its data, and the version of what drew it."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds both, empty for what was drawn before: that can be compared with nothing."""
    op.add_column(
        "documents", sa.Column("data_sha256", sa.String(length=64), nullable=False, server_default="")
    )
    op.add_column(
        "documents", sa.Column("renderer", sa.String(length=400), nullable=False, server_default="")
    )
