"""The session that checks and doctor look through: it sees the server's settings as any other login would."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from opskit.app.context import Context
from opskit.app.thresholds import threshold
from opskit.value import Value

if TYPE_CHECKING:
    from opskit.pg.reading import ReadSession

# As long as a person waits for one answer of many; the shipped checks take milliseconds.
TIMEOUT_S = 10.0
_SET = "select pg_catalog.set_config(%(name)s, %(value)s, false) as value"
# Views and functions of extensions lie wherever somebody created them; checks and facts name them without a schema.
_SEE_EXTENSIONS = """
select pg_catalog.set_config('search_path', pg_catalog.concat_ws(
    ', ', nullif(pg_catalog.current_setting('search_path'), ''),
    pg_catalog.string_agg(distinct pg_catalog.quote_ident(n.nspname), ', ')
), false) as value
from pg_catalog.pg_extension as e
join pg_catalog.pg_namespace as n on n.oid = e.extnamespace and n.nspname <> 'pg_catalog'
"""


class Look(Value):
    """`key_pid` came with the connection's cancel key: the server's own, unless a pooler answered."""

    db: ReadSession
    key_pid: int


@contextmanager
def looking(context: Context) -> Iterator[ReadSession]:
    """A read-only session on the environment's server and no other."""
    from opskit.pg.connection import guard_identity

    with unguarded(context, context.environment.read_conninfo) as look:
        guard_identity(context.environment, look.db.server)
        yield look.db


@contextmanager
def unguarded(context: Context, conninfo: str) -> Iterator[Look]:
    """The same on whatever server answers. The time limits ([thresholds] "check.timeout_s") are set after the start:
    what is given at the start hides the server's own value (pg_settings.reset_val)."""
    from opskit.pg.connection import connect
    from opskit.pg.reading import ReadSession

    environment = context.environment
    limit = threshold(context.settings, "check.timeout_s", TIMEOUT_S)
    read_only = {"default_transaction_read_only": "on"}
    there = environment.reached(conninfo)
    with connect(environment.name, there, context.application("check"), read_only) as connection:
        db = ReadSession(connection, context.witness)
        for name in ("statement_timeout", "lock_timeout"):
            db.rows(_SET, name=name, value=f"{int(limit * 1000)}ms")
        db.rows(_SEE_EXTENSIONS)
        yield Look(db, connection.info.backend_pid)
