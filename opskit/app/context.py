"""What every use case works with: the environment, the ledger, the run and a voice.

The driver is imported when something connects: the checklist is read from files."""

from __future__ import annotations

import getpass
import os
import secrets
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from opskit.app.announcer import Announcer, Silent, announcing
from opskit.app.opening import open_ledger
from opskit.app.voice import Voice
from opskit.catalog.configuration import Settings, choose
from opskit.core.budget import Budget
from opskit.core.environment import Environment
from opskit.core.history import History, fold
from opskit.core.ledger import Entry, Event, Ledger
from opskit.core.secret import redacted
from opskit.core.witness import Witness, nobody
from opskit.value import Value, field, replace

if TYPE_CHECKING:
    from opskit.pg.reading import ReadSession
    from opskit.pg.writing import WriteSession


def _within_reach(environment: Environment) -> Environment:
    return environment


class Context(Value):
    """`voice` speaks to the operator while work goes on; `run` names this call in the ledger, in pg_stat_activity and
    in the database's own record. `emergency` is why the glass was broken, empty when it was not; `announcer` tells
    others what the ledger has taken in; `witness` notes what reading sessions ask. `laid` gives an environment that no
    file of the settings names the way to it."""

    settings: Settings
    environment: Environment
    ledger: Ledger
    run: str
    operator: str
    voice: Voice
    emergency: str = ""
    announcer: Announcer = field(default_factory=Silent)
    witness: Witness = nobody
    laid: Callable[[Environment], Environment] = _within_reach

    def tell(self, sentence: str) -> None:
        self.voice.tell(sentence)

    def now(self) -> datetime:
        return datetime.now(UTC)

    def application(self, item: str) -> str:
        return f"opskit/{self.run}/{item}"

    def reading(self, item: str = "look") -> AbstractContextManager[ReadSession]:
        from opskit.pg.reading import reading

        return reading(self.environment, self.application(item), self.witness)

    @contextmanager
    def writing(self, item: str) -> Iterator[WriteSession]:
        """A writing session under the operator's lock, once nothing is at work any more that an earlier run left."""
        from opskit.pg.operator_lock import operating
        from opskit.pg.orphans import settle_orphans
        from opskit.pg.writing import Terms, writing

        terms = Terms(self.settings.budget, self.tell, self.record, self.settings.limits)
        with (
            operating(self.environment, self.application("operator"), on_lost=terms.crew.cut, tell=self.tell),
            writing(self.environment, self.application(item), terms) as session,
        ):
            settle_orphans(session, self.run, time.sleep, self.tell)
            yield session

    def record(self, kind: str, **body: Any) -> Event:
        """Append what happened to the ledger, then say it."""
        at = self.now().isoformat(timespec="microseconds").replace("+00:00", "Z")
        entry = Entry(at, self.run, kind, self.environment.name, self.operator, redacted(body))
        self.announcer.expect(entry)
        event = self.ledger.append(entry)
        self.voice.event(event)
        self.announcer.announce(event)
        return event

    def history(self, environment: str = "") -> History:
        """Of one environment or of all."""
        return fold(self.ledger.digest(environment))

    def budgeted(self, otherwise: Callable[[Budget], Budget]) -> Context:
        """The same call, carried out otherwise than opskit.toml says."""
        return replace(self, settings=replace(self.settings, budget=otherwise(self.settings.budget)))

    def on(self, name: str) -> Context:
        """The same call, looking at another environment."""
        return replace(self, environment=choose(self.settings, name, ""))


def open_context(settings: Settings, environment: Environment, voice: Voice) -> Context:
    ledger = open_ledger(settings, voice.tell)
    announcer = announcing(settings, ledger, voice.tell)
    return Context(settings, environment, ledger, new_run(), who(), voice, announcer=announcer)


def new_run() -> str:
    """Sorts by time, to the second, and is unique by 16 random bits: 20260106-220501-9f3a."""
    return f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"


def who() -> str:
    """login@host as the operating system knows them; sudo's caller is named too."""
    try:
        login = getpass.getuser()
    except (KeyError, OSError):
        login = str(os.getuid())
    sudo = os.environ.get("SUDO_USER", "")
    return f"{login}{f' (sudo by {sudo})' if sudo else ''}@{socket.gethostname()}"
