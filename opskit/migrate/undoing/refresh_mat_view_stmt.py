"""REFRESH MATERIALIZED VIEW: its rows are always those of the moment; whether it has any is as before."""

from __future__ import annotations

from opskit.core.change import Irreversible
from opskit.core.step import Reader
from opskit.migrate.ddl import Clause
from opskit.migrate.named import identity, relation_named
from opskit.migrate.undo import LATER, Undo

_FILLED = "select c.relispopulated as filled from pg_catalog.pg_class as c where c.oid = %(oid)s::pg_catalog.oid"


def undo(clause: Clause, db: Reader) -> Undo | Irreversible:
    found = relation_named(db, clause.node.relation)
    if found is None:
        return LATER
    filled = db.rows(_FILLED, oid=found.oid)[0]["filled"]
    if filled != clause.node.skip_data:
        return Undo()
    without = "" if filled else " WITH NO DATA"
    return Undo((f"REFRESH MATERIALIZED VIEW {identity(db, found).text}{without}",))
