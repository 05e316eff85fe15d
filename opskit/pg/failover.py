"""Before each statement: is the server that a run writes to still the one that leads? A session stays on a server that
another one has replaced, and all it writes there is lost. So whoever answers at the address now is asked, and the
standbys that are known."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress

from opskit.catalog.facts import fact
from opskit.core.environment import Environment
from opskit.core.leadership import Leadership, moved, overtaken
from opskit.core.step import Reader
from opskit.errors import Blocked, OpskitError
from opskit.pg.connection import connect
from opskit.pg.reading import GLANCE, quick, run_query
from opskit.pg.standbys import Standby, standbys

# A look opens a connection to each server: statements that take no time do not wait for one each.
EVERY_S = 0.5
FOLLOWS = "the server that answers follows another one: it takes no changes"


class Watch:
    """Of one run: the first session says which server it began on."""

    def __init__(self) -> None:
        self._looking = threading.Lock()
        self._began: Leadership | None = None
        self._looked_at = float("-inf")
        self._told: set[str] = set()
        self._standbys: Sequence[Standby] = ()

    def begin(self, environment: Environment, db: Reader) -> None:
        """A later session of the run must have reached the same server. Blocked when it has not."""
        now = leadership(db)
        with self._looking:
            if self._began is None and not now.in_recovery:
                self._standbys = standbys(environment, db)
            began = self._began = self._began or now
        refuse(FOLLOWS if began.in_recovery else moved(began, now))

    def look(self, environment: Environment, tell: Callable[[str], None]) -> None:
        """Blocked once another server leads. What does not answer tells nothing, which is said once: the session that
        writes notices for itself when its own server is gone."""
        with self._looking:
            if self._began is None or time.monotonic() < self._looked_at + EVERY_S:
                return
            self._looked_at = time.monotonic()
            found = self._found(environment, self._began, tell)
        refuse(found)

    def _found(self, environment: Environment, began: Leadership, tell: Callable[[str], None]) -> str:
        now = self._asked(environment, tell)
        reasons = [moved(began, now)] if now else []
        for each in self._standbys:
            with suppress(OpskitError):  # one that is down leads nobody
                reasons.append(overtaken(began, asked(each.name, environment.reached(each.conninfo))))
        return next(filter(None, reasons), "")

    def _asked(self, environment: Environment, tell: Callable[[str], None]) -> Leadership | None:
        name = environment.name
        try:
            return asked(name, environment.reached(environment.conninfo))
        except OpskitError as error:
            if name not in self._told:
                tell(f"whether {name} still leads is not known: {error.why or error.what}")
            self._told.add(name)
            return None


def refuse(reason: str) -> None:
    if reason:
        raise Blocked(
            "the next statement was not begun: the servers have changed roles", reason,
            "opskit doctor   (who leads now), then opskit apply",
        )  # fmt: skip


def leadership(db: Reader) -> Leadership:
    return Leadership(**db.rows(fact("leadership"))[0])


def asked(name: str, conninfo: str) -> Leadership:
    with connect(name, quick(conninfo), "opskit/leadership", GLANCE) as connection:
        return Leadership(**run_query(connection, fact("leadership"), {})[0])
