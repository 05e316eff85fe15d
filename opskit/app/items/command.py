"""Whether a command of this machine ends as it should, and prints JSON in which something holds. It is run each time
the item is looked at: it must only look, which opskit cannot see."""

from __future__ import annotations

from opskit.app.item_kinds import Room
from opskit.app.local_command import run_here
from opskit.core.command_answer import CommandAsked, judged
from opskit.core.item_state import Seen

Asked = CommandAsked


def look(asked: CommandAsked, room: Room) -> Seen:
    """The command is told the environment and the run, so that an opskit in it goes to the same database."""
    told = {"OPSKIT_ENV": room.context.environment.name, "OPSKIT_RUN": room.context.run}
    return judged(asked, run_here(asked.argv, asked.timeout_s, told), room.context.now())
