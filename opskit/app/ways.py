"""The ways to servers behind SSH: opened when something connects, closed with the command."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

from opskit.catalog.configuration import Settings
from opskit.core.environment import Environment
from opskit.core.machine import Machine
from opskit.core.ssh_host import SshHost
from opskit.value import replace

if TYPE_CHECKING:
    from opskit.remote.tunnel import Tunnel


class Ways:
    """Of one command. Environments behind the same machine, asked for in the same words, share one login. The SSH
    library is imported when it is first wanted."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._tunnels: dict[SshHost, Tunnel] = {}

    def laid(self, environment: Environment) -> Environment:
        """The environment with the way to it, where it is behind SSH."""
        if environment.ssh is None:
            return environment
        return replace(environment, way=SshWay(environment.name, environment.ssh, self))

    def laid_in(self, settings: Settings) -> Settings:
        """Every environment, and the ledger's server."""
        environments = {name: self.laid(each) for name, each in settings.environments.items()}
        kept = settings.ledger_server
        return replace(settings, environments=environments, ledger_server=self.laid(kept) if kept else None)

    def tunnel(self, host: SshHost) -> Tunnel:
        from opskit.remote.tunnel import Tunnel

        with self._lock:
            return self._tunnels.setdefault(host, Tunnel(host))

    def close(self) -> None:
        for each in self._tunnels.values():
            each.close()


class SshWay:
    """A core.way.Way."""

    def __init__(self, name: str, host: SshHost, ways: Ways) -> None:
        self._name, self._host, self._ways = name, host, ways

    def reached(self, conninfo: str) -> str:
        from opskit.pg.endpoints import Door, by, endpoints

        tunnel = self._ways.tunnel(self._host)
        doors = [tunnel.door(each) for each in endpoints(conninfo, self._name)]
        return by([Door(each.address, each.port) for each in doors], conninfo, self._name)

    def machine(self, paths: Sequence[str]) -> Machine:
        from opskit.remote.facts import machine

        return machine(self._ways.tunnel(self._host), paths)
