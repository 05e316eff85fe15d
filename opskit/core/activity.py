"""What the sessions of a run are doing at this moment, as the server's views of activity and progress show it."""

from __future__ import annotations

from collections.abc import Sequence

from opskit.value import Value

# A phase that has just begun says nothing about its end.
LEAST_S, LEAST_SHARE = 3.0, 0.01


class Holder(Value):
    """A session that is waited for; pid 0 is a prepared transaction. `age_s` is that of its transaction; None where
    the login may not see it."""

    pid: int
    user: str = ""
    application: str = ""
    state: str = ""
    age_s: float | None = None
    query: str = ""


class Build(Value):
    """An index build in flight. `done` and `total` count `unit` (blocks, tuples or transactions waited for) within the
    phase, which was first seen `phase_s` seconds ago when `done` was `done_first`. A phase that counts nothing has the
    unit "". The server may count more done than there are."""

    pid: int
    index: str
    phase: str
    elapsed_s: float
    phase_s: float = 0.0
    done: int = 0
    total: int = 0
    unit: str = ""
    done_first: int = 0
    waits_for: Sequence[Holder] = ()

    @property
    def fraction(self) -> float | None:
        """Of the phase, 0 to 1; None in one that counts nothing, or that waits for others, who end when they like."""
        if self.unit in ("", "transactions") or self.total <= 0:
            return None
        return min(1.0, max(0.0, self.done / self.total))

    @property
    def eta_s(self) -> float | None:
        """An estimate of when this phase ends, from its pace since it was first seen."""
        gained = self.done - self.done_first
        if self.fraction is None or self.phase_s < LEAST_S or gained < LEAST_SHARE * self.total:
            return None
        return max(0, self.total - self.done) * self.phase_s / gained

    @property
    def state(self) -> str:
        """Changes when there is something new to say."""
        return f"{self.phase} {_pids(self.waits_for)}"


class Running(Value):
    """Any other statement of the run: the server shows no progress of it, only for how long it has run and for whom it
    waits."""

    pid: int
    sql: str
    elapsed_s: float
    waits_for: Sequence[Holder] = ()

    @property
    def state(self) -> str:
        return _pids(self.waits_for)


Activity = Build | Running


def _pids(holders: Sequence[Holder]) -> str:
    return " ".join(str(holder.pid) for holder in holders)
