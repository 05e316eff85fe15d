"""Who has connected to a port of this machine. A port is open to every user, and behind an SSH tunnel he would be
taken for the one who opened it."""

from __future__ import annotations

import os
import socket
import struct
from pathlib import Path

# Linux, proc(5): addresses are hexadecimal in the byte order of the machine, ports in that of the network.
_TABLE = Path("/proc/net/tcp")
_LOCAL, _REMOTE, _UID = 1, 2, 7


def of_this_user(here: tuple[str, int], peer: tuple[str, int]) -> bool:
    """Whether the other end of a connection over loopback is of our own user. Where the system has no table to look
    into everybody is taken for one, as `ssh -L` takes everybody."""
    try:
        lines = _TABLE.read_text().splitlines()[1:]
    except OSError:
        return True
    wanted = (_written(peer), _written(here))
    owners = [row[_UID] for line in lines if ((row := line.split())[_LOCAL], row[_REMOTE]) == wanted]
    return str(os.geteuid()) in owners


def _written(end: tuple[str, int]) -> str:
    (number,) = struct.unpack("=I", socket.inet_aton(end[0]))
    return f"{number:08X}:{end[1]:04X}"
