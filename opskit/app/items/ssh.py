"""Whether a command on another machine ends as it should, and prints JSON in which something holds. It is run each time
the item is looked at: it must only look, which opskit cannot see."""

from __future__ import annotations

from dataclasses import dataclass, replace

from opskit.app.item_kinds import Room
from opskit.core.command_answer import CommandAsked, judged
from opskit.core.item_state import Seen, Status
from opskit.core.ssh_host import SshHost
from opskit.errors import Unreachable


@dataclass(frozen=True, kw_only=True)
class Asked(CommandAsked):
    """The keys of SshHost; what is empty is taken from ~/.ssh/config."""

    host: str
    user: str = ""
    port: int = 0
    key_file: str = ""
    known_hosts: str = ""

    def __post_init__(self) -> None:
        super().__post_init__()
        _ = self.ssh_host

    @property
    def ssh_host(self) -> SshHost:
        return SshHost(self.host, self.user, self.port, self.key_file, self.known_hosts)


def look(asked: Asked, room: Room) -> Seen:
    """One machine that is not reached keeps no other item from being looked at."""
    from opskit.remote.command import run

    try:
        done = run(asked.ssh_host, asked.argv, asked.timeout_s)
    except Unreachable as error:
        return Seen(Status.INCONCLUSIVE, f"{error.what}; {error.why}", (f"next: {error.hint}",))
    seen = judged(asked, done, room.context.now())
    return replace(seen, text=f"{asked.host}: {seen.text}")
