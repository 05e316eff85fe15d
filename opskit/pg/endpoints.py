"""Where a connection string leads, and one that leads to the same server by other doors.

libpq alone knows: a service, PGHOST and PGPORT count too. So libpq is asked to connect with one value that it refuses
once it has read all the others, and before it looks up a host."""

from __future__ import annotations

from collections.abc import Sequence

from psycopg import pq
from psycopg.conninfo import make_conninfo

from opskit.core.endpoint import Endpoint
from opskit.errors import Unreachable
from opskit.value import Value

_REFUSED = "target_session_attrs"
_NOBODY = "opskit-asks-only"
# Without a host psql on that machine takes the socket of the folder that its packages were built with: this one on
# Debian, Ubuntu and Red Hat.
SOCKETS = "/var/run/postgresql"


class Door(Value):
    """What libpq connects to here in the place of an endpoint: an address, or the folder of a Unix socket."""

    address: str
    port: int

    @property
    def is_socket(self) -> bool:
        return self.address.startswith("/")


def endpoints(conninfo: str, name: str) -> list[Endpoint]:
    """In libpq's order. Unreachable, as when it connects, for what libpq refuses: a service that is not there."""
    found = _resolved(conninfo, name)
    hosts, addresses, ports = (found.get(key, "").split(",") for key in ("host", "hostaddr", "port"))
    return [
        Endpoint(
            _at(addresses, each) or _at(hosts, each) or SOCKETS,
            _port(_at(ports, each, ports[0]), name),
        )
        for each in range(max(len(hosts), len(addresses)))
    ]


def by(doors: Sequence[Door], conninfo: str, name: str) -> str:
    """The connection string by these doors, one for each endpoint. The name of each host stays, for its certificate,
    Kerberos and .pgpass; a socket has none."""
    names = _resolved(conninfo, name).get("host", "").split(",")
    hosts = [door.address if door.is_socket else _at(names, each) for each, door in enumerate(doors)]
    addresses = ["" if door.is_socket else door.address for door in doors]
    ports = [str(door.port) for door in doors]
    return make_conninfo(conninfo, host=",".join(hosts), hostaddr=",".join(addresses), port=",".join(ports))


def _port(text: str, name: str) -> int:
    """libpq reads it only when it connects."""
    if text and not (text.isdecimal() and 0 < int(text) < 65536):
        raise _unreadable(name, f'invalid port number: "{text}"')
    return int(text or 5432)


def _at(values: Sequence[str], index: int, otherwise: str = "") -> str:
    return values[index] if index < len(values) else otherwise


def _resolved(conninfo: str, name: str) -> dict[str, str]:
    asked = make_conninfo(conninfo, **{_REFUSED: _NOBODY})
    tried = pq.PGconn.connect_start(asked.encode())
    try:
        said = tried.get_error_message()
        if _NOBODY not in said:
            raise _unreadable(name, said.strip())
        return {
            each.keyword.decode(): each.val.decode() for each in tried.info if each.val and each.keyword != b"password"
        }
    finally:
        tried.finish()


def _unreadable(name: str, why: str) -> Unreachable:
    hint = "opskit doctor   (or try the same with psql)"
    return Unreachable(f"cannot connect to {name} (nothing was changed)", why, hint)
