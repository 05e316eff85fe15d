"""What `opskit doctor` finds about the logins: what the one that looks cannot see, what the other cannot change."""

from __future__ import annotations

from opskit.app.diagnosis import Item, missing, ok
from opskit.catalog import checks as catalog
from opskit.catalog.facts import fact
from opskit.core.identifier import ident
from opskit.core.step import Row
from opskit.pg.reading import ReadSession


def sight(db: ReadSession) -> list[Item]:
    """Of the login that plans and checks."""
    row = db.rows(fact("login_sight"))[0]
    login = db.server.login
    if db.server.superuser:
        return [ok("sight", f"{login} is a superuser and sees everything")]
    return [_sessions(row, login, db.server.major), _data(row, login)]


def _sessions(row: Row, login: str, major: int) -> Item:
    if row["monitor"]:
        return ok("sight of sessions", f"{login} sees what all sessions do (pg_monitor)")
    blind = [each.slug for each in catalog.load_all(major) if "role pg_monitor" in each.needs]
    text = f"{login} does not see what other sessions run: locks and blockers stay anonymous"
    more = f", no verdict from: {', '.join(blind)}" if blind else ""
    return missing("sight of sessions", text + more, f"grant pg_monitor to {ident(login)}")


def _data(row: Row, login: str) -> Item:
    hidden = [
        f"{row[f'hidden_{kind}']} of {row[kind]} {kind}" for kind in ("tables", "sequences") if row[f"hidden_{kind}"]
    ]
    if not hidden:
        return ok("sight of data", f"{login} may read all {row['tables']} tables and {row['sequences']} sequences")
    text = f"{login} may not read {' and '.join(hidden)}: their statistics, bloat and duplicates stay unseen"
    return missing("sight of data", text, f"grant pg_read_all_data to {ident(login)}")


def reach(db: ReadSession) -> list[Item]:
    """Of the login that applies."""
    login = db.server.login
    if db.server.superuser:
        return [ok("reach", f"{login} is a superuser and may change everything")]
    row = db.rows(fact("login_reach"))[0]
    return [_ownership(row, login), _schemas(row, login), _record(row, login, db.server.database)]


def _ownership(row: Row, login: str) -> Item:
    if not row["foreign_tables"]:
        return ok("reach of tables", f"{login} owns all {row['tables']} tables, itself or as a member")
    text = f"{row['foreign_tables']} of {row['tables']} tables belong to others: {login} cannot change them"
    return missing("reach of tables", text, "; ".join(f"grant {owner} to {ident(login)}" for owner in row["owners"]))


def _schemas(row: Row, login: str) -> Item:
    if not row["schemas"]:
        return ok("reach of schemas", f"{login} may create in every schema that holds tables")
    names = ", ".join(row["schemas"])
    text = f"{login} may not create in {names}: no index can be built there"
    return missing("reach of schemas", text, f"grant create on schema {names} to {ident(login)}")


def _record(row: Row, login: str, database: str) -> Item:
    """Schema opskit holds what was done to this database; the first apply makes it."""
    if row["record_usable"]:
        return ok("record", "schema opskit is there" if row["recorded"] else "schema opskit can be created")
    if row["recorded"]:
        grants = [
            f"grant usage, create on schema opskit to {ident(login)}",
            f"grant select, insert, update on all tables in schema opskit to {ident(login)}",
        ]
        return missing("record", f"{login} may not write into schema opskit: nothing can be applied", "; ".join(grants))
    text = f"{login} may not create schema opskit, where opskit records what it did: nothing can be applied"
    return missing("record", text, f"grant create on database {ident(database)} to {ident(login)}")
