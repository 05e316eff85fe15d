"""Fixes, and what items of runbooks did, among the migrations of a database, at their place in its record: an index
that one has dropped is expected no more, one that it has built is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from opskit.core.own_revision import SLUG, is_own
from opskit.core.step import Reader, Row
from opskit.migrate.classify import classify
from opskit.migrate.migration import Migration
from opskit.migrate.parser import parse
from opskit.migrate.remedy import placed
from opskit.steps import observing


def with_fixes(migrations: Sequence[Migration], recorded: Sequence[Row], db: Reader) -> list[Migration]:
    """`recorded` are rows of opskit.revision, oldest first. Migrations of which it knows nothing come first."""
    live = {str(row["revision"]): row for row in recorded if row["state"] != "undone"}
    by_name = {each.revision: each for each in migrations}
    found = [each for each in migrations if each.revision not in live]
    for revision in live:
        if revision in by_name:
            found.append(by_name[revision])
        elif is_own(revision):
            found.append(_read(revision, db))
    return found


def _read(revision: str, db: Reader) -> Migration:
    rows = [row for row in observing.statements(db, revision) if row["state"] in ("done", "intent")]
    statements = (placed(parsed, int(row["ordinal"])) for row in rows for parsed in parse(str(row["sql"])))
    up = tuple(ddl for parsed in statements for ddl in classify(parsed))
    return Migration(revision, SLUG, Path(), up, "", "")
