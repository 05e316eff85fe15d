"""One SSH connection for all that a command asks of a server behind it: doors to the server, commands beside it."""

from __future__ import annotations

import shlex
import tempfile
import threading
from collections.abc import Sequence
from contextlib import ExitStack

import paramiko

from opskit.core.completed import Completed
from opskit.core.endpoint import Endpoint
from opskit.core.ssh_host import SshHost
from opskit.errors import Unreachable
from opskit.remote.command import run_over
from opskit.remote.connection import CONNECT_S, connected
from opskit.remote.doors import Open, Opened
from opskit.remote.transport import Transport

_PROHIBITED = 1  # RFC 4254, 5.1


class Tunnel:
    """Opened when it is first wanted, and anew when it was lost; from any thread."""

    def __init__(self, host: SshHost) -> None:
        self._host = host
        self._lock = threading.RLock()
        self._doors: dict[Endpoint, Opened] = {}
        self._held = ExitStack()
        self._transport: Transport | None = None
        self._closed = False

    def door(self, far: Endpoint) -> Opened:
        """The way there was tried once since the login. Unreachable when SSH, or from there the server, is not
        reached."""
        with self._lock:
            before = self._transport
            transport = self._alive()
            if far not in self._doors or transport is not before:
                self._try(transport, far)
            if far not in self._doors:
                self._doors[far] = _opened(far, lambda: _channel(self._alive(), far))
            return self._doors[far]

    def run(self, argv: Sequence[str], timeout_s: float) -> Completed:
        """As opskit.remote.command.run."""
        with self._lock:
            transport = self._alive()
        return run_over(transport, self._host, argv, timeout_s)

    def close(self) -> None:
        with self._lock:
            self._closed = True
            for each in self._doors.values():
                each.close()
            self._doors.clear()
            self._held.close()
            self._transport = None

    def _alive(self) -> Transport:
        with self._lock:
            if self._closed:
                raise Unreachable(f"the way to {self._host.host} is closed: the command has ended")
            if self._transport is None or not self._transport.is_active():
                self._held.close()
                self._transport = None
                self._transport = self._held.enter_context(connected(self._host))
            return self._transport

    def _try(self, transport: Transport, far: Endpoint) -> None:
        try:
            _channel(transport, far).close()
        except (paramiko.SSHException, OSError, EOFError) as error:
            why = error.text if isinstance(error, paramiko.ChannelException) else str(error) or type(error).__name__
            raise Unreachable(
                f"{self._host.host} does not reach the server at {far} (nothing was changed)", why,
                f"{self._host.command} {_look(far, error)}",
            ) from error  # fmt: skip


def _opened(far: Endpoint, put_through: Open) -> Opened:
    try:
        return Opened(far, put_through)
    except OSError as error:
        what = f"no door could be opened here for the server at {far} (nothing was changed)"
        raise Unreachable(what, error.strerror or str(error), f"ls -ld {shlex.quote(tempfile.gettempdir())}") from error


def _look(far: Endpoint, error: Exception) -> str:
    """sshd says of a port that it may not be forwarded, of a socket no more than that it failed."""
    if far.socket:
        return f"ls -l {shlex.quote(far.socket)}   (if it is there: AllowStreamLocalForwarding in its sshd_config)"
    if isinstance(error, paramiko.ChannelException) and error.code == _PROHIBITED:
        return "grep -i forward /etc/ssh/sshd_config   (AllowTcpForwarding, PermitOpen)"
    return f"nc -vz {far.host} {far.port}"


def _channel(transport: Transport, far: Endpoint) -> paramiko.Channel:
    if far.socket:
        return transport.open_socket(far.socket, CONNECT_S)
    return transport.open_channel("direct-tcpip", (far.host, far.port), ("127.0.0.1", 0), timeout=CONNECT_S)
