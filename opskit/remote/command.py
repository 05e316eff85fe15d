"""A command on another machine, run to its end."""

from __future__ import annotations

import shlex
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass

import paramiko

from opskit.core.completed import Completed, completed
from opskit.core.kept import Kept
from opskit.core.secret import redact
from opskit.core.ssh_host import SshHost
from opskit.errors import Inconclusive, Unreachable
from opskit.remote.connection import CONNECT_S, connected

_TICK_S = 0.01
# An output that a child in the background keeps open says nothing of the command itself.
QUIET_S = 2.0
_CHUNK = 32768


def run(host: SshHost, argv: Sequence[str], timeout_s: float) -> Completed:
    """The words arrive as they are: they are quoted for the POSIX shell that sshd starts. No terminal, no input. The
    time counts from the login. Unreachable when it was not started; Inconclusive when the time is up or the connection
    is lost, for then it may go on."""
    with connected(host) as transport:
        try:
            channel = transport.open_session(timeout=CONNECT_S)
        except (paramiko.SSHException, OSError, EOFError) as error:
            raise Unreachable(
                f"{host.host} opened no session (nothing was changed)", str(error), host.command
            ) from error
        with closing(channel):
            return _run(channel, transport, _Order(host, shlex.join(argv), timeout_s))


@dataclass(frozen=True)
class _Order:
    """What is run where, for whoever has to be told that its end is not known."""

    host: SshHost
    words: str
    timeout_s: float

    def unknown(self, how: str) -> Inconclusive:
        return Inconclusive(
            f"{self.host.host}: {how}", f"whether it ended is not known: {redact(self.words)}",
            f"{self.host.command} ps -ef",
        )  # fmt: skip


def _run(channel: paramiko.Channel, transport: paramiko.Transport, order: _Order) -> Completed:
    began = time.monotonic()
    out, err = Kept(), Kept()
    try:
        channel.exec_command(order.words)
        channel.shutdown_write()
        in_time = _drained(channel, out, err, began + order.timeout_s)
    except (paramiko.SSHException, OSError, EOFError) as error:
        raise order.unknown(f"the connection was lost ({error or type(error).__name__})") from error
    if not in_time:
        raise order.unknown(f"the command took longer than {order.timeout_s:g} s")
    code = channel.recv_exit_status()
    if code < 0:
        lost = "the connection was lost" if not transport.is_active() else "a signal ended it, or the session"
        raise order.unknown(f"the command gave no exit code ({lost})")
    return completed(code, out, err, time.monotonic() - began)


def _drained(channel: paramiko.Channel, out: Kept, err: Kept, deadline: float) -> bool:
    """Whether it ended before the time was up."""
    quiet_since = time.monotonic()
    while not (_over(channel) and not _ready(channel)):
        running = not channel.exit_status_ready()
        if _heard(channel, out, err) or running:
            quiet_since = time.monotonic()
        if time.monotonic() > deadline:
            return not running
        if time.monotonic() - quiet_since > QUIET_S:
            break
        if not _ready(channel):
            time.sleep(_TICK_S)
    return True


def _over(channel: paramiko.Channel) -> bool:
    return channel.closed or (channel.exit_status_ready() and bool(channel.eof_received))


def _ready(channel: paramiko.Channel) -> bool:
    return channel.recv_ready() or channel.recv_stderr_ready()


def _heard(channel: paramiko.Channel, out: Kept, err: Kept) -> bool:
    """Takes what has come; whether something had."""
    some = _ready(channel)
    if channel.recv_ready():
        out.take(channel.recv(_CHUNK))
    if channel.recv_stderr_ready():
        err.take(channel.recv_stderr(_CHUNK))
    return some
