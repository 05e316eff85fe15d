"""notifications"""

import sqlalchemy as sa
from alembic import op

revision = "f6a0b4c3d2e1"
down_revision = "e5f0a3b9c1d0"


def upgrade() -> None:
    op.create_table(
        "notifications",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("user_id", sa.Integer, sa.ForeignKey("users.id"), nullable=False, index=True),
        sa.Column("is_read", sa.Boolean, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("notifications")
