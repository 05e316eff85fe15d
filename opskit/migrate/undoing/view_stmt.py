"""CREATE VIEW; OR REPLACE of one that is there puts the old one back, which has to be made anew with all that reads it
where the new one may have more columns: a view cannot lose one."""

from __future__ import annotations

from typing import Any

from opskit.core.change import Irreversible
from opskit.core.identifier import qualified
from opskit.core.step import Reader
from opskit.migrate.created import made_relation
from opskit.migrate.ddl import Clause
from opskit.migrate.definitions.reading import remade, replaced
from opskit.migrate.named import Name, find
from opskit.migrate.undo import Undo

_COLUMNS = """
select pg_catalog.count(*) as columns from pg_catalog.pg_attribute as a
where a.attrelid = %(oid)s::pg_catalog.oid and a.attnum > 0 and not a.attisdropped
"""


def undo(clause: Clause, db: Reader) -> Undo | Irreversible:
    node = clause.node
    there = None
    if node.replace and node.view.relpersistence != "t":
        there = find(db, Name("view", relation=qualified(node.view.schemaname, node.view.relname)))
    if there is None:
        return made_relation(db, node.view, "VIEW")
    before = db.rows(_COLUMNS, oid=there.oid)[0]["columns"]
    return replaced(db, there) if _columns(node.query.select_stmt) == before else remade(db, there)


def _columns(select: Any) -> int:
    """How many it shows; none where a star leaves that open."""
    while select.HasField("larg"):
        select = select.larg
    shown = [each.res_target.val for each in select.target_list]
    starred = any(
        each.WhichOneof("node") == "column_ref" and each.column_ref.fields[-1].WhichOneof("node") == "a_star"
        for each in shown
    )
    return 0 if starred else len(shown)
