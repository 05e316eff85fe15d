"""Before each statement: do the servers around this one keep up, and is there room on its disk?"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence

from opskit.catalog.facts import fact
from opskit.core.machine import FileSystem
from opskit.core.step import Reader, Row
from opskit.core.throttle import Limits
from opskit.core.way import Way
from opskit.errors import Blocked
from opskit.pg.disk_space import DATA, disk_space, disks, distinct
from opskit.value import Value

LOOK_EVERY_S, SAY_EVERY_S = 1.0, 10.0
# A replica that has just come back has no lag in time yet: so far behind (max_wal_size by default) it counts as late.
UNTIMED_BYTES = 2**30


class _Crowd(Value):
    """`setting` is the key of [apply]; `look`: what tells more."""

    reason: str
    setting: str
    look: str


def crowding(db: Reader, limits: Limits, way: Way | None = None) -> str:
    """Why there is no room for more work, in words; empty when there is. What cannot be seen is not guessed: see
    `unwatched`."""
    return "; ".join(each.reason for each in _crowds(db, limits, way))


def wait_for_room(
    db: Reader,
    limits: Limits,
    patience_s: float,
    pause: Callable[[float], None],
    tell: Callable[[str], None],
    *,
    way: Way | None = None,
) -> None:
    """Returns at once when there is room. Blocked when there is none for longer than `patience_s`; `pause` may end the
    waiting by an error of its own."""
    began, said_at = time.monotonic(), float("-inf")
    while crowds := list(_crowds(db, limits, way)):
        now = time.monotonic()
        reason = "; ".join(each.reason for each in crowds)
        if now - began >= patience_s:
            raise Blocked(
                f"there was no room for the next statement within {patience_s:.0f} s", reason,
                f"{crowds[0].look}; or another limit: [apply] {crowds[0].setting} in opskit.toml",
            )  # fmt: skip
        if now - said_at >= SAY_EVERY_S:
            tell(f"pauses before the next statement: {reason}")
            said_at = now
        pause(LOOK_EVERY_S)


def unwatched(db: Reader, limits: Limits, way: Way | None = None) -> Sequence[str]:
    """What has a limit and cannot be seen, in words: to be told once, before a run."""
    seen, notes = db.rows(fact("throttle"))[0], list[str]()
    if limits.replica_lag_s and seen["replicas"] and not seen["sees_replicas"]:
        notes.append("the lag of replicas is not watched: this login may not see it (pg_monitor)")
    if limits.archive_backlog and seen["archiving"] and not seen["sees_archive"]:
        notes.append(
            "the WAL files that wait to be archived are not watched: this login may not count them (pg_monitor)"
        )
    if limits.min_free_pct and disk_space(db, way)[1] is None:
        notes.append("free disk is not watched: the server is on another machine, or does not tell where its data lies")
    return notes


def _crowds(db: Reader, limits: Limits, way: Way | None) -> Iterator[_Crowd]:
    seen = db.rows(fact("throttle"))[0]
    if limits.replica_lag_s and seen["replicas"] and seen["sees_replicas"]:
        yield from _late(db.rows(fact("replica_lag")), limits.replica_lag_s)
    if limits.archive_backlog and seen["archiving"] and seen["sees_archive"]:
        files = db.rows(fact("archive_backlog"))[0]["files"]
        if files > limits.archive_backlog:
            reason = f"{files:,} WAL files wait to be archived (limit {limits.archive_backlog:,})"
            yield _Crowd(reason, "max_archive_backlog", "select * from pg_stat_archiver, and the server's log")
    if limits.min_free_pct:
        yield from _full(disks(db, way), limits.min_free_pct)


def _late(replicas: Sequence[Row], limit_s: float) -> Iterator[_Crowd]:
    """The last one; the others are not further behind."""
    timed = [row for row in replicas if row["seconds"] is not None and row["seconds"] > limit_s]
    untimed = [row for row in replicas if row["seconds"] is None and row["bytes"] > UNTIMED_BYTES]
    for row in [*timed, *untimed][:1]:
        behind = f"{row['bytes']:,} bytes" if row["seconds"] is None else f"{row['seconds']:.0f} s"
        reason = f"replica {row['replica'] or row['host']} is {behind} behind (limit {limit_s:.0f} s)"
        yield _Crowd(reason, "max_replica_lag", "select * from pg_stat_replication")


def _full(found: Mapping[str, FileSystem], limit_pct: int) -> Iterator[_Crowd]:
    for place, disk in distinct(found):
        if 100 * disk.free_bytes < limit_pct * disk.total_bytes:
            of = "" if place == DATA else f" of the {place}"
            reason = f"{100 * disk.free_bytes // disk.total_bytes} % of the disk{of} is free (limit {limit_pct} %)"
            yield _Crowd(reason, "min_free_disk", f"make room on the disk of the {place}, {disk.mount}")
