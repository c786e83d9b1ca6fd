"""Attempts to have a decision signed by whoever took it, and forms that hold his signature."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

LIVE = sa.text("state IN ('prepared', 'presented', 'approved')")


def upgrade() -> None:
    """Sealed forms become forms that are signed, sealed or both: what there was is sealed. Adds attempts."""
    for column in ("case_id", "document_id", "sha256"):
        op.drop_index(f"ix_seals_{column}", "seals")
    op.rename_table("seals", "signed_forms")
    op.add_column(
        "signed_forms", sa.Column("signed", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column("signed_forms", sa.Column("sealed", sa.Boolean(), nullable=False, server_default=sa.true()))
    for column in ("case_id", "document_id", "sha256"):
        op.create_index(f"ix_signed_forms_{column}", "signed_forms", [column])
    moments = ("presented_at", "approved_at", "signed_at", "archived_at", "ended_at")
    op.create_table(
        "signing_sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("fault", sa.String(length=30), nullable=False),
        sa.Column("shown_sha256", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("begins", sa.Integer(), nullable=False),
        sa.Column("ends", sa.Integer(), nullable=False),
        sa.Column("attributes", sa.LargeBinary(), nullable=False),
        sa.Column("certificates", sa.LargeBinary(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=True),
        sa.Column("prepared_at", sa.DateTime(timezone=True), nullable=False),
        *(sa.Column(moment, sa.DateTime(timezone=True), nullable=True) for moment in moments),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"]),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    for column in ("case_id", "document_id", "state"):
        op.create_index(f"ix_signing_sessions_{column}", "signing_sessions", [column])
    live = {"sqlite_where": LIVE, "postgresql_where": LIVE}
    op.create_index("ix_signing_sessions_live", "signing_sessions", ["document_id"], unique=True, **live)
