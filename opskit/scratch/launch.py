"""Making a data folder and starting a server on it."""

from __future__ import annotations

import socket
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

from opskit.errors import Unreachable
from opskit.scratch import postmaster
from opskit.scratch.account import Account, environment
from opskit.scratch.home import Home, State

# Without TCP the number only names the socket file, in a folder of its own: it cannot be taken.
SOCKET_PORT = 5432

_READY_SECONDS = 60.0
_PORT_TRIES = 5
_REASON_LINES = 5
# C.UTF-8 compares by code point and is the same everywhere, yet, like production's locales, is not "C".
_LOCALES = ("C.UTF-8", "C")
_PASSWORDLESS_SOCKET = ["--auth-local=trust", "--auth-host=scram-sha-256"]


def initialise(home: Home, bin_dir: Path, account: Account, settings: Mapping[str, str]) -> None:
    """initdb and postgresql.conf. Raises Unreachable with initdb's own words."""
    command = [str(bin_dir / "initdb"), "-D", str(home.data), "-U", "postgres", "-E", "UTF8", "-k", "--no-sync"]
    for locale in _LOCALES:
        answer = account.run([*command, *_PASSWORDLESS_SOCKET, f"--locale={locale}"])
        if answer.returncode == 0:
            break
    else:
        raise Unreachable("a throwaway server could not be made", answer.stderr.strip())
    lines = "".join(f"{name} = {_quoted(value)}\n" for name, value in settings.items())
    # Written as the account: the folder is its own, and root does not follow what may lie there.
    account.run(["/bin/sh", "-c", 'cat >> "$1"', "sh", str(home.data / "postgresql.conf")], text=lines)


def base_settings(home: Home, listen: str) -> dict[str, str]:
    return {
        "listen_addresses": listen,
        "unix_socket_directories": str(home.socket),
        "unix_socket_permissions": "0700",
        "lc_messages": "C",
        "timezone": "UTC",
        "log_timezone": "UTC",
    }


def ports(state: State) -> Iterator[int]:
    """The ports to try, the last one used first. A port found free can be taken before the server has it."""
    if state.port:
        yield state.port
    if state.listen:
        for _ in range(_PORT_TRIES):
            with socket.create_server((state.listen, 0)) as probe:
                port: int = probe.getsockname()[1]
            yield port


def start(home: Home, bin_dir: Path, account: Account, port: int) -> bool:
    """Start and wait until it accepts connections; False when the port is taken.

    Raises Unreachable with the end of the log when it does not come up.
    """
    seen = home.log.stat().st_size if home.log.exists() else 0
    pid = _spawn(home, [str(bin_dir / "postgres"), "-D", str(home.data), "-p", str(port)], account)
    postmaster.wait_until(lambda: postmaster.ready(pid, home.data) or not postmaster.exists(pid), _READY_SECONDS)
    if postmaster.ready(pid, home.data):
        return True
    postmaster.kill(home.data)
    said = home.log.read_bytes()[seen:].decode(errors="replace").splitlines()
    if any("Address already in use" in line for line in said):
        return False
    raise Unreachable("a throwaway server did not start", "\n".join(said[-_REASON_LINES:]))


def _spawn(home: Home, command: list[str], account: Account) -> int:
    """Start it in a session of its own; its process id. The shell between ends at once, so that the server is no
    child of ours: one that is kept needs nobody to collect it, and `stop` works alike from every process."""
    with home.log.open("ab") as log:
        shell = subprocess.run(
            ["/bin/sh", "-c", '"$@" >&2 & echo $!', "sh", *command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
            check=True,
            cwd="/",
            env=environment(),
            start_new_session=True,
            user=account.user,
            group=account.group,
            extra_groups=account.groups,
        )
    return int(shell.stdout)


def _quoted(value: str) -> str:
    """A value in postgresql.conf: quotes doubled, backslashes too (they begin escapes there)."""
    return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'"
