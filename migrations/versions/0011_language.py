"""The language of a document: a leaflet is drawn up in the language of its reader."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds the language; what was drawn before is Dutch."""
    op.add_column(
        "documents", sa.Column("language", sa.String(length=3), nullable=False, server_default="nl")
    )
