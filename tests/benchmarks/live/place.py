"""The server, the unmigrated database that every driver gets a copy of, and what a copy has become."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from fixtures.intowork import SAMPLE, load
from psycopg import sql
from psycopg.rows import dict_row

from live.requests import TABLES
from opskit.catalog.facts import fact
from opskit.core.fingerprint import fingerprint_of
from opskit.scratch.cluster import Cluster

REVISION = "h8c2d6e5f4g3"
MIGRATION = SAMPLE / "migrations" / f"{REVISION}_critical_indexes_and_constraints"
TEMPLATE, COPY = "unmigrated", "copy"
# No checkpoint in the middle of a run: its flood of writes would be one driver's bad luck. Each run begins with one.
SETTINGS = {
    "fsync": "on",
    "autovacuum": "on",
    "shared_buffers": "512MB",
    "max_wal_size": "8GB",
    "checkpoint_timeout": "30min",
    "log_lock_waits": "on",
    "log_line_prefix": "%n|%a|",
}


@dataclass(frozen=True)
class Sizes:
    jobs: int
    applications: int
    candidates: int


@dataclass(frozen=True)
class Place:
    """A running server with the template, and a folder for files."""

    cluster: Cluster
    folder: Path

    @property
    def programs(self) -> Path:
        return self.cluster.bin_dir

    @property
    def copy(self) -> str:
        """The conninfo of the copy in work."""
        return self.cluster.conninfo(COPY)


def connect(conninfo: str, name: str = "benchmark") -> psycopg.Connection[Any]:
    return psycopg.connect(conninfo, autocommit=True, application_name=name)


def prepare(place: Place, sizes: Sizes) -> None:
    """The template: the sample at its sizes, the three double clicks found and removed."""
    with connect(place.cluster.conninfo()) as server:
        server.execute(f"create database {TEMPLATE}")
    with connect(place.cluster.conninfo(TEMPLATE)) as db:
        load(db, {**vars(sizes), "duplicates": 3})
        removed = db.execute((SAMPLE / "cleanup" / "merge_duplicate_applications.sql").read_text().encode()).rowcount
        if removed != 3:
            raise RuntimeError(f"{removed} duplicate applications removed, not 3")
        db.execute("vacuum (analyze) job_applications")


@contextmanager
def fresh_copy(place: Place) -> Iterator[str]:
    """The conninfo of a copy, read once in full, after a checkpoint."""
    name = sql.Identifier(COPY)
    with connect(place.cluster.conninfo()) as server:
        strategy = sql.SQL(" strategy file_copy" if place.cluster.version >= 15 else "")
        server.execute(sql.SQL("create database {} template {}").format(name, sql.Identifier(TEMPLATE)) + strategy)
        try:
            with connect(place.copy) as db:
                for table in TABLES:
                    db.execute(sql.SQL("select count(*) from {} as t where t is null").format(sql.Identifier(table)))
            server.execute("checkpoint")
            yield place.copy
        finally:
            server.execute(sql.SQL("drop database {} with (force)").format(name))


def highest_ids(conninfo: str) -> dict[str, int]:
    """For each table; a small one may be empty."""
    with connect(conninfo) as db:
        query = " union all ".join(f"select '{table}', coalesce(max(id), 1) from {table}" for table in TABLES)
        return dict(db.execute(query.encode()).fetchall())


def objects(conninfo: str) -> dict[str, str]:
    """The schema as opskit's fingerprint sees it; an INVALID index is an object of its own."""
    options = "-c search_path=pg_catalog -c jit=off"
    with psycopg.connect(conninfo, options=options, row_factory=dict_row) as db:
        return dict(fingerprint_of(db.execute(fact("schema_objects").encode()).fetchall()).objects)


def invalid_indexes(conninfo: str) -> list[str]:
    with connect(conninfo) as db:
        rows = db.execute("select indexrelid::regclass::text from pg_index where not indisvalid or not indisready")
        return [str(name) for (name,) in rows.fetchall()]
