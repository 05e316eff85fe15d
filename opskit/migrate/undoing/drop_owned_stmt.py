"""DROP OWNED: what was theirs is made again, and what they might do is given again."""

from __future__ import annotations

from opskit.catalog.facts import fact
from opskit.core.change import Irreversible
from opskit.core.step import Reader
from opskit.migrate.ddl import Clause
from opskit.migrate.definitions.belongings import privileges
from opskit.migrate.definitions.reading import restored
from opskit.migrate.named import Address
from opskit.migrate.roles import role_name
from opskit.migrate.spelled_out import spelled_out
from opskit.migrate.undo import Undo

_POLICIES = Irreversible("policies that name the role lose it; write a down.sql with ALTER POLICY … TO")


def undo(clause: Clause, db: Reader) -> Undo | Irreversible:
    names = [role_name(db, each.role_spec) for each in clause.node.roles]
    rows = db.rows(fact("undo_owned"), roles=names)
    if any(row["deptype"] == "r" for row in rows):
        return _POLICIES
    owned = [Address(row["class"], row["oid"]) for row in rows if row["deptype"] == "o"]
    again = [Address(row["class"], row["oid"]) for row in rows if row["catalog"] == "pg_default_acl"]
    back = restored(db, dict.fromkeys([*owned, *again])) if owned or again else Undo()
    if isinstance(back, Irreversible):
        return back
    usable = [Address(row["class"], row["oid"], row["sub"]) for row in rows if row["deptype"] == "a"]
    with spelled_out(db):
        given = [each.statement for each in privileges(db, [each for each in usable if each not in owned])]
    return Undo((*back.statements, *given), back.loss)
