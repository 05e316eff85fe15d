"""paramiko's connection, that also opens Unix sockets on the other machine and notices when nobody answers."""

from __future__ import annotations

import threading
from typing import Any

import paramiko

# OpenSSH's PROTOCOL, 2.4: the path, then two fields that are reserved.
_SOCKET = "direct-streamlocal@openssh.com"
# What sshd refuses is an answer too: it knows no request of that name.
_SIGN = "keepalive@openssh.com"
# Somebody who says nothing is asked so often, and is given up after so long without any answer. With that a network
# that was cut is noticed as soon as where libpq looks itself (pg.connection.KEEPALIVE).
EVERY_S, ANSWER_S = 10.0, 15.0


class Transport(paramiko.Transport):
    def __init__(self, sock: Any, **options: Any) -> None:
        super().__init__(sock, **options)
        self._asked = threading.local()
        self._closed = threading.Event()
        self._cut = False

    def open_socket(self, path: str, timeout_s: float) -> paramiko.Channel:
        """A channel to a Unix socket over there; errors as those of `open_channel`."""
        self._asked.path = path
        try:
            return self.open_channel(_SOCKET, timeout=timeout_s)
        finally:
            self._asked.path = ""

    def _send_user_message(self, data: paramiko.Message) -> None:
        """The message that opens a channel has no more than what paramiko knows of its kind."""
        path = getattr(self._asked, "path", "")
        if path:
            data.add_string(path)
            data.add_string("")
            data.add_int(0)
        try:
            super()._send_user_message(data)  # type: ignore[misc]  # its stub leaves it out
        except EOFError:
            self._cut = True
            raise

    def is_active(self) -> bool:
        """Not when it has broken: whoever had something to send knows that first, and whoever has lost a channel comes
        back before paramiko has ended the connection. That a channel was not opened is no such break."""
        error = self.saved_exception
        whole = error is None or isinstance(error, paramiko.ChannelException)
        return super().is_active() and whole and not self._cut

    def close(self) -> None:
        self._closed.set()
        super().close()

    def watch(self) -> None:
        """Closed, from a thread of its own, as soon as nobody answers any more."""
        threading.Thread(target=self._watched, daemon=True, name="ssh-watch").start()

    def _watched(self) -> None:
        while not self._closed.wait(EVERY_S) and self.is_active():
            late = threading.Timer(ANSWER_S, self.close)
            late.daemon = True
            late.start()
            self.global_request(_SIGN, wait=True)
            late.cancel()
        self.close()
