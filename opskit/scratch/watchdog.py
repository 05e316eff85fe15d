"""A throwaway server never outlives its owner.

A second process watches the owner, because an owner that is killed (-9) can do nothing any more. A signal on the
parent's death (prctl PR_SET_PDEATHSIG) is of no use here: it is cleared when the user changes, fires when only
the starting thread ends, and exists on Linux alone.
"""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from opskit.scratch import postmaster

_POLL_SECONDS = 0.2
_LAUNCH_SECONDS = 1.0  # an owner can die between starting the server and the server writing its pid file
_STOP_SECONDS = 10.0


class Guard:
    """From now until `release`, the end of this process (return, signal, kill -9) ends the server on `data` and
    removes the `leftovers`."""

    def __init__(self, data: Path, leftovers: tuple[Path, ...]) -> None:
        self._data = data
        self._leftovers = leftovers
        self._owner = os.getpid()
        arguments = [str(self._owner), str(data), *map(str, leftovers)]
        self._process = subprocess.Popen(
            [sys.executable, "-S", "-m", __name__, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
            env={"PYTHONPATH": str(Path(__file__).parents[2])},
            start_new_session=True,  # a Ctrl-C in the terminal is the owner's affair
        )
        atexit.register(self._expire)

    def release(self) -> None:
        """The server may outlive this process from now on."""
        atexit.unregister(self._expire)
        self._process.terminate()
        self._process.wait()

    def _expire(self) -> None:
        if os.getpid() == self._owner:  # not in a forked child
            self.release()
            abandon(self._data, self._leftovers)


def abandon(data: Path, leftovers: tuple[Path, ...]) -> None:
    """Stop the server at once and remove these folders and links."""
    postmaster.stop(data, signal.SIGQUIT, _STOP_SECONDS)
    for path in leftovers:
        if path.is_symlink():
            path.unlink()
        else:
            shutil.rmtree(path, ignore_errors=True)


def main(arguments: list[str]) -> None:
    """`python -m opskit.scratch.watchdog OWNER_PID DATA_FOLDER [LEFTOVER…]`, started by the owner itself."""
    owner, data, *leftovers = arguments
    while os.getppid() == int(owner):
        time.sleep(_POLL_SECONDS)
    postmaster.wait_until(lambda: postmaster.running(Path(data)) is not None, _LAUNCH_SECONDS)
    abandon(Path(data), tuple(map(Path, leftovers)))


if __name__ == "__main__":
    main(sys.argv[1:])
