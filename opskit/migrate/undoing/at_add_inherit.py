"""ALTER TABLE … INHERIT."""

from __future__ import annotations

from opskit.catalog.facts import fact
from opskit.core.change import Irreversible
from opskit.core.identifier import qualified
from opskit.core.step import Reader
from opskit.migrate.ddl import Clause
from opskit.migrate.relation_before import of_relation
from opskit.migrate.undo import LATER, Undo


def undo(clause: Clause, db: Reader) -> Undo | Irreversible:
    written = getattr(clause.node, "def").range_var
    parent = db.rows(fact("undo_relation"), relation=qualified(written.schemaname, written.relname))
    if not parent:
        return LATER
    return of_relation(clause, db, lambda _: f"NO INHERIT {parent[0]['relation']}")
