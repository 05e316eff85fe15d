"""Servers to break and what an undisturbed run reaches; OPSKIT_FAULTS=all asks for every accident there is."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from fixtures.program import Project
from fixtures.proxy import Proxy
from fixtures.server import SETTINGS, new_database

from faults import workbench
from faults.surviving import Accident, Law, Undisturbed
from faults.workbench import Site
from opskit.scratch.cluster import Cluster, running

# The home fixture of all tests clears OPSKIT_* for opskit's sake, so it is read here.
ALL = os.environ.get("OPSKIT_FAULTS") == "all"
TEMPLATE = "workbench_template"
Ready = Callable[..., Site]


def _with_template(cluster: Cluster) -> Cluster:
    with psycopg.connect(cluster.conninfo(), autocommit=True) as connection:
        connection.execute(f"create database {TEMPLATE}")
    with psycopg.connect(cluster.conninfo(TEMPLATE), autocommit=True) as connection:
        workbench.load(connection)
    return cluster


@pytest.fixture(scope="session")
def bench(cluster: Cluster) -> Cluster:
    """The server all tests share, with the template of what is migrated."""
    return _with_template(cluster)


@pytest.fixture(scope="session")
def mortal(pg_bin: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A server that may be stopped: what it says is committed is on disk."""
    server = Cluster.create(
        tmp_path_factory.mktemp("mortal"), "server", pg_bin, {**SETTINGS, "synchronous_commit": "on"}
    )
    try:
        with running(server):
            yield _with_template(server)
    finally:
        server.destroy()


@pytest.fixture(scope="session")
def undisturbed(bench: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    with new_database(bench, TEMPLATE) as conninfo:
        project = workbench.with_migrations(
            Project(tmp_path_factory.mktemp("undisturbed")).environment("test", conninfo)
        )
        before = workbench.picture(conninfo)
        call = workbench.call(project)
        assert call.ends() == 0, call.err()
        after = workbench.picture(conninfo)
        assert after.other_than(after) == []
        assert {each[1] for each in after.revisions} == {"applied"}
        assert {each[-1] for each in after.statements} == {"done"}
        words = call.err().splitlines()[-1].split()
        boundaries = {words[1]: int(words[2]), words[3]: int(words[4])}
        return Undisturbed(before, after, boundaries)


@pytest.fixture(autouse=True)
def _nothing_goes_on() -> Iterator[None]:
    yield
    workbench.end_all()


@pytest.fixture
def ready(project: Project) -> Ready:
    """`ready(conninfo)`: a project with the migrations, whose only environment is that database, and a new ledger;
    `ready(conninfo, proxy)`: opskit reaches it through that."""

    def prepare(conninfo: str, proxy: Proxy | None = None) -> Site:
        project.ledger.unlink(missing_ok=True)
        name = psycopg.conninfo.conninfo_to_dict(conninfo)["dbname"]
        through = f"host=127.0.0.1 port={proxy.port} user=postgres dbname={name}" if proxy else conninfo
        return Site(workbench.with_migrations(project.environment("test", through)), conninfo)

    return prepare


@pytest.fixture
def law(undisturbed: Undisturbed, record_property: Callable[[str, object], None]) -> Law:
    """Its accidents are counted at the end of the session."""

    def note(kind: str, name: str, accident: Accident) -> None:
        print(f"{kind} {name}: {accident.told}")
        record_property("accident", [kind, name, accident.told, not accident.wrong])

    return Law(undisturbed, note)
