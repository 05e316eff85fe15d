"""What one statement does on a real server: the locks it takes, the relations it reads in full, those it rewrites.

In a transaction, where PostgreSQL allows it: what pg_locks shows of the session after the statement less what it
showed before, so the locks of the `before` statements are left out (a mode that both took is in `held` only).
Alone otherwise: gates make it wait, and what it holds and awaits is read at every wait. Gates hold all tables as a
VACUUM does (SHARE UPDATE EXCLUSIVE) and as a writer with an old snapshot does (ROW EXCLUSIVE); the others hold the
rows of pg_class, which nearly every such statement has to update or delete in its last phase.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field

import psycopg

from locks.corpus import Case
from locks.gates import close_gates, run_alone, watch
from locks.relations import Counters, Relation, locks_of, relations_of, scans_of

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

_WAIT_S = 120.0


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
        there, held, scanned = relations_of(connection), locks_of(connection), scans_of(connection)
        connection.execute(case.sql)
        taken, scans = locks_of(connection) - held, scans_of(connection)
        rewrites = _rewritten(there, relations_of(connection))
        connection.rollback()
    return Observed(
        locks=_strongest(there, taken),
        scans=_read(there, scanned, scans, rewrites),
        rewrites=rewrites,
        held=_all_modes(there, held),
    )


def _alone(conninfo: str, case: Case) -> Observed:
    with ExitStack() as stack:
        subject, watcher, *others = (stack.enter_context(psycopg.connect(conninfo, autocommit=True)) for _ in range(6))
        subject.execute(f"set statement_timeout = '{_WAIT_S}s'")
        for statement in case.before:
            subject.execute(statement)
        there, scanned = relations_of(watcher), scans_of(subject)
        gates = close_gates(others, there)
        pool = stack.enter_context(ThreadPoolExecutor(1))
        running = pool.submit(run_alone, subject, case.sql)
        taken, awaited = watch(watcher, subject.info.backend_pid, running, gates)
        scans = running.result()
        rewrites = _rewritten(there, relations_of(watcher))
        return Observed(
            locks=_strongest(there, taken),
            scans=_read(there, scanned, scans, rewrites),
            rewrites=rewrites,
            awaited=awaited,
        )


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


def _read(there: dict[int, Relation], before: Counters, after: Counters, rewrites: frozenset[str]) -> frozenset[str]:
    """TRUNCATE builds the indexes anew from the empty table: a scan of no rows in a rewritten table is none."""
    names = set()
    for oid, relation in there.items():
        (scans, tuples), (old_scans, old_tuples) = after.get(oid, (0, 0)), before.get(oid, (0, 0))
        if scans > old_scans and (tuples > old_tuples or relation.name not in rewrites):
            names.add(relation.name)
    return frozenset(names)


def _rewritten(there: dict[int, Relation], now: dict[int, Relation]) -> frozenset[str]:
    """An index that ALTER TABLE drops and makes anew has another oid but the same name."""
    by_name = {relation.name: relation.filenode for relation in now.values()}
    return frozenset(
        old.name
        for oid, old in there.items()
        if old.filenode and (now[oid].filenode if oid in now else by_name.get(old.name, old.filenode)) != old.filenode
    )
