"""A command on another machine: its exit code says whether it was done."""

from __future__ import annotations

from opskit.app.deed_kinds import Prepared
from opskit.app.deed_outcome import digest_of, refuse_failed
from opskit.app.item_kinds import Room
from opskit.app.items.ssh import Asked
from opskit.core.command_answer import judged
from opskit.errors import Inconclusive, Partial


def words(asked: Asked) -> str:
    return f"{asked.named.command if asked.named else 'on the machine of the environment:'} {asked.words}"


def prepare(asked: Asked, room: Room) -> Prepared:
    """Unreachable before it has begun; Partial when its end was not seen."""
    from opskit.remote.command import run

    context = room.context
    host = asked.machine(context.environment)

    def carry() -> bool:
        try:
            done = run(host, asked.argv, asked.timeout_s)
        except Inconclusive as error:
            raise Partial(error.what, error.why, error.hint) from error
        refuse_failed(words(asked), judged(asked, done, context.now()))
        return True

    return Prepared(digest_of(context.environment.name, host.host, host.user, *asked.argv), carry)
