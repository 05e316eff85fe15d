"""CREATE CAST."""

from __future__ import annotations

from opskit.core.step import Reader
from opskit.migrate.created import dropped
from opskit.migrate.ddl import Clause
from opskit.migrate.type_name import type_text
from opskit.migrate.undo import Undo


def undo(clause: Clause, db: Reader) -> Undo:
    source, target = type_text(clause.node.sourcetype, ()), type_text(clause.node.targettype, ())
    return dropped("CAST", f"({source} AS {target})")
