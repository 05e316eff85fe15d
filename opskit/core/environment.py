"""A named database to work on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Environment:
    """`conninfo` is a libpq connection string without a password; `read_conninfo` is the login that plans and
    checks. `system_identifier` (of pg_control_system) refuses the wrong server when set. `replicas` are the connection
    strings of its standbys, which count the use of indexes for themselves."""

    name: str
    conninfo: str
    read_conninfo: str
    protected: bool = False
    system_identifier: str = ""
    replicas: tuple[str, ...] = ()


@dataclass(frozen=True)
class Server:
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
