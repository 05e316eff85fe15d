"""What the check of a runbook item may be: one module per type under app/items, found by its name. A module has
`Asked`, a frozen dataclass of the keys [item.check] may hold besides `type` (ValueError refuses a value), and
`look(asked, room) -> Seen`, which only reads."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import Any, Protocol

from opskit.app import items
from opskit.app.context import Context
from opskit.core.checklist import Seen, Status
from opskit.core.history import History
from opskit.core.runbook import Check
from opskit.errors import NotPermitted, OpskitError, Unreachable


@dataclass(frozen=True)
class Room:
    """What a look may use: connections that read, and what the ledger knows."""

    context: Context
    history: History
    item: str


class ItemKind(Protocol):
    Asked: type

    def look(self, asked: Any, room: Room) -> Seen: ...


def shapes() -> dict[str, Callable[[], type]]:
    """For each check type what gives the dataclass of its keys; a module is imported when it is asked for."""
    names = sorted(found.name for found in pkgutil.iter_modules(items.__path__))
    return {name: partial(_asked, name) for name in names}


def look(check: Check, room: Room) -> Seen:
    """A look that cannot be had is inconclusive, with the reason. Unreachable when there is no connection at all."""
    try:
        return _kind(check.type).look(check.asked, room)
    except OpskitError as error:
        if isinstance(error, Unreachable) and not isinstance(error, NotPermitted):
            raise
        return Seen(Status.INCONCLUSIVE, "; ".join(filter(None, [error.what, error.why])))


def _asked(name: str) -> type:
    return _kind(name).Asked


def _kind(name: str) -> ItemKind:
    module: Any = import_module(f"{items.__name__}.{name}")
    return module  # type: ignore[no-any-return]
