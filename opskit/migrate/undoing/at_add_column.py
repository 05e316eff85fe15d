"""ALTER TABLE … ADD COLUMN."""

from __future__ import annotations

from opskit.core.change import Irreversible, Loss
from opskit.core.identifier import ident
from opskit.core.step import Reader
from opskit.migrate.ddl import Clause
from opskit.migrate.undo import UNKNOWN, Undo


def undo(clause: Clause, db: Reader) -> Undo | Irreversible:
    if clause.node.missing_ok:
        return Irreversible(UNKNOWN)
    column = ident(getattr(clause.node, "def").column_def.colname)
    return Undo((f"ALTER TABLE {clause.relation} DROP COLUMN {column}",), Loss.NEW_DATA)
