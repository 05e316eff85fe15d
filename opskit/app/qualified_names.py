"""Definitions as pg_get_*def prints them with every name qualified: it leaves out what the search path finds."""

from __future__ import annotations

from opskit.core.step import Reader

_SET = "select pg_catalog.set_config('search_path', 'pg_catalog', false) as path"


def qualify_names(db: Reader) -> None:
    """For the rest of the session, so that names no longer resolve without their schema."""
    db.rows(_SET)
