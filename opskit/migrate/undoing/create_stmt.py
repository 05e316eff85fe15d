"""CREATE TABLE: what belongs to it goes with it."""

from __future__ import annotations

from opskit.core.change import Loss
from opskit.core.identifier import qualified
from opskit.core.step import Reader
from opskit.migrate.created import made_relation, relation_name
from opskit.migrate.ddl import Clause
from opskit.migrate.named import present_name
from opskit.migrate.undo import Undo

_REFERENCED = """
select pg_catalog.count(*) as keys from pg_catalog.pg_constraint as k
where k.contype = 'f' and k.confrelid = pg_catalog.to_regclass(%(relation)s)
"""


def undo(clause: Clause, db: Reader) -> Undo:
    node = clause.node
    back = made_relation(db, node.relation, "TABLE", Loss.NEW_DATA, unless_there=node.if_not_exists)
    if not back.statements or not node.HasField("partbound"):
        return back
    parent = node.inh_relations[0].range_var
    rows = db.rows(_REFERENCED, relation=qualified(parent.schemaname, parent.relname))
    if not rows or not rows[0]["keys"]:
        return back
    # A key that refers to the whole also refers to each partition, and would have to go.
    detached = f"ALTER TABLE {present_name(db, parent)} DETACH PARTITION {relation_name(db, node.relation)}"
    return Undo((detached, *back.statements), back.loss)
