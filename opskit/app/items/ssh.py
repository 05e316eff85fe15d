"""Whether a command on another machine ends as it should, and prints JSON in which something holds. It is run each time
the item is looked at: it must only look, which opskit cannot see."""

from __future__ import annotations

from opskit.app.item_kinds import Room
from opskit.core.command_answer import CommandAsked, judged
from opskit.core.environment import Environment
from opskit.core.item_state import Seen, Status
from opskit.core.ssh_host import SshHost
from opskit.errors import Inconclusive, Unreachable
from opskit.value import replace


class Asked(CommandAsked, kw_only=True):
    """The keys of SshHost; what is empty is taken from ~/.ssh/config. Without `host` it is the one that `ssh` of the
    environment names."""

    host: str = ""
    user: str = ""
    port: int = 0
    key_file: str = ""
    known_hosts: str = ""
    jump: str = ""

    def __post_init__(self) -> None:
        super().__post_init__()
        beside = [key for key in ("user", "port", "key_file", "known_hosts", "jump") if getattr(self, key)]
        if beside and not self.host:
            raise ValueError(f"`{beside[0]}` without `host`: which machine is it for?")
        _ = self.named

    @property
    def named(self) -> SshHost | None:
        if not self.host:
            return None
        return SshHost(self.host, self.user, self.port, self.key_file, self.known_hosts, self.jump)

    def machine(self, environment: Environment) -> SshHost:
        """Inconclusive when none is named."""
        found = self.named or environment.ssh
        if found is None:
            raise Inconclusive(
                f"no machine is named for it, and none that {environment.name} is behind (nothing was changed)", "",
                f'write host = "…" into the item, or ssh = {{ host = "…" }} into [environments.{environment.name}]',
            )  # fmt: skip
        return found


def look(asked: Asked, room: Room) -> Seen:
    """One machine that is not reached keeps no other item from being looked at."""
    from opskit.remote.command import run

    host = asked.machine(room.context.environment)
    try:
        done = run(host, asked.argv, asked.timeout_s)
    except Unreachable as error:
        return Seen(Status.INCONCLUSIVE, f"{error.what}; {error.why}", (f"next: {error.hint}",))
    seen = judged(asked, done, room.context.now())
    return replace(seen, text=f"{host.host}: {seen.text}")
