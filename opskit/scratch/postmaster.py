"""A running server seen from outside, by its data folder: is it there, is it ready, end it.

No handle on a child process is kept: a server that another process started is treated the same way.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

_POLL_SECONDS = 0.01
_KILL_SECONDS = 10.0
_PROC = Path("/proc")
_STATUS_LINE = 7  # of postmaster.pid, from 0: src/include/utils/pidfile.h, LOCK_FILE_LINE_PM_STATUS is 8 from 1


def running(data: Path) -> int | None:
    """The process id of the server on this data folder; None without one (a left-over pid file does not count)."""
    lines = _pid_file(data)
    if not lines or not lines[0].isdigit():
        return None
    pid = int(lines[0])
    return pid if serves(pid, data) else None


def ready(pid: int, data: Path) -> bool:
    """Whether this server accepts connections. The pid file of one that was killed says "ready" for ever."""
    lines = _pid_file(data)
    return len(lines) > _STATUS_LINE and lines[0] == str(pid) and lines[_STATUS_LINE].strip() == "ready"


def serves(pid: int, data: Path) -> bool:
    """Whether this process is the server on the folder: process ids are used again."""
    if not (_PROC / "self").exists():
        return exists(pid)
    try:
        arguments = (_PROC / str(pid) / "cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    return os.fsencode(data) in arguments


def exists(pid: int) -> bool:
    """A zombie does not count: it holds nothing any more and is its parent's to collect."""
    if (_PROC / "self").exists():
        return _status(pid)[:1] not in ([], ["Z"], ["X"])
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def stop(data: Path, how: signal.Signals, patience: float) -> None:
    """Ask it to end by SIGINT (fast) or SIGQUIT (immediate); after `patience` seconds it is killed."""
    pid = running(data)
    if pid is None:
        return
    with suppress(ProcessLookupError):
        os.kill(pid, how)
    if not wait_until(lambda: not serves(pid, data), patience):
        kill(data)


def kill(data: Path) -> None:
    """SIGKILL of the postmaster and of all its children, as when the machine loses power; returns when all are gone.

    A busy backend would otherwise outlive its postmaster, go on writing and keep a new server from starting.
    """
    pid = running(data)
    if pid is None:
        return
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGSTOP)  # no new children while we list them
    family = [pid, *_children(pid)]
    for member in family:
        with suppress(ProcessLookupError):
            os.kill(member, signal.SIGKILL)
    if wait_until(lambda: not any(exists(member) for member in family), _KILL_SECONDS):
        # Until init collects the postmaster its number is in use, and PostgreSQL would take it for running.
        for lock in _lock_files(data):
            lock.unlink(missing_ok=True)


def wait_until(condition: Callable[[], bool], seconds: float) -> bool:
    """Poll; False when the time is over and the condition still does not hold."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(_POLL_SECONDS)
    return True


def _pid_file(data: Path) -> list[str]:
    try:
        return (data / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return []


def _lock_files(data: Path) -> list[Path]:
    """The pid file and the socket's lock, which the pid file knows: line 4 is the port, line 5 the socket's folder."""
    lines = _pid_file(data)
    sockets = [Path(lines[4]) / f".s.PGSQL.{int(lines[3])}.lock"] if len(lines) > _STATUS_LINE and lines[4] else []
    return [*sockets, data / "postmaster.pid"]


def _children(pid: int) -> list[int]:
    """Empty where there is no /proc."""
    numbers = (int(entry.name) for entry in _PROC.glob("[0-9]*"))
    return [number for number in numbers if _status(number)[1:] == [str(pid)]]


def _status(pid: int) -> list[str]:
    """State letter and parent of a process, as in ["S", "1"]; empty when it is gone (proc(5), /proc/pid/stat)."""
    try:
        line = (_PROC / str(pid) / "stat").read_text()
    except OSError:
        return []
    return line.rpartition(")")[2].split()[:2]
