"""What a server shows of the relations of its users: names, storage, locks, scans."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import psycopg

# Every relation of users: its name, and for TOAST the name of the table it belongs to. Table by table: the table, its
# indexes, its TOAST table and the index of that.
_RELATIONS = """
select c.oid, c.relkind::text, c.relfilenode,
       case when c.relkind = 't' then 'toast of ' when t.relkind = 't' then 'toast index of ' else '' end
       || case when n.nspname ~ '^pg_temp_' then 'pg_temp' else quote_ident(n.nspname) end
       || '.' || quote_ident(coalesce(owner.relname, c.relname))
from pg_class as c
left join pg_index as i on i.indexrelid = c.oid
left join pg_class as t on t.oid = i.indrelid and t.relkind = 't'
left join pg_class as owner on owner.reltoastrelid = case c.relkind when 't' then c.oid else t.oid end
join pg_namespace as n on n.oid = coalesce(owner.relnamespace, c.relnamespace)
where n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
order by coalesce(owner.oid, i.indrelid, c.oid), owner.oid is not null, c.relkind in ('i', 'I'), c.oid
"""
_LOCKS = """
select relation, mode from pg_locks
where pid = %s and locktype = 'relation' and database = (select oid from pg_database where datname = current_database())
"""
SCANS = """
select oid, pg_stat_get_xact_numscans(oid), pg_stat_get_xact_tuples_returned(oid)
from pg_class where relkind in ('r', 'm') order by oid
"""
Connection = psycopg.Connection[Any]
Counters = dict[int, tuple[int, int]]
"""By oid: full reads begun and rows they returned, of a session's current transaction or not yet sent off."""


@dataclass(frozen=True)
class Relation:
    kind: str
    filenode: int
    name: str

    @property
    def of_toast(self) -> bool:
        return self.name.startswith("toast ")


def relations_of(connection: Connection) -> dict[int, Relation]:
    """By oid, table by table."""
    return {oid: Relation(*row) for oid, *row in connection.execute(_RELATIONS)}


def locks_of(connection: Connection, pid: int | None = None) -> set[tuple[int, str]]:
    """Pairs of oid and mode, held and awaited; of its own session without `pid`."""
    return set(connection.execute(_LOCKS, [pid or connection.info.backend_pid]))


def counters(rows: psycopg.Cursor[Any]) -> Counters:
    return {oid: (begun, tuples) for oid, begun, tuples in rows}


def scans_of(connection: Connection) -> Counters:
    return counters(connection.execute(SCANS))
