"""What this database did since the first look, or since its counters began: {since, seconds, commits, rollbacks,
deadlocks, temp_files, temp_bytes, wal_bytes, wal_seconds}. WAL is the whole server's, and may have been counted over
another time."""

from __future__ import annotations

from opskit.app.given import Around, Withheld, look
from opskit.core.counters import added

COUNTERS = ("counters_database",)
_COUNTED = ("commits", "rollbacks", "deadlocks", "temp_files", "temp_bytes", "wal_bytes")


def gather(around: Around) -> object:
    name = COUNTERS[0]
    second, first = look(around.db, name), around.earlier.get(name)
    (row,) = added(first.rows if first else (), second.rows, ("database",), _COUNTED)
    since = first.at if first else row["began"]
    if since is None:
        raise Withheld("since when the counters count cannot be told: opskit check --over 60s looks twice")
    seconds = max((second.at - since).total_seconds(), 0.001)
    of_wal = seconds if first else max((second.at - row["wal_began"]).total_seconds(), 0.001)
    return {**row, "since": since, "seconds": seconds, "wal_seconds": of_wal}
