"""CLUSTER: the order of rows is nobody's to rely on; by which index the next one goes is as before."""

from __future__ import annotations

from opskit.catalog.facts import fact
from opskit.core.change import Irreversible
from opskit.core.step import Reader, Row
from opskit.migrate.ddl import Clause
from opskit.migrate.undo import LATER, Undo


def undo(clause: Clause, db: Reader) -> Undo | Irreversible:
    if not clause.node.indexname:
        return Undo()
    rows = db.rows(fact("undo_clustered"), relation=clause.relation)
    return Undo(tuple(map(_as_before, rows))) if rows else LATER


def _as_before(row: Row) -> str:
    word = "MATERIALIZED VIEW" if row["materialized"] else "TABLE"
    index = row["clustered_on"]
    return f"ALTER {word} {row['relation']} {f'CLUSTER ON {index}' if index else 'SET WITHOUT CLUSTER'}"
