"""ALTER … DEPENDS ON EXTENSION, and NO DEPENDS."""

from __future__ import annotations

from opskit.core.change import Irreversible
from opskit.core.step import Reader
from opskit.migrate.ddl import Clause
from opskit.migrate.named import Name, find, kind_of, name_in, relation_named
from opskit.migrate.nodes import enum_word
from opskit.migrate.parser import deparse
from opskit.migrate.renamed import called, schema_of
from opskit.migrate.undo import LATER, Undo

_DEPENDS = """
select true as depends from pg_catalog.pg_depend as d
where d.classid = %(class)s::pg_catalog.oid and d.objid = %(oid)s::pg_catalog.oid
    and d.refobjid = %(extension)s::pg_catalog.oid and d.deptype = 'x'
"""

_OF_TRIGGERS = Irreversible("what a trigger depended on is not derived; write a down.sql that says it")


def undo(clause: Clause, db: Reader) -> Undo | Irreversible:
    node = clause.node
    kind = kind_of(node, "object_type")
    if kind == "trigger":
        return _OF_TRIGGERS
    found = relation_named(db, node.relation) if node.HasField("relation") else find(db, name_in(kind, node.object))
    extension = find(db, Name("extension", name=node.extname.sval))
    schema = schema_of(db, node, enum_word(node, "object_type"))
    if found is None or extension is None or schema is None:
        return LATER
    rows = db.rows(_DEPENDS, **{"class": found.catalog}, oid=found.oid, extension=extension.oid)
    if bool(rows) is not bool(node.remove):
        return Undo()
    back = called(node, schema)
    back.remove = not node.remove
    return Undo((deparse("alter_object_depends_stmt", back),))
