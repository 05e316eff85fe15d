"""experiences and skills; candidates lose a column"""

import sqlalchemy as sa
from alembic import op

revision = "2aa492e7cc3e"
down_revision = "61fb15a112d1"


def upgrade() -> None:
    for table in ("experiences", "skills"):
        op.create_table(
            table,
            sa.Column("id", sa.Integer, primary_key=True),
            sa.Column("candidate_id", sa.Integer, sa.ForeignKey("candidates.id"), nullable=False),
            sa.Column("name", sa.String(255), nullable=False),
        )
    op.drop_column("candidates", "linkedin_url")


def downgrade() -> None:
    op.add_column("candidates", sa.Column("linkedin_url", sa.String(255)))
    for table in ("skills", "experiences"):
        op.drop_table(table)
