"""ALTER TABLE, INDEX … SET TABLESPACE."""

from __future__ import annotations

from opskit.core.change import Irreversible
from opskit.core.step import Reader
from opskit.migrate.ddl import Clause
from opskit.migrate.relation_before import Before, of_relation
from opskit.migrate.undo import Undo


def undo(clause: Clause, db: Reader) -> Undo | Irreversible:
    return of_relation(clause, db, _placed)


def _placed(before: Before) -> str:
    return f"SET TABLESPACE {before.row['tablespace']}"
