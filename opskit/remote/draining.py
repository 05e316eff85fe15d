"""What a command on another machine prints, taken as it comes."""

from __future__ import annotations

import time

import paramiko

from opskit.core.kept import Kept

TICK_S = 0.01
# An output that a child in the background keeps open says nothing of the command itself.
QUIET_S = 2.0
_CHUNK = 32768


def drained(channel: paramiko.Channel, out: Kept, err: Kept, deadline: float) -> bool:
    """Whether it ended before the time was up."""
    quiet_since = time.monotonic()
    while not (over(channel) and not _ready(channel)):
        running = not channel.exit_status_ready()
        if heard(channel, out, err) or running:
            quiet_since = time.monotonic()
        if time.monotonic() > deadline:
            return not running
        if time.monotonic() - quiet_since > QUIET_S:
            break
        if not _ready(channel):
            time.sleep(TICK_S)
    return True


def over(channel: paramiko.Channel) -> bool:
    """Whether it has ended and closed its outputs."""
    return channel.closed or (channel.exit_status_ready() and bool(channel.eof_received))


def _ready(channel: paramiko.Channel) -> bool:
    return channel.recv_ready() or channel.recv_stderr_ready()


def heard(channel: paramiko.Channel, out: Kept, err: Kept) -> bool:
    """Takes what has come; whether something had."""
    some = _ready(channel)
    if channel.recv_ready():
        out.take(channel.recv(_CHUNK))
    if channel.recv_stderr_ready():
        err.take(channel.recv_stderr(_CHUNK))
    return some
