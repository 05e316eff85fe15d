"""What a machine says of itself, by the tools of POSIX and, on Linux, /proc."""

from __future__ import annotations

import math
import re
import time
from collections.abc import Iterator, Sequence

from opskit.core.machine import FileSystem, Machine
from opskit.remote.tunnel import Tunnel

LOOK_S = 10.0
# One line for each fact: its name, then what the tool says. A path that cannot be looked at has no line.
_SCRIPT = r"""
LC_ALL=C; export LC_ALL
number=0
for path; do
    df -Pk -- "$path" 2>/dev/null | sed -n "2s|^|disk $number |p"
    number=$((number + 1))
done
echo "cores $(getconf _NPROCESSORS_ONLN 2>/dev/null)"
sed -n 's/^MemTotal:/memory/p; s/^MemAvailable:/available/p' /proc/meminfo 2>/dev/null
sed 's/^/load /' /proc/loadavg 2>/dev/null
echo "clock $(date -u +%s)"
"""
# df -P (POSIX): the file system, then blocks of 1024 bytes, used, available, capacity, and where it is mounted.
_DF = re.compile(r"disk (\d+) .*?\s(\d+)\s+-?\d+\s+(-?\d+)\s+\d+%\s+(/.*)")


def machine(tunnel: Tunnel, paths: Sequence[str]) -> Machine:
    """The machine at the end of the tunnel. Unreachable; Inconclusive when it does not answer in time."""
    began = time.time()
    done = tunnel.run(["sh", "-c", _SCRIPT, "sh", *paths], LOOK_S)
    ended = time.time()
    said = dict(line.partition(" ")[::2] for line in done.stdout.splitlines())
    clock = _number(said.get("clock", ""))
    memory, available = _number(said.get("memory", "")), _number(said.get("available", ""))
    load = re.match(r"\d+\.\d+", said.get("load", ""))
    return Machine(
        tuple(_disks(done.stdout, paths)), memory and memory * 1024, available and available * 1024,
        float(load[0]) if load else None, _number(said.get("cores", "")), _skew(clock, began, ended),
    )  # fmt: skip


def _disks(text: str, paths: Sequence[str]) -> Iterator[FileSystem]:
    for line in text.splitlines():
        found = _DF.fullmatch(line)
        if found and int(found[1]) < len(paths):
            yield FileSystem(paths[int(found[1])], found[4], max(0, int(found[3])) * 1024, int(found[2]) * 1024)


def _skew(clock: int | None, began: float, ended: float) -> int | None:
    """It was read to the whole second, at some time in between, which may have been long: a login is part of it. What
    that explains is none."""
    return None if clock is None else math.ceil(max(0.0, clock - ended)) - math.ceil(max(0.0, began - clock - 1))


def _number(text: str) -> int | None:
    found = re.match(r"\s*(\d+)", text)
    return int(found[1]) if found else None
