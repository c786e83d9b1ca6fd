"""Drafts are removed at their term: an index over them alone, by when they were last changed."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds the index."""
    drafts = sa.text("event_id IS NULL")
    op.create_index("ix_facts_drafts", "facts", ["saved_at"], sqlite_where=drafts, postgresql_where=drafts)
