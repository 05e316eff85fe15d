"""The ledger in one SQLite file (WAL, one writer), by default under ~/.local/state/opskit/."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from opskit.core.history import EVERY
from opskit.core.ledger import GENESIS, Entry, Event, News, seal
from opskit.errors import Fault, InvalidFile

_TABLE = """
create table if not exists event (
  seq integer primary key,
  at text not null, run text not null, kind text not null, environment text not null,
  operator text not null, body text not null, prev text not null, hash text not null unique
) strict
"""


# What an event is about, as core.history has it; a body that was edited into no JSON has none.
def _subject(body: str = "body") -> str:
    return f"case when json_valid({body}) then coalesce(json_extract({body}, '$.subject'), '') else '' end"


_SUBJECT, _MINE, _LAST = _subject(), _subject("n.body"), _subject("l.body")
_EVERY = ", ".join(f"'{kind}'" for kind in EVERY)
_SCHEMA = [
    _TABLE,
    "create trigger if not exists event_no_update before update on event begin select raise(abort, 'append-only'); end",
    "create trigger if not exists event_no_delete before delete on event begin select raise(abort, 'append-only'); end",
    # A ledger from before gets the indexes with its next event.
    f"create index if not exists event_newest on event (environment, kind, {_SUBJECT}, seq)",
    "create index if not exists event_kind on event (kind, seq)",
]
_NEWEST_FIRST = f"order by n.environment desc, n.kind desc, {_MINE} desc, n.seq desc limit 1"


def _digest(mine: str, others: str) -> str:
    """The newest event of each (environment, kind, subject), found by hopping from one to the next in the index
    event_newest; and every event of the kinds where all count. `mine` says of which environments, `others` which come
    after the one of the event l."""
    return f"""
with recursive newest(seq) as (
  select seq from (select n.seq from event as n where {mine} {_NEWEST_FIRST})
  union all
  select coalesce(
    (select n.seq from event as n
     where n.environment = l.environment and n.kind = l.kind and {_MINE} < {_LAST} {_NEWEST_FIRST}),
    (select n.seq from event as n where n.environment = l.environment and n.kind < l.kind {_NEWEST_FIRST}),
    (select n.seq from event as n where {others} {_NEWEST_FIRST})
  )
  from newest join event as l on l.seq = newest.seq
)
select e.* from event as e where e.seq in (
  select seq from newest
  union
  select n.seq from event as n where {mine} and n.kind in ({_EVERY})
) order by e.seq
"""  # noqa: S608 - constants of this module


_DIGEST, _DIGEST_OF_ONE = _digest("true", "n.environment < l.environment"), _digest("n.environment = ?1", "false")
_TAIL = """
select * from event where ?1 in ('', environment) order by seq desc limit ?2
"""

# json.loads does the same, at twice the price: there are thousands to a screen.
_DECODER = json.JSONDecoder()
WAIT_S = 10.0
LOOK_EVERY_S = 0.5
_OF_A_RUN = ("change.", "transaction.")


class SqliteLedger:
    """Opened for each call: nothing is held between, and reading a ledger that does not exist creates none."""

    login = ""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def place(self) -> str:
        return str(self.path)

    def server(self) -> str:
        return ""

    def append(self, entry: Entry) -> Event:
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with self._open() as db:
            # Power may fail between two statements of a run: the database's own record has them then. The end of a run
            # makes all that was before it last.
            db.execute(f"pragma synchronous = {'normal' if entry.kind.startswith(_OF_A_RUN) else 'full'}")
            db.execute("begin immediate")
            for statement in _SCHEMA:
                db.execute(statement)
            seq, prev = db.execute("select seq, hash from event order by seq desc limit 1").fetchone() or (0, GENESIS)
            event = seal(seq + 1, entry, prev)
            db.execute("insert into event values (?, ?, ?, ?, ?, ?, ?, ?, ?)", _row(event))
            db.execute("commit")
        return event

    @contextmanager
    def kept_open(self) -> Iterator[None]:
        """While many events come: whoever closes a ledger last flushes all of it to disk."""
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with self._open():
            yield

    def events(self) -> Sequence[Event]:
        return self._read("select * from event order by seq")

    def digest(self, environment: str = "") -> Sequence[Event]:
        return self._read(_DIGEST_OF_ONE, environment) if environment else self._read(_DIGEST)

    def tail(self, count: int, environment: str = "") -> Sequence[Event]:
        return self._read(_TAIL, environment, count)[::-1]

    @contextmanager
    def news(self) -> Iterator[News]:
        """SQLite tells nobody, so it is looked at. Nothing is held open in between: the file need not be there yet."""
        last = self._newest()

        def wait(seconds: float) -> bool:
            nonlocal last
            end = time.monotonic() + seconds
            while (now := self._newest()) == last and time.monotonic() < end:
                time.sleep(min(LOOK_EVERY_S, max(0.0, end - time.monotonic())))
            came, last = now != last, now
            return came

        yield wait

    def _newest(self) -> int:
        return next((event.seq for event in self.tail(1)), 0)

    def _read(self, query: str, *params: object) -> Sequence[Event]:
        if not self.path.exists():
            return ()
        with self._open() as db:
            known = db.execute("select 1 from sqlite_master where name = 'event'").fetchone()
            return [_event(row) for row in db.execute(query, params)] if known else ()

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            with closing(sqlite3.connect(self.path, timeout=WAIT_S, isolation_level=None)) as db:
                _use_wal(db)
                yield db
        except sqlite3.DatabaseError as error:
            raise InvalidFile(
                [Fault(self.path, 0, f"not a usable ledger: {error}")],
                "set [ledger] path in opskit.toml to a file opskit may write",
            ) from error


def _use_wal(db: sqlite3.Connection) -> None:
    """The change to WAL does not wait for other writers as everything else does, so two operators who make the
    ledger at the same instant would lose one event."""
    deadline = time.monotonic() + WAIT_S
    while True:
        try:
            db.execute("pragma journal_mode = wal")
            return
        except sqlite3.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)


def _row(event: Event) -> tuple[object, ...]:
    entry = event.entry
    body = json.dumps(entry.body, sort_keys=True, ensure_ascii=False)
    return (event.seq, entry.at, entry.run, entry.kind, entry.environment, entry.operator, body, event.prev, event.hash)


def _event(row: tuple[object, ...]) -> Event:
    seq, at, run, kind, environment, operator, body, prev, digest = row
    entry = Entry(str(at), str(run), str(kind), str(environment), str(operator), _body(str(body)))
    return Event(int(str(seq)), entry, str(prev), str(digest))


def _body(text: str) -> dict[str, object]:
    """What was edited into something that is no JSON object is still read, so that `ledger verify` can say so."""
    try:
        body, end = _DECODER.raw_decode(text)
    except ValueError:
        return {"unreadable": text}
    return body if isinstance(body, dict) and end == len(text) else {"unreadable": text}
