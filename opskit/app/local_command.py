"""A command of this machine, run to its end: no shell, no terminal, no password."""

from __future__ import annotations

import os
import selectors
import shlex
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress

from opskit.core.completed import Completed, completed
from opskit.core.kept import Kept
from opskit.core.secret import redact
from opskit.errors import Inconclusive

# libpq takes a password from here before it looks into .pgpass. A command may print its environment.
_WITHHELD = ("PGPASSWORD",)
_TICK_S = 0.1
# An output that a child in the background keeps open says nothing of the command itself.
QUIET_S = 2.0
_PATIENCE_S = 2.0


def run_here(argv: Sequence[str], timeout_s: float, told: Mapping[str, str]) -> Completed:
    """In the folder opskit was called in, with its environment (without PGPASSWORD) and what is `told`. Inconclusive
    when it cannot be started, and when it is ended because the time is up; its whole process group ends with it."""
    began = time.monotonic()
    out, err = Kept(), Kept()
    with _started(argv, told) as process:
        code = _watched(process, out, err, began + timeout_s)
    if code is None:
        raise Inconclusive(
            f"{redact(argv[0])} was ended after {timeout_s:g} s",
            f"what it had done by then is not known: {redact(shlex.join(argv))}",
            "opskit checklist   (perhaps its `timeout` is too short)",
        )
    return completed(code, out, err, time.monotonic() - began)


@contextmanager
def _started(argv: Sequence[str], told: Mapping[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """A session of its own: it has no terminal to ask for a password at, and one signal ends all of it."""
    passed = {name: value for name, value in os.environ.items() if name not in _WITHHELD}
    try:
        process = subprocess.Popen(
            list(argv), env=passed | dict(told), stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
        )  # fmt: skip
    except OSError as error:
        raise Inconclusive(
            f"{redact(argv[0])} was not run (nothing was changed)", error.strerror or str(error),
            f"command -v {shlex.quote(argv[0])}",
        ) from error  # fmt: skip
    try:
        yield process
    finally:  # also after a Ctrl-C, which does not reach another session
        if process.poll() is None:
            _end(process)
        for pipe in (process.stdout, process.stderr):
            if pipe:
                pipe.close()


def _watched(process: subprocess.Popen[bytes], out: Kept, err: Kept, deadline: float) -> int | None:
    """The exit code, or None when the time is up."""
    with selectors.DefaultSelector() as selector:
        for pipe, kept in ((process.stdout, out), (process.stderr, err)):
            if pipe:
                selector.register(pipe, selectors.EVENT_READ, kept)
        quiet_since = time.monotonic()
        while selector.get_map() or process.poll() is None:
            running = process.poll() is None
            if _heard(selector) or running:
                quiet_since = time.monotonic()
            if time.monotonic() > deadline:
                return process.poll()
            if time.monotonic() - quiet_since > QUIET_S:
                break
    return process.wait()


def _heard(selector: selectors.BaseSelector) -> bool:
    """Waits a moment for output; whether there was some."""
    if not selector.get_map():
        time.sleep(_TICK_S / 10)
        return False
    ready = selector.select(_TICK_S)
    for key, _ in ready:
        data = os.read(key.fd, 65536)
        if data:
            key.data.take(data)
        else:
            selector.unregister(key.fileobj)
    return bool(ready)


def _end(process: subprocess.Popen[bytes]) -> None:
    """The group is asked to end, then killed: what the command started must not outlive it."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
    with suppress(subprocess.TimeoutExpired):
        process.wait(_PATIENCE_S)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
