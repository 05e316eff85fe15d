"""What an item of a runbook may do: one module per type under app/deeds, found by its name. A module has `Asked`, a
frozen dataclass of the keys its table may hold besides `type` (ValueError refuses a value), `words(asked)`, which says
it to people, and `prepare(asked, room) -> Prepared`, which only reads; HARMLESS where nothing but evidence comes of it:
then it needs no window, and is done where the check could not tell. What changes the database goes through the engine:
a deed is a plan that somebody may look at first."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol

from opskit.app import deeds
from opskit.core.runbook import Deed
from opskit.value import Value

if TYPE_CHECKING:
    from opskit.app.item_kinds import Room
    from opskit.core.answer import Answer
    from opskit.core.plan import Plan
    from opskit.core.time_budget import Budgeted


def _nothing() -> None:
    return None


class Prepared(Value):
    """`carry` does it and says whether anything was changed; `ready` refuses what cannot be begun now, before anybody
    is asked. `page` shows all of it, None where the words of the deed do; `plan` is what the engine will carry out,
    None where it has no part in it. `digest` is what an approval is bound to. `empty`: there is nothing to do.
    `by_hand`: a person does it. `again`: begun and not seen to end, it may be begun again without harm. `begun`: the
    database has it as begun and not finished. `budget` is how long it is expected to take, None where that is not
    known, `revisions` what it brings in, each with its checksum. `guarded`: what it calls looks at the window by
    itself. `unhindered`: it is never refused for a window, a missing approval or a ledger out of reach."""

    digest: str
    carry: Callable[[], bool]
    ready: Callable[[], None] = _nothing
    page: Answer[Any] | None = None
    plan: Plan | None = None
    empty: bool = False
    by_hand: bool = False
    again: bool = False
    begun: bool = False
    budget: Budgeted | None = None
    revisions: tuple[tuple[str, str], ...] = ()
    guarded: bool = False
    unhindered: bool = False


class DeedKind(Protocol):
    Asked: type

    def words(self, asked: Any) -> str: ...

    def prepare(self, asked: Any, room: Room) -> Prepared: ...


def shapes() -> dict[str, Callable[[], tuple[type, Callable[[Any], str]]]]:
    names = sorted(found.name.replace("_", "-") for found in pkgutil.iter_modules(deeds.__path__))
    return {name: partial(_shape, name) for name in names}


def prepare(deed: Deed, room: Room) -> Prepared:
    return _kind(deed.type).prepare(deed.asked, room)


def is_harmless(deed: Deed) -> bool:
    return bool(getattr(_kind(deed.type), "HARMLESS", False))


def _shape(name: str) -> tuple[type, Callable[[Any], str]]:
    kind = _kind(name)
    return kind.Asked, kind.words


def _kind(name: str) -> DeedKind:
    module: Any = import_module(f"{deeds.__name__}.{name.replace('-', '_')}")
    return module  # type: ignore[no-any-return]
