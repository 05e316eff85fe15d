"""Databases for the cases: a template made of base.sql, and a copy for each case that changes something."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from fixtures.server import new_database

from locks.corpus import BASE, Case
from locks.observing import prepare
from opskit.scratch.cluster import Cluster

SETTINGS = {
    "autovacuum": "off",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "max_connections": "40",
    "max_prepared_transactions": "10",
    "wal_level": "replica",
}
TEMPLATE = "locks_base"


class Laboratory:
    """Over a running server that has the template."""

    def __init__(self, cluster: Cluster, shared: str) -> None:
        self._cluster = cluster
        self._shared = shared

    @contextmanager
    def database(self, case: Case) -> Iterator[str]:
        """The conninfo of a database with what the case is given. A case that is given nothing and is rolled back
        leaves nothing behind: such cases share one."""
        if not case.given and not case.alone:
            yield self._shared
            return
        with new_database(self._cluster, TEMPLATE) as conninfo:
            prepare(conninfo, case)
            yield conninfo


@contextmanager
def laboratory(cluster: Cluster) -> Iterator[Laboratory]:
    """Makes the template and the tablespace `locks_place`, and removes them at the end."""
    with psycopg.connect(cluster.conninfo(), autocommit=True) as connection:
        connection.execute("set allow_in_place_tablespaces = on")
        connection.execute("create tablespace locks_place location ''")
        connection.execute(f"create database {TEMPLATE}")
    with psycopg.connect(cluster.conninfo(TEMPLATE), autocommit=True) as connection:
        connection.execute(BASE.read_text())
    try:
        with new_database(cluster, TEMPLATE) as shared:
            yield Laboratory(cluster, shared)
    finally:
        with psycopg.connect(cluster.conninfo(), autocommit=True) as connection:
            connection.execute(f"drop database {TEMPLATE} with (force)")
            connection.execute("drop tablespace locks_place")
