"""SECURITY LABEL: the old one, or none."""

from __future__ import annotations

from opskit.core.change import Irreversible
from opskit.core.identifier import ident
from opskit.core.step import Reader
from opskit.migrate.ddl import Clause
from opskit.migrate.noted import as_noted
from opskit.migrate.undo import Undo

_WHOSE = Irreversible("which provider a SECURITY LABEL without FOR goes to is the server's choice; name it")


def undo(clause: Clause, db: Reader) -> Undo | Irreversible:
    provider = clause.node.provider
    return as_noted(clause.node, db, f"SECURITY LABEL FOR {ident(provider)} ") if provider else _WHOSE
