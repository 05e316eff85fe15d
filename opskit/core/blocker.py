"""Who stands in the way of a lock, and whether it is worth queueing behind."""

from __future__ import annotations

from opskit.core.step import Row
from opskit.value import Value

# Younger transactions are gone by the time it matters; a queue behind older ones stops the application.
SOON_S = 1.0
# A running autovacuum gives way to whoever waits for its lock, but only after deadlock_timeout (1 s), in which all
# others wait too: it gets some time to end by itself.
AUTOVACUUM_S = 30.0
_OPSKIT = "opskit/"


class Blocker(Value):
    """`age_s` of its transaction, None where the login may not see it; `granted`: it holds the lock, or queues for it.
    `state` as in pg_stat_activity, or `prepared` (without a pid). `relation` and `lock` are empty for an old snapshot,
    which a concurrent build waits for whatever it looks at."""

    pid: int | None
    user: str
    application: str
    state: str
    backend_type: str
    prevents_wraparound: bool
    privileged: bool
    age_s: float | None
    query: str
    relation: str
    lock: str
    granted: bool

    @property
    def autovacuum(self) -> bool:
        return self.backend_type == "autovacuum worker"

    def lasting(self, waited_s: float) -> bool:
        """Whether it will not go away within an instant. `waited_s`: how long one has waited already."""
        if self.autovacuum and not self.prevents_wraparound:
            return waited_s < AUTOVACUUM_S
        if self.state == "prepared" or self.prevents_wraparound or self.application == "pg_dump":
            return True
        return self.age_s is None or self.age_s >= SOON_S

    def may_be_ended(self, older_than_s: float) -> bool:
        """Only what an application runs: no superuser's session, no replication, no server's own, none of opskit's."""
        ordinary = self.backend_type == "client backend" and not self.privileged
        mine = self.application.startswith(_OPSKIT)
        return ordinary and not mine and self.pid is not None and (self.age_s or 0.0) >= older_than_s

    @property
    def words(self) -> str:
        """jobs is held by pid 4711 (app, nightly report, idle in transaction for 12 s): select …"""
        who = [self.user, self.application or "no application name", self._state]
        pid = f"pid {self.pid}" if self.pid else "a prepared transaction"
        how = f"{self.relation} {'is held by' if self.granted else 'is queued for by'} " if self.relation else ""
        return f"{how}{pid} ({', '.join(filter(None, who))}): {self.query}"

    @property
    def _state(self) -> str:
        age = "" if self.age_s is None else f" for {self.age_s:.0f} s"
        if self.autovacuum:
            return f"autovacuum{' to prevent wraparound' if self.prevents_wraparound else ''}{age}"
        return f"{self.state or 'not visible'}{age}"


def blocker(row: Row) -> Blocker:
    """From a row of the fact lock_holders, or session."""
    return Blocker(
        row["pid"], row["user_name"] or "", row["application"], row["state"] or "", row["backend_type"],
        row["prevents_wraparound"], row["superuser"] or row["replication"], row["age_s"], row["query"],
        row["relation"], row["lock_mode"], row["granted"],
    )  # fmt: skip
