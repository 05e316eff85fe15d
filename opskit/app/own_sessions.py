"""When what opskit's own sessions did has reached the counters of the server."""

from __future__ import annotations

import time

from opskit.app.context import Context
from opskit.catalog.facts import fact

# A session tells the counters what it did when it ends. Up to 14 a process of its own takes that in, and may be half a
# second behind (PGSTAT_STAT_INTERVAL).
_BEHIND_S = 0.6
_LONGEST_S = 5.0
_PAUSE_S = 0.05


def until_counted(context: Context) -> None:
    """Waits until no other session of this run is left, for a few seconds at most."""
    end = time.monotonic() + _LONGEST_S
    with context.reading("counted") as db:
        while time.monotonic() < end and db.rows(fact("run_sessions"), prefix=f"opskit/{context.run}/")[0]["sessions"]:
            time.sleep(_PAUSE_S)
    time.sleep(_BEHIND_S)
