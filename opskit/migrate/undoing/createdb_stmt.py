"""CREATE DATABASE."""

from __future__ import annotations

from opskit.core.change import Loss
from opskit.core.identifier import ident
from opskit.core.step import Reader
from opskit.migrate.created import dropped
from opskit.migrate.ddl import Clause
from opskit.migrate.undo import Undo


def undo(clause: Clause, db: Reader) -> Undo:
    return dropped("DATABASE", ident(clause.node.dbname), Loss.NEW_DATA)
