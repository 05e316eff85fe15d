"""Throwaway PostgreSQL servers: each in a folder of its own, reached through a unix socket only we can enter."""

from __future__ import annotations

import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from opskit.errors import Unreachable
from opskit.scratch import home, launch, postmaster
from opskit.scratch.account import server_account
from opskit.scratch.binaries import copy_installation, server_version, usable_by
from opskit.scratch.home import Home, State
from opskit.scratch.watchdog import Guard, abandon

_STOP_SECONDS = 30.0
_SIGNALS = {"fast": signal.SIGINT, "immediate": signal.SIGQUIT}


class Cluster:
    """One server. Should this process end while it runs, however it ends, a server it created is stopped and
    removed, one it opened and started is stopped; `detach` leaves it running instead."""

    def __init__(self, place: Home, leftovers: tuple[Path, ...]) -> None:
        self._home = place
        self._leftovers = leftovers
        self._guard: Guard | None = None

    @classmethod
    def create(cls, base: Path, name: str, bin_dir: Path, settings: Mapping[str, str], listen: str = "") -> Cluster:
        """A stopped server in `base`/`name`: superuser postgres, UTF8, checksums, `settings` in postgresql.conf.

        With `listen` (127.0.0.1) it is also reached by TCP on a free port, where roles need a password; the socket
        asks for none. `base`/`name` is a link into a temporary folder where the server's account cannot enter
        `base` or the path is too long for a socket. Raises Blocked when it exists, Unreachable when the programs
        are not there or initdb fails.
        """
        server_version(bin_dir)
        bin_dir = bin_dir.absolute()
        account = server_account()
        place = home.make(base, name, account)
        try:
            if not usable_by(account, bin_dir):
                bin_dir = copy_installation(bin_dir, place.folder / "postgresql")
            launch.initialise(place, bin_dir, account, {**launch.base_settings(place, listen), **settings})
            place.save(State(bin_dir, listen, 0 if listen else launch.SOCKET_PORT))
        except BaseException:
            abandon(place.data, place.parts)
            raise
        return cls(place, place.parts)

    @classmethod
    def open(cls, path: Path) -> Cluster:
        """The server another process created in `path` (`base`/`name`). Raises Unreachable when there is none."""
        place = home.find(path)
        place.load()
        return cls(place, ())

    @property
    def path(self) -> Path:
        """`base`/`name`, as `open` takes it."""
        return self._home.path

    @property
    def data_dir(self) -> Path:
        return self._home.data

    @property
    def socket_dir(self) -> Path:
        return self._home.socket

    @property
    def log_path(self) -> Path:
        return self._home.log

    @property
    def bin_dir(self) -> Path:
        """The programs it runs: the folder given to `create`, or the readable copy."""
        return self._home.load().bin_dir

    @property
    def port(self) -> int:
        """0 before the first start of a server with `listen`."""
        return self._home.load().port

    @property
    def pid(self) -> int | None:
        """Of the postmaster; None when it does not run."""
        return postmaster.running(self.data_dir)

    @property
    def version(self) -> int:
        """The major version."""
        return int((self.data_dir / "PG_VERSION").read_text())

    @property
    def guarded(self) -> bool:
        """Whether the end of this process would end the server."""
        return self._guard is not None

    def conninfo(self, dbname: str = "postgres", user: str = "postgres") -> str:
        """For libpq: the superuser, or another role, over the socket, no password."""
        fields = {"host": str(self.socket_dir), "port": str(self.port), "user": user, "dbname": dbname}
        return " ".join(f"{name}={_quoted(value)}" for name, value in fields.items())

    def start(self) -> None:
        """Returns when it accepts connections; nothing to do when it runs. Raises Unreachable with the log's end."""
        if self.pid is not None:
            return
        self._guard = self._guard or Guard(self.data_dir, self._leftovers)
        state, account = self._home.load(), server_account()
        for port in launch.ports(state):
            if launch.start(self._home, state.bin_dir, account, port):
                self._home.save(State(state.bin_dir, state.listen, port))
                return
        raise Unreachable("a throwaway server did not start", f"no free port on {state.listen}")

    def stop(self, mode: Literal["fast", "immediate"] = "fast") -> None:
        """Returns when it is gone: killed when it takes longer than 30 s. Nothing to do when it does not run."""
        postmaster.stop(self.data_dir, _SIGNALS[mode], _STOP_SECONDS)
        self.detach()

    def restart(self) -> None:
        self.stop()
        self.start()

    def kill(self) -> None:
        """As when the machine loses power: SIGKILL of all its processes; `start` recovers."""
        postmaster.kill(self.data_dir)

    def detach(self) -> None:
        """Let the server outlive this process."""
        if self._guard is not None:
            self._guard.release()
            self._guard = None

    def destroy(self) -> None:
        """Stop it and remove all there is of it."""
        abandon(self.data_dir, self._home.parts)
        self.detach()


@contextmanager
def running(cluster: Cluster) -> Iterator[Cluster]:
    """Started on entry, stopped on exit unless it was detached."""
    cluster.start()
    try:
        yield cluster
    finally:
        if cluster.guarded:
            cluster.stop("immediate")


def _quoted(value: str) -> str:
    """A value of a connection string."""
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"
