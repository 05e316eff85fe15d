"""How an item is taken back: what its database has on record by the way of `opskit rollback`, anything else by its own
undo."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from opskit.app import deed_kinds, rollback
from opskit.app.carrying_out import stand_ready
from opskit.app.context import Context
from opskit.app.deeds.rollback import Asked as BackAsked
from opskit.app.deeds.sql import Asked as SqlAsked
from opskit.app.item_kinds import Room
from opskit.app.keeping_rows import default_path
from opskit.core.answer import Answer
from opskit.core.item_state import Attempt
from opskit.core.runbook import Deed, Item
from opskit.core.step import Reader, Row
from opskit.pg.operator_lock import operating
from opskit.steps import observing
from opskit.value import Value


class Came(Value):
    """What came of it; `answer` is that of the rollback, where it was one."""

    changed: bool
    answer: Answer[Any] | None = None


class Way(Value):
    """`words` are the command, or what is done; `ready` refuses what cannot be begun now; `page` shows all of it, None
    where the words do. `empty`: there is nothing to take back. `by_hand`: a person does it."""

    words: str
    digest: str
    carry: Callable[[], Came]
    ready: Callable[[], None]
    page: Answer[Any] | None = None
    empty: bool = False
    by_hand: bool = False


def way_of(item: Item, undo: Deed, attempt: Attempt, room: Room, accept_data_loss: bool) -> Way:
    """Statements of a runbook are a migration, with those of its undo as the way back."""
    asked = undo.asked
    if isinstance(asked, BackAsked):
        accepted = accept_data_loss or asked.accept_data_loss
        return _to(room, asked.to, accepted) if asked.to else _of_runs(room, attempt, accepted)
    if isinstance(asked, SqlAsked) and item.do and isinstance(item.do.asked, SqlAsked):
        return _of_runs(room, attempt, accept_data_loss)
    return _of_deed(undo, room)


def _of_deed(undo: Deed, room: Room) -> Way:
    """What is no plan of the engine has no lock of its own: the operator's is held meanwhile."""
    prepared, context = deed_kinds.prepare(undo, room), room.context

    def carry() -> Came:
        if prepared.plan is not None or prepared.by_hand:
            return Came(prepared.carry())
        with operating(context.environment, context.application("operator"), tell=context.tell):
            return Came(prepared.carry())

    return Way(
        undo.words, prepared.digest, carry, prepared.ready, prepared.page, prepared.empty, prepared.by_hand
    )  # fmt: skip


def _to(room: Room, to: str, accepted: bool) -> Way:
    keep_in = default_path(room.context)
    proposal = rollback.propose(room.context, "", to, keep_in)
    return _rollback(room.context, proposal, f"opskit rollback --to {to}", accepted, keep_in)


def _of_runs(room: Room, attempt: Attempt, accepted: bool) -> Way:
    """A run that was cut short and the one that went on with it go together."""
    keep_in, runs = default_path(room.context), attempt.runs

    def choose(db: Reader) -> list[Row]:
        recorded = observing.revisions(db)
        own = {name for run in runs for name in observing.revisions_of_run(db, run)}
        mine = [row for row in rollback.standing(recorded) if row["revision"] in own or row["run"] in runs]
        rollback.refuse_others(recorded, mine, f"run {runs[-1]}")
        return mine

    proposal = rollback.propose_of(room.context, choose, keep_in)
    return _rollback(room.context, proposal, f"opskit rollback {runs[-1]}", accepted, keep_in)


def _rollback(context: Context, proposal: rollback.Proposal, words: str, accepted: bool, keep_in: Path) -> Way:
    def ready() -> None:
        stand_ready(context, proposal.plan, "opskit rollback -n")
        rollback.refuse_loss(proposal.page.data, accepted)

    def carry() -> Came:
        answer = rollback.carry(context, proposal, accepted, keep_in)
        return Came(answer.changed, answer)

    return Way(words, proposal.plan.digest, carry, ready, proposal.page, proposal.empty)
