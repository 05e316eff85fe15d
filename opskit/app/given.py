"""What checks are given besides their thresholds: what counters gained, what a pooler says, what the configuration
says of the application."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from importlib import import_module
from pkgutil import iter_modules
from threading import Lock
from types import ModuleType

from opskit.app import givens
from opskit.catalog.facts import fact
from opskit.core.environment import Environment
from opskit.core.step import Row
from opskit.errors import OpskitError
from opskit.pg.reading import ReadSession
from opskit.value import Value, field


class Withheld(Exception):
    """It cannot be had; the text is the reason, which every check that asks for it gives on."""


class Look(Value):
    """At counters: the rows of a fact, and the server's clock then."""

    at: datetime
    rows: Sequence[Row]


class Around(Value):
    """What a given is gathered from. `earlier` are first looks at counters, by their fact; without one they count from
    where they began."""

    db: ReadSession
    environment: Environment
    application: str
    earlier: Mapping[str, Look] = field(default_factory=dict)


class Givens:
    """Each is gathered once, when the first check asks for it."""

    def __init__(self, around: Around, instead: Mapping[str, str]) -> None:
        """`instead` is JSON text for those that are not to be gathered."""
        self._around = around
        self._gathered: dict[str, str | Withheld] = dict(instead)
        self._gathering = Lock()

    def __getitem__(self, name: str) -> str:
        """JSON text. Withheld when it cannot be had."""
        with self._gathering:
            if name not in self._gathered:
                self._gathered[name] = self._gather(name)
            found = self._gathered[name]
        if isinstance(found, Withheld):
            raise found
        return found

    def _gather(self, name: str) -> str | Withheld:
        if name not in known():
            return Withheld(f"it wants to be given {name!r}, of which nothing is known: {', '.join(known())} are")
        try:
            return json.dumps(_module(name).gather(self._around), default=_plain)
        except Withheld as withheld:
            return withheld
        except OpskitError as error:
            self._around.db.rows("select 1 as alive")
            return Withheld(": ".join(filter(None, [error.what, error.why])))


def applies(given: Collection[str], environment: Environment) -> bool:
    """Whether this environment has what all of these tell of. What it has not needs no check."""
    return all(_applies(name, environment) for name in given if name in known())


def _applies(name: str, environment: Environment) -> bool:
    found: Callable[[Environment], bool] = getattr(_module(name), "applies", lambda _: True)
    return found(environment)


def look(db: ReadSession, name: str) -> Look:
    rows = db.rows(fact(name))
    return Look(db.rows("select pg_catalog.clock_timestamp() as at")[0]["at"], rows)


def first_looks(db: ReadSession, wanted: Collection[str]) -> dict[str, Look]:
    """At the counters behind the givens that are wanted. Those that this login cannot read are left out: the second
    look will say why."""
    found = {}
    for name in sorted({each for given in wanted if given in known() for each in _counters(given)}):
        try:
            found[name] = look(db, name)
        except OpskitError:
            db.rows("select 1 as alive")
    return found


def _counters(given: str) -> Sequence[str]:
    names: Sequence[str] = getattr(_module(given), "COUNTERS", ())
    return names


def told(name: str) -> str:
    """What a given holds and where its limits are: the docstring of its module."""
    return " ".join((_module(name).__doc__ or "").split()) if name in known() else ""


def known() -> list[str]:
    return sorted(each.name for each in iter_modules(givens.__path__))


def _module(name: str) -> ModuleType:
    return import_module(f"{givens.__name__}.{name}")


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return float(value)
    return value.isoformat() if isinstance(value, datetime) else str(value)
