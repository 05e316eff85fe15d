"""What an item of a runbook may ask: one module per type under app/items, found by its name (`verify-indexes` is
verify_indexes.py). A module has `Asked`, a frozen dataclass of the keys its table may hold besides `type` (ValueError
refuses a value), and `look(asked, room) -> Seen`, which only reads. Every screen of a checklist reads the keys, and
only a run looks: a module imports where it looks what it needs for that."""

from __future__ import annotations

import pkgutil
from functools import partial
from importlib import import_module
from types import ModuleType
from typing import Any, Protocol

from opskit.app import deed_kinds, items, metric_kinds
from opskit.app.context import Context
from opskit.catalog.runbook_file import Shapes
from opskit.core.history import History
from opskit.core.item_state import Seen, Status
from opskit.core.runbook import Check, Runbook
from opskit.errors import NotPermitted, OpskitError, Unreachable
from opskit.value import Value


class Room(Value):
    """What a look or a deed may use: connections, what the ledger knows, and which item of which runbook it is for."""

    context: Context
    history: History
    item: str
    runbook: Runbook


class ItemKind(Protocol):
    Asked: type

    def look(self, asked: Any, room: Room) -> Seen: ...


def shapes() -> Shapes:
    """A module is imported when it is asked for."""
    return Shapes(
        {name: partial(_asked, name) for name in names_in(items)}, deed_kinds.shapes(), metric_kinds.sources()
    )


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
    module: Any = import_module(f"{items.__name__}.{name.replace('-', '_')}")
    return module  # type: ignore[no-any-return]


def names_in(package: ModuleType) -> list[str]:
    """The types that modules of a package make, as runbooks write them."""
    return sorted(found.name.replace("_", "-") for found in pkgutil.iter_modules(package.__path__))
