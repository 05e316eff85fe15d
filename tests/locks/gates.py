"""Gates that make a statement wait at every lock, and the watch over it: what it holds and awaits at each wait."""

from __future__ import annotations

import time
from concurrent.futures import Future
from contextlib import suppress

import psycopg
from psycopg import sql

from locks.relations import SCANS, Connection, Counters, Relation, counters, locks_of

_OLD_SNAPSHOT = "begin isolation level repeatable read; select pg_current_xact_id()"
_AWAITED = "select locktype from pg_locks where pid = %s and not granted"


class Gate:
    """A transaction in the way, opened a little at a time: a savepoint for each part of what it holds."""

    def __init__(self, connection: Connection, begin: str, parts: list[sql.Composed]) -> None:
        self._connection = connection
        self._left = len(parts)
        script = [sql.SQL(begin)]
        for number, part in enumerate(parts, 1):
            script += [sql.SQL("savepoint part_{}").format(sql.SQL(str(number))), part]
        connection.execute(sql.SQL("; ").join(script))

    @property
    def pid(self) -> int:
        return self._connection.info.backend_pid

    def open_a_little(self) -> None:
        """Release what was taken last; in the end the transaction is over."""
        if self._left:
            self._connection.execute(f"rollback to savepoint part_{self._left}")
            self._left -= 1
        else:
            self._connection.rollback()


def close_gates(connections: list[Connection], there: dict[int, Relation]) -> list[Gate]:
    """All opened table by table: one like a running VACUUM; a writer with an old snapshot, whose planning locks the
    indexes too; holders of the rows of pg_class, one for TOAST (which REINDEX comes to after the indexes, VACUUM FULL
    before them)."""
    vacuum, writer, keeper, toast_keeper = connections
    vacuum_lock = sql.SQL("lock table only {} in share update exclusive mode")
    write_lock = sql.SQL("lock table only {0} in row exclusive mode; explain delete from only {0}")
    keep = sql.SQL("select from pg_class where oid = {} for update")
    backwards = list(reversed(there.items()))
    tables = [sql.SQL(relation.name) for _, relation in backwards if relation.kind in "rp"]
    rows = [keep.format(oid) for oid, relation in backwards if not relation.of_toast]
    toast_rows = [keep.format(oid) for oid, relation in backwards if relation.of_toast]
    return [
        Gate(vacuum, "begin", [vacuum_lock.format(table) for table in tables]),
        Gate(writer, _OLD_SNAPSHOT, [write_lock.format(table) for table in tables]),
        Gate(keeper, "begin", rows),
        Gate(toast_keeper, "begin", toast_rows),
    ]


def run_alone(subject: Connection, statement: str) -> Counters:
    """The scan counters are read in the same message: once the session idles they may be sent off and start anew."""
    failure = psycopg.Error("the statement was not run")
    with suppress(psycopg.errors.PipelineAborted), subject.pipeline() as pipeline:
        try:
            subject.execute(statement)
            counted = subject.execute(SCANS)
            pipeline.sync()
            return counters(counted)
        except psycopg.Error as error:
            failure = error
    raise failure


def watch(
    watcher: Connection, pid: int, running: Future[Counters], closed: list[Gate]
) -> tuple[set[tuple[int, str]], frozenset[str]]:
    """While the statement waits, read what it holds and awaits, then open the gate that is in the way a little."""
    taken: set[tuple[int, str]] = set()
    awaited: set[str] = set()
    while not running.done():
        [[blocking]] = watcher.execute("select pg_blocking_pids(%s)", [pid]).fetchall()
        in_the_way = [gate for gate in closed if gate.pid in blocking]
        if not in_the_way:
            time.sleep(0.001)
            continue
        taken |= locks_of(watcher, pid)
        awaited |= {row[0] for row in watcher.execute(_AWAITED, [pid])} if in_the_way[0] is closed[1] else set()
        in_the_way[0].open_a_little()
    return taken, frozenset(awaited)
