"""One way to open a connection: libpq does the finding, opskit adds its own session settings."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.rows import dict_row

from opskit.core.environment import Environment, Server
from opskit.errors import Unreachable, Unsupported, UsageFault
from opskit.pg import faults

OLDEST = 14
Connection = psycopg.Connection[dict[str, Any]]
# Of libpq: a network that was cut is noticed within 25 s (idle + count x interval) where nothing is sent, and within
# 30 s where something is and no answer comes (milliseconds; Linux). The usual is two hours.
KEEPALIVE = {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3, "tcp_user_timeout": 30_000}
# Settings of a session whose statements must not outlive its client. client_connection_check_interval (14+) notices a
# client that is gone while a statement runs, the rest a network that was cut. Without effect on a unix socket.
ENDS_WITH_ITS_CLIENT = {
    "client_connection_check_interval": "1s",
    "tcp_keepalives_idle": "10",
    "tcp_keepalives_interval": "5",
    "tcp_keepalives_count": "3",
    "tcp_user_timeout": "30s",
}


@contextmanager
def connect(name: str, conninfo: str, application: str, settings: Mapping[str, str]) -> Iterator[Connection]:
    """An autocommit connection without prepared statements, so that what is logged is what was sent.

    `settings` become server settings of this session; `application` is cut to the 63 bytes PostgreSQL keeps."""
    merged = dressed(conninfo, application, settings)
    try:
        opened = psycopg.connect(merged, autocommit=True, row_factory=dict_row, prepare_threshold=None)
    except psycopg.Error as error:
        raise faults.connecting(error, name) from error
    with opened:
        if opened.info.server_version < OLDEST * 10000:
            raise Unsupported(
                f"{name} runs PostgreSQL {opened.info.server_version // 10000} (nothing was changed)",
                f"opskit works on PostgreSQL {OLDEST} to 18",
                "upgrade the server first",
            )
        yield opened


def dressed(conninfo: str, application: str, settings: Mapping[str, str]) -> str:
    """The connection string with opskit's own settings of the session in it: for `connect`, and for programs of
    PostgreSQL that open connections of their own."""
    parts = conninfo_to_dict(conninfo)
    options = " ".join([str(parts.get("options") or ""), *(f"-c {key}={value}" for key, value in settings.items())])
    usual = {key: value for key, value in KEEPALIVE.items() if key not in parts}
    return make_conninfo(
        conninfo,
        options=options.strip(),
        application_name=application[:63],
        connect_timeout=parts.get("connect_timeout") or 10,
        **usual,
    )


def cut_off(connection: Connection) -> None:
    """From any thread: whoever waits for an answer on this connection gets an OperationalError at once, and the server
    is told that nobody listens any more."""
    try:
        with socket.socket(fileno=os.dup(connection.pgconn.socket)) as duplicate:
            duplicate.shutdown(socket.SHUT_RDWR)
    except (OSError, psycopg.Error):
        return  # it is closed already


def check_conninfo(conninfo: str) -> str:
    """The connection string if libpq can read it and it holds no password."""
    try:
        parts = conninfo_to_dict(conninfo)
    except psycopg.ProgrammingError as error:
        raise UsageFault(
            "the connection string cannot be read",
            str(error).strip(),
            "--dsn 'service=NAME' or --dsn 'host=… dbname=…'",
        ) from None
    if "password" in parts:
        raise UsageFault(
            "the connection string holds a password",
            "command lines and files are read by others",
            "put it into ~/.pgpass",
        )
    return conninfo


def guard_identity(environment: Environment, server: Server) -> None:
    """Refuse the wrong server: the name in opskit.toml is checked against the fact."""
    expected = environment.system_identifier
    if expected and expected != server.system_identifier:
        raise Unreachable(
            f"{environment.name} is not the server it should be (nothing was changed)",
            f"system_identifier is {server.system_identifier}, opskit.toml says {expected}",
            "opskit doctor",
        )
