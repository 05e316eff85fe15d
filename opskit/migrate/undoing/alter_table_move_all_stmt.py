"""ALTER TABLE, INDEX, MATERIALIZED VIEW ALL IN TABLESPACE … SET TABLESPACE: each goes back by itself."""

from __future__ import annotations

from opskit.catalog.facts import fact
from opskit.core.step import Reader
from opskit.migrate.ddl import Clause
from opskit.migrate.nodes import enum_word
from opskit.migrate.relation_before import altered
from opskit.migrate.roles import role_name
from opskit.migrate.undo import Undo

_KINDS = {"OBJECT_TABLE": ["r", "p"], "OBJECT_INDEX": ["i", "I"], "OBJECT_MATVIEW": ["m"]}


def undo(clause: Clause, db: Reader) -> Undo:
    node = clause.node
    rows = db.rows(
        fact("undo_in_tablespace"), tablespace=node.orig_tablespacename, kinds=_KINDS[enum_word(node, "objtype")],
        roles=[role_name(db, each.role_spec) for each in node.roles],
    )  # fmt: skip
    return Undo(tuple(altered(row["kind"], row["relation"], f"SET TABLESPACE {row['tablespace']}") for row in rows))
