"""What a login has to be allowed for a statement of a fix."""

from __future__ import annotations

from opskit.core.identifier import qualified
from opskit.migrate.nodes import dropped
from opskit.migrate.parser import parse
from opskit.value import Value


class Needs(Value):
    """Quoted names of relations that must be its own, that it must be allowed to vacuum, or to rebuild; plain names of
    roles it must be allowed to alter; and whether it must own the database, or be a superuser."""

    owned: tuple[str, ...] = ()
    vacuumed: tuple[str, ...] = ()
    rebuilt: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    database: bool = False
    superuser: bool = False


def needs(sql: str) -> Needs:
    parsed = parse(sql)[0]
    node = parsed.node
    match parsed.kind:
        case "vacuum_stmt":
            named = (each.vacuum_relation.relation for each in node.rels)
            return Needs(vacuumed=tuple(qualified(each.schemaname, each.relname) for each in named))
        case "reindex_stmt":
            return Needs(rebuilt=(qualified(node.relation.schemaname, node.relation.relname),))
        case "drop_stmt":
            return Needs(owned=tuple(qualified(*each) for each in dropped(node)))
        case "alter_seq_stmt":
            return Needs(owned=(qualified(node.sequence.schemaname, node.sequence.relname),))
        case "alter_role_set_stmt":
            return Needs(roles=(node.role.rolename,)) if node.role.rolename else Needs(superuser=True)
        case "alter_database_set_stmt":
            return Needs(database=True)
        case "create_extension_stmt":
            return Needs(superuser=True)
    return Needs(owned=(qualified(node.relation.schemaname, node.relation.relname),))
