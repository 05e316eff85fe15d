"""A machine to reach over SSH."""

from __future__ import annotations

import shlex

from opskit.value import Value


class SshHost(Value):
    """`host` is a name, an address, or a Host of ~/.ssh/config. What is empty (0) is taken from that file, else what
    ssh would take. `known_hosts` replaces the files that host keys are looked up in. `jump` are the hosts on the way
    there, as in ProxyJump: `user@host:port`, several joined by commas."""

    host: str
    user: str = ""
    port: int = 0
    key_file: str = ""
    known_hosts: str = ""
    jump: str = ""

    def __post_init__(self) -> None:
        """ValueError for what would be an option, or several words, in the ssh command that hints name."""
        for key in ("host", "user"):
            value = getattr(self, key)
            if value.startswith("-") or not value.isprintable() or set(value) & set(" @'\"\\$`;&|<>()"):
                raise ValueError(f"`{key}` {value!r} is no {key} of ssh: one word; the user has a key of its own")
        if not self.host:
            raise ValueError("`host` is empty")
        if not 0 <= self.port < 65536:
            raise ValueError("`port` is a number below 65536")
        try:
            _ = self.hops
        except ValueError as error:
            raise ValueError(f"`jump` {self.jump!r} is no way for ssh: {error}") from error

    @property
    def hops(self) -> tuple[SshHost, ...]:
        """The hosts of `jump`, in their order; the key file and the known hosts asked for count for them too."""
        return tuple(self.hop(each) for each in self.jump.split(",")) if self.jump else ()

    def hop(self, text: str) -> SshHost:
        user, _, rest = text.strip().removeprefix("ssh://").rpartition("@")
        name, colon, port = rest.rpartition(":")
        numbered = bool(colon and port.isdecimal())
        host = (name if numbered else rest).strip("[]")  # around an address of IPv6
        return SshHost(host, user, int(port) if numbered else 0, self.key_file, self.known_hosts)

    @property
    def command(self) -> str:
        """The ssh that goes there: `ssh -p 2222 dba@db1`."""
        return self._command("")

    @property
    def accepting(self) -> str:
        """The ssh that asks whether the host key is the right one, and writes it down where it is looked up."""
        return self._command(f"-o UserKnownHostsFile={shlex.quote(self.known_hosts)} " if self.known_hosts else "")

    def _command(self, options: str) -> str:
        jump = f"-J {self.jump} " if self.jump else ""
        port = f"-p {self.port} " if self.port else ""
        return f"ssh {options}{jump}{port}{f'{self.user}@' if self.user else ''}{self.host}"
