"""How the orders of a fleet are carried out."""

from __future__ import annotations

from opskit.value import Value

# By threads of the command itself, or by workers, which share a queue in the database of the ledger.
THREADS, WORKERS = "threads", "workers"


class FleetWays(Value):
    """`by`: one of the two. A worker that has given no sign of life for `lost_after_s` is lost."""

    by: str = THREADS
    lost_after_s: float = 30.0
