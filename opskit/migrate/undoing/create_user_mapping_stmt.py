"""CREATE USER MAPPING."""

from __future__ import annotations

from opskit.core.identifier import ident
from opskit.core.step import Reader
from opskit.migrate.created import dropped
from opskit.migrate.ddl import Clause
from opskit.migrate.roles import role_name
from opskit.migrate.undo import Undo


def undo(clause: Clause, db: Reader) -> Undo:
    node = clause.node
    return dropped("USER MAPPING", f"FOR {role_name(db, node.user)} SERVER {ident(node.servername)}")
