"""What the clean-up of expired sessions costs, in batches and by one DELETE.

    python tests/benchmarks/expired_cleanup.py

On a server made for this, --sessions sessions, a quarter of them expired, while somebody keeps changing sessions that
are about to go: how long that one had to wait at most. In batches also beside a transaction that is old, whose snapshot
keeps what was deleted in the way of the next batch.

Goals: nobody waits longer than WAIT_MS for a batch; an old transaction makes the clean-up at most SLOWER times as slow.
Exit 1 when one is missed."""

from __future__ import annotations

import argparse
import random
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import tabulate
from fixtures.intowork import SAMPLE, load
from phase3 import SETTINGS, carried_out, connect, made, one, run

from opskit.scratch.cluster import Cluster
from opskit.scratch.throwaway import throwaway

TEMPLATE, COPY = "sessions", "copy"
WAIT_MS, SLOWER = 250.0, 2.0
SESSIONS = """
insert into sessions (user_id, session_token, expires)
select
    1 + mod(n, 1000), md5('a' || n) || md5('b' || n),
    now() + case when mod(hashint4(n), 4) = 0 then -1 else 1 end * interval '1 h' * (1 + abs(mod(hashint4(n + 1), 700)))
from generate_series(1, {sessions}) as n
"""
HELD_S = "select extract(epoch from clock_timestamp() - xact_start) from pg_stat_activity where pid = %s"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sessions", type=int, default=1_000_000)
    options = parser.parse_args()
    with throwaway("expired", SETTINGS) as cluster:
        prepare(cluster, options.sessions)
        return 0 if compared(cluster) else 1


def prepare(cluster: Cluster, sessions: int) -> None:
    run(cluster, "postgres", f"create database {TEMPLATE}")
    with connect(cluster, TEMPLATE) as db:
        load(db, {"jobs": 100, "applications": 100, "candidates": 1000})
    for folder in ("migrations", "phase3"):
        carried_out(cluster, TEMPLATE, SAMPLE / folder)
    run(cluster, TEMPLATE, "truncate sessions; " + SESSIONS.format(sessions=sessions))
    run(cluster, TEMPLATE, "vacuum (analyze) sessions")


def compared(cluster: Cluster) -> bool:
    """Whether the goals are met. In copies of one database: each has the same rows in the same places."""
    batches, whole = "call purge_expired()", "delete from sessions where expires < now()"
    done = {
        what: cleaned(cluster, sql, aged)
        for what, sql, aged in (
            ("batches of 1000", batches, False),
            ("batches, beside an old transaction", batches, True),
            ("one DELETE", whole, False),
        )
    }
    heads = [
        "Clean-up",
        "rows",
        "seconds",
        "rows/s",
        "dead after",
        "tried",
        "longest wait ms",
        "longest transaction ms",
    ]
    print(f"\n{tabulate.tabulate([each.line(what) for what, each in done.items()], heads, disable_numparse=True)}")
    quick, aged, _ = done.values()
    return max(quick.wait_ms, aged.wait_ms) < WAIT_MS and aged.seconds < SLOWER * quick.seconds


@dataclass
class Cleaned:
    """`wait_ms` is what somebody waited at most who changed a session about to go, `held_ms` the oldest that the
    clean-up's transaction was seen."""

    rows: int = 0
    seconds: float = 0.0
    dead: int = 0
    tries: int = 0
    wait_ms: float = 0.0
    held_ms: float = 0.0

    def line(self, what: str) -> list[str]:
        figures = (self.rows, f"{self.seconds:.1f}", f"{self.rows / self.seconds:,.0f}", self.dead, self.tries)
        return [what, *map(str, figures), f"{self.wait_ms:.0f}", f"{self.held_ms:.0f}"]


def cleaned(cluster: Cluster, sql: str, aged: bool) -> Cleaned:
    database, found, over = COPY, Cleaned(), threading.Event()
    made(cluster, database, TEMPLATE)
    run(cluster, "postgres", "checkpoint")
    with connect(cluster, database) as db, old_transaction(cluster, database) if aged else nullcontext():
        ids = [row[0] for row in db.execute("select id from sessions where expires < now() order by id").fetchall()]
        (there,) = one(db, "select count(*) from sessions")
        others = [threading.Thread(target=using, args=(cluster, ids, found, over))]
        others.append(threading.Thread(target=watching, args=(cluster, db.info.backend_pid, found, over)))
        for each in others:
            each.start()
        began = time.perf_counter()
        db.execute(sql.encode())
        found.seconds = time.perf_counter() - began
        over.set()
        for each in others:
            each.join()
        found.rows = there - one(db, "select count(*) from sessions")[0]
        db.execute("select pg_stat_force_next_flush()" if cluster.version >= 15 else "select 1")
        (found.dead,) = one(db, "select n_dead_tup from pg_stat_user_tables where relname = 'sessions'")
    run(cluster, "postgres", f"drop database {database} with (force)")
    return found


def using(cluster: Cluster, ids: Sequence[int], found: Cleaned, over: threading.Event) -> None:
    """Touches one expired session after the other, as its user would."""
    draws = random.Random(1)
    with connect(cluster, COPY) as db:
        while not over.is_set():
            began = time.perf_counter()
            db.execute("update sessions set updated_at = now() where id = %s", [draws.choice(ids)])
            found.wait_ms = max(found.wait_ms, 1000 * (time.perf_counter() - began))
            found.tries += 1
            time.sleep(0.002)


def watching(cluster: Cluster, pid: int, found: Cleaned, over: threading.Event) -> None:
    with connect(cluster, COPY) as db:
        while not over.wait(0.002):
            (held,) = one(db, HELD_S, pid)
            found.held_ms = max(found.held_ms, 1000 * float(held or 0))


@contextmanager
def old_transaction(cluster: Cluster, database: str) -> Iterator[None]:
    """Its snapshot keeps every deleted row, and every entry for it in an index, from being passed over."""
    with connect(cluster, database) as db, db.transaction():
        db.execute("set transaction isolation level repeatable read")
        db.execute("select 1 from sessions limit 1")
        yield


if __name__ == "__main__":
    sys.exit(main())
