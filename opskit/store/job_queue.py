"""Jobs handed to the workers of a fleet, and their answers awaited. One thread looks after all of them; each that asks
waits in a thread of its own."""

from __future__ import annotations

import math
import threading
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from opskit.catalog.facts import fleet
from opskit.core.environment import Environment
from opskit.core.stop import Stop
from opskit.errors import Blocked, Unreachable
from opskit.pg.ledger_session import LedgerSession, ledger_session
from opskit.store import job_app

if TYPE_CHECKING:
    from opskit.store.job_app import Jobs

# One half of the 64-bit key of an asking session ("opfl"); the other is a checksum of its run.
KEY = 0x6F70666C
# Answers are notified, but a notice that comes while something else is asked wakes nobody.
LOOK_EVERY_S = 0.1
# Of workers that are gone nobody tells.
COUNT_EVERY_S = 1.0
# After it is told that nobody has taken an order.
PATIENCE_S = 10.0
INIT = '[fleet] by = "workers" in opskit.toml, then opskit ledger init -n'


class WorkerLost(Exception):
    """The worker that had begun a job gives no sign of life any more, or ended without an answer."""

    def __init__(self, worker: str) -> None:
        super().__init__(worker)
        self.worker = worker


class Withdrawn(Exception):
    """Nobody had begun it."""


class QueueLost(Exception):
    """The queue went away while an answer was awaited, or looking after it failed; a worker may be at it."""

    def __init__(self, error: Exception) -> None:
        super().__init__(str(error))
        self.error = error


def _nothing(_: str) -> None:
    return None


@dataclass
class _Asked:
    """`begun` is called once, with the name of the worker; `seen` then."""

    begun: Callable[[str], None] = _nothing
    seen: bool = False
    ended: threading.Event = field(default_factory=threading.Event)
    said: str = ""
    error: Exception | None = None

    def end(self, said: str = "", error: Exception | None = None) -> None:
        self.said, self.error = said, error
        self.ended.set()


def key(run: str) -> dict[str, int]:
    """Of the advisory lock that shows that somebody waits for the answers of this run."""
    low = zlib.crc32(run.encode())
    return {"high": KEY, "low": low - (1 << 32) if low >= 1 << 31 else low}


@dataclass
class JobQueue:
    """`lost_after_s`: how long a worker may give no sign of life. `tell` hears of orders that nobody takes."""

    kept: Environment
    run: str
    lost_after_s: float
    tell: Callable[[str], None]
    _app: Jobs
    _asked: dict[int, _Asked] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _closed: threading.Event = field(default_factory=threading.Event)
    _broken: Exception | None = None

    def ask(
        self, target: str, site: str, order: Mapping[str, Any], stop: Stop, begun: Callable[[str], None] = _nothing
    ) -> str:
        """What a worker said. WorkerLost, QueueLost, Withdrawn after a stop; Unreachable where no worker lives, or the
        queue's server does not answer, and nothing was begun."""
        asked = _Asked(begun)
        with job_app.translated(self.kept):
            job = job_app.hand_in(self._app, target, site, order)
        with self._lock:
            if self._broken:
                raise QueueLost(self._broken)
            self._asked[job] = asked
        stopping, patient_until = False, time.monotonic() + PATIENCE_S
        while not asked.ended.wait(0.1):
            if not asked.seen and time.monotonic() > patient_until:
                patient_until = math.inf
                self.tell(f"{target}: no worker{f' of the site {site}' if site else ''} has taken it yet")
            if stop.asked and not stopping:
                stopping = True
                self._take_back(job, Withdrawn())
        if asked.error:
            raise asked.error
        return asked.said

    def watch(self, session: LedgerSession) -> None:
        """Until it is closed. What goes wrong here ends all that is awaited."""
        counted = 0.0
        try:
            while not self._closed.is_set():
                self._look(session)
                if time.monotonic() - counted > COUNT_EVERY_S:
                    self._count(session)
                    counted = time.monotonic()
                session.told(LOOK_EVERY_S)
        except Exception as error:  # also a bug: nobody must wait for ever
            self._break(error)

    def close(self) -> None:
        self._closed.set()

    def _look(self, session: LedgerSession) -> None:
        waiting = self._waiting()
        rows = session.rows(fleet("look"), jobs=waiting) if waiting else ()
        if answered := [row["job"] for row in rows if row["said"] is not None]:
            session.rows(fleet("take"), jobs=answered)
        for row in rows:
            if row["said"] is not None:
                self._end(row["job"], said=row["said"])
            elif not row["there"]:
                self._end(row["job"], error=WorkerLost("a worker"))
            elif row["worker"]:
                self._begun(row["job"], f"worker {row['worker']}")

    def _count(self, session: LedgerSession) -> None:
        """Jobs of workers that are gone are ended, whoever asked for them: their targets would never be free."""
        lost = session.rows(fleet("lost"), after_s=self.lost_after_s)
        if lost:
            job_app.bury(self.kept, [row["job"] for row in lost])
        for row in lost:
            self._end(row["job"], error=WorkerLost(f"worker {row['worker']}" if row["worker"] else "a worker"))
        if not session.rows(fleet("alive"), after_s=self.lost_after_s)[0]["workers"]:
            self._abandoned()

    def _begun(self, job: int, worker: str) -> None:
        with self._lock:
            asked = self._asked.get(job, _Asked())
            begun, asked.begun, asked.seen = asked.begun, _nothing, True
        begun(worker)

    def _waiting(self) -> list[int]:
        with self._lock:
            return list(self._asked)

    def _abandoned(self) -> None:
        """No worker lives: what nobody has begun is taken back."""
        for job in self._waiting():
            self._take_back(job, no_worker())

    def _take_back(self, job: int, error: Exception) -> None:
        """Unless somebody has begun it, who is asked to stop. A queue that does not answer is the watch's business."""
        with suppress(Unreachable), job_app.translated(self.kept):
            if job_app.withdraw(self._app, job):
                self._end(job, error=error)

    def _end(self, job: int, said: str = "", error: Exception | None = None) -> None:
        with self._lock:
            asked = self._asked.pop(job, None)
        if asked:
            asked.end(said, error)

    def _break(self, error: Exception) -> None:
        with self._lock:
            self._broken, waiting = error, list(self._asked.values())
            self._asked.clear()
        for each in waiting:
            each.end(error=QueueLost(error))


def no_worker() -> Unreachable:
    return Unreachable("no worker of the fleet is alive", "", "opskit fleet work   (on a machine that reaches it)")


@contextmanager
def job_queue(kept: Environment, run: str, lost_after_s: float, tell: Callable[[str], None]) -> Iterator[JobQueue]:
    """Blocked where the queue is not made, Unreachable where no worker lives."""
    job_app.version()
    with ExitStack() as held:
        session = held.enter_context(ledger_session(kept))
        refuse_unmade(session)
        if not session.rows(fleet("alive"), after_s=lost_after_s)[0]["workers"]:
            raise no_worker()
        session.rows(fleet("listen"))
        session.rows(fleet("ask"), **key(run))
        queue = JobQueue(kept, run, lost_after_s, tell, held.enter_context(job_app.asking(kept)))
        watcher = threading.Thread(target=queue.watch, args=(session,), daemon=True)
        watcher.start()
        try:
            yield queue
        finally:
            queue.close()
            watcher.join()


def refuse_unmade(session: LedgerSession) -> None:
    """Blocked where the queue is not there, or is that of another version."""
    seen = session.rows(fleet("exists"))[0]
    wanted = f"procrastinate {job_app.version()}"
    if not (seen["queue"] and seen["outcome"]):
        raise Blocked("the queue of the fleet is not made yet (nothing was changed)", "", INIT)
    if seen["version"] != wanted:
        raise Blocked(
            "the queue of the fleet is of another version (nothing was changed)",
            f"it was made by {seen['version']}, and this is {wanted}; it holds nothing that lasts",
            "drop schema opskit_fleet cascade, while no worker is at work; then opskit ledger init",
        )
