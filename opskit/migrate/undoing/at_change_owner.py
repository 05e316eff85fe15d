"""ALTER TABLE, VIEW, SEQUENCE … OWNER TO: its indexes and the sequences it owns follow both ways. What the new owner
was allowed before is merged into what an owner may, and is granted again."""

from __future__ import annotations

from opskit.catalog.facts import fact
from opskit.core.change import Irreversible
from opskit.core.step import Reader
from opskit.migrate.ddl import Clause
from opskit.migrate.definitions.privileges import granted
from opskit.migrate.relation_before import Before, of_relation
from opskit.migrate.roles import role_name
from opskit.migrate.spelled_out import spelled_out
from opskit.migrate.undo import Undo

_CLASS = "select 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid::pg_catalog.int8 as class"


def undo(clause: Clause, db: Reader) -> Undo | Irreversible:
    def back(before: Before) -> Undo:
        owner = before.row["owner"]
        granted_again = _grants(db, before, role_name(db, clause.node.newowner))
        return Undo((before.alter(f"OWNER TO {owner}"), *granted_again))

    return of_relation(clause, db, back)


def _grants(db: Reader, before: Before, grantee: str) -> list[str]:
    catalog = db.rows(_CLASS)[0]["class"]
    with spelled_out(db):
        rows = db.rows(fact("undo_privileges"), classes=[catalog], oids=[before.oid], subs=[0])
    mine = [row for row in rows if row["privilege"] and row["grantee"] == grantee != row["owner"]]
    return [sql for row in mine for sql in granted(row)]
