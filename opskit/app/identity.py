"""Who this is: the login that a server has authenticated, never a name that was typed."""

from __future__ import annotations

from opskit.app.context import Context
from opskit.value import Value, replace


class Identity(Value):
    """`login` tells persons apart: that of the ledger where a server keeps it, else that of the environment's database.
    `database_user` is the latter in any case."""

    login: str
    database_user: str
    os_user: str
    host: str


def identity(context: Context, item: str) -> Identity:
    """By the login that changes things, not the one that only looks. Unreachable without the server: then nobody is
    authenticated."""
    environment = replace(context.environment, read_conninfo=context.environment.conninfo)
    with replace(context, environment=environment).reading(item) as db:
        database_user = db.server.login
    os_user, _, host = context.operator.rpartition("@")
    return Identity(context.ledger.login or database_user, database_user, os_user, host)
