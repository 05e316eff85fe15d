"""Where events wait while the ledger's server is out of reach: a chain of its own in a file of this operator."""

from __future__ import annotations

import fcntl
import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from opskit.core.ledger import Entry, Event, faults
from opskit.errors import Fault, InvalidFile
from opskit.store.sqlite_ledger import SqliteLedger


class Spool:
    """One process at a time uses it, reading too: a file that is set aside must be nobody's. Reading one that does not
    exist creates none."""

    def __init__(self, folder: Path, ledger: str) -> None:
        """`ledger` is the place of the ledger it is for."""
        self.path = folder / f"{hashlib.sha256(ledger.encode()).hexdigest()[:16]}.sqlite"
        self._file = SqliteLedger(self.path)

    def append(self, entry: Entry) -> Event:
        with self._alone():
            return self._file.append(entry)

    def events(self) -> Sequence[Event]:
        return self._read(self._file.events)

    def digest(self, environment: str) -> Sequence[Event]:
        return self._read(lambda: self._file.digest(environment))

    def tail(self, count: int, environment: str) -> Sequence[Event]:
        return self._read(lambda: self._file.tail(count, environment))

    @contextmanager
    def taken_out(self) -> Iterator[Sequence[Event]]:
        """What waits, none when there is none. At the end of the block, unless it fails, the file is set aside.
        InvalidFile when its chain does not hold."""
        if not self.path.exists():
            yield ()
            return
        with self._alone():
            waiting = self._file.events()
            broken = [Fault(self.path, 0, text) for text in faults(waiting)]
            if broken:
                raise InvalidFile(broken, f"see what was edited, then move {self.path} away")
            yield waiting
            if self.path.exists():
                self.path.rename(self._aside())

    def _aside(self) -> Path:
        return self.path.with_name(f"{self.path.stem}.merged-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}.sqlite")

    def _read(self, ask: Callable[[], Sequence[Event]]) -> Sequence[Event]:
        if not self.path.exists():
            return ()
        with self._alone():
            return ask()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Ends with the process, however that ends."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            file = self.path.with_suffix(".lock").open("a")
        except OSError as error:
            fault = Fault(self.path, 0, f"no usable spool: {error.strerror}")
            raise InvalidFile([fault], "set XDG_STATE_HOME to a folder opskit may write to") from error
        with file:
            fcntl.flock(file, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.flock(file, fcntl.LOCK_UN)  # a process that was forked meanwhile has the file open too
