"""Law 5 for a fix: killed anywhere, the same command again ends where an undisturbed one ends; and nobody is in its
way, nor it in anybody's."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator, Mapping
from typing import Any

import psycopg
import pytest
from fixtures.program import Project
from fixtures.server import new_database

from faults import workbench
from faults.conftest import ALL
from opskit.catalog.facts import fact
from opskit.core.fingerprint import fingerprint_of
from opskit.scratch.cluster import Cluster

SLUGS = ("index_duplicate", "index_invalid", "autovacuum_off", "foreign_key_without_index", "bloat")
FIX = ("fix", *SLUGS, "--confirm", "test")
BROKEN = """
create table parent (id integer primary key);
create table t (id integer primary key, parent_id integer references parent, note text)
    with (autovacuum_enabled = false);
insert into t select n, null, n from generate_series(1, 40000) as n;
create index t_note on t (note);
create index t_note_again on t (note);
delete from t where mod(id, 10) > 0
"""
DEBRIS = "select indexrelid::regclass::text from pg_index where not indisvalid"
SHARE = 5


@pytest.fixture
def broken(cluster: Cluster, project: Project) -> Iterator[str]:
    """A project with a database in which six things are to be mended."""
    with new_database(cluster) as conninfo:
        with psycopg.connect(conninfo, autocommit=True) as connection:
            for statement in BROKEN.split(";"):
                connection.execute(statement.encode())
        with psycopg.connect(conninfo, autocommit=True) as another:
            # What a session deletes is counted at its end at the latest, and then forgotten by the vacuum.
            another.execute("vacuum (analyze) t")
        prepare(project, conninfo)
        yield conninfo


def prepare(project: Project, conninfo: str) -> None:
    project.ledger.unlink(missing_ok=True)
    project.environment("test", conninfo)
    with (project.place / "opskit.toml").open("a", encoding="utf-8") as file:
        file.write('[thresholds]\n"bloat.min_bytes" = 100000\n"foreign_key_without_index.small_bytes" = 0\n')


def column(conninfo: str, query: str) -> list[Any]:
    with psycopg.connect(conninfo, autocommit=True) as connection:
        return [row[0] for row in connection.execute(query.encode()).fetchall()]


def objects(conninfo: str) -> Mapping[str, str]:
    with psycopg.connect(conninfo, autocommit=True, row_factory=psycopg.rows.dict_row) as connection:
        connection.execute("set search_path = pg_catalog")
        return fingerprint_of(connection.execute(fact("schema_objects").encode()).fetchall()).objects


def mended(project: Project, *slugs: str) -> None:
    """Nothing is left to do, nor begun."""
    outcome = project.run("fix", *slugs, "-n", "--json").ok()
    assert outcome.data["mends"] == []
    assert outcome.data["closes"] == []


def boundaries(project: Project) -> int:
    call = workbench.call(project, words=FIX)
    assert call.ends() == 0, call.err()
    return int(call.err().splitlines()[-1].split()[-1])


@pytest.mark.slow
@pytest.mark.parametrize("share", range(SHARE))
def test_killed_anywhere_it_is_finished_and_taken_back(
    share: int, cluster: Cluster, broken: str, project: Project
) -> None:
    template = str(psycopg.conninfo.conninfo_to_dict(broken)["dbname"])
    with new_database(cluster, template) as conninfo:
        prepare(project, conninfo)
        last = boundaries(project)
    for number in range(share + 1, last + 1, SHARE if ALL else 4 * SHARE):
        with new_database(cluster, template) as conninfo:
            prepare(project, conninfo)
            before = objects(conninfo)
            workbench.call(project, "after-execute", number, words=FIX).ends()
            again = workbench.call(project, words=FIX)
            assert again.ends() == 0, f"{number}: {again.err()}"
            mended(project, *SLUGS)
            assert column(conninfo, DEBRIS) == []
            for _ in range(3):
                project.run("rollback", "--confirm", "test").ok()
            assert objects(conninfo) == before, number


@pytest.mark.parametrize("slugs", [("bloat",), ("bloat", "index_invalid")], ids=" ".join)
def test_what_a_killed_reindex_leaves_is_gone_in_the_end(broken: str, project: Project, slugs: tuple[str, ...]) -> None:
    words = ("fix", *slugs, "--confirm", "test")
    with psycopg.connect(broken, autocommit=True) as holder:
        holder.execute("begin isolation level repeatable read; select count(*) from t")
        call = workbench.call(project, words=words)
        with psycopg.connect(broken, autocommit=True) as watch:
            assert workbench.until_held_up(watch, call, workbench.LIMIT_S)
        os.kill(call.process.pid, signal.SIGKILL)
        call.process.wait()
        assert workbench.sessions(broken) == []
    assert any(name.endswith("_ccnew") for name in column(broken, DEBRIS))
    shown = project.run("fix", *slugs, "-n").exits(10)
    assert "was cut short; its record is closed" in shown.out
    project.run(*words).ok()
    assert column(broken, DEBRIS) == []
    mended(project, "bloat", "index_invalid")


def test_it_waits_outside_the_queue_for_a_lock_that_somebody_holds(broken: str, project: Project) -> None:
    with psycopg.connect(broken, autocommit=True) as holder, psycopg.connect(broken, autocommit=True) as other:
        holder.execute("begin; lock table t in share update exclusive mode; select pg_sleep(1.2)")
        call = workbench.call(project, words=("fix", "autovacuum_off", "--confirm", "test"))
        assert workbench.until_held_up(other, call, workbench.LIMIT_S)
        other.execute("set lock_timeout = '1s'")
        other.execute("insert into t values (0)")
        holder.execute("commit")
        assert call.ends() == 0, call.err()
    assert workbench.OUTSIDE in call.err()
