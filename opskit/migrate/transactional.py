"""Whether PostgreSQL runs a statement inside a transaction block (PostgreSQL 18 sources: callers of
PreventInTransactionBlock)."""

from __future__ import annotations

from opskit.migrate.do_blocks import read_block
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
        case "cluster_stmt":
            return bool(node.relation.relname)
        case "reindex_stmt":
            return not concurrently(node) and enum_word(node, "kind") not in _WHOLE
        case "refresh_mat_view_stmt":
            return True
        case "do_stmt":
            return not read_block(parsed).commits
        case "alter_table_stmt":
            return not any(_detaches_concurrently(each.alter_table_cmd) for each in node.cmds)
    return parsed.kind not in _NEVER and not getattr(node, "concurrent", False)


# They change rows, or call what may: an ALTER TABLE after them is refused while triggers are deferred, and holds its
# lock for as long as they take; a new label of an enum cannot be used before it is committed.
_ALONE = frozenset(
    "insert_stmt update_stmt delete_stmt merge_stmt select_stmt copy_stmt call_stmt do_stmt alter_enum_stmt"
    " create_table_as_stmt refresh_mat_view_stmt lock_stmt truncate_stmt execute_stmt".split()
)


def alone(parsed: Parsed) -> bool:
    """Whether it should share its transaction with no other statement."""
    return parsed.kind in _ALONE


def runs_alone(sql: str) -> bool:
    return any(alone(parsed) for parsed in parse(sql))


def runs_in_transaction(sql: str) -> bool:
    return all(transactional(parsed) for parsed in parse(sql))


def concurrently(reindex: object) -> bool:
    """Whether a REINDEX says CONCURRENTLY."""
    return any(each.def_elem.defname == "concurrently" for each in reindex.params)  # type: ignore[attr-defined]


def _detaches_concurrently(command: object) -> bool:
    definition = getattr(command, "def")
    return bool(definition.WhichOneof("node") == "partition_cmd" and definition.partition_cmd.concurrent)
