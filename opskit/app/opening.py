"""The ledger that opskit.toml names: a file, or a PostgreSQL database with a spool beside the default file."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from opskit.catalog.configuration import Settings, default_ledger
from opskit.core.environment import Environment
from opskit.core.ledger import Ledger
from opskit.store.sqlite_ledger import SqliteLedger

if TYPE_CHECKING:
    from opskit.store.postgres_ledger import PostgresLedger
    from opskit.store.spool import Spool


def open_ledger(settings: Settings, tell: Callable[[str], None]) -> Ledger:
    """For work. Nothing is connected to, or made, before it is used. UsageFault when its connection string holds a
    password."""
    if settings.ledger_server is None:
        return SqliteLedger(settings.ledger)
    from opskit.store.shared_ledger import OngoingLedger

    return OngoingLedger(*_parts(settings.ledger_server), tell)


def open_trail(settings: Settings, tell: Callable[[str], None]) -> Ledger:
    """The same for showing and verifying it: the chain as it is kept, without what waits to be taken in."""
    if settings.ledger_server is None:
        return SqliteLedger(settings.ledger)
    from opskit.store.shared_ledger import SharedLedger

    return SharedLedger(*_parts(settings.ledger_server), tell)


def _parts(kept: Environment) -> tuple[PostgresLedger, Spool]:
    from opskit.pg.connection import check_conninfo
    from opskit.store.postgres_ledger import PostgresLedger
    from opskit.store.spool import Spool

    check_conninfo(kept.conninfo)
    ledger = PostgresLedger(kept)
    return ledger, Spool(default_ledger().parent / "spool", ledger.place)
