"""What a long statement is doing, while it does it: read on a second connection, told to the operator."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from opskit.app.context import Context
from opskit.catalog.facts import fact
from opskit.errors import OpskitError

EVERY_S = 2.0


@contextmanager
def watching(context: Context, pid: int) -> Iterator[None]:
    """A heartbeat line while a concurrent build of this backend is in flight; silent otherwise."""
    over = threading.Event()
    watcher = threading.Thread(target=_watch, args=(context, pid, over), daemon=True)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join(timeout=EVERY_S)


def _watch(context: Context, pid: int, over: threading.Event) -> None:
    if over.wait(EVERY_S):
        return
    try:
        with context.reading("progress") as db:
            while not over.is_set():
                for row in db.rows(fact("index_builds")):
                    if row["pid"] == pid:
                        context.tell(sentence(row))
                over.wait(EVERY_S)
    except OpskitError as error:
        context.tell(f"no progress can be shown: {error.what}")


def sentence(row: Mapping[str, Any]) -> str:
    """From a row of the fact index_builds. The server may count more lockers done than there are: percentages stop at
    100."""
    parts = [str(row["index"] or row["relation"]), str(row["phase"])]
    total, done = row["blocks_total"] or 0, row["blocks_done"] or 0
    if total:
        parts.append(f"{min(100, round(100 * done / total))} % of {total:,} blocks")
    if row["lockers_total"]:
        left = max(0, row["lockers_total"] - row["lockers_done"])
        parts.append(f"waits for {left} old transactions (pid {row['current_locker_pid']})")
    return ", ".join(parts)
