"""What `opskit doctor` finds about the way to a server behind SSH, and about the machine at its end."""

from __future__ import annotations

from collections.abc import Iterator

from opskit.app.context import Context
from opskit.app.diagnosis import Item, ok, warning
from opskit.app.server_machine import server_machine
from opskit.core.machine import Machine
from opskit.core.step import Reader
from opskit.errors import Inconclusive, Unreachable
from opskit.pg.disk_space import DATA
from opskit.pg.endpoints import endpoints
from opskit.render.words import size


def route(context: Context, db: Reader) -> Iterator[Item]:
    """Nothing for a server that is reached by itself. Whoever asks is connected, so that the way is known to lead
    there."""
    environment = context.environment
    if environment.ssh is None:
        return
    from opskit.remote.connection import hops

    far = [str(each) for each in endpoints(environment.conninfo, environment.name)]
    yield ok("way", " -> ".join([*(hop.login for hop in hops(environment.ssh)), ", ".join(far)]))
    try:
        found = server_machine(db, environment)
    except (Unreachable, Inconclusive) as error:
        yield warning("machine", f"it says nothing of itself: {error.what}; {error.why}", error.hint)
        return
    if found is None:
        text = f"what {environment.ssh.host} says of its disks is not of the server, which is on another machine"
        yield ok("machine", f"{text}, or does not tell where its data lies")
        return
    machine, disks = found
    data = disks.get(DATA)
    room = f", {size(data.free_bytes)} of {size(data.total_bytes)} free where the data is" if data else ""
    yield ok("machine", _words(machine) + room)


def _words(machine: Machine) -> str:
    """What it does not tell is left out."""
    told = [
        f"{machine.cores} cores" if machine.cores else "",
        f"load {machine.load:g}" if machine.load is not None else "",
        f"{size(machine.available_bytes)} of {size(machine.memory_bytes)} memory available"
        if machine.available_bytes is not None and machine.memory_bytes
        else "",
        f"its clock is {abs(machine.skew_s)} s {'ahead' if machine.skew_s > 0 else 'behind'}" if machine.skew_s else "",
    ]
    return ", ".join(filter(None, told))
