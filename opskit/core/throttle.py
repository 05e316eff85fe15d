"""When the servers around the database have no room for more work: opskit pauses before its next statement."""

from __future__ import annotations

from opskit.value import Value


class Limits(Value):
    """0 switches one off. Seconds a replica may be behind in replaying; WAL files that may wait to be archived; percent
    of the file system of the data directory that has to be free.

    30 s is max_standby_streaming_delay: so far behind a query on a replica may put it by itself. 64 WAL files are
    max_wal_size (1 GB), which the server by default keeps anyway; GitLab's migrations pause at 42. 10 % free is what
    `plan` warns below."""

    replica_lag_s: float = 30.0
    archive_backlog: int = 64
    min_free_pct: int = 10
