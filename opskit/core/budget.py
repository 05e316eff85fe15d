"""How long a statement may wait and run."""

from __future__ import annotations

from opskit.value import Value

# lock_timeout below deadlock_timeout (1 s by default) can never get past a running autovacuum: the server cancels it
# only after deadlock_timeout. Measured: 900 ms fails for ever, 3 s succeeds at 1.0 s.
LEAST_LOCK_TIMEOUT_S, OF_DEADLOCK_TIMEOUT = 2.0, 1.5
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.2, 5.0


class Budget(Value):
    """`attempts` at a lock; `patience_s` outside its queue, before each statement, for those who hold it; `deadline_s`
    for a whole statement, its waiting included; `jobs`: index builds side by side. `terminate_older_s`: sessions whose
    transaction is older and that stand in the way are ended; None, which is for a person to change, ends nobody."""

    attempts: int = 10
    patience_s: float = 600.0
    deadline_s: float = 6 * 3600.0
    jobs: int = 2
    terminate_older_s: float | None = None

    def pause_s(self, attempt: int, chance: float) -> float:
        """Before the attempt after this one (they count from 1); `chance` is from 0 to 1. Exponential, with jitter."""
        return min(LONGEST_PAUSE_S, FIRST_PAUSE_S * 2.0**attempt) * (0.5 + 0.5 * chance)


def lock_timeout_s(deadlock_timeout_s: float) -> float:
    return max(LEAST_LOCK_TIMEOUT_S, OF_DEADLOCK_TIMEOUT * deadlock_timeout_s)
