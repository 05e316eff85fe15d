"""ALTER TABLE … NO INHERIT: of several parents the later ones are taken off and put back, for their order counts. The
table's columns stay its own: what drops one from the parent leaves it here."""

from __future__ import annotations

from opskit.catalog.facts import fact
from opskit.core.change import Irreversible
from opskit.core.identifier import qualified
from opskit.core.step import Reader
from opskit.migrate.ddl import Clause
from opskit.migrate.relation_before import Before, of_relation
from opskit.migrate.undo import LATER, Undo


def undo(clause: Clause, db: Reader) -> Undo | Irreversible:
    written = getattr(clause.node, "def").range_var
    rows = db.rows(fact("undo_relation"), relation=qualified(written.schemaname, written.relname))
    parent = str(rows[0]["relation"]) if rows else ""
    return of_relation(clause, db, lambda before: _back(before, parent))


def _back(before: Before, parent: str) -> Undo | Irreversible:
    parents = list(before.row["parents"])
    if parent not in parents:
        return LATER
    later = parents[parents.index(parent) + 1 :]
    off = [before.alter(f"NO INHERIT {each}") for each in later]
    return Undo((*off, *(before.alter(f"INHERIT {each}") for each in [parent, *later])))
