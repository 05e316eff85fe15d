"""`opskit locks`: who waits for whom right now, and what would end the wait. Ends nothing itself."""

from __future__ import annotations

from collections.abc import Sequence

from opskit.app.context import Context
from opskit.catalog.facts import fact
from opskit.core.answer import Answer
from opskit.core.step import Row
from opskit.value import Value

PREPARED = 0
_HIDDEN = "<insufficient privilege>"


class Blocked(Value):
    """`waits_for`: pids in front of it, queued ones too; 0 stands for prepared transactions. `seconds` and `relation`
    are None where the server does not tell; `lock` is the mode it waits for."""

    pid: int
    user: str
    application: str
    query: str
    waits_for: Sequence[int]
    seconds: float | None
    relation: str | None
    lock: str


class RootBlocker(Value):
    """Blocks others and waits for nobody. `state` as in pg_stat_activity, or prepared; empty where the login may not
    see it. `seconds`: age of its transaction. `blocks`: who waits for it directly, `blocked_total` those behind too.
    `ends_it` is the statement that would end the wait, never executed by opskit."""

    pid: int
    user: str
    application: str
    client: str
    state: str
    seconds: float | None
    query: str
    blocks: Sequence[int]
    blocked_total: int
    ends_it: str


class Locks(Value):
    """`hidden`: sessions whose query and state the login may not see (it lacks pg_read_all_stats)."""

    blocked: Sequence[Blocked]
    root_blockers: Sequence[RootBlocker]
    hidden: int
    login: str


def locks(context: Context) -> Answer[Locks]:
    """Exit 0 whatever is found: looking is no judgement."""
    with context.reading("locks") as db:
        roots = [_root(row) for row in db.rows(fact("root_blockers", db.server.major))]
        blocked = [_blocked(row) for row in db.rows(fact("blocked_sessions", db.server.major))]
        hidden = {each.pid for each in roots if each.query == _HIDDEN}
        hidden |= {each.pid for each in blocked if each.query == _HIDDEN}
        found = Locks(tuple(blocked), tuple(roots), len(hidden), db.server.login)
    return Answer("locks", found, environment=context.environment.name, run=context.run)


def _blocked(row: Row) -> Blocked:
    return Blocked(
        row["pid"], row["user_name"] or "", row["application"] or "", row["query"] or "",
        tuple(dict.fromkeys(row["waits_for"])), row["seconds"], row["relation"], row["lock_mode"],
    )  # fmt: skip


def _root(row: Row) -> RootBlocker:
    return RootBlocker(
        row["pid"], row["user_name"] or "", row["application"] or "", row["client"] or "", row["state"] or "",
        row["transaction_seconds"], row["query"] or "", tuple(row["blocks"] or ()), row["blocked_total"],
        ends_it(row["pid"], row["state"] or ""),
    )  # fmt: skip


def ends_it(pid: int, state: str) -> str:
    """Cancelling ends the statement that runs; a session idle in its transaction runs none and has to be ended."""
    if pid == PREPARED:
        return "select gid, owner, prepared from pg_catalog.pg_prepared_xacts; then rollback prepared '<gid>'"
    if state.startswith("idle in transaction"):
        return f"select pg_catalog.pg_terminate_backend({pid})"
    return f"select pg_catalog.pg_cancel_backend({pid})"
