"""A machine to reach over SSH."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class SshHost:
    """`host` is a name, an address, or a Host of ~/.ssh/config. What is empty (0) is taken from that file, else what
    ssh would take. `known_hosts` replaces the files that host keys are looked up in."""

    host: str
    user: str = ""
    port: int = 0
    key_file: str = ""
    known_hosts: str = ""

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

    @property
    def command(self) -> str:
        """The ssh that goes there: `ssh -p 2222 dba@db1`."""
        port = f"-p {self.port} " if self.port else ""
        return f"ssh {port}{f'{self.user}@' if self.user else ''}{self.host}"
