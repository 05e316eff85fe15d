"""A door here for a server over there: whoever connects to it is put through, everybody on a channel of his own."""

from __future__ import annotations

import os
import random
import socket
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import paramiko

from opskit.core.endpoint import Endpoint
from opskit.errors import OpskitError
from opskit.remote.peer import of_this_user

_BACKLOG = 128
_CHUNK = 65536
Open = Callable[[], paramiko.Channel]


class Opened:
    """Of a Unix socket: one here, in a folder that nobody else enters. Of TCP: the same port of a loopback address of
    its own, so that a line of .pgpass with the port fits; where there is but one such address, any port of that. Other
    users of this machine are turned away."""

    def __init__(self, far: Endpoint, put_through: Open) -> None:
        self._open = put_through
        self._folder = Path(tempfile.mkdtemp(prefix="opskit-")) if far.socket else None
        self._listener = _in_folder(self._folder, far.port) if self._folder else _on_loopback(far.port)
        here = self._listener.getsockname()
        self.address = str(self._folder or here[0])
        self.port = far.port if self._folder else int(here[1])
        self._lock = threading.Lock()
        self._clients: set[socket.socket] = set()
        threading.Thread(target=self._accept, daemon=True, name=f"ssh-door {far}").start()

    def close(self) -> None:
        """Whoever is still put through is cut off."""
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)  # wakes who waits in accept
        self._listener.close()
        with self._lock:
            clients = list(self._clients)
        for each in clients:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
        if self._folder:
            for left in self._folder.iterdir():
                left.unlink()
            self._folder.rmdir()

    def _accept(self) -> None:
        while True:
            try:
                client, peer = self._listener.accept()
            except OSError:
                return
            if self._folder or of_this_user(client.getsockname(), peer):
                threading.Thread(target=self._serve, args=(client,), daemon=True, name="ssh-put-through").start()
            else:
                client.close()

    def _serve(self, client: socket.socket) -> None:
        """Where it cannot be put through it is closed: libpq tells that the server closed the connection."""
        with client, self._counted(client), suppress(paramiko.SSHException, OSError, EOFError, OpskitError):
            _put_through(client, self._open())

    @contextmanager
    def _counted(self, client: socket.socket) -> Iterator[None]:
        with self._lock:
            self._clients.add(client)
        try:
            yield
        finally:
            with self._lock:
                self._clients.discard(client)


def _put_through(client: socket.socket, channel: paramiko.Channel) -> None:
    """Until one side ends; then the other is ended too."""
    back = threading.Thread(target=_answers, args=(channel, client), daemon=True, name="ssh-answers")
    back.start()
    with suppress(OSError, EOFError):
        while data := client.recv(_CHUNK):
            channel.sendall(data)
    channel.close()
    back.join()


def _answers(channel: paramiko.Channel, client: socket.socket) -> None:
    with suppress(OSError, EOFError):
        while data := channel.recv(_CHUNK):
            client.sendall(data)
    with suppress(OSError):
        client.shutdown(socket.SHUT_RDWR)


def _in_folder(folder: Path, port: int) -> socket.socket:
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(folder / f".s.PGSQL.{port}"))
    listener.listen(_BACKLOG)
    return listener


def _on_loopback(port: int) -> socket.socket:
    own = f"127.{random.randint(1, 254)}.{random.randint(0, 254)}.{random.randint(2, 254)}"  # noqa: S311 - no secret
    for address in ((own, port), ("127.0.0.1", 0)):
        with suppress(OSError):
            return socket.create_server(address, backlog=_BACKLOG)
    raise OSError(f"no port of the loopback interface is free (pid {os.getpid()})")
