"""A command of this machine: its exit code says whether it was done."""

from __future__ import annotations

from opskit.app.deed_kinds import Prepared
from opskit.app.deed_outcome import digest_of, refuse_failed
from opskit.app.item_kinds import Room
from opskit.app.local_command import run_here
from opskit.core.command_answer import CommandAsked, judged
from opskit.errors import Inconclusive, Partial

Asked = CommandAsked


def words(asked: CommandAsked) -> str:
    return asked.words


def prepare(asked: CommandAsked, room: Room) -> Prepared:
    context = room.context
    told = {"OPSKIT_ENV": context.environment.name, "OPSKIT_RUN": context.run}

    def carry() -> bool:
        try:
            done = run_here(asked.argv, asked.timeout_s, told)
        except Inconclusive as error:
            raise Partial(error.what, error.why, error.hint) from error
        refuse_failed(asked.words, judged(asked, done, context.now()))
        return True

    return Prepared(digest_of(context.environment.name, *asked.argv), carry)
