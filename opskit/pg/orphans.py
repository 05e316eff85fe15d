"""What a run that was killed left at work on the server: a build that goes on is awaited, all else is ended.

Only under the operator's lock: whoever has it knows that no other opskit is at work here."""

from __future__ import annotations

import time
from collections.abc import Callable

from opskit.catalog.facts import fact
from opskit.core.identifier import ident
from opskit.core.step import Reader, Row
from opskit.errors import Blocked, NotPermitted

# Those that change something. A session of `operator` without the lock belongs to somebody who is being told so.
ITEMS = ("apply", "rollback", "fix")
LOOK_EVERY_S, SAY_EVERY_S = 0.2, 10.0


def settle_orphans(db: Reader, own_run: str, pause: Callable[[float], None], tell: Callable[[str], None]) -> None:
    """Returns when none is left. A concurrent build is worth waiting for: it may be nearly done, and ended it leaves an
    INVALID index; any other statement is rolled back, and planned again. `pause` may end the waiting by an error of its
    own. Blocked, with what to type, where this login may not end a session."""
    asked: set[int] = set()
    said: dict[int, float] = {}
    while orphans := db.rows(fact("orphans"), items=list(ITEMS), run=own_run):
        for row in orphans:
            if not _worth_waiting_for(row) and row["pid"] not in asked:
                _end(db, row)
                asked.add(row["pid"])
                tell(f"ended what an earlier run left: {_who(row)}")
            elif time.monotonic() - said.get(row["pid"], -SAY_EVERY_S) >= SAY_EVERY_S:
                said[row["pid"]] = time.monotonic()
                tell(f"waits for {_progress(row) if row['building'] else _who(row)}")
        pause(LOOK_EVERY_S)


def _worth_waiting_for(row: Row) -> bool:
    """What a build is, and so whether it would survive its client, is not seen of another login's: then it is."""
    return row["building"] and (row["command"] or "CONCURRENTLY").endswith("CONCURRENTLY")


def _end(db: Reader, row: Row) -> None:
    try:
        db.rows(fact("end_session"), pid=row["pid"], application=row["application"])
    except NotPermitted as error:
        raise Blocked(
            "a session of an earlier run is still there and has to be ended first (nothing was changed)",
            f"{_who(row)}; {error.why}",
            f"as {ident(row['login'])} or a superuser: select pg_terminate_backend({row['pid']})",
        ) from error


def _who(row: Row) -> str:
    who = f"pid {row['pid']}, login {row['login']}, {row['application']}"
    return f"{who}, {row['state']}: {row['query']}" if row["state"] else who


def _progress(row: Row) -> str:
    """The server may count more lockers done than there are."""
    parts = [f"the build of {row['index'] or 'an index'} that an earlier run left (pid {row['pid']})"]
    parts += [row["phase"]] if row["phase"] else []
    total, done = row["blocks_total"] or 0, row["blocks_done"] or 0
    parts += [f"{min(100, round(100 * done / total))} % of {total:,} blocks"] if total else []
    if row["lockers_total"]:
        left = max(0, row["lockers_total"] - (row["lockers_done"] or 0))
        parts.append(f"it waits for {left} old transactions (pid {row['current_locker_pid']})")
    return ", ".join(parts)
