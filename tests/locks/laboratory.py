"""Databases for the cases: a template made of base.sql, and a copy for each case that changes something."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager

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
    """Over a running server that has the template. A copy takes 0.2 s: the next is made while one is in use."""

    def __init__(self, cluster: Cluster, shared: str, background: ThreadPoolExecutor) -> None:
        self._cluster = cluster
        self.shared = shared
        self._background = background
        self._next = background.submit(self._copy)

    @property
    def major(self) -> int:
        """The server's."""
        return self._cluster.version

    def close(self) -> None:
        """Drop the copy that nobody took."""
        self._next.result()[0].close()

    @contextmanager
    def database(self, case: Case) -> Iterator[str]:
        """The conninfo of a database with what the case is given. A case that is given nothing and is rolled back
        leaves nothing behind: such cases share one."""
        if not case.given and not case.alone:
            yield self.shared
            return
        with self.copy(case) as conninfo:
            yield conninfo

    @contextmanager
    def copy(self, case: Case) -> Iterator[str]:
        """The same, of a database that no other case uses."""
        copy, conninfo = self._next.result()
        self._next = self._background.submit(self._copy)
        with copy:
            prepare(conninfo, case)
            yield conninfo

    def _copy(self) -> tuple[ExitStack, str]:
        with ExitStack() as stack:
            conninfo = stack.enter_context(new_database(self._cluster, TEMPLATE))
            return stack.pop_all(), conninfo


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
        with (
            new_database(cluster, TEMPLATE) as shared,
            ThreadPoolExecutor(1) as background,
            closing(Laboratory(cluster, shared, background)) as lab,
        ):
            yield lab
    finally:
        with psycopg.connect(cluster.conninfo(), autocommit=True) as connection:
            connection.execute(f"drop database {TEMPLATE} with (force)")
            connection.execute("drop tablespace locks_place")
