"""REINDEX INDEX and TABLE, which the step builds CONCURRENTLY."""

from __future__ import annotations

from opskit.migrate.ddl import Clause
from opskit.migrate.mending import Turn
from opskit.migrate.nodes import enum_word

TURN = Turn.REBUILD


def by_hand(clause: Clause) -> str:
    one = enum_word(clause.node, "kind") in ("REINDEX_OBJECT_INDEX", "REINDEX_OBJECT_TABLE")
    return "" if one else "rebuilds more than one table"
