"""What the machine of the server says over SSH: {disks [{place, mount, free_bytes, total_bytes}], memory_bytes,
available_bytes, load, cores, skew_s}; null is what it does not tell. A file system is named by the first of these that
lies there: the data directory, WAL, a tablespace."""

from __future__ import annotations

from opskit.app.given import Around, Withheld
from opskit.app.server_machine import server_machine
from opskit.core.environment import Environment
from opskit.pg.disk_space import distinct


def applies(environment: Environment) -> bool:
    return environment.ssh is not None


def gather(around: Around) -> object:
    found = server_machine(around.db, around.environment)
    if found is None:
        raise Withheld("its server is not on the machine that `ssh` leads to, or does not tell where its data lies")
    machine, places = found
    return {
        "disks": [
            {"place": place, "mount": each.mount, "free_bytes": each.free_bytes, "total_bytes": each.total_bytes}
            for place, each in distinct(places)
        ],
        "memory_bytes": machine.memory_bytes,
        "available_bytes": machine.available_bytes,
        "load": machine.load,
        "cores": machine.cores,
        "skew_s": machine.skew_s,
    }
