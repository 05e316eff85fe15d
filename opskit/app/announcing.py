"""What the ledger has taken in is announced: a letter in the outbox for each target, and couriers while the command
runs. Nothing of it may disturb a run: what goes wrong here is said once, and is for another call to make good."""

from __future__ import annotations

import hashlib
import json
import os
import threading
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from opskit.app.courier import Courier
from opskit.catalog import waivers
from opskit.catalog.configuration import Settings, default_ledger
from opskit.core.environment import Environment
from opskit.core.ledger import Entry, Event, Ledger
from opskit.core.notable import expiring, notable, notice_of
from opskit.core.notice import Target
from opskit.errors import OpskitError
from opskit.store.outbox import Outbox

# What a command waits for its last letters, all targets together; the next call delivers the others.
END_S = 1.0
# How often a run may find the outbox in use before it leaves it alone: each time it has waited half a second.
TRIES = 2


def outbox_path() -> Path:
    """One for all projects of an operator, wherever their ledgers are."""
    return default_ledger().with_name("outbox.sqlite")


class Post:
    """The outbox as the targets of one configuration use it."""

    def __init__(self, settings: Settings, ledger: Ledger) -> None:
        self.outbox = Outbox(outbox_path())
        self.targets: Sequence[Target] = settings.notify
        self._environments: Mapping[str, Environment] = settings.environments
        self._ignores, self._waivers = settings.ignores, settings.waivers
        self._ledger = ledger
        names = sorted((each.name, each.address) for each in settings.notify)
        self._scope = hashlib.sha256(json.dumps([ledger.place, names]).encode()).hexdigest()

    def begin(self, run: str) -> None:
        self.outbox.begin(run, self._scope, os.getpid(), time.time())

    def put(self, events: Sequence[Event]) -> None:
        notices = [notice for event in events if (notice := notice_of(event, self._environments))]
        self.outbox.put(notices, self.targets, time.time())

    def catch_up(self, but: Collection[str] = ()) -> None:
        """What runs that were killed between the ledger and the outbox did not get to announce; `but` are one's own.
        Of a run that is still at work the letters are there already, or it will find them there."""
        begun = [each for each in self.outbox.begun(self._scope) if each.run not in but]
        if begun:
            dead = [each.run for each in begun if not _alive(each.pid)]
            runs = {each.run for each in begun}
            self.put([event for event in self._ledger.events() if event.entry.run in runs])
            self.outbox.end(dead)

    def put_expiring(self) -> None:
        now = datetime.now(UTC)
        at = now.isoformat(timespec="seconds").replace("+00:00", "Z")
        self.outbox.put(expiring(self._ignores, waivers.load(self._waivers), now, at), self.targets, time.time())


class Loud:
    """`_runs` are those begun here; `_failures` counts what could not be put of them."""

    def __init__(self, post: Post, tell: Callable[[str], None]) -> None:
        self._post, self._tell = post, tell
        self._runs: set[str] = set()
        self._couriers: list[Courier] = []
        self._working = threading.Lock()
        self._failures = 0

    def expect(self, entry: Entry, /) -> None:
        """A run is noted before its first event, so that no kill can part an event from its letter. What was left in
        the outbox goes out with whatever is recorded; a command that only looks sends nothing."""
        self._undisturbed(lambda: self._begin(entry))

    def announce(self, event: Event, /) -> None:
        if notable(event.entry.kind):
            self._undisturbed(lambda: self._post.put([event]))
            self._wake()

    def close(self) -> None:
        deadline = time.monotonic() + END_S
        for courier in self._couriers:
            courier.finish()
        for courier in self._couriers:
            courier.join(deadline - time.monotonic())
        if self._runs and not self._failures:
            self._undisturbed(lambda: self._post.outbox.end(self._runs))

    def _begin(self, entry: Entry) -> None:
        if notable(entry.kind) and entry.run not in self._runs:
            self._post.begin(entry.run)
            self._runs.add(entry.run)
        if not self._couriers and self._post.outbox.exists:
            self._couriers = [Courier(self._post.outbox.patient(), target) for target in self._post.targets]
            threading.Thread(target=self._catch_up, daemon=True).start()

    def _catch_up(self) -> None:
        with suppress(OpskitError):
            self._post.catch_up(self._runs)
            self._post.put_expiring()
            self._wake()

    def _wake(self) -> None:
        for courier in self._couriers:
            courier.wake()

    def _undisturbed(self, work: Callable[[], object]) -> None:
        """What is noted of the runs stays once something has failed, so that another call announces what is missing."""
        with self._working:
            if self._failures >= TRIES:
                return
            try:
                work()
            except (OpskitError, RuntimeError) as error:  # a thread cannot be started
                self._failures += 1
                if self._failures == 1:
                    self._tell(f"not everybody is notified for now: {getattr(error, 'why', error)}")


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
