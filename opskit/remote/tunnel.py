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
from opskit.remote.shared_try import SharedTry
from opskit.remote.transport import Transport

_PROHIBITED = 1  # RFC 4254, 5.1
# OpenSSH's sshd has MaxSessions 10 for a connection; channels to a server do not count.
_SESSIONS = 8


class Tunnel:
    """Opened when it is first wanted, and anew when it was lost; from any thread. Whoever waits for one server keeps
    nobody from another."""

    def __init__(self, host: SshHost) -> None:
        self._host = host
        self._lock = threading.Lock()  # never held while the network is waited for
        self._ways: dict[Endpoint, _Way] = {}
        self._login = SharedTry(self._log_in)
        self._sessions = threading.BoundedSemaphore(_SESSIONS)
        self._held = ExitStack()
        self._transport: Transport | None = None
        self._closed = False

    def door(self, far: Endpoint) -> Opened:
        """The way there was tried once since the login. Unreachable when SSH, or from there the server, is not
        reached."""
        with self._lock:
            way = self._ways.setdefault(far, _Way(self, far))
        if way.tried is not self.alive():
            way.trying.outcome()
        with self._lock:
            self._refuse_closed()
            way.door = way.door or _opened(far, lambda: _channel(self.alive(), far))
            return way.door

    def run(self, argv: Sequence[str], timeout_s: float) -> Completed:
        """As opskit.remote.command.run."""
        transport = self.alive()
        with self._sessions:
            return run_over(transport, self._host, argv, timeout_s)

    def close(self) -> None:
        with self._lock:
            self._closed = True
            doors = [way.door for way in self._ways.values() if way.door]
            self._ways.clear()
            held, self._held, self._transport = self._held, ExitStack(), None
        for each in doors:
            each.close()
        held.close()

    def alive(self) -> Transport:
        """The connection to the machine, logged in."""
        with self._lock:
            self._refuse_closed()
            if self._transport and self._transport.is_active():
                return self._transport
        return self._login.outcome()

    def try_way(self, far: Endpoint) -> Transport:
        """What it was tried over."""
        transport = self.alive()
        try:
            _channel(transport, far).close()
        except (paramiko.SSHException, OSError, EOFError) as error:
            why = error.text if isinstance(error, paramiko.ChannelException) else str(error) or type(error).__name__
            raise Unreachable(
                f"{self._host.host} does not reach the server at {far} (nothing was changed)", why,
                f"{self._host.command} {_look(far, error)}",
            ) from error  # fmt: skip
        return transport

    def _log_in(self) -> Transport:
        with self._lock:
            if self._transport and self._transport.is_active():
                return self._transport
            lost, self._held, self._transport = self._held, ExitStack(), None
        lost.close()
        with ExitStack() as fresh:
            transport = fresh.enter_context(connected(self._host))
            with self._lock:
                self._refuse_closed()
                self._held, self._transport = fresh.pop_all(), transport
        return transport

    def _refuse_closed(self) -> None:
        if self._closed:
            raise Unreachable(f"the way to {self._host.host} is closed: the command has ended")


class _Way:
    """To one server. `tried` is the connection over which it was seen to lead there."""

    def __init__(self, tunnel: Tunnel, far: Endpoint) -> None:
        self.trying = SharedTry(self._try)
        self.tried: Transport | None = None
        self.door: Opened | None = None
        self._tunnel, self._far = tunnel, far

    def _try(self) -> None:
        self.tried = self._tunnel.try_way(self._far)


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
