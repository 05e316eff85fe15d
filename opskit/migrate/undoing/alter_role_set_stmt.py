"""ALTER ROLE … SET, RESET."""

from __future__ import annotations

from opskit.core.identifier import ident
from opskit.core.step import Reader
from opskit.migrate.ddl import Clause
from opskit.migrate.roles import role_name
from opskit.migrate.settings_before import as_set
from opskit.migrate.undo import Undo


def undo(clause: Clause, db: Reader) -> Undo:
    node = clause.node
    role = role_name(db, node.role) if node.HasField("role") else ""
    within = f" IN DATABASE {ident(node.database)}" if node.database else ""
    plain = role[1:-1].replace('""', '"') if role.startswith('"') else role
    return as_set(db, f"ALTER ROLE {role or 'ALL'}{within}", node.setstmt, plain or None, node.database or None)
