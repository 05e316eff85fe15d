"""ALTER EXTENSION … ADD and DROP: the other of the two."""

from __future__ import annotations

from opskit.core.step import Reader
from opskit.migrate.ddl import Clause
from opskit.migrate.parser import deparse
from opskit.migrate.undo import Undo


def undo(clause: Clause, db: Reader) -> Undo:
    back = type(clause.node)()
    back.CopyFrom(clause.node)
    back.action = -back.action
    return Undo((deparse("alter_extension_contents_stmt", back),))
