"""VACUUM and ANALYZE of named tables: reads and writes go on."""

from __future__ import annotations

from opskit.migrate.ddl import Clause
from opskit.migrate.mending import Turn
from opskit.migrate.nodes import option

TURN = Turn.VACUUM


def by_hand(clause: Clause) -> str:
    if clause.node.is_vacuumcmd and option(clause.node, "full"):
        return "VACUUM FULL locks everybody out for as long as the table is large: in a window"
    return "" if clause.node.rels else "it names no table"
