"""REASSIGN OWNED: each object back to whose it was, with the privileges that went over with it."""

from __future__ import annotations

from opskit.catalog.facts import fact
from opskit.core.step import Reader
from opskit.migrate.ddl import Clause
from opskit.migrate.definitions.belongings import owners, privileges
from opskit.migrate.named import Address
from opskit.migrate.roles import role_name
from opskit.migrate.spelled_out import spelled_out
from opskit.migrate.undo import Undo


def undo(clause: Clause, db: Reader) -> Undo:
    names = [role_name(db, each.role_spec) for each in clause.node.roles]
    rows = [row for row in db.rows(fact("undo_owned"), roles=names) if row["deptype"] == "o"]
    owned = {Address(row["class"], row["oid"]): row["follows"] for row in rows}
    with spelled_out(db):
        said = [*owners(db, [each for each in owned if not owned[each]]), *privileges(db, list(owned))]
    return Undo(tuple(each.statement for each in said))
