"""DROP INDEX: the step drops it CONCURRENTLY and keeps its definition."""

from __future__ import annotations

from opskit.migrate.ddl import Clause
from opskit.migrate.mending import Turn
from opskit.migrate.nodes import enum_word

TURN = Turn.DROP


def by_hand(clause: Clause) -> str:
    kind = enum_word(clause.node, "remove_type").removeprefix("OBJECT_").lower()
    if kind != "index":
        return f"whether a {kind} may go is a person's decision"
    if enum_word(clause.node, "behavior") == "DROP_CASCADE":
        return "CASCADE takes along what nobody has named"
    return "" if len(clause.node.objects) == 1 else "it names several indexes"
