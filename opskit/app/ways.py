"""The ways to servers behind SSH: one for each environment that has `ssh`, opened when something connects, closed with
the command."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING

from opskit.catalog.configuration import Settings
from opskit.core.environment import Environment
from opskit.core.machine import Machine
from opskit.core.ssh_host import SshHost

if TYPE_CHECKING:
    from opskit.remote.tunnel import Tunnel


class SshWay:
    """A core.way.Way. The SSH library is imported when it is first wanted."""

    def __init__(self, name: str, host: SshHost) -> None:
        self._name, self._host = name, host
        self._lock = threading.Lock()
        self._opened: Tunnel | None = None

    def reached(self, conninfo: str) -> str:
        from opskit.pg.endpoints import Door, by, endpoints

        doors = [self._tunnel.door(each) for each in endpoints(conninfo, self._name)]
        return by([Door(each.address, each.port) for each in doors], conninfo, self._name)

    def machine(self, paths: Sequence[str]) -> Machine:
        from opskit.remote.facts import machine

        return machine(self._tunnel, paths)

    def close(self) -> None:
        if self._opened:
            self._opened.close()

    @property
    def _tunnel(self) -> Tunnel:
        from opskit.remote.tunnel import Tunnel

        with self._lock:
            self._opened = self._opened or Tunnel(self._host)
            return self._opened


def with_ways(settings: Settings, held: ExitStack) -> Settings:
    """Every environment with the way to it; `held` closes those that were opened."""
    environments = {name: _with_way(each, held) for name, each in settings.environments.items()}
    return replace(settings, environments=environments)


def _with_way(environment: Environment, held: ExitStack) -> Environment:
    if environment.ssh is None:
        return environment
    way = SshWay(environment.name, environment.ssh)
    held.callback(way.close)
    return replace(environment, way=way)
