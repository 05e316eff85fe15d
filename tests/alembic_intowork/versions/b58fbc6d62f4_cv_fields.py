"""cv fields of candidates"""

import sqlalchemy as sa
from alembic import op

revision = "b58fbc6d62f4"
down_revision = "2aa492e7cc3e"


def upgrade() -> None:
    op.add_column("candidates", sa.Column("cv_filename", sa.String(255)))
    op.execute("comment on column candidates.cv_filename is '100% of what was uploaded'")


def downgrade() -> None:
    op.drop_column("candidates", "cv_filename")
