"""A program that leads to a machine, as ProxyCommand of ssh_config(5) names it: what it takes and gives is the
connection. ssh has it read by a shell; here it is a list of words, so that nothing in a host's name is ever run."""

from __future__ import annotations

import re
import shlex
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import IO

from opskit.core.secret import redact
from opskit.errors import Unreachable
from opskit.value import Value

_END_S = 2.0
_SAID = 300
_QUOTED = re.compile(r"'[^']*'|\"(?:[^\"\\]|\\.)*\"|\\.", re.DOTALL)
# What a shell would do more with than split it into words: outside of quotes, and within double ones.
_SHELL, _EXPANDED = re.compile(r"[$`|&;<>()*?\[\]{}!#\n]"), re.compile(r"[$`]")


def words(command: str, host: str) -> tuple[str, ...]:
    """Those of the command. Unreachable where it takes a shell to read it."""
    plain = _QUOTED.sub(_what_expands, command)
    try:
        found = tuple(shlex.split(command))
    except ValueError:
        found = ()
    if _SHELL.search(plain) or not found or "=" in found[0]:
        raise Unreachable(
            f"{host} is reached by a ProxyCommand that takes a shell (nothing was changed)",
            f"{redact(command)}: opskit starts a program with its words, and no shell",
            f"write ProxyJump for {host} into ~/.ssh/config, or put that line into a script and name the script",
        )
    return found


def _what_expands(quoted: re.Match[str]) -> str:
    return "".join(_EXPANDED.findall(quoted[0])) if quoted[0].startswith('"') else ""


class Started(Value):
    """`end` is the near end of the connection."""

    end: socket.socket
    errors: IO[bytes]

    @property
    def said(self) -> str:
        """The last it has complained of."""
        self.errors.seek(0)
        return redact(self.errors.read().decode(errors="replace").strip()[-_SAID:])


@contextmanager
def started(program: Sequence[str], host: str) -> Iterator[Started]:
    """Until it is no longer wanted. A Ctrl-C at the terminal is none of its business: what goes over it ends in order.
    Unreachable when it cannot be started."""
    here, there = socket.socketpair()
    with here, tempfile.TemporaryFile() as errors:
        with there:
            process = _process(program, host, there.fileno(), errors)
        try:
            yield Started(here, errors)
        finally:
            here.close()
            _end(process)


def _process(program: Sequence[str], host: str, end: int, errors: IO[bytes]) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(program, stdin=end, stdout=end, stderr=errors, start_new_session=True)
    except OSError as error:
        what = f"the ProxyCommand of {host} cannot be started (nothing was changed)"
        raise Unreachable(what, f"{program[0]}: {error.strerror}", f"ssh -G {host}") from error


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(_END_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
