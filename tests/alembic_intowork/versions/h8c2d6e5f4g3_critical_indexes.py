"""critical indexes and constraints"""

import sqlalchemy as sa
from alembic import op

revision = "h8c2d6e5f4g3"
down_revision = "411cd9a350e0"

# The table of the last index is made on the other branch, by g7b1c5d4e3f2; nothing here says so.
INDEXES = (
    ("idx_jobs_company_id_status", "jobs", ["company_id", "status"], "status = 'PUBLISHED'"),
    ("idx_job_applications_job_id_status", "job_applications", ["job_id", "status"], None),
    ("idx_sessions_expires", "sessions", ["expires"], None),
    ("idx_password_reset_tokens_expires", "password_reset_tokens", ["expires_at"], "used_at IS NULL"),
)


def upgrade() -> None:
    op.create_index(
        "unique_candidate_job_application",
        "job_applications",
        ["candidate_id", "job_id"],
        unique=True,
        postgresql_where=sa.text("status <> 'rejected'"),
    )
    op.create_unique_constraint("unique_user_provider_account", "accounts", ["user_id", "provider"])
    for name, table, columns, where in INDEXES:
        op.create_index(name, table, columns, postgresql_where=sa.text(where) if where else None)


def downgrade() -> None:
    for name, table, _, _ in reversed(INDEXES):
        op.drop_index(name, table)
    op.drop_constraint("unique_user_provider_account", "accounts", type_="unique")
    op.drop_index("unique_candidate_job_application", "job_applications")
