"""CREATE EXTENSION pg_stat_statements, whose check asks for it only where its library is loaded."""

from __future__ import annotations

from opskit.migrate.ddl import Clause
from opskit.migrate.mending import Turn

TURN = Turn.SET


def by_hand(clause: Clause) -> str:
    known = clause.node.extname == "pg_stat_statements"
    return "" if known else "an extension is code: whether it comes into this database is a person's decision"
