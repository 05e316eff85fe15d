"""Jobs handed to the workers of a fleet, and their answers awaited. One thread looks after all of them; each that asks
waits in a thread of its own."""

from __future__ import annotations

import threading
import zlib
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from opskit.catalog.facts import fleet
from opskit.core.environment import Environment
from opskit.core.stop import Stop
from opskit.errors import Blocked, OpskitError, Unreachable
from opskit.pg.ledger_session import LedgerSession, ledger_session
from opskit.store import job_app

if TYPE_CHECKING:
    from opskit.store.job_app import Jobs

# One half of the 64-bit key of an asking session ("opfl"); the other is a checksum of its run.
KEY = 0x6F70666C
# Answers are notified; this often it is looked for workers that are gone, and for answers whose notice was missed.
LOOK_EVERY_S = 0.5
INIT = '[fleet] by = "workers" in opskit.toml, then opskit ledger init -n'


class WorkerLost(Exception):
    """The worker that had begun a job gives no sign of life any more, or ended without an answer."""

    def __init__(self, worker: str) -> None:
        super().__init__(worker)
        self.worker = worker


class Withdrawn(Exception):
    """Nobody had begun it."""


@dataclass
class _Asked:
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
    """`lost_after_s`: how long a worker may give no sign of life."""

    kept: Environment
    run: str
    lost_after_s: float
    _app: Jobs
    _asked: dict[int, _Asked] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _closed: threading.Event = field(default_factory=threading.Event)
    _broken: OpskitError | None = None

    def ask(self, target: str, site: str, order: Mapping[str, Any], stop: Stop) -> str:
        """What a worker said. WorkerLost, Withdrawn after a stop; Unreachable where no worker lives, or the queue's
        server does not answer."""
        asked = _Asked()
        with job_app.translated(self.kept):
            job = job_app.hand_in(self._app, target, site, order)
        with self._lock:
            if self._broken:
                raise self._broken
            self._asked[job] = asked
        stopping = False
        while not asked.ended.wait(0.1):
            if stop.asked and not stopping:
                stopping = True
                if job_app.withdraw(self._app, job):
                    self._end(job, error=Withdrawn())
        if asked.error:
            raise asked.error
        return asked.said

    def watch(self, session: LedgerSession) -> None:
        """Until it is closed. What goes wrong here ends all that is awaited."""
        try:
            while not self._closed.is_set():
                self._look(session)
                session.told(LOOK_EVERY_S)
        except OpskitError as error:
            self._break(error)

    def close(self) -> None:
        self._closed.set()

    def _look(self, session: LedgerSession) -> None:
        with self._lock:
            waiting = list(self._asked)
        if not waiting:
            return
        lost = {row["job"]: row["worker"] for row in session.rows(fleet("lost"), after_s=self.lost_after_s)}
        if lost:
            job_app.bury(self.kept, list(lost))
        rows = session.rows(fleet("look"), jobs=waiting)
        if answered := [row["job"] for row in rows if row["said"] is not None]:
            session.rows(fleet("take"), jobs=answered)
        for row in rows:
            self._seen(row["job"], row["said"], there=row["there"], worker=lost.get(row["job"], row["begun"]))
        if not session.rows(fleet("alive"), after_s=self.lost_after_s)[0]["workers"]:
            self._abandoned()

    def _seen(self, job: int, said: str | None, *, there: bool, worker: int | None) -> None:
        if said is not None:
            self._end(job, said=said)
        elif not there:
            self._end(job, error=WorkerLost(f"worker {worker}" if worker else "a worker"))

    def _abandoned(self) -> None:
        """No worker lives: what nobody has begun is taken back."""
        with self._lock:
            waiting = list(self._asked)
        for job in waiting:
            if job_app.withdraw(self._app, job):
                self._end(job, error=no_worker())

    def _end(self, job: int, said: str = "", error: Exception | None = None) -> None:
        with self._lock:
            asked = self._asked.pop(job, None)
        if asked:
            asked.end(said, error)

    def _break(self, error: OpskitError) -> None:
        with self._lock:
            self._broken, waiting = error, list(self._asked.values())
            self._asked.clear()
        for each in waiting:
            each.end(error=error)


def no_worker() -> Unreachable:
    return Unreachable("no worker of the fleet is alive", "", "opskit fleet work   (on a machine that reaches it)")


@contextmanager
def job_queue(kept: Environment, run: str, lost_after_s: float) -> Iterator[JobQueue]:
    """Blocked where the queue is not made, Unreachable where no worker lives."""
    job_app.version()
    with ExitStack() as held:
        session = held.enter_context(ledger_session(kept))
        refuse_unmade(session)
        if not session.rows(fleet("alive"), after_s=lost_after_s)[0]["workers"]:
            raise no_worker()
        session.rows(fleet("listen"))
        session.rows(fleet("ask"), **key(run))
        queue = JobQueue(kept, run, lost_after_s, held.enter_context(job_app.asking(kept)))
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
