"""Notices that leave the application, and where people are reached."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
WORDS = {"occasion": 100, "channel": 10, "manner": 20}


def upgrade() -> None:
    """Adds the outbox; what waited to be handed on still does, what was seen was seen in the application."""
    for name, length in {"email": 200, "mobile": 20}.items():
        op.add_column("accounts", sa.Column(name, sa.String(length), nullable=False, server_default=""))
    for name, length in WORDS.items():
        op.add_column("notices", sa.Column(name, sa.String(length), nullable=False, server_default=""))
    for name in ("next_at", "answer_by"):
        op.add_column("notices", sa.Column(name, INSTANT, nullable=True))
        op.create_index(f"ix_notices_{name}", "notices", [name])
    op.execute("UPDATE notices SET next_at = queued_at WHERE sent_at IS NULL")
    op.execute("UPDATE notices SET manner = 'app' WHERE acknowledged_at IS NOT NULL")
    once = ["event_id", "kind", "role", "organisation", "occasion"]
    op.create_index("ix_notices_once", "notices", once, unique=True)
    op.create_table(
        "dispatches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("target", sa.String(length=60), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("queued_at", INSTANT, nullable=False),
        sa.Column("next_at", INSTANT, nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("sent_at", INSTANT, nullable=True),
        sa.Column("given_up_at", INSTANT, nullable=True),
        sa.Column("fault", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["notice_id"], ["notices.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
    )
    op.create_index("ix_dispatches_notice_id", "dispatches", ["notice_id"])
    op.create_index("ix_dispatches_next_at", "dispatches", ["next_at"])
