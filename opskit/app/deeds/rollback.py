"""The last run taken back, or everything after the revision `to`. `accept_data_loss` where its author has decided that
rows may go; they are kept in a file first."""

from __future__ import annotations

from opskit.app.deed_kinds import Prepared
from opskit.app.item_kinds import Room
from opskit.core.next_command import quoted
from opskit.value import Value


class Asked(Value):
    to: str = ""
    accept_data_loss: bool = False


def words(asked: Asked) -> str:
    return f"opskit rollback --to {quoted(asked.to)}" if asked.to else "opskit rollback"


def prepare(asked: Asked, room: Room) -> Prepared:
    return of_run("", asked, room)


def of_run(run: str, asked: Asked, room: Room) -> Prepared:
    """Of the last run without one."""
    from opskit.app import rollback
    from opskit.app.carrying_out import stand_ready
    from opskit.app.keeping_rows import default_path
    from opskit.app.unhindered import unhindered

    context = unhindered(room.context)
    keep_in = default_path(context)
    proposal = rollback.propose(context, run, asked.to, keep_in)
    return Prepared(
        proposal.plan.digest,
        lambda: rollback.carry(context, proposal, asked.accept_data_loss, keep_in).changed,
        lambda: stand_ready(context, proposal.plan, "opskit rollback -n"),
        proposal.page,
        proposal.plan,
        proposal.empty,
        again=True,
        unhindered=True,
    )
