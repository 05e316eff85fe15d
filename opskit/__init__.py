"""opskit: the deploy window of a PostgreSQL database as idempotent, dry-runnable, tracked steps."""

__version__ = "0.1.0"
