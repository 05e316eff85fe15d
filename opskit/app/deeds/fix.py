"""The remedies of findings that are safe while the application runs: those of the checks and relations in `of`, or of
all."""

from __future__ import annotations

from opskit.app.deed_kinds import Prepared
from opskit.app.item_kinds import Room
from opskit.core.next_command import quoted
from opskit.value import Value


class Asked(Value):
    of: tuple[str, ...] = ()


def words(asked: Asked) -> str:
    return " ".join(["opskit fix", *map(quoted, asked.of)])


def prepare(asked: Asked, room: Room) -> Prepared:
    from opskit.app import fix
    from opskit.app.carrying_out import stand_ready
    from opskit.app.fix_findings import chosen

    context = room.context
    proposal = fix.propose(context, chosen(asked.of, context.settings.checks))
    return Prepared(
        proposal.plan.digest,
        lambda: fix.carry(context, proposal).changed,
        lambda: stand_ready(context, proposal.plan, "opskit fix -n"),
        proposal.page,
        proposal.plan,
        proposal.empty,
        again=True,
        budget=proposal.page.data.budget,
        guarded=True,
    )
