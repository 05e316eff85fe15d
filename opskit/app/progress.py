"""What the statements of a run are doing, while they do it: read on a connection of its own, told to the operator."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager

from opskit.app.context import Context
from opskit.catalog.facts import fact
from opskit.core.activity import Activity, Build, Holder, Running
from opskit.core.blocker import blocker
from opskit.core.step import Row
from opskit.errors import OpskitError
from opskit.pg.blocking import end_session
from opskit.pg.reading import ReadSession, reading
from opskit.pg.throttle import crowding
from opskit.value import Value, replace

# A session that was lost (a network that comes and goes, an administrator) is opened again after this time.
AGAIN_S = 30.0
# What ends within this time needs no line.
BRIEF_S = 1.0
# Replicas, the archive and the disk are looked at this often while a statement runs.
CROWD_EVERY_S = 15.0


@contextmanager
def watching(context: Context) -> Iterator[None]:
    """The voice is shown all that is in flight in the sessions of this run, and at the end that nothing is. Whatever
    befalls the connection that looks, the run is not disturbed."""
    watch = _Watch(context)
    threading.Thread(target=watch.look, daemon=True).start()
    try:
        yield
    finally:
        watch.end()


class _Watch:
    def __init__(self, context: Context) -> None:
        self._context = context
        self._over = threading.Event()
        self._speaking = threading.Lock()
        self._crowd_seen_at = time.monotonic()

    def end(self) -> None:
        """From now on nothing is shown; a look that hangs is not waited for."""
        with self._speaking:
            self._over.set()
            self._context.voice.activity(())

    def look(self) -> None:
        every_s, lost = self._context.voice.every_s, False
        pause_s = every_s
        while not self._over.wait(pause_s):
            try:
                with _session(self._context) as db:
                    self._follow(db, every_s)
            except OpskitError as error:
                if not lost and not self._over.is_set():
                    self._context.tell(f"no progress can be shown: {error.what}")
                pause_s, lost = AGAIN_S, True

    def _follow(self, db: ReadSession, every_s: float) -> None:
        phases = Phases()
        while not self._over.is_set():
            found = phases.seen(db.rows(fact("run_activity"), application=self._context.application("")))
            with self._speaking:
                if not self._over.is_set():
                    self._context.voice.activity(found)
            self._end_old(db, found)
            self._crowded(db)
            self._over.wait(every_s)

    def _end_old(self, db: ReadSession, found: Sequence[Activity]) -> None:
        """A build that runs waits for old transactions; where a person allows it, they are ended."""
        limit, tell = self._context.settings.budget.terminate_older_s, self._context.tell
        for pid in {each.pid for activity in found for each in activity.waits_for if each.pid} if limit else ():
            for row in db.rows(fact("session"), pid=pid):
                if limit and blocker(row).may_be_ended(limit):
                    end_session(db, blocker(row), tell, self._context.record)

    def _crowded(self, db: ReadSession) -> None:
        """A statement that runs cannot be held up; the one after it will be."""
        if time.monotonic() - self._crowd_seen_at < CROWD_EVERY_S:
            return
        self._crowd_seen_at = time.monotonic()
        reason = crowding(db, self._context.settings.limits, self._context.environment.way)
        if reason and not self._over.is_set():
            self._context.tell(f"the next statement will have to wait: {reason}")


def _session(context: Context) -> AbstractContextManager[ReadSession]:
    """It looks, yet as the login that writes: the progress of another login's builds is hidden from most."""
    environment = replace(context.environment, read_conninfo=context.environment.conninfo)
    return reading(environment, context.application("progress"))


class _Phase(Value):
    index: str
    name: str
    began: float
    done: int


class Phases:
    """Remembers when each build's phase was first seen, which the server does not tell."""

    def __init__(self) -> None:
        self._by_pid: dict[int, _Phase] = {}

    def seen(self, rows: Sequence[Row]) -> Sequence[Activity]:
        """Rows of the fact run_activity; statements that have only just begun are left out."""
        found = [self._build(row) if row["phase"] else _running(row) for row in rows]
        here = {each.pid for each in found}
        self._by_pid = {pid: phase for pid, phase in self._by_pid.items() if pid in here}
        return [each for each in found if isinstance(each, Build) or each.elapsed_s >= BRIEF_S]

    def _build(self, row: Row) -> Build:
        unit, done, total = counted(row)
        index = str(row["index"] or f"an index of {row['relation'] or 'a table'}")
        phase = self._by_pid.get(row["pid"])
        if phase is None or (phase.index, phase.name) != (index, row["phase"]):
            phase = self._by_pid[row["pid"]] = _Phase(index, row["phase"], time.monotonic(), done)
        return Build(
            row["pid"], index, phase.name, float(row["seconds"] or 0), time.monotonic() - phase.began, done, total,
            unit, phase.done, holders(row),
        )  # fmt: skip


def _running(row: Row) -> Running:
    return Running(row["pid"], str(row["query"] or ""), float(row["seconds"] or 0), holders(row))


def holders(row: Row) -> Sequence[Holder]:
    return [Holder(**each) for each in row["waits_for"]]


def counted(row: Row) -> tuple[str, int, int]:
    """The unit, how many are done and how many there are, of what counts in this phase."""
    phase = str(row["phase"])
    if phase.startswith("waiting"):
        return "transactions", row["lockers_done"] or 0, row["lockers_total"] or 0
    if "sorting" in phase:
        return "", 0, 0
    if "loading" in phase:
        return "tuples", row["tuples_done"] or 0, row["tuples_total"] or 0
    return "blocks", row["blocks_done"] or 0, row["blocks_total"] or 0
