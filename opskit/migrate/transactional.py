"""Whether PostgreSQL runs a statement inside a transaction block (PostgreSQL 18 sources: callers of
PreventInTransactionBlock)."""

from __future__ import annotations

from opskit.migrate.nodes import enum_word
from opskit.migrate.parser import Parsed, parse

_NEVER = frozenset(
    "createdb_stmt dropdb_stmt alter_system_stmt create_table_space_stmt drop_table_space_stmt"
    " drop_subscription_stmt".split()
)
_WHOLE = {"REINDEX_OBJECT_SCHEMA", "REINDEX_OBJECT_SYSTEM", "REINDEX_OBJECT_DATABASE"}


def transactional(parsed: Parsed) -> bool:
    node = parsed.node
    match parsed.kind:
        case "vacuum_stmt":
            return not node.is_vacuumcmd  # ANALYZE may
        case "refresh_mat_view_stmt":
            return True
        case "cluster_stmt":
            return bool(node.relation.relname)
        case "reindex_stmt":
            return not concurrently(node) and enum_word(node, "kind") not in _WHOLE
        case "refresh_mat_view_stmt":
            return True
        case "alter_table_stmt":
            return not any(_detaches_concurrently(each.alter_table_cmd) for each in node.cmds)
    return parsed.kind not in _NEVER and not getattr(node, "concurrent", False)


def runs_in_transaction(sql: str) -> bool:
    return all(transactional(parsed) for parsed in parse(sql))


def concurrently(reindex: object) -> bool:
    """Whether a REINDEX says CONCURRENTLY."""
    return any(each.def_elem.defname == "concurrently" for each in reindex.params)  # type: ignore[attr-defined]


def _detaches_concurrently(command: object) -> bool:
    definition = getattr(command, "def")
    return bool(definition.WhichOneof("node") == "partition_cmd" and definition.partition_cmd.concurrent)
