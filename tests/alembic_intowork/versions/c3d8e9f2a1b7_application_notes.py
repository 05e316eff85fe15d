"""notes of an application"""

import sqlalchemy as sa
from alembic import op

revision = "c3d8e9f2a1b7"
down_revision = "b58fbc6d62f4"


def upgrade() -> None:
    op.add_column("job_applications", sa.Column("notes", sa.Text))


def downgrade() -> None:
    op.drop_column("job_applications", "notes")
