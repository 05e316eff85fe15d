"""ALTER ROLE … WITH options, and ALTER GROUP … ADD, DROP USER."""

from __future__ import annotations

from opskit.core.change import Irreversible
from opskit.core.identifier import literal
from opskit.core.step import Reader, Row
from opskit.migrate.ddl import Clause
from opskit.migrate.roles import role_name
from opskit.migrate.undo import LATER, Undo

_BEFORE = """
select
    r.rolsuper as superuser, r.rolinherit as inherit, r.rolcreaterole as createrole, r.rolcreatedb as createdb,
    r.rolcanlogin as canlogin, r.rolreplication as isreplication, r.rolbypassrls as bypassrls,
    r.rolconnlimit as connectionlimit, r.rolvaliduntil::text as valid_until
from pg_catalog.pg_roles as r
where pg_catalog.quote_ident(r.rolname) = %(name)s
"""
_WORDS = {"canlogin": "LOGIN", "isreplication": "REPLICATION"}
_PASSWORD = Irreversible("the password before cannot be read; write a down.sql that sets it")
_GROUP = Irreversible("the members of a group before are not derived; write it as GRANT or REVOKE of the role")


def undo(clause: Clause, db: Reader) -> Undo | Irreversible:
    said = [each.def_elem.defname for each in clause.node.options]
    if "password" in said:
        return _PASSWORD
    if "rolemembers" in said:
        return _GROUP
    name = role_name(db, clause.node.role)
    rows = db.rows(_BEFORE, name=name)
    if not rows:
        return LATER
    return Undo((f"ALTER ROLE {name} WITH {' '.join(_option(each, rows[0]) for each in said)}",))


def _option(said: str, before: Row) -> str:
    if said == "connectionlimit":
        return f"CONNECTION LIMIT {before[said]}"
    if said == "validUntil":
        return f"VALID UNTIL {literal(before['valid_until'] or 'infinity')}"
    word = _WORDS.get(said, said.upper())
    return word if before[said] else f"NO{word}"
