"""CREATE INDEX as written, where the table is new or partitioned."""

from __future__ import annotations

from opskit.core.change import Irreversible
from opskit.core.identifier import qualified
from opskit.core.step import Reader
from opskit.migrate.ddl import Clause
from opskit.migrate.forms.create_index import create_index
from opskit.migrate.undo import UNKNOWN, Undo


def undo(clause: Clause, db: Reader) -> Undo | Irreversible:
    if clause.node.if_not_exists:
        return Irreversible(UNKNOWN)
    index = create_index(clause.node, clause.source)
    return Undo((f"DROP INDEX IF EXISTS {qualified(index.schema, index.name)}",))
