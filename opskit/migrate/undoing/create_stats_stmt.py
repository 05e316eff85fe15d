"""CREATE STATISTICS, also where the server chooses the name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from opskit.core.change import Irreversible
from opskit.core.identifier import qualified
from opskit.core.step import Reader
from opskit.migrate import naming
from opskit.migrate.created import dropped, home, strings
from opskit.migrate.ddl import Clause
from opskit.migrate.named import Name, find, identity, relation_named
from opskit.migrate.undo import LATER, Undo

_TAKEN = """
select x.stxname::text as name from pg_catalog.pg_statistic_ext as x
join pg_catalog.pg_namespace as n on n.oid = x.stxnamespace where n.nspname = %(schema)s order by 1
"""


def undo(clause: Clause, db: Reader) -> Undo | Irreversible:
    node = clause.node
    parts = strings(node.defnames)
    if not parts:
        return _unnamed(node, db)
    schema = home(db, ".".join(parts[:-1]))
    if node.if_not_exists and find(db, Name("statistic_ext", schema=schema, name=parts[-1])):
        return Undo()
    return dropped("STATISTICS", qualified(schema, parts[-1]))


def _unnamed(node: Any, db: Reader) -> Undo | Irreversible:
    """It is made in the schema of its table."""
    relation = node.relations[0].range_var
    found = relation_named(db, relation)
    if found is None:
        return LATER
    schema = identity(db, found).schema
    taken = [row["name"] for row in db.rows(_TAKEN, schema=schema)]
    return dropped("STATISTICS", qualified(schema, naming.chosen(relation.relname, _columns(node), "stat", taken)))


def _columns(node: Any) -> Iterator[str]:
    for each in node.exprs:
        yield each.stats_elem.name or "expr"
