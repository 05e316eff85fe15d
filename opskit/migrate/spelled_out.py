"""Definitions from the catalog that mean the same under any search path."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from opskit.core.step import Reader

_NOW = "select pg_catalog.current_setting('search_path') as path"
_SET = "select pg_catalog.set_config('search_path', %(path)s, false) as path"


@contextmanager
def spelled_out(db: Reader) -> Iterator[None]:
    """The server's own functions (format_type, pg_get_expr, pg_get_constraintdef) leave out the schemas that the search
    path shows: for what is read here it shows none of a person's."""
    now = db.rows(_NOW)
    db.rows(_SET, path="pg_catalog")
    try:
        yield
    finally:
        for row in now:
            db.rows(_SET, path=row["path"])
