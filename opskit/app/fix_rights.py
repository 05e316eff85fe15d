"""What the login that writes may not do: asked before anything is planned, for a VACUUM without the right is no error,
and one statement that is refused would keep all behind it waiting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from opskit.app.context import Context
from opskit.app.fix_mends import ByHand, Mend
from opskit.catalog.facts import fact
from opskit.core.identifier import ident
from opskit.core.step import Row
from opskit.errors import NotPermitted
from opskit.migrate.fix_needs import Needs, needs
from opskit.pg.reading import ReadSession, reading
from opskit.value import replace


def out_of_reach(context: Context, mends: Sequence[Mend]) -> dict[int, str]:
    """By the ordinals of the statements, why not."""
    wanted = {mend.ordinal: needs(mend.sql) for mend in mends}
    if not wanted:
        return {}
    writing = replace(context.environment, read_conninfo=context.environment.conninfo)
    with reading(writing, context.application("rights")) as db:
        owners = _owners(db, list(wanted.values()))
        roles = [role for each in wanted.values() for role in each.roles]
        reach = db.rows(fact("fix_rights_of_roles"), roles=roles)[0]
        login = ident(db.server.login)
    found = {ordinal: _why(each, owners, reach, login) for ordinal, each in wanted.items()}
    return {ordinal: reason for ordinal, reason in found.items() if reason}


def _owners(db: ReadSession, wanted: Sequence[Needs]) -> Mapping[str, str]:
    """Of the relations that are out of reach."""
    names = {
        part: [name for each in wanted for name in getattr(each, part)] for part in ("owned", "vacuumed", "rebuilt")
    }
    return {str(row["name"]): str(row["owner"]) for row in db.rows(fact("fix_rights", db.server.major), **names)}


def _why(wanted: Needs, owners: Mapping[str, str], reach: Row, login: str) -> str:
    for name in (*wanted.owned, *wanted.vacuumed, *wanted.rebuilt):
        if name in owners:
            return f"login {login} may not: {name} belongs to {ident(owners[name])}"
    for role in wanted.roles:
        if role in reach["out_of_reach"]:
            return f"login {login} may not alter role {ident(role)}"
    if wanted.superuser and not reach["superuser"]:
        return f"login {login} is no superuser"
    if wanted.database and not reach["owns_database"]:
        return f"login {login} does not own the database"
    return ""


def refuse_where_nothing_is_left(mends: Sequence[Mend], denied: Sequence[ByHand]) -> None:
    """NotPermitted when the login may carry out nothing of what was found."""
    if denied and not mends:
        reasons = dict.fromkeys(each.reason for each in denied)
        what = "this login may carry out nothing of what would mend the findings (nothing was changed)"
        raise NotPermitted(what, "\n  ".join(reasons), "opskit doctor   (says what a login needs)")
