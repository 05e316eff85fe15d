"""ALTER … SET SCHEMA: back to the schema it was in; indexes, sequences and constraints follow both ways."""

from __future__ import annotations

from opskit.core.change import Irreversible
from opskit.core.step import Reader
from opskit.migrate.ddl import Clause
from opskit.migrate.named import find, name_in
from opskit.migrate.nodes import enum_word
from opskit.migrate.parser import deparse
from opskit.migrate.renamed import called, schema_of
from opskit.migrate.undo import LATER, Undo

_EXTENSION = """
select n.nspname::text as schema from pg_catalog.pg_extension as e
join pg_catalog.pg_namespace as n on n.oid = e.extnamespace where e.oid = %(oid)s::pg_catalog.oid
"""


def undo(clause: Clause, db: Reader) -> Undo | Irreversible:
    node, word = clause.node, enum_word(clause.node, "object_type")
    if word == "OBJECT_EXTENSION":
        found = find(db, name_in("extension", node.object))
        schema = db.rows(_EXTENSION, oid=found.oid)[0]["schema"] if found else None
    else:
        schema = schema_of(db, node, word)
    if schema is None:
        return Undo() if node.missing_ok else LATER
    if not schema:
        return Irreversible("the schema it was in is not looked up for this kind of object; write a down.sql")
    back = called(node, "" if word == "OBJECT_EXTENSION" else node.newschema)
    back.newschema, back.missing_ok = schema, False
    return Undo((deparse("alter_object_schema_stmt", back),))
