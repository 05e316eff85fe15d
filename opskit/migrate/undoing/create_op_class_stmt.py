"""CREATE OPERATOR CLASS: the family that is made for it has its name."""

from __future__ import annotations

from opskit.core.identifier import ident, qualified
from opskit.core.step import Reader
from opskit.migrate.created import dropped, home, strings
from opskit.migrate.ddl import Clause
from opskit.migrate.undo import Undo

_FAMILY = """
select true as there from pg_catalog.pg_opfamily as f
join pg_catalog.pg_namespace as n on n.oid = f.opfnamespace
join pg_catalog.pg_am as m on m.oid = f.opfmethod
where n.nspname = %(schema)s and f.opfname = %(name)s and m.amname = %(method)s
"""


def undo(clause: Clause, db: Reader) -> Undo:
    node = clause.node
    parts = strings(node.opclassname)
    schema = home(db, ".".join(parts[:-1]))
    there = node.opfamilyname or db.rows(_FAMILY, schema=schema, name=parts[-1], method=node.amname)
    word = "OPERATOR CLASS" if there else "OPERATOR FAMILY"
    return dropped(word, f"{qualified(schema, parts[-1])} USING {ident(node.amname)}")
