"""ALTER DATABASE … SET, RESET."""

from __future__ import annotations

from opskit.core.identifier import ident
from opskit.core.step import Reader
from opskit.migrate.ddl import Clause
from opskit.migrate.settings_before import as_set
from opskit.migrate.undo import Undo


def undo(clause: Clause, db: Reader) -> Undo:
    name = clause.node.dbname
    return as_set(db, f"ALTER DATABASE {ident(name)}", clause.node.setstmt, None, name)
