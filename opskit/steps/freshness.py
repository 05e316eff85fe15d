"""Whether nobody can be waiting for a relation: it is not there yet, or this very run has made it."""

from __future__ import annotations

from opskit.core.identifier import qualified
from opskit.core.step import Reader
from opskit.migrate.parser import parse
from opskit.steps import observing

_SAME = "select pg_catalog.to_regclass(%(left)s) = pg_catalog.to_regclass(%(right)s) as same"


def fresh(db: Reader, relation: str, run: str) -> bool:
    """`relation` is a quoted, perhaps qualified name."""
    return not observing.relation_kind(db, relation) or any(
        db.rows(_SAME, left=made, right=relation)[0]["same"] for made in _made_by(db, run)
    )


def _made_by(db: Reader, run: str) -> list[str]:
    """The tables that statements of this run have created, as far as the record tells."""
    rows = [row for each in observing.revisions(db) for row in observing.statements(db, str(each["revision"]))]
    created = [
        parsed.node.relation
        for row in rows
        if row["run"] == run and row["state"] == "done" and "TABLE" in str(row["sql"]).upper()
        for parsed in parse(str(row["sql"]))
        if parsed.kind == "create_stmt"
    ]
    return [qualified(each.schemaname, each.relname) for each in created]
