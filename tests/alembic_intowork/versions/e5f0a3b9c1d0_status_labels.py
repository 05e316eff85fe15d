"""labels of an application's status in lower case"""

from alembic import op

revision = "e5f0a3b9c1d0"
down_revision = "d4e9f0a2b8c9"


def upgrade() -> None:
    for label in ("APPLIED", "REJECTED"):
        op.execute(f"alter type applicationstatus rename value '{label}' to '{label.lower()}'")


def downgrade() -> None:
    for label in ("APPLIED", "REJECTED"):
        op.execute(f"alter type applicationstatus rename value '{label.lower()}' to '{label}'")
