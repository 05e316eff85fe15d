"""GRANT and REVOKE of roles: the membership before, or none."""

from __future__ import annotations

from opskit.catalog.facts import fact
from opskit.core.identifier import ident
from opskit.core.step import Reader, Row
from opskit.migrate.ddl import Clause
from opskit.migrate.roles import role_name
from opskit.migrate.undo import Undo


def undo(clause: Clause, db: Reader) -> Undo:
    node = clause.node
    roles = [ident(each.access_priv.priv_name) for each in node.granted_roles]
    members = [role_name(db, each.role_spec) for each in node.grantee_roles]
    rows = db.rows(fact("undo_memberships"), roles=roles, members=members)
    before = [_granted(row) for row in rows]
    if not node.is_grant:
        return Undo(tuple(before))
    there = {(row["role"], row["member"]) for row in rows}
    new = [(role, member) for role in roles for member in members if (role, member) not in there]
    without = [f"REVOKE ADMIN OPTION FOR {row['role']} FROM {row['member']}" for row in rows if not row["admin"]]
    return Undo((*(f"REVOKE {role} FROM {member}" for role, member in new), *without, *before))


def _granted(row: Row) -> str:
    options = f" WITH {row['options']}" if row["options"] else ""
    return f"GRANT {row['role']} TO {row['member']}{options}"
