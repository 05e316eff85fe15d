"""ALTER SEQUENCE: one that was put back to where it had been goes on from where it was before."""

from __future__ import annotations

from opskit.catalog.facts import fact
from opskit.core.change import Irreversible
from opskit.core.identifier import qualified
from opskit.core.step import Reader
from opskit.migrate.ddl import Clause
from opskit.migrate.relation_before import Before
from opskit.migrate.sequence_before import position_back
from opskit.migrate.undo import LATER, Undo


def undo(clause: Clause, db: Reader) -> Undo | Irreversible:
    node = clause.node
    rows = db.rows(fact("undo_relation"), relation=qualified(node.sequence.schemaname, node.sequence.relname))
    if not rows:
        return Undo() if node.missing_ok else LATER
    before = Before(rows[0])
    named = {each.def_elem.defname for each in node.options}
    for row in db.rows(fact("undo_sequence"), oid=before.oid):
        options = " ".join(row["options"]) if named - {"restart", "owned_by"} else ""
        owned = f"OWNED BY {row['owned_by']}" if "owned_by" in named else ""
        altered = " ".join(filter(None, [options, owned]))
        position = position_back(row, before.relation) if "restart" in named else ()
        return Undo((*([before.alter(altered)] if altered else []), *position))
    return LATER
