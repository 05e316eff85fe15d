"""The table [ledger] of opskit.toml: a file, or a PostgreSQL database that several operators share."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from opskit.catalog import toml_file
from opskit.catalog.service import service
from opskit.catalog.ssh_key import Ssh, ssh_host
from opskit.core.environment import Environment
from opskit.errors import Fault

# What a ledger that is named by a connection string is called: in --confirm, and in messages.
UNNAMED = "ledger"


class _Ledger(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    path: str = ""
    service: str = ""
    dsn: str = ""
    ssh: Ssh | None = None


def ledger_place(table: Mapping[str, Any], home: Path, faults: list[Fault]) -> tuple[Path | None, Environment | None]:
    """The file, or the database; neither after a fault. `home` is the file that says it: a path is relative to that."""
    given = toml_file.convert(home, table, _Ledger, "ledger", faults)
    if given is None:
        return None, None
    if [given.path, given.service, given.dsn].count("") != 2:
        faults.append(Fault(home, toml_file.line_of(home, "ledger"), "ledger: give path, service or dsn, one of them"))
        return None, None
    host = ssh_host(home, "ledger", given.ssh, faults)
    if given.path and given.ssh:
        text = "ledger.ssh: a file is on this machine; ssh leads to a service or a dsn"
        faults.append(Fault(home, toml_file.line_of(home, "ledger"), text))
    if given.path:
        return (home.parent / Path(given.path).expanduser()).absolute(), None
    conninfo = service(given.service) if given.service else given.dsn
    return None, Environment(given.service or UNNAMED, conninfo, conninfo, ssh=host)
