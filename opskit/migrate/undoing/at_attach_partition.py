"""ALTER INDEX … ATTACH PARTITION: PostgreSQL cannot detach an index."""

from __future__ import annotations

from opskit.catalog.facts import fact
from opskit.core.change import Irreversible
from opskit.core.identifier import qualified
from opskit.core.step import Reader
from opskit.migrate.ddl import Clause
from opskit.migrate.relation_before import Before, of_relation
from opskit.migrate.undo import LATER, Undo

NO_WAY_BACK = Irreversible(
    "PostgreSQL cannot detach an index from that of the parent; no row and no query is the worse for it: leave it, or"
    " drop the parent's index, which drops all of its partitions' too, and build those anew that are wanted"
)


def undo(clause: Clause, db: Reader) -> Undo | Irreversible:
    written = getattr(clause.node, "def").partition_cmd.name
    child = db.rows(fact("undo_relation"), relation=qualified(written.schemaname, written.relname))

    def back(before: Before) -> Undo | Irreversible:
        if not child:
            return LATER
        return Undo() if before.relation in child[0]["parents"] else NO_WAY_BACK

    return of_relation(clause, db, back)
