"""first tables"""

import sqlalchemy as sa
from alembic import op

revision = "61fb15a112d1"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "companies", sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.String(255), nullable=False)
    )
    op.create_table(
        "users",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("email", sa.String(255), nullable=False, unique=True),
        sa.Column("role", sa.Enum("CANDIDATE", "EMPLOYER", name="userrole"), nullable=False),
    )
    op.create_table(
        "candidates",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("user_id", sa.Integer, sa.ForeignKey("users.id"), nullable=False, unique=True),
        sa.Column("linkedin_url", sa.String(255)),
    )
    op.create_table(
        "jobs",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("company_id", sa.Integer, sa.ForeignKey("companies.id"), nullable=False),
        sa.Column("title", sa.String(255), nullable=False),
        sa.Column("status", sa.Enum("DRAFT", "PUBLISHED", name="jobstatus"), nullable=False),
        sa.Column("posted_at", sa.DateTime(timezone=True)),
    )
    op.create_index("ix_jobs_title", "jobs", ["title"])
    op.create_table(
        "job_applications",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("candidate_id", sa.Integer, sa.ForeignKey("candidates.id"), nullable=False),
        sa.Column("job_id", sa.Integer, sa.ForeignKey("jobs.id"), nullable=False),
        sa.Column("status", sa.Enum("APPLIED", "REJECTED", name="applicationstatus"), nullable=False),
    )


def downgrade() -> None:
    for table in ("job_applications", "jobs", "candidates", "users", "companies"):
        op.drop_table(table)
    for name in ("applicationstatus", "jobstatus", "userrole"):
        op.execute(f"drop type {name}")
