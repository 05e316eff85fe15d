"""Rows written into a file that psql reads, before they are lost: all from one snapshot."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import psycopg
from psycopg import sql

from opskit.core.environment import Environment
from opskit.core.identifier import ident
from opskit.pg import faults
from opskit.pg.connection import Connection, connect
from opskit.value import Value

# A dump takes what it takes: only its waiting for a lock is bounded.
SETTINGS = {
    "default_transaction_read_only": "on",
    "statement_timeout": "0",
    "lock_timeout": "5s",
    "jit": "off",
    "client_encoding": "UTF8",
}


class Wanted(Value):
    """`relation` and the names of `columns` (name, type) are quoted; `plain` is a name for the table of the file;
    `where` is an expression over the columns, or empty; `bytes` what the table has on disk."""

    relation: str
    plain: str
    columns: Sequence[tuple[str, str]]
    where: str
    bytes: int


class Kept(Value):
    relation: str
    rows: int


def keep_rows(
    environment: Environment, application: str, wanted: Sequence[Wanted], path: Path, schema: str
) -> list[Kept]:
    """The file is complete and on disk when this returns, and readable by its owner only; none is left otherwise."""
    conninfo = environment.reached(environment.conninfo)
    with connect(environment.name, conninfo, application, SETTINGS) as db, _file(path) as file:
        try:
            with db.transaction():
                db.execute("set transaction isolation level repeatable read, read only")
                file.write(f"set client_encoding = 'UTF8';\ncreate schema {ident(schema)};\n".encode())
                return [Kept(each.relation, _one(db, each, file, schema)) for each in wanted]
        except psycopg.Error as error:
            raise faults.reading(error) from error


@contextmanager
def _file(path: Path) -> Iterator[BinaryIO]:
    part = path.with_name(f"{path.name}.part")
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.rename(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _one(db: Connection, wanted: Wanted, file: BinaryIO, schema: str) -> int:
    names = ", ".join(name for name, _ in wanted.columns)
    columns = ", ".join(f"{name} {kind}" for name, kind in wanted.columns)
    table = f"{ident(schema)}.{ident(wanted.plain)}"
    file.write(f"\n-- of {wanted.relation}\ncreate table {table} ({columns});\n".encode())
    file.write(f"copy {table} ({names}) from stdin;\n".encode())
    condition = f" where {wanted.where}" if wanted.where else ""
    query = sql.SQL(f"copy (select {names} from {wanted.relation}{condition}) to stdout")  # noqa: S608 - quoted
    with db.cursor() as cursor:
        with cursor.copy(query) as rows:
            for data in rows:
                file.write(data)
        file.write(b"\\.\n")
        return cursor.rowcount
