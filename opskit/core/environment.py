"""A named database to work on."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from opskit.value import Sided, Value

if TYPE_CHECKING:
    from opskit.core.ssh_host import SshHost
    from opskit.core.way import Way
    from opskit.core.window import Weekly, Window


class ApplicationPool(Value):
    """What the application's own pools may open, as its configuration has it: each of `processes` keeps up to `size`
    connections and opens `overflow` more when they are all in use."""

    size: int
    overflow: int = 0
    processes: int = 1

    @property
    def most(self) -> int:
        return (self.size + self.overflow) * self.processes


class Environment(Sided):
    """`conninfo` is a libpq connection string without a password; `read_conninfo` is the login that plans and
    checks. `system_identifier` (of pg_control_system) refuses the wrong server when set. `pgbouncer` is the connection
    string of the pooler's console, empty without one; `replicas` are those of its standbys, which count the use of
    indexes for themselves. It may be changed in its `windows` only, at any time when it has none. With `ssh` the
    connection strings count on that machine, and `way` leads there."""

    beside: ClassVar[frozenset[str]] = frozenset({"way"})
    name: str
    conninfo: str
    read_conninfo: str
    protected: bool = False
    system_identifier: str = ""
    pgbouncer: str = ""
    pool: ApplicationPool | None = None
    replicas: tuple[str, ...] = ()
    windows: tuple[Window | Weekly, ...] = ()
    ssh: SshHost | None = None
    way: Way | None = None

    def reached(self, conninfo: str) -> str:
        """What libpq takes here to connect as one of the strings above says. Unreachable when there is no way."""
        if self.way is None:
            if self.ssh:
                raise AssertionError(f"no way was laid to {self.name}, which is behind {self.ssh.host}")
            return conninfo
        return self.way.reached(conninfo)


class Server(Value):
    """Who answered."""

    system_identifier: str
    database: str
    version_num: int
    version: str
    login: str
    superuser: bool
    in_recovery: bool

    @property
    def major(self) -> int:
        return self.version_num // 10000

    @property
    def identity(self) -> str:
        return f"{self.system_identifier}/{self.database}"
