"""ALTER TABLE … CLUSTER ON."""

from __future__ import annotations

from opskit.core.change import Irreversible
from opskit.core.step import Reader
from opskit.migrate.ddl import Clause
from opskit.migrate.relation_before import Before, of_relation
from opskit.migrate.undo import Undo


def undo(clause: Clause, db: Reader) -> Undo | Irreversible:
    return of_relation(clause, db, _clustered)


def _clustered(before: Before) -> str:
    index = before.row["clustered_on"]
    return f"CLUSTER ON {index}" if index else "SET WITHOUT CLUSTER"
