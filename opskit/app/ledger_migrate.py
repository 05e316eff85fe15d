"""`opskit ledger migrate`: the events of a file into the ledger in PostgreSQL, as they stand."""

from __future__ import annotations

from pathlib import Path

from opskit.app.ledger_init import kept_by_server
from opskit.catalog.configuration import Settings
from opskit.core.answer import Answer
from opskit.core.environment import Environment
from opskit.core.ledger import Event, faults, head
from opskit.errors import Failed, UsageFault
from opskit.store.postgres_ledger import PostgresLedger
from opskit.store.sqlite_ledger import SqliteLedger
from opskit.value import Value

PENDING = 10


class LedgerMigrated(Value):
    """`path` is the file, which stays as it is; `head` the hash of its last event, and of the new ledger's."""

    path: Path
    place: str
    events: int
    head: str
    copied: bool


class Proposal(Value):
    ledger: PostgresLedger
    kept: Environment
    events: tuple[Event, ...]
    page: Answer[LedgerMigrated]


def propose(settings: Settings, source: Path | None) -> Proposal:
    """The page that shows what would be copied (exit 10). `source` is the file, else the one this machine would keep.

    UsageFault when it holds no event, Failed when its chain is broken, Blocked when the other ledger is not empty."""
    kept, path = kept_by_server(settings), source or settings.ledger
    events = tuple(SqliteLedger(path).events())
    if not events:
        raise UsageFault(f"{path} holds no event (nothing was changed)", "", "opskit ledger migrate --from FILE -n")
    broken = faults(events)
    if broken:
        raise Failed(
            f"the chain of {path} is broken: it is not carried on (nothing was changed)",
            "; ".join(broken[:3]),
            f"keep {path} as it is and begin the new ledger empty",
        )
    ledger = PostgresLedger(kept)
    ledger.refuse_filled()
    page = LedgerMigrated(path, kept.name, len(events), head(events), copied=False)
    return Proposal(ledger, kept, events, Answer("ledger migrate", page, PENDING))


def carry(proposal: Proposal) -> Answer[LedgerMigrated]:
    proposal.ledger.adopt(proposal.events)
    page = proposal.page.data
    done = LedgerMigrated(page.path, page.place, page.events, page.head, copied=True)
    return Answer("ledger migrate", done, changed=True)
