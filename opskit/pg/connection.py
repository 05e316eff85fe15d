"""One way to open a connection: libpq does the finding, opskit adds its own session settings."""

from __future__ import annotations

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


@contextmanager
def connect(name: str, conninfo: str, application: str, settings: Mapping[str, str]) -> Iterator[Connection]:
    """An autocommit connection without prepared statements, so that what is logged is what was sent.

    `settings` become server settings of this session; `application` is cut to the 63 bytes PostgreSQL keeps."""
    parts = conninfo_to_dict(conninfo)
    options = " ".join([str(parts.get("options") or ""), *(f"-c {key}={value}" for key, value in settings.items())])
    merged = make_conninfo(
        conninfo,
        options=options.strip(),
        application_name=application[:63],
        connect_timeout=parts.get("connect_timeout") or 10,
    )
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
