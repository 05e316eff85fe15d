"""The machine of the server, where SSH leads to that one."""

from __future__ import annotations

from collections.abc import Mapping

from opskit.core.environment import Environment
from opskit.core.machine import FileSystem, Machine
from opskit.core.step import Reader
from opskit.pg.disk_space import by_place, server_files


def server_machine(db: Reader, environment: Environment) -> tuple[Machine, Mapping[str, FileSystem]] | None:
    """And its disks by what of the server lies there. None without a way there, and where the way leads to another
    machine, a bastion say: what that one says is not of the server. Unreachable; Inconclusive when it does not answer
    in time."""
    places = server_files(db, environment.way) if environment.way else {}
    if environment.way is None or not places:
        return None
    machine = environment.way.machine(list(places.values()))
    return machine, by_place(places, machine)
