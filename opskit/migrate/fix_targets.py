"""What a statement of a fix is about, where it can be proven afterwards that it did its work."""

from __future__ import annotations

from opskit.core.identifier import qualified
from opskit.migrate.nodes import dropped, enum_word
from opskit.migrate.parser import parse
from opskit.value import Value

REBUILT, VACUUMED, DROPPED = "rebuilt", "vacuumed", "dropped"


class Target(Value):
    """`name` is quoted, perhaps qualified; of a table whose indexes are all rebuilt it is the table's."""

    what: str
    name: str


def targets(sql: str) -> list[Target]:
    parsed = parse(sql)[0]
    node = parsed.node
    if parsed.kind == "reindex_stmt" and node.HasField("relation"):
        return [Target(REBUILT, qualified(node.relation.schemaname, node.relation.relname))]
    if parsed.kind == "vacuum_stmt" and node.is_vacuumcmd:
        named = (each.vacuum_relation.relation for each in node.rels)
        return [Target(VACUUMED, qualified(each.schemaname, each.relname)) for each in named]
    if parsed.kind == "drop_stmt" and enum_word(node, "remove_type") == "OBJECT_INDEX":
        return [Target(DROPPED, qualified(*each)) for each in dropped(node)]
    return []
