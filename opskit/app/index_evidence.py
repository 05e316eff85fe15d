"""What `verify indexes` looks at: the catalog, the counters, and what the ledger knows of opskit's own reading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from opskit.app.index_verdict import Explaining
from opskit.app.index_workload import EXPLAINED
from opskit.app.qualified_names import qualify_names
from opskit.catalog.facts import fact
from opskit.core.bench_record import BENCHED, LOADED
from opskit.core.identifier import ident
from opskit.core.index_redundancy import Shape
from opskit.core.ledger import Event
from opskit.core.step import Row
from opskit.gate import load_seen
from opskit.migrate.expected import Expected
from opskit.pg.reading import ReadSession
from opskit.steps import observing
from opskit.value import Value

EVENT = "verify.indexes"
# An index lies in the schema of its table, which a migration may leave to the search path.
_TABLES = """
select w.name as written, pg_catalog.quote_ident(n.nspname) as schema
from pg_catalog.unnest(%(names)s::text[]) as w (name)
join pg_catalog.pg_class as c on c.oid = pg_catalog.to_regclass(w.name)
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
order by w.name
"""
_SURROUNDINGS = """
select
    pg_catalog.clock_timestamp() as now,
    (
        select count(*)::integer from pg_catalog.pg_stat_replication as r
        left join pg_catalog.pg_replication_slots as s on s.active_pid = r.pid
        where coalesce(s.slot_type, 'physical') = 'physical' and coalesce(r.state, 'streaming') <> 'backup'
    ) as standbys,
    array(
        select pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(x.relname)
        from pg_catalog.pg_constraint as k
        join pg_catalog.pg_class as x on x.oid = k.conindid
        join pg_catalog.pg_namespace as n on n.oid = x.relnamespace
        where k.condeferrable and k.contype in ('p', 'u', 'x')
        order by n.nspname, x.relname
    ) as deferrable
"""


class Seen(Value):
    """`states` and `usages` are rows of index_state and index_usage by qualified name, the latter of all indexes;
    `schemas` of tables by the name the migrations give them; `built_at` when opskit built one, by statement."""

    now: datetime
    standbys: int
    schemas: Mapping[str, str]
    states: Mapping[str, Row]
    usages: Mapping[str, Row]
    deferrable: Sequence[str]
    built_at: Mapping[tuple[str, int], datetime]

    @property
    def stats_since(self) -> datetime | None:
        return next((row["stats_since"] for row in self.usages.values()), None)

    @property
    def shapes(self) -> list[Shape]:
        """Of all indexes but those of partitions, which are told at their parent."""
        return [_shape(row, self.deferrable) for row in self.usages.values() if not row["parent"]]

    def name_of(self, wanted: Expected) -> str:
        return _qualified(wanted, self.schemas)

    def built(self, wanted: Expected) -> datetime | None:
        return self.built_at.get((wanted.revision, wanted.index.source.ordinal))


def observe(db: ReadSession, wanted: Sequence[Expected]) -> Seen:
    """Definitions are read twice: as the search path shows them, in the words of the migration, and qualified. The
    session is left with the search path pg_catalog."""
    major = db.server.major
    tables = sorted({each.index.relation for each in wanted})
    schemas = {str(row["written"]): str(row["schema"]) for row in db.rows(_TABLES, names=tables)}
    names = [name for each in wanted if (name := _qualified(each, schemas))]
    states = _by_name(db.rows(fact("index_state", major), names=names, constraints=[]))
    built_at = {
        (revision, int(row["ordinal"])): row["finished_at"]
        for revision in {each.revision for each in wanted}
        for row in observing.statements(db, revision)
        if row["state"] == "done" and row["finished_at"]
    }
    around = db.rows(_SURROUNDINGS)[0]
    qualify_names(db)
    usages = _by_name(db.rows(fact("index_usage", major)))
    return Seen(around["now"], int(around["standbys"]), schemas, states, usages, around["deferrable"], built_at)


def own_reading(events: Sequence[Event], environment: str) -> list[tuple[datetime, datetime]]:
    """When opskit itself ran the application's queries there, alone, in turn with another environment, or as a load:
    from the start of the run, which its name tells to the second, to its event in the ledger."""
    ran = [event.entry for event in events if event.entry.kind in (BENCHED, load_seen.STARTED, LOADED)]
    ends = {
        entry.run: load_seen.last_moment(entry)
        for entry in ran
        if environment in (entry.environment, (entry.body.get("before") or {}).get("environment"))
    }
    return [(_started(run, ended), ended) for run, ended in ends.items()]


def proven_used(events: Sequence[Event], environment: str) -> dict[str, datetime]:
    """When each index was last seen used by somebody else than opskit."""
    return {
        str(name): datetime.fromisoformat(event.entry.at)
        for event in events
        if event.entry.kind == EVENT and event.entry.environment == environment
        for name in event.entry.body.get("scans", {})
    }


def own_explaining(events: Sequence[Event], environment: str) -> list[Explaining]:
    """When `verify indexes` explained the workload there, and the scans which that cost."""
    entries = [event.entry for event in events if event.entry.kind == EXPLAINED]
    return [_explaining(entry.body) for entry in entries if entry.environment == environment]


def _explaining(body: Mapping[str, Any]) -> Explaining:
    began, ended = (datetime.fromisoformat(moment) for moment in body["explained"])
    return Explaining(began, ended, body["own_scans"])


def _started(run: str, ended: datetime) -> datetime:
    try:
        return datetime.strptime(run[:15], "%Y%m%d-%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return ended


def _qualified(wanted: Expected, schemas: Mapping[str, str]) -> str:
    """Empty when its table is not there."""
    schema = schemas.get(wanted.index.relation, "")
    return f"{schema}.{ident(wanted.name)}" if schema else ""


def _by_name(rows: Sequence[Row]) -> dict[str, Row]:
    return {str(row["qualified_name"]): row for row in rows}


def _shape(row: Row, deferrable: Sequence[str]) -> Shape:
    name = str(row["qualified_name"])
    return Shape(
        name=name,
        table=str(row["table_name"]),
        method=str(row["method"]),
        keys=tuple(row["keys"]),
        directions=tuple(row["directions"]),
        columns=tuple(row["columns"]),
        include=frozenset(row["include"]),
        predicate=str(row["predicate"] or ""),
        unique=bool(row["is_unique"]),
        primary=bool(row["is_primary"]),
        nulls_not_distinct=bool(row["nulls_not_distinct"]),
        deferrable=name in deferrable,
        valid=bool(row["is_valid"]),
        partitioned=bool(row["is_partitioned"]),
        enforces=str(row["enforces"] or ""),
        constraint=str(row["constraint_name"] or ""),
        scans=int(row["scans"]),
        size_bytes=int(row["size_bytes"]),
        clustered=bool(row["is_clustered"]),
        serves=tuple(str(row["serves_foreign_keys"] or "").split(", ")) if row["serves_foreign_keys"] else (),
    )
