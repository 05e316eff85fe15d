"""What one statement does on a real server: the locks it takes, the relations it reads in full, those it rewrites.

In a transaction, where PostgreSQL allows it: what pg_locks shows of the session after the statement less what it
showed before, so the locks of the `before` statements are left out (a mode that both took is in `held` only).
Alone otherwise: two gates make it wait, and what it holds and awaits is read at every wait. The first gate is a
writer with an old snapshot on all tables (ROW EXCLUSIVE); the second holds the rows of pg_class, which nearly every
such statement has to update or delete in its last phase.
"""

from __future__ import annotations

import time
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

import psycopg
from psycopg import sql

from locks.corpus import Case

MODES = (
    "AccessShareLock",
    "RowShareLock",
    "RowExclusiveLock",
    "ShareUpdateExclusiveLock",
    "ShareLock",
    "ShareRowExclusiveLock",
    "ExclusiveLock",
    "AccessExclusiveLock",
)
"""As pg_locks writes them, weakest first."""

_WAIT_S = 20.0

# Every relation of users: its name, and for TOAST the name of the table it belongs to.
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
order by c.oid
"""
_LOCKS = """
select relation, mode, granted from pg_locks
where pid = %s and locktype = 'relation' and database = (select oid from pg_database where datname = current_database())
"""
_SCANS = "select oid, pg_stat_get_xact_numscans(oid) from pg_class where relkind in ('r', 'm') order by oid"
_AWAITED = "select locktype from pg_locks where pid = %s and not granted"

Connection = psycopg.Connection[Any]


@dataclass(frozen=True)
class Relation:
    kind: str
    filenode: int
    name: str


@dataclass(frozen=True)
class Observed:
    """`locks`: name of each relation that was there before, and the strongest mode the statement took or awaited.
    `held`: the modes the `before` statements had taken. `awaited`: the lock types it waited for while an old
    writer was on every table (of statements that run alone). `error`: SQLSTATE; then nothing else is known."""

    locks: dict[str, str] = field(default_factory=dict)
    scans: frozenset[str] = frozenset()
    rewrites: frozenset[str] = frozenset()
    error: str = ""
    held: dict[str, frozenset[str]] = field(default_factory=dict)
    awaited: frozenset[str] = frozenset()


def prepare(conninfo: str, case: Case) -> None:
    """Run what the case is given, each statement committed."""
    with psycopg.connect(conninfo, autocommit=True) as connection:
        for statement in case.given:
            connection.execute(statement)


def observe(conninfo: str, case: Case) -> Observed:
    """Run the case's statement in a prepared database. A transaction is rolled back; a case that runs `alone`
    changes the database."""
    try:
        return _alone(conninfo, case) if case.alone else _in_transaction(conninfo, case)
    except psycopg.Error as error:
        if error.sqlstate is None:
            raise
        return Observed(error=error.sqlstate)


def _in_transaction(conninfo: str, case: Case) -> Observed:
    with psycopg.connect(conninfo) as connection:
        for statement in case.before:
            connection.execute(statement)
        there, held, scanned = _relations(connection), _locks(connection), _scans(connection)
        connection.execute(case.sql)
        taken, scans = _locks(connection) - held, _scans(connection)
        rewrites = _rewritten(there, _relations(connection))
        connection.rollback()
    return Observed(
        locks=_strongest(there, taken),
        scans=_more(there, scanned, scans),
        rewrites=rewrites,
        held=_all_modes(there, held),
    )


def _alone(conninfo: str, case: Case) -> Observed:
    with ExitStack() as stack:
        subject, watcher, writer, keeper = (
            stack.enter_context(psycopg.connect(conninfo, autocommit=True)) for _ in range(4)
        )
        subject.execute(f"set statement_timeout = '{_WAIT_S}s'")
        for statement in case.before:
            subject.execute(statement)
        there, scanned = _relations(watcher), _scans(subject)
        gates = {writer.info.backend_pid: writer, keeper.info.backend_pid: keeper}
        _close_gates(writer, keeper, there)
        pool = stack.enter_context(ThreadPoolExecutor(1))
        running = pool.submit(_run_alone, subject, case.sql)
        taken, awaited = _watch(watcher, subject.info.backend_pid, running, gates)
        scans = running.result()
        return Observed(
            locks=_strongest(there, taken),
            scans=_more(there, scanned, scans),
            rewrites=_rewritten(there, _relations(watcher)),
            awaited=awaited,
        )


def _close_gates(writer: Connection, keeper: Connection, there: dict[int, Relation]) -> None:
    tables = [sql.SQL(relation.name) for relation in there.values() if relation.kind in "rp"]
    writer.execute("begin isolation level repeatable read")
    writer.execute(sql.SQL("lock table {} in row exclusive mode").format(sql.SQL(", ").join(tables)))
    writer.execute("select pg_current_xact_id()")
    keeper.execute("begin")
    keeper.execute("select from pg_class where oid = any(%s) for update", [list(there)])


def _run_alone(subject: Connection, statement: str) -> dict[int, int]:
    """The scan counters are read in the same message: once the session idles they may be sent off and start anew."""
    with subject.pipeline():
        subject.execute(statement)
        counted = subject.execute(_SCANS)
    return dict(counted.fetchall())


def _watch(
    watcher: Connection, pid: int, running: Future[dict[int, int]], gates: dict[int, Connection]
) -> tuple[set[tuple[int, str]], frozenset[str]]:
    """Open, at each wait, the gate that is in the way, after reading what the statement holds and awaits."""
    taken: set[tuple[int, str]] = set()
    awaited: set[str] = set()
    old_writer = next(iter(gates))
    deadline = time.monotonic() + _WAIT_S
    while not running.done() and time.monotonic() < deadline:
        [[blocking]] = watcher.execute("select pg_blocking_pids(%s)", [pid]).fetchall()
        for gate in set(blocking) & gates.keys():
            taken |= _locks(watcher, pid)
            if gate == old_writer:
                awaited |= {row[0] for row in watcher.execute(_AWAITED, [pid])}
            gates.pop(gate).rollback()
        time.sleep(0.002)
    for gate in gates.values():
        gate.rollback()
    return taken, frozenset(awaited)


def _relations(connection: Connection) -> dict[int, Relation]:
    return {oid: Relation(*row) for oid, *row in connection.execute(_RELATIONS)}


def _locks(connection: Connection, pid: int | None = None) -> set[tuple[int, str]]:
    rows = connection.execute(_LOCKS, [pid or connection.info.backend_pid])
    return {(oid, mode) for oid, mode, _ in rows}


def _scans(connection: Connection) -> dict[int, int]:
    return dict(connection.execute(_SCANS).fetchall())


def _strongest(there: dict[int, Relation], taken: set[tuple[int, str]]) -> dict[str, str]:
    modes = _all_modes(there, taken)
    return {name: max(modes[name], key=MODES.index) for name in sorted(modes)}


def _all_modes(there: dict[int, Relation], taken: set[tuple[int, str]]) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for oid, mode in taken:
        if oid in there:
            name = there[oid].name
            found[name] = found.get(name, frozenset()) | {mode}
    return found


def _more(there: dict[int, Relation], before: dict[int, int], after: dict[int, int]) -> frozenset[str]:
    return frozenset(there[oid].name for oid in there if after.get(oid, 0) > before.get(oid, 0))


def _rewritten(there: dict[int, Relation], now: dict[int, Relation]) -> frozenset[str]:
    """An index that ALTER TABLE drops and makes anew has another oid but the same name."""
    by_name = {relation.name: relation.filenode for relation in now.values()}
    return frozenset(
        old.name
        for oid, old in there.items()
        if old.filenode and (now[oid].filenode if oid in now else by_name.get(old.name, old.filenode)) != old.filenode
    )
