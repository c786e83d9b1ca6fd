"""The end of a file: when it was destroyed, and triggers that let nothing go before that."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

KEPT_UNTIL_DESTROYED = {"parties": "", "documents": "", "facts": "OLD.event_id IS NOT NULL AND "}
"""Tables whose rows go only after the destruction of their case; a draft (facts without an event) may go."""

DESTROYED = (
    "EXISTS (SELECT 1 FROM events WHERE events.case_id = OLD.case_id "
    "AND events.stage = 'follow_up' AND events.step = 'destroy')"
)


def upgrade() -> None:
    """Adds the instant of the destruction and the triggers."""
    op.add_column("cases", sa.Column("destroyed_at", sa.DateTime(timezone=True), nullable=True))
    for table, only_if in KEPT_UNTIL_DESTROYED.items():
        _keep(table, only_if)


def _keep(table: str, only_if: str) -> None:
    name = f"{table}_kept_until_destroyed"
    sentence = f"{table} are kept until the case is destroyed: DELETE is refused"
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER {name} BEFORE DELETE ON {table} FOR EACH ROW "
            f"WHEN ({only_if}NOT {DESTROYED}) BEGIN SELECT RAISE(ABORT, '{sentence}'); END"
        )
        return
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {only_if}NOT {DESTROYED} THEN RAISE EXCEPTION '{sentence}'; END IF; RETURN OLD; END $$"
    )
    op.execute(f"CREATE TRIGGER {name} BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")
    op.execute(
        f"CREATE FUNCTION {name}_all() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{sentence}'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {name}_all BEFORE TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {name}_all()"
    )
