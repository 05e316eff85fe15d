"""Whether a session is the server's own. Behind a pooler locks, settings and the state of a session are those of
whichever server session the pooler lends for a transaction, or until it resets it."""

from __future__ import annotations

from opskit.errors import Unreachable
from opskit.pg.connection import Connection
from opskit.pg.reading import run_query

LOOKS = 3
# Shared, under a number nobody takes for itself ("opsk" and 2): two operators who look at once are not in each other's
# way, and a lock that stays behind in a pooler's session harms nobody.
PROBE = (0x6F70736B, 2)
_PID = "select pg_catalog.pg_backend_pid() as pid"
_LOCK = "select pg_catalog.pg_try_advisory_lock_shared(%(high)s, %(low)s) as taken"
_UNLOCK = "select pg_catalog.pg_advisory_unlock_shared(%(high)s, %(low)s) as released"
_SEEN = """
select count(*)::integer as locks
from pg_catalog.pg_locks as l
where l.locktype = 'advisory' and l.granted and l.pid = %(pid)s
  and l.classid = %(high)s and l.objid = %(low)s and l.objsubid = 2
"""


def refuse_pooler(connection: Connection, environment_name: str) -> None:
    """Unreachable (exit 6) unless the server itself answers: PgBouncer and its like hand out process ids of their own
    invention (they serve to find the session to cancel), and change the server session between two statements."""
    told = connection.info.backend_pid
    seen = [int(run_query(connection, _PID, {})[0]["pid"]) for _ in range(LOOKS)]
    other = [pid for pid in seen if pid != told]
    if other:
        raise _pooler(environment_name, f"the session was said to be of process {told}, process {other[0]} answers")
    probe: dict[str, object] = {"high": PROBE[0], "low": PROBE[1], "pid": told}
    run_query(connection, _LOCK, probe)
    kept = run_query(connection, _SEEN, probe)[0]["locks"]
    released = run_query(connection, _UNLOCK, probe)[0]["released"]
    if not kept or not released:
        raise _pooler(environment_name, "a lock taken in one statement was gone in the next")


def _pooler(environment_name: str, why: str) -> Unreachable:
    return Unreachable(
        f"{environment_name} is reached through a pooler (nothing was changed)",
        f"{why}; locks, settings and builds need a session of the server itself",
        "point the environment at the server, not at the pooler",
    )
