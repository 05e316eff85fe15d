"""The outbox: notices on their way, in one SQLite file of the operator's, beside the default ledger. Each row is one
notice to one target; it is written once its event is in the ledger, and tried until somebody has taken it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from opskit.core.notice import Notice, Target
from opskit.errors import Fault, InvalidFile
from opskit.value import Value, asdict

_SCHEMA = (
    """
create table if not exists letter (
  id integer primary key,
  event text not null, target text not null, address text not null, notice text not null,
  created real not null, attempts integer not null default 0, next_at real not null,
  delivered_at real, error text not null default '',
  unique (event, target, address)
) strict
""",
    """
create table if not exists announcing (
  run text primary key, scope text not null, pid integer not null, since real not null
) strict
""",
)
_OPEN = "target = ? and address = ? and delivered_at is null"
_COLUMNS = "id, target, address, notice, created, attempts, next_at, error"

# So long a run waits for another process that writes here, which it must not feel; and a courier, whom nobody awaits.
WAIT_S, PATIENT_S = 0.5, 10.0
# A letter that was claimed is nobody else's for so long: six times what an attempt may take.
LEASE_S = 30.0
# News of yesterday is none: a letter is tried for a day, and kept for a week so that a report can tell of it.
TRIED_S, KEPT_S = 86400.0, 7 * 86400.0


class Letter(Value):
    """Times are seconds since 1970; `attempts` counts the one that is under way; `error` is why the last one failed."""

    id: int
    target: str
    address: str
    notice: Notice
    created: float
    attempts: int
    next_at: float
    error: str

    def given_up(self, now: float) -> bool:
        return now >= self.created + TRIED_S


class Announcing(Value):
    """A run that is announcing what it does, or has died of it. `scope` is the ledger and the targets it is for."""

    run: str
    pid: int


class Outbox:
    """Opened for each call, as the ledger is; reading one that does not exist makes none. InvalidFile when the file
    cannot be used, or somebody else held it for `wait_s`."""

    def __init__(self, path: Path, wait_s: float = WAIT_S) -> None:
        self.path = path
        self._wait_s = wait_s

    def patient(self) -> Outbox:
        return Outbox(self.path, PATIENT_S)

    @property
    def exists(self) -> bool:
        return self.path.exists()

    def begin(self, run: str, scope: str, pid: int, now: float) -> None:
        """Before the first event of a run: what this process does not get to write, another one makes good."""
        with self._writing() as db:
            for table, column in (("letter", "created"), ("announcing", "since")):
                db.execute(f"delete from {table} where {column} < ?", (now - KEPT_S,))  # noqa: S608 - names of ours
            db.execute("insert or ignore into announcing values (?, ?, ?, ?)", (run, scope, pid, now))

    def begun(self, scope: str) -> list[Announcing]:
        rows = self._rows("select run, pid from announcing where scope = ? order by since, run", [scope])
        return [Announcing(str(run), int(str(pid))) for run, pid in rows]

    def end(self, runs: Collection[str]) -> None:
        """Everything these runs have announced is here."""
        with self._writing() as db:
            db.executemany("delete from announcing where run = ?", [(run,) for run in runs])

    def put(self, notices: Sequence[Notice], targets: Sequence[Target], now: float) -> int:
        """How many letters were written: one for each notice and each target that wants it, unless it is there. It is
        as old as what it tells."""
        rows = [
            (notice.id, target.name, target.address, json.dumps(asdict(notice)), _moment(notice.at, now), now)
            for notice in notices
            for target in targets
            if target.wants(notice)
        ]
        if not rows:
            return 0
        with self._writing() as db:
            return db.executemany(
                "insert or ignore into letter (event, target, address, notice, created, next_at)"
                " values (?, ?, ?, ?, ?, ?)",
                rows,
            ).rowcount

    def claim(self, target: Target, now: float) -> Letter | None:
        """The oldest letter that is due; it is nobody else's until LEASE_S have gone by. None when there is none."""
        if not self.exists:
            return None
        with self._writing() as db:
            row = db.execute(
                f"update letter set attempts = attempts + 1, next_at = ? where id = (select id from letter"  # noqa: S608
                f" where {_OPEN} and next_at <= ? and created > ? order by id limit 1) returning {_COLUMNS}",
                (now + LEASE_S, target.name, target.address, now, now - TRIED_S),
            ).fetchone()
        return _letter(row) if row else None

    def delivered(self, letter: Letter, now: float) -> None:
        with self._writing() as db:
            db.execute("update letter set delivered_at = ?, error = '' where id = ?", (now, letter.id))

    def failed(self, letter: Letter, error: str, next_at: float) -> None:
        """Unless the claim has run out meanwhile and somebody else is at it."""
        with self._writing() as db:
            db.execute(
                "update letter set error = ?, next_at = ? where id = ? and attempts = ? and delivered_at is null",
                (error, next_at, letter.id, letter.attempts),
            )

    def undelivered(self, target: Target) -> list[Letter]:
        """In the order they were written; those that are no longer tried among them, as long as they are kept."""
        select = f"select {_COLUMNS} from letter where {_OPEN} order by id"  # noqa: S608 - names of ours
        return [_letter(row) for row in self._rows(select, [target.name, target.address])]

    def _rows(self, statement: str, values: Sequence[str]) -> list[tuple[object, ...]]:
        if not self.exists:
            return []
        with self._open() as db:
            made = db.execute("select 1 from sqlite_master where name = 'announcing'").fetchone()
            return db.execute(statement, values).fetchall() if made else []

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise self._unusable(str(error.strerror)) from error
        with self._open() as db:
            db.execute("begin immediate")
            for statement in _SCHEMA:
                db.execute(statement)
            yield db
            db.execute("commit")

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            with closing(sqlite3.connect(self.path, timeout=self._wait_s, isolation_level=None)) as db:
                yield db
        except sqlite3.Error as error:
            raise self._unusable(str(error)) from error

    def _unusable(self, why: str) -> InvalidFile:
        return InvalidFile(
            [Fault(self.path, 0, f"not a usable outbox: {why}")],
            f"mv {self.path} {self.path}.broken   (what it had not delivered is not told; the ledger has it all)",
        )


def _letter(row: tuple[object, ...]) -> Letter:
    number, target, address, notice, created, attempts, next_at, error = row
    return Letter(
        int(str(number)), str(target), str(address), _notice(str(notice)), float(str(created)), int(str(attempts)),
        float(str(next_at)), str(error),
    )  # fmt: skip


def _moment(at: str, otherwise: float) -> float:
    """Of an event that was edited, the time may be no time."""
    try:
        return datetime.fromisoformat(at).timestamp()
    except ValueError:
        return otherwise


def _notice(text: str) -> Notice:
    """Another version of opskit may have written more of it."""
    given = json.loads(text)
    return Notice(**{name: given[name] for name in Notice.__struct_fields__ if name in given})
