"""A command on another machine, run to its end."""

from __future__ import annotations

import shlex
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager

import paramiko

from opskit.core.completed import Completed, completed
from opskit.core.kept import Kept
from opskit.core.secret import redact
from opskit.core.ssh_host import SshHost
from opskit.errors import Inconclusive, Unreachable
from opskit.remote.connection import CONNECT_S, connected
from opskit.remote.draining import QUIET_S, TICK_S, drained, heard, over
from opskit.remote.enclosed import Enclosed, Told, ending
from opskit.value import Value

# For the end of a command, which takes about two seconds where it does not heed a SIGTERM.
END_S = 15.0


def run(host: SshHost, argv: Sequence[str], timeout_s: float) -> Completed:
    """The words arrive as they are: they are quoted for the POSIX shell that sshd starts. No terminal, no input. The
    time counts from the login. Unreachable when it was not started; Inconclusive when the time is up, and it was ended
    for that, or the connection is lost, for then it may go on."""
    with connected(host) as transport:
        return run_over(transport, host, argv, timeout_s)


def run_over(transport: paramiko.Transport, host: SshHost, argv: Sequence[str], timeout_s: float) -> Completed:
    """The same over a connection to the host that is there."""
    order = _Order(host, shlex.join(argv), timeout_s)
    with _session(transport, host) as channel:
        return _run(channel, transport, order, Enclosed(argv))


@contextmanager
def _session(transport: paramiko.Transport, host: SshHost) -> Iterator[paramiko.Channel]:
    try:
        channel = transport.open_session(timeout=CONNECT_S)
    except (paramiko.SSHException, OSError, EOFError) as error:
        raise Unreachable(f"{host.host} opened no session (nothing was changed)", str(error), host.command) from error
    with closing(channel):
        yield channel


class _Order(Value):
    """What is run where, for whoever has to be told that its end is not known."""

    host: SshHost
    words: str
    timeout_s: float

    def unknown(self, how: str) -> Inconclusive:
        return Inconclusive(
            f"{self.host.host}: {how}", f"whether it ended is not known: {redact(self.words)}",
            f"{self.host.command} ps -ef",
        )  # fmt: skip

    def late(self, ended: bool) -> Inconclusive:
        how = f"the command took longer than {self.timeout_s:g} s"
        if not ended:
            return self.unknown(how)
        return Inconclusive(
            f"{self.host.host}: {how} and was ended", f"what it had done by then is not known: {redact(self.words)}",
            "opskit checklist   (perhaps its `timeout` is too short)",
        )  # fmt: skip


def _run(channel: paramiko.Channel, transport: paramiko.Transport, order: _Order, enclosed: Enclosed) -> Completed:
    began = time.monotonic()
    out, err = enclosed.output(), Kept()
    try:
        channel.exec_command(enclosed.words)
        channel.shutdown_write()
        in_time = drained(channel, out, err, began + order.timeout_s)
    except (paramiko.SSHException, OSError, EOFError) as error:
        raise order.unknown(f"the connection was lost ({error or type(error).__name__})") from error
    except BaseException:  # a Ctrl-C does not reach the other machine by itself
        _end(transport, order.host, _group(channel, out))
        raise
    if not in_time:
        raise order.late(_end(transport, order.host, _group(channel, out)))
    code = channel.recv_exit_status()
    if code < 0:
        lost = "the connection was lost" if not transport.is_active() else "a signal ended it, or the session"
        raise order.unknown(f"the command gave no exit code ({lost})")
    out.end()
    return completed(code, out, err, time.monotonic() - began)


def _group(channel: paramiko.Channel, out: Told) -> int:
    """On a busy machine the time can be up before the shell has told it."""
    until = time.monotonic() + QUIET_S
    while not (out.group or over(channel)) and time.monotonic() < until:
        if not heard(channel, out, Kept()):
            time.sleep(TICK_S)
    return out.group


def _end(transport: paramiko.Transport, host: SshHost, group: int) -> bool:
    """Whether nothing is left of the process group that was told; another command ends it."""
    if not group:
        return False
    try:
        with _session(transport, host) as channel:
            channel.settimeout(END_S)
            channel.exec_command(ending(group))
            return channel.status_event.wait(END_S) and channel.recv_exit_status() == 0
    except (Unreachable, paramiko.SSHException, OSError, EOFError):
        return False
