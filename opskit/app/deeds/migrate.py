"""Pending migrations brought in, up to `to` or all; those of `path` (a folder beside the runbook), else of
opskit.toml."""

from __future__ import annotations

from opskit.app.deed_kinds import Prepared
from opskit.app.item_kinds import Room
from opskit.app.items.migrate import placed
from opskit.app.own_files import refuse_outside
from opskit.core.next_command import quoted
from opskit.value import Value


class Asked(Value):
    to: str = ""
    path: str = ""

    def __post_init__(self) -> None:
        refuse_outside(self.path, "path")


def words(asked: Asked) -> str:
    where = f" of {asked.path}" if asked.path else ""
    return f"opskit apply --to {quoted(asked.to)}{where}" if asked.to else f"opskit apply{where}"


def prepare(asked: Asked, room: Room) -> Prepared:
    from opskit.app import apply
    from opskit.app.carrying_out import stand_ready
    from opskit.app.proposing import Wish

    context = placed(room, asked.path)
    proposal = apply.propose(context, Wish(asked.to))
    return Prepared(
        proposal.plan.digest,
        lambda: apply.carry(context, proposal).changed,
        lambda: stand_ready(context, proposal.plan, "opskit plan"),
        proposal.page,
        proposal.plan,
        proposal.empty,
        again=True,
        budget=proposal.page.data.budget,
        revisions=proposal.revisions,
        guarded=True,
    )
