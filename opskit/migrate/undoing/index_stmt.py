"""CREATE INDEX as written, where the table is new or has foreign partitions."""

from __future__ import annotations

from opskit.catalog.facts import fact
from opskit.core.identifier import qualified
from opskit.core.step import Reader
from opskit.migrate.adopted_indexes import built_again
from opskit.migrate.created import home
from opskit.migrate.ddl import Clause
from opskit.migrate.forms.create_index import create_index
from opskit.migrate.named import Name, find, identity, relation_named
from opskit.migrate.undo import Undo


def undo(clause: Clause, db: Reader) -> Undo:
    index = create_index(clause.node, clause.source)
    table = relation_named(db, clause.node.relation)
    name = qualified(identity(db, table).schema if table else home(db, index.schema), index.name)
    if index.if_not_exists and find(db, Name("index", relation=name)):
        return Undo()
    parts = db.rows(fact("partition_indexes"), relation=index.relation) if table else []
    again = built_again(index.safe_sql, identity(db, table).text if table and parts else "", parts)
    return Undo((f"DROP INDEX IF EXISTS {name}", *again))
