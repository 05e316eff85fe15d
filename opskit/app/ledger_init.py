"""`opskit ledger init`: the ledger made in the PostgreSQL database that [ledger] names, and beside it the queue of the
fleet where workers carry its orders out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import UTC, datetime
from typing import Any

from opskit.app.context import new_run, who
from opskit.app.ledger_ready import in_target
from opskit.catalog.configuration import Settings
from opskit.core.answer import Answer
from opskit.core.engine import Manner, apply
from opskit.core.environment import Environment
from opskit.core.event import Finished
from opskit.core.fleet import WORKERS
from opskit.core.plan import Plan, approve, make_plan
from opskit.core.step import Step
from opskit.core.throttle import Limits
from opskit.errors import Blocked, OpskitError
from opskit.pg.connection import check_conninfo
from opskit.pg.reading import reading
from opskit.pg.writing import Terms, writing
from opskit.steps.fleet_queue import FleetQueue
from opskit.steps.ledger_schema import LedgerSchema
from opskit.steps.observing import schema_digest
from opskit.value import Value

PENDING = 10
_APPLICATION = "opskit ledger init"
# An empty table makes no replica late and fills no disk.
_NO_LIMITS = Limits(replica_lag_s=0, archive_backlog=0, min_free_pct=0)


class Part(Value):
    summary: str
    sql: str


class LedgerMade(Value):
    """`parts` are those that are missing, or were made (`made`); `login` would own them."""

    place: str
    database: str
    login: str
    parts: Sequence[Part]
    made: bool


class Proposal(Value):
    plan: Plan
    kept: Environment
    page: Answer[LedgerMade]

    @property
    def empty(self) -> bool:
        return not self.plan.changes


def kept_by_server(settings: Settings) -> Environment:
    """Blocked when the ledger is a file, UsageFault when its connection string holds a password."""
    if settings.ledger_server is None:
        raise Blocked(
            "the ledger is a file, which makes itself (nothing was changed)",
            str(settings.ledger),
            '[ledger] service = "…" in opskit.toml, for one in PostgreSQL; then opskit ledger init -n',
        )
    check_conninfo(settings.ledger_server.conninfo)
    return settings.ledger_server


def propose(settings: Settings, tell: Callable[[str], None]) -> Proposal:
    """The plan, and the page that shows it (exit 10: pending). InvalidFile when an environment is that database."""
    kept = kept_by_server(settings)
    with reading(kept, _APPLICATION) as db:
        server = db.server
        _refuse_target(settings, server.identity, tell)
        plan = make_plan(_steps(settings), db, server.identity, schema_digest, datetime.now(UTC))
    parts = [Part(change.summary, change.do.sql) for change in plan.changes]
    page = LedgerMade(kept.name, server.database, server.login, parts, made=False)
    return Proposal(plan, kept, Answer("ledger init", page, PENDING if parts else 0))


def _steps(settings: Settings) -> list[Step[Any]]:
    if settings.fleet.by != WORKERS:
        return [LedgerSchema()]
    from opskit.store import job_app

    return [LedgerSchema(), FleetQueue(job_app.script(), f"procrastinate {job_app.version()}")]


def carry(proposal: Proposal, tell: Callable[[str], None]) -> Answer[LedgerMade]:
    """Exit 0 with `changed: true` once nothing of it is missing."""
    approved = approve(proposal.plan, who(), "opskit ledger init -n")
    made: list[Part] = []
    with (
        writing(proposal.kept, _APPLICATION, Terms(tell=tell, limits=_NO_LIMITS)) as db,
        closing(apply(approved, db, schema_digest, lambda: datetime.now(UTC), Manner())) as events,
    ):
        for event in events:
            if isinstance(event, Finished):
                made.append(Part(event.change.summary, event.change.do.sql))
    page = proposal.page.data
    return Answer(
        "ledger init", LedgerMade(page.place, page.database, page.login, made, made=True), changed=True, run=new_run()
    )


def _refuse_target(settings: Settings, identity: str, tell: Callable[[str], None]) -> None:
    """One that cannot be reached now is compared when it is changed."""
    for name, environment in sorted(settings.environments.items()):
        try:
            with reading(environment, _APPLICATION) as db:
                target = db.server.identity
        except OpskitError as error:
            tell(f"{name} was not compared with the ledger's database: {error.why or error.what}")
            continue
        if target == identity:
            raise in_target(settings, name)
