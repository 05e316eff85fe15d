"""One side of `opskit compare`: what an environment looks like."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from opskit.app.context import Context
from opskit.app.looking import looking
from opskit.app.qualified_names import qualify_names
from opskit.catalog.facts import fact
from opskit.core.environment import Server
from opskit.core.own_revision import is_own
from opskit.pg.connection import check_conninfo
from opskit.pg.reading import ReadSession
from opskit.steps import observing

# Which of two servers has them otherwise decides whether what was seen on one holds for the other.
SETTINGS = (
    "autovacuum checkpoint_timeout default_statistics_target default_transaction_isolation effective_cache_size fsync"
    " full_page_writes hash_mem_multiplier idle_in_transaction_session_timeout jit lock_timeout maintenance_work_mem"
    " max_connections max_parallel_workers_per_gather max_wal_size plan_cache_mode random_page_cost shared_buffers"
    " shared_preload_libraries statement_timeout synchronous_commit TimeZone wal_level work_mem"
).split()
# reset_val is what a new session of this login gets, whatever opskit's own session is set to.
_SETTINGS = """
select
    s.name,
    case
        when s.reset_val !~ '^[0-9]+$' or s.unit is null then s.reset_val
        when s.unit = 'B' then pg_catalog.pg_size_pretty(s.reset_val::bigint)
        when s.unit = 'kB' then pg_catalog.pg_size_pretty(s.reset_val::bigint * 1024)
        when s.unit = '8kB' then pg_catalog.pg_size_pretty(s.reset_val::bigint * 8192)
        when s.unit = 'MB' then pg_catalog.pg_size_pretty(s.reset_val::bigint * 1048576)
        else s.reset_val || ' ' || s.unit
    end as value
from pg_catalog.pg_settings as s
where s.name = any (%(names)s::text[])
union all
select v.name, v.value
from pg_catalog.pg_database as d
cross join lateral (
    values ('encoding', pg_catalog.pg_encoding_to_char(d.encoding)), ('collation', d.datcollate::text)
) as v (name, value)
where d.datname = pg_catalog.current_database()
order by name
"""
_STARTED = "select pg_catalog.pg_postmaster_start_time() as at"


@dataclass(frozen=True)
class Side:
    """`objects` are definitions by kind and name; `revisions` None where the database holds no record of opskit; a
    setting that the login may not see is not among `settings`."""

    name: str
    server: Server
    started_at: datetime
    objects: Mapping[tuple[str, str], str]
    revisions: Sequence[str] | None
    settings: Mapping[str, str]

    def is_same_database(self, other: Side) -> bool:
        """A copy of a server keeps its identity, but not the instant it was started."""
        return (self.server.identity, self.started_at) == (other.server.identity, other.started_at)


def look(context: Context) -> Side:
    check_conninfo(context.environment.conninfo)
    check_conninfo(context.environment.read_conninfo)
    with looking(context) as db:
        settings = db.rows(_SETTINGS, names=SETTINGS)
        started = db.rows(_STARTED)[0]["at"]
        revisions = _revisions(db)
        qualify_names(db)
        rows = db.rows(fact("schema_objects", db.server.major))
    objects = {(str(row["kind"]), str(row["name"])): str(row["definition"]) for row in rows}
    values = {"server_version": db.server.version, **{str(row["name"]): str(row["value"]) for row in settings}}
    return Side(context.environment.name, db.server, started, objects, revisions, values)


def _revisions(db: ReadSession) -> list[str] | None:
    """Applied ones, in their order; one under way is named with its state. Fixes are no migrations: what they changed
    is among the objects."""
    if not observing.recorded(db):
        return None
    live = (row for row in observing.revisions(db) if row["state"] != "undone")
    rows = [row for row in live if not is_own(str(row["revision"]))]
    return [str(row["revision"]) + ("" if row["state"] == "applied" else f" ({row['state']})") for row in rows]
