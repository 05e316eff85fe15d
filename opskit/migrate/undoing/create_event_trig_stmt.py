"""CREATE EVENT TRIGGER."""

from __future__ import annotations

from opskit.core.step import Reader
from opskit.migrate.created import made
from opskit.migrate.ddl import Clause
from opskit.migrate.undo import Undo


def undo(clause: Clause, db: Reader) -> Undo:
    return made(db, "event_trigger", clause.node.trigname, "EVENT TRIGGER")
