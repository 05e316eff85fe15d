"""ALTER FUNCTION, PROCEDURE: its definition as it is."""

from __future__ import annotations

from opskit.core.change import Irreversible
from opskit.core.step import Reader
from opskit.migrate.ddl import Clause
from opskit.migrate.definitions.reading import replaced
from opskit.migrate.named import find, function_named
from opskit.migrate.undo import LATER, Undo


def undo(clause: Clause, db: Reader) -> Undo | Irreversible:
    found = find(db, function_named(clause.node.func))
    return replaced(db, found) if found else LATER
