"""cover letter of an application"""

import sqlalchemy as sa
from alembic import op

revision = "d4e9f0a2b8c9"
down_revision = "c3d8e9f2a1b7"


def upgrade() -> None:
    op.add_column("job_applications", sa.Column("cover_letter_url", sa.String(255)))


def downgrade() -> None:
    op.drop_column("job_applications", "cover_letter_url")
