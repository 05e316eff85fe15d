"""A connection to a machine over SSH, with the agent and the keys there are. No password is ever asked for or taken,
and no host key is accepted that a person has not accepted before."""

from __future__ import annotations

import getpass
import logging
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import paramiko
from paramiko.ssh_exception import NoValidConnectionsError

from opskit.core.ssh_host import SshHost
from opskit.errors import NotPermitted, Unreachable
from opskit.remote.host_key import Judge, offering
from opskit.remote.known_hosts import known_keys
from opskit.remote.proxy_command import started
from opskit.remote.route import Route, route
from opskit.remote.transport import Transport

CONNECT_S = 10.0
_MOST_HOPS = 8
# OpenSSH's sshd turns strangers away at random from the tenth on that has not logged in yet (MaxStartups 10:30:100); it
# counts for a moment those who just have.
_LOGINS = 4

_turns: dict[tuple[str, int], threading.BoundedSemaphore] = {}
_turns_lock = threading.Lock()

# What goes wrong is told by an error; without a handler Python would print paramiko's own account of it as well.
logging.getLogger("paramiko").addHandler(logging.NullHandler())


@contextmanager
def connected(host: SshHost) -> Iterator[Transport]:
    """Logged in, through the hosts of ProxyJump or by a ProxyCommand; kept alive while nothing is said, and closed when
    nobody answers any more. Unreachable when there is nobody or the host key is unknown or another, NotPermitted when
    nobody is let in."""
    with ExitStack() as stack:
        before: tuple[Route, Transport] | None = None
        for hop in hops(host):
            before = (hop, _connect(hop, before, stack))
        if before is None:
            raise AssertionError("a way has at least one hop")
        before[1].watch()
        yield before[1]


def hops(host: SshHost) -> list[Route]:
    """From the first machine to the one asked for. The first of several may itself be behind another."""
    last = route(host)
    way = [last]
    while last.before:
        before = [route(each) for each in last.before]
        way = [*before, *way]
        last = before[0]
        if len(way) > _MOST_HOPS:
            raise Unreachable(
                f"the way to {host.host} has no end (nothing was changed)", f"ProxyJump leads from {last.where} on",
                f"ssh -G {host.host}",
            )  # fmt: skip
    return way


def _connect(hop: Route, before: tuple[Route, Transport] | None, stack: ExitStack) -> Transport:
    """Over the hop before, else by its program if it has one, else by itself."""
    program = stack.enter_context(started(hop.program, hop.asked.host)) if hop.program and not before else None
    client = paramiko.SSHClient()
    stack.callback(client.close)
    known = known_keys(hop.known_hosts, hop.name)
    client.set_missing_host_key_policy(Judge(hop, known))  # all are missing to paramiko, so that it judges each
    target, here = (hop.address, hop.port), ("127.0.0.1", 0)
    files: Any = [str(file) for file in hop.key_files]  # its stub knows of one only
    try:
        with _logging_in(target):
            way: Any = before[1].open_channel("direct-tcpip", target, here, timeout=CONNECT_S) if before else None
            client.connect(
                *target, hop.user or None, key_filename=files, look_for_keys=not files,
                timeout=CONNECT_S, banner_timeout=CONNECT_S, auth_timeout=CONNECT_S,
                sock=program.end if program else way, transport_factory=offering(known),
            )  # fmt: skip
    except (paramiko.SSHException, OSError, EOFError, ValueError) as error:
        way_there = f" from {before[0].where}" if before else " by its ProxyCommand" if program else ""
        raise _translated(hop, way_there, client, error, program.said if program else "") from error
    transport = client.get_transport()
    if not isinstance(transport, Transport):
        raise AssertionError("who is connected has a transport of our own")
    return transport


def _logging_in(target: tuple[str, int]) -> threading.BoundedSemaphore:
    """So many at a time at one machine; the others wait for their turn."""
    with _turns_lock:
        return _turns.setdefault(target, threading.BoundedSemaphore(_LOGINS))


def _translated(hop: Route, way: str, client: paramiko.SSHClient, error: Exception, said: str) -> Unreachable:
    """`way` is how it was tried, ` from db1`; `said` what a program on the way complained of. Once the keys of the
    connection are agreed on, only the login can fail."""
    transport = client.get_transport()
    if transport is None or not transport.initial_kex_done:
        why = "; ".join(filter(None, [said, _reason(error)]))
        return Unreachable(f"{hop.where} was not reached over SSH{way} (nothing was changed)", why, hop.asked.command)
    hint = f"{hop.asked.command}   (has to work without a password: ssh-copy-id, ssh-add)"
    what = f"{hop.where} lets nobody in as {hop.user or getpass.getuser()} (nothing was changed)"
    tried = ", ".join(map(str, hop.key_files)) or "the usual keys of ~/.ssh"
    if isinstance(error, paramiko.PasswordRequiredException):
        return NotPermitted(what, f"a key asks for a passphrase, and the agent does not hold it: {tried}", "ssh-add")
    return NotPermitted(what, f"tried: the agent, {tried}; {error}", hint)


def _reason(error: Exception) -> str:
    """paramiko tries all addresses of a name and then speaks of the port alone."""
    if isinstance(error, NoValidConnectionsError):
        return "; ".join(sorted({str(getattr(each, "strerror", "") or each) for each in error.errors.values()}))
    return str(error) or type(error).__name__
