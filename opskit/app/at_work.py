"""Who is at work on an environment now, and what opskit's sessions lock there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC

from opskit.catalog.facts import fact
from opskit.core.step import Reader, Row
from opskit.pg.operator_lock import holder, silent
from opskit.value import Value


class AtWork(Value):
    """Who holds the operator's lock: `run` of the ledger, `login` of the database. `operator` is login@host as the
    ledger has it, empty where it has nothing of that run; `host` is empty on a local socket. `since` (RFC 3339 UTC),
    `seconds` and `silent_s` (since its last sign of life) are null where the login that looks may not see them. `dead`:
    the next run takes its lock over."""

    run: str
    operator: str
    login: str
    host: str
    pid: int
    since: str | None
    seconds: float | None
    silent_s: float | None
    dead: bool


class RelationLock(Value):
    """`mode` as in pg_locks; `waiting`: it is not had yet. `seconds` since it is waited for, else at most so long held;
    null where the login that looks may not see it."""

    relation: str
    mode: str
    waiting: bool
    seconds: float | None
    pid: int
    run: str


class Presence(Value):
    """`unseen` says why the server could not be asked; without it what is empty is known to be so."""

    at_work: AtWork | None = None
    locks: Sequence[RelationLock] = ()
    unseen: str = ""

    @property
    def runs(self) -> frozenset[str]:
        """Those that are at work for sure."""
        return frozenset([self.at_work.run] if self.at_work and not self.at_work.dead else [])


def presence(db: Reader) -> Presence:
    found = holder(db)
    return Presence(_at_work(found) if found else None, [_lock(row) for row in db.rows(fact("opskit_locks"))])


def _at_work(row: Row) -> AtWork:
    since = row["since"]
    at = since.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z") if since else None
    return AtWork(
        _run(row["application"]), "", row["login"] or "", row["host"] or "", row["pid"], at, row["seconds"],
        row["silent_seconds"], silent(row),
    )  # fmt: skip


def _lock(row: Row) -> RelationLock:
    return RelationLock(
        row["relation"], row["lock_mode"], not row["granted"], row["seconds"], row["pid"], _run(row["application"])
    )


def _run(application: str) -> str:
    """Of opskit/<run>/<item>."""
    parts = application.split("/")
    return parts[1] if len(parts) > 1 else ""
