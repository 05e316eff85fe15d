"""The key `ssh` of an environment, a target or the ledger: the machine its server is reached from."""

from __future__ import annotations

from pathlib import Path

import msgspec

from opskit.catalog import toml_file
from opskit.core.ssh_host import SshHost
from opskit.errors import Fault


class Ssh(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    host: str
    user: str = ""
    port: int = 0
    key: str = ""
    jump: str = ""
    known_hosts: str = ""


def ssh_host(path: Path, table: str, given: Ssh | None, faults: list[Fault]) -> SshHost | None:
    """Of that table; none without the key, or after a fault. Files are relative to the one that names them."""
    if given is None:
        return None
    key, known = _file(path, given.key), _file(path, given.known_hosts)
    try:
        return SshHost(given.host, given.user, given.port, key, known, given.jump)
    except ValueError as error:
        faults.append(Fault(path, toml_file.line_of(path, table), f"{table}.ssh: {error}"))
        return None


def _file(home: Path, named: str) -> str:
    return str((home.parent / Path(named).expanduser()).absolute()) if named else ""
