"""DROP INDEX; a statement that names several indexes becomes several."""

from __future__ import annotations

from typing import ClassVar

from opskit.migrate.ddl import Clause, Ddl, Source
from opskit.migrate.nodes import dropped, enum_word
from opskit.value import Value

ON = frozenset({"drop_stmt"})


class DropIndex(Value):
    kind: ClassVar[str] = "drop_index"
    source: Source
    schema: str
    name: str
    if_exists: bool
    concurrently: bool
    cascade: bool


def recognise(clause: Clause) -> list[Ddl]:
    node = clause.node
    if enum_word(node, "remove_type") != "OBJECT_INDEX":
        return []
    cascade = enum_word(node, "behavior") == "DROP_CASCADE"
    return [
        DropIndex(clause.source, schema, name, node.missing_ok, node.concurrent, cascade)
        for schema, name in dropped(node)
    ]
