"""Alembic as a source of migrations: revisions read through Alembic's own API, their SQL by its offline mode, no
database asked."""
