"""The migrations that the faults hit, a run of them that dies, and what must be as after an undisturbed one."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from fixtures.program import Project
from psycopg import sql

from opskit.catalog.facts import fact
from opskit.core.fingerprint import fingerprint_of
from opskit.migrate.parser import split

DYING = Path(__file__).with_name("dying.py")
APPLY = ("apply", "--confirm", "test")
# Seconds within which a call ends by itself, however it was disturbed, and its sessions with it; and how often a tool
# that is at a loss is called again.
LIMIT_S, GONE_S = 120.0, 20.0
TRIES, BETWEEN_TRIES_S = 3, 1.0
# The exit codes of a call that may have changed something; 70 is a bug, wherever it is seen.
MAY_HAVE_CHANGED, BUG = (0, 8, 130, 143), 70
# The signs of life of an operator, and how long without one is death; in tests a fraction of what they are, yet more
# than a busy machine lets anybody wait.
DEAD_AFTER_S = 5.0
SOON = (
    "opskit.pg.heartbeat.EVERY_S=0.2",
    "opskit.pg.heartbeat.ANSWER_S=4.0",
    f"opskit.pg.operator_lock.DEAD_AFTER_S={DEAD_AFTER_S}",
)
_calls: list[Call] = []
# What opskit says when it does not even ask for a lock.
OUTSIDE = "waits outside the queue"

START = """
create table account (
  id integer primary key, name text not null, email text, balance integer not null default 0, note text);
insert into account select n, 'name ' || n, n || '@example.org', n % 7, 'n' from generate_series(1, 3000) as n;
create table orders (id integer primary key, account_id integer, amount integer, state text, placed date);
insert into orders
select n, 1 + n % 3000, n, case n % 3 when 0 then 'open' else 'shut' end, date '2026-01-01' + n % 60
from generate_series(1, 5000) as n;
create index orders_state on orders (state);
create table journal (said text not null);
create table reading (id integer not null, day date not null, value integer) partition by range (day);
create table reading_2026_01 partition of reading for values from ('2026-01-01') to ('2026-02-01');
create table reading_2026_02 partition of reading for values from ('2026-02-01') to ('2026-03-01');
insert into reading select n, date '2026-01-01' + n % 59, n from generate_series(1, 1500) as n;
"""
MIGRATIONS = {
    "r1_schema": """
create table audit (id integer primary key, account_id integer references account (id), said text not null);
alter table account add column nick text;
alter table orders add column paid boolean not null default false;
create index orders_account on orders (account_id);
create index account_name on account (name);
alter table account add constraint account_email_key unique (email);
alter table orders alter column amount set not null;
alter table orders add constraint orders_account_fk foreign key (account_id) references account (id);
alter table account add constraint account_balance_check check (balance >= 0);
insert into journal values ('r1 was here');
alter table account add column token uuid default gen_random_uuid();
""",
    "r2_data": """
update account set balance = balance + 1 where id <= 500;
insert into journal select 'account ' || id from account where id % 1000 = 0;
drop index orders_state;
create index reading_value on reading (value);
alter table reading detach partition reading_2026_01 concurrently;
alter table orders add column reference text;
update orders set amount = amount + 1, reference = coalesce(reference, '') || 'x' where id <= 100;
""",
}
RANDOM = ["token"]

_LEAVES = """
select c.oid::regclass::text from pg_class as c
where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace order by 1
"""
_ROWS = """
select count(*) || ' ' || coalesce(md5(string_agg(r.row, E'\\n' order by r.row)), '')
from (select (to_jsonb(t) - %s::text[])::text as row from only {} as t) as r
"""
_DEBRIS = """
select 'invalid index ' || i.indexrelid::regclass from pg_index as i where not i.indisvalid or not i.indisready
union all select 'not validated ' || k.conname from pg_constraint as k where not k.convalidated
union all select 'detach pending ' || h.inhrelid::regclass from pg_inherits as h where h.inhdetachpending
union all select 'transient ' || c.relname from pg_class as c where c.relname ~ '_cc(new|old)'
union all select 'prepared ' || p.gid from pg_prepared_xacts as p where p.database = current_database()
"""
_UNFILLED = """
select 'without a token: account ' || a.id from account as a
where to_jsonb(a) ? 'token' and to_jsonb(a) ->> 'token' is null
  and exists (select from opskit.statement as s where s.sql like 'do $opskit$%' and s.state = 'done')
order by a.id limit 1
"""
_WRITING = """
select a.pid from pg_stat_activity as a
where a.application_name like 'opskit/%/apply%' and a.datname = current_database() order by a.backend_start, 1
"""
_WAITING = """
select count(*) from pg_stat_activity as a
where a.application_name like 'opskit/%' and a.datname = current_database() and a.wait_event_type = 'Lock'
"""
_SESSIONS = """
select a.application_name from pg_stat_activity as a
where a.application_name like 'opskit/%' and a.datname = current_database()
"""


@dataclass(frozen=True)
class Picture:
    """What is in a database: digests of the definitions and of the rows; what opskit recorded: revision and state;
    revision, ordinal and state of each statement (how a resumed run words an undo is its own affair)."""

    objects: Mapping[str, str]
    rows: Mapping[str, str]
    revisions: Sequence[Any] = ()
    statements: Sequence[Any] = ()
    debris: Sequence[str] = ()

    def other_than(self, expected: Picture) -> list[str]:
        """Where this is not what was expected, one line each."""
        found = [f"left behind: {each}" for each in self.debris]
        for kind, mine, theirs in (("schema", self.objects, expected.objects), ("rows", self.rows, expected.rows)):
            names = sorted(name for name in {*mine, *theirs} if mine.get(name) != theirs.get(name))
            found += [f"{kind} of {name}: {mine.get(name)}, not {theirs.get(name)}" for name in names]
        found += [f"recorded: {each}" for each in self.revisions if each not in expected.revisions]
        found += [f"recorded: {each}" for each in self.statements if each not in expected.statements]
        found += [f"not recorded: {each}" for each in expected.statements if each not in self.statements]
        return found


def load(connection: psycopg.Connection[Any]) -> None:
    for statement in split(START):
        connection.execute(statement.encode())
    connection.execute("vacuum (analyze)")


def picture(conninfo: str) -> Picture:
    with psycopg.connect(conninfo, autocommit=True) as db:
        names = _column(db, _LEAVES)
        rows = {name: _column(db, sql.SQL(_ROWS).format(sql.SQL(name)), [RANDOM])[0] for name in names}
        debris = _column(db, _DEBRIS)
        revisions: Sequence[Any] = ()
        statements: Sequence[Any] = ()
        if _column(db, "select to_regclass('opskit.statement') is not null")[0]:
            revisions = db.execute("select revision, state, checksum from opskit.revision order by position").fetchall()
            statements = db.execute(
                "select distinct revision, ordinal, state from opskit.statement order by 1, 2, 3"
            ).fetchall()
            debris += _column(db, _UNFILLED)
        db.execute("set search_path = pg_catalog")
        cursor = db.cursor(row_factory=psycopg.rows.dict_row)
        objects = fingerprint_of(cursor.execute(fact("schema_objects").encode()).fetchall()).objects
    return Picture(objects, rows, revisions, statements, debris)


def writing(watch: psycopg.Connection[Any]) -> list[int]:
    """The pids of the backends that write for opskit, in the database that `watch` is in."""
    return _column(watch, _WRITING)


def until_recorded(project: Project, call: Call, number: int) -> None:
    """Until the ledger holds so many events."""
    while call.running and recorded(project) < number:
        time.sleep(0.002)


def recorded(project: Project) -> int:
    if not project.ledger.exists():
        return 0
    with closing(sqlite3.connect(f"file:{project.ledger}?mode=ro", uri=True, timeout=10)) as ledger:
        try:
            return int(ledger.execute("select count(*) from event").fetchone()[0])
        except sqlite3.OperationalError:
            return 0  # the table is not there yet


def until_held_up(watch: psycopg.Connection[Any], call: Call, within_s: float) -> bool:
    """Whether opskit came to wait for a lock, or for an old snapshot, that another session holds; in its queue or
    outside."""
    end = time.monotonic() + within_s
    while call.running and time.monotonic() < end:
        if _column(watch, _WAITING)[0] or OUTSIDE in call.err():
            return True
        time.sleep(0.01)
    return False


@contextmanager
def old_snapshot(conninfo: str, tables: bool) -> Iterator[Callable[[], None]]:
    """A transaction that concurrent builds wait for, and with `tables` what detaches and drops indexes too. What is
    given lets it go; a stopped server has done so already."""
    with closing(psycopg.connect(conninfo, autocommit=True)) as holder:  # its server may be gone: nothing to commit
        holder.execute("begin isolation level repeatable read")
        holder.execute("select 1 from account, orders, reading limit 1" if tables else "select 1 from pg_class limit 1")
        yield holder.close


def sessions(conninfo: str, but: tuple[str, ...] = ()) -> list[str]:
    """Of opskit in this database, once they have had the time to end; without those whose names end so."""
    end = time.monotonic() + GONE_S
    with psycopg.connect(conninfo, autocommit=True) as db:
        while found := [each for each in _column(db, _SESSIONS) if not each.endswith(but)]:
            if time.monotonic() > end:
                break
            time.sleep(0.05)
    return found


def _column(db: psycopg.Connection[Any], query: Any, values: Sequence[Any] | None = None) -> list[Any]:
    return [row[0] for row in db.execute(query, values).fetchall()]


def with_migrations(project: Project) -> Project:
    for name, up in MIGRATIONS.items():
        project.migration(name, up)
    return project


@dataclass(frozen=True)
class Site:
    """A project with the migrations, and the database it is for, reached whatever is cut."""

    project: Project
    conninfo: str


@dataclass
class Call:
    """A call of opskit as a process of its own."""

    process: subprocess.Popen[bytes]
    place: Path

    @property
    def running(self) -> bool:
        return self.process.poll() is None

    def err(self) -> str:
        return (self.place / "stderr").read_text(encoding="utf-8", errors="replace")

    def ends(self, within_s: float = LIMIT_S) -> int:
        """The exit code; minus the signal's number when one killed it."""
        try:
            return self.process.wait(within_s)
        except subprocess.TimeoutExpired:
            self.process.send_signal(signal.SIGUSR1)
            time.sleep(0.5)
            self.process.kill()
            self.process.wait()
            raise AssertionError(f"opskit did not end within {within_s:.0f} s\n{self.err()}") from None


def call(
    project: Project, where: str = "never", number: int = 0, settings: Sequence[str] = (), words: Sequence[str] = APPLY
) -> Call:
    """opskit as a process and a terminal session of its own, killed at that boundary; `settings` as for dying.py."""
    argv = [sys.executable, str(DYING), where, str(number), *settings, "--", *words]
    with (project.place / "stdout").open("wb") as out, (project.place / "stderr").open("wb") as err:
        process = subprocess.Popen(
            argv, cwd=project.place, stdin=subprocess.DEVNULL, stdout=out, stderr=err, start_new_session=True
        )
    _calls.append(Call(process, project.place))
    return _calls[-1]


def end_all() -> None:
    """Of a test that failed before it waited for what it had begun."""
    while _calls:
        process = _calls.pop().process
        process.kill()
        process.wait()


def again(project: Project, settings: Sequence[str] = ()) -> list[int]:
    """The same command until it comes through: its exit codes."""
    codes: list[int] = []
    while len(codes) < TRIES:
        repeated = call(project, settings=settings)
        codes.append(repeated.ends())
        print(f"again: exit {codes[-1]}\n{repeated.err()}")
        if codes[-1] in (0, BUG):
            break
        time.sleep(BETWEEN_TRIES_S)
    return codes
