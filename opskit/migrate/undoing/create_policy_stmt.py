"""CREATE POLICY."""

from __future__ import annotations

from opskit.core.identifier import ident
from opskit.core.step import Reader
from opskit.migrate.created import dropped
from opskit.migrate.ddl import Clause
from opskit.migrate.named import present_name
from opskit.migrate.undo import Undo


def undo(clause: Clause, db: Reader) -> Undo:
    return dropped("POLICY", f"{ident(clause.node.policy_name)} ON {present_name(db, clause.node.table)}")
