"""How much of a load, for how long, and what of it makes a script of pgbench."""

from __future__ import annotations

from opskit.catalog.workload import Claim, Limit
from opskit.value import Value


class LoadRules(Value):
    """`rate` is of transactions a second, all clients together; 0 is as fast as the clients can. `warm_up_s` comes
    before `duration_s` and is not measured. A transaction is tried `tries` times when it meets a deadlock or cannot be
    serialized."""

    clients: int = 10
    rate: float = 0.0
    duration_s: float = 60.0
    warm_up_s: float = 5.0
    threads: int = 2
    tries: int = 1
    writes: bool = False


class Part(Value):
    """One script of a load. `digest` tells whether it is still the same text, and its values drawn as before."""

    name: str
    title: str
    weight: int
    text: str
    digest: str
    limits: tuple[Limit, ...] = ()
    claim: Claim | None = None
