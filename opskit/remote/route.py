"""How to reach a machine: what is asked for, then ~/.ssh/config, then /etc/ssh/ssh_config, as ssh takes it."""

from __future__ import annotations

import getpass
import re
from collections.abc import Iterator
from pathlib import Path

import paramiko

from opskit.core.ssh_host import SshHost
from opskit.errors import Fault, InvalidFile, NotPermitted, Unreachable
from opskit.remote.proxy_command import words
from opskit.value import Value

SYSTEM = Path("/etc/ssh")
_INCLUDE = re.compile(r"\s*include[\s=]+(.+)", re.IGNORECASE)


class Route(Value):
    """`name` is what the host key is filed under. `key_files` are there; empty: the usual ones. `before` are the
    hosts to go through, in their order; without them `program` leads there, where it is not empty."""

    asked: SshHost
    address: str
    user: str
    port: int
    name: str
    key_files: tuple[Path, ...]
    known_hosts: tuple[Path, ...]
    before: tuple[SshHost, ...] = ()
    program: tuple[str, ...] = ()

    @property
    def login(self) -> str:
        """For a person: `dba@db1`, `dba@db1:2222`."""
        return f"{self.user or getpass.getuser()}@{self.where}"

    @property
    def where(self) -> str:
        """For a person: `db1`, `db1:2222`."""
        return self.asked.host if self.port == 22 else f"{self.asked.host}:{self.port}"


def route(asked: SshHost) -> Route:
    """NotPermitted when the key file asked for is not there, Unreachable when its ProxyCommand takes a shell."""
    found = _configured(asked)
    before, program = _way(asked, found)
    address = str(found["hostname"])
    port = int(found.get("port", 22))
    alias = str(found.get("hostkeyalias", ""))
    return Route(
        asked, address, str(found.get("user", "")), port,
        alias or (address if port == 22 else f"[{address}]:{port}"),
        _key_files(asked, list(found.get("identityfile", []))), _known_hosts(asked, found),
        before, program,
    )  # fmt: skip


def _way(asked: SshHost, found: paramiko.SSHConfigDict) -> tuple[tuple[SshHost, ...], tuple[str, ...]]:
    """What is asked for; else of ProxyJump and ProxyCommand the one that stands first, as ssh has it."""
    first = next((key for key in found if key in ("proxyjump", "proxycommand")), "")
    if asked.jump or first == "proxyjump":
        return asked.hops or _jumps(asked, str(found["proxyjump"])), ()
    command = found.get("proxycommand")
    return (), words(str(command).replace("%n", asked.host).replace("%%", "%"), asked.host) if command else ()


def _jumps(asked: SshHost, configured: str) -> tuple[SshHost, ...]:
    """As ProxyJump has it: each with a configuration of its own."""
    try:
        return () if configured.lower() in ("", "none") else SshHost(asked.host, jump=configured).hops
    except ValueError as error:
        what = f"{asked.host} is behind a ProxyJump that cannot be read (nothing was changed)"
        raise Unreachable(what, str(error), f"ssh -G {asked.host}") from error


def _key_files(asked: SshHost, configured: list[str]) -> tuple[Path, ...]:
    if asked.key_file:
        file = Path(asked.key_file).expanduser()
        if not file.is_file():
            raise NotPermitted(
                f"there is no key file {file} (nothing was changed)", f"it is asked for to reach {asked.host}",
                f"ls {file.parent}",
            )  # fmt: skip
        return (file,)
    return tuple(file for each in configured if (file := Path(each).expanduser()).is_file())


def _known_hosts(asked: SshHost, found: paramiko.SSHConfigDict) -> tuple[Path, ...]:
    if asked.known_hosts:
        return (Path(asked.known_hosts).expanduser(),)
    own = str(found.get("userknownhostsfile", "~/.ssh/known_hosts ~/.ssh/known_hosts2")).split()
    shared = str(found.get("globalknownhostsfile", f"{SYSTEM}/ssh_known_hosts {SYSTEM}/ssh_known_hosts2")).split()
    return tuple(Path(each).expanduser() for each in [*own, *shared])


def _configured(asked: SshHost) -> paramiko.SSHConfigDict:
    file = Path.home() / ".ssh" / "config"
    given = [f"User {asked.user}"] * bool(asked.user) + [f"Port {asked.port}"] * bool(asked.port)
    text = "\n".join([*given, *_lines(file, file.parent), "Host *", *_lines(SYSTEM / "ssh_config", SYSTEM)])
    try:
        return paramiko.SSHConfig.from_text(text).lookup(asked.host)
    except paramiko.ConfigParseError as error:
        raise InvalidFile([Fault(file, 0, str(error))], f"ssh -G {asked.host}") from error
    except paramiko.CouldNotCanonicalize as error:
        raise Unreachable(
            f"{asked.host} has no name of its own (nothing was changed)", str(error), f"ssh -G {asked.host}"
        ) from error


def _lines(file: Path, base: Path, within: tuple[Path, ...] = ()) -> Iterator[str]:
    """With what it includes, which paramiko passes over; a file `within` which we are is not included again. What comes
    behind is again about the hosts it was about."""
    if file in within or not file.is_file():
        return
    about = "Host *"
    for line in file.read_text(encoding="utf-8", errors="replace").splitlines():
        included = _INCLUDE.fullmatch(line)
        if included:
            for pattern in included[1].split():
                for each in _found(pattern, base):
                    yield from _lines(each, base, (*within, file))
            yield about
            continue
        if re.match(r"\s*(host|match)[\s=]", line, re.IGNORECASE):
            about = line
        yield line


def _found(pattern: str, base: Path) -> list[Path]:
    whole = base / Path(pattern.strip('"')).expanduser()
    return sorted(Path(whole.anchor).glob(str(whole.relative_to(whole.anchor))))
