"""The names that benchmarks have in the ledger."""

from __future__ import annotations

# BENCHED: the queries of the workload were timed one by one; LOADED: the same under load.
BENCHED, LOADED = "bench.finished", "load.finished"
