"""CREATE OPERATOR FAMILY."""

from __future__ import annotations

from opskit.core.identifier import ident, qualified
from opskit.core.step import Reader
from opskit.migrate.created import dropped, home, strings
from opskit.migrate.ddl import Clause
from opskit.migrate.undo import Undo


def undo(clause: Clause, db: Reader) -> Undo:
    parts = strings(clause.node.opfamilyname)
    name = qualified(home(db, ".".join(parts[:-1])), parts[-1])
    return dropped("OPERATOR FAMILY", f"{name} USING {ident(clause.node.amname)}")
