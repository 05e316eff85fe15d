"""Alembic's migrations carried out by opskit, and Alembic asked afterwards."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from fixtures.program import Project
from fixtures.server import Connect, new_database
from fixtures.server_log import ServerLog
from psycopg.conninfo import conninfo_to_dict

from opskit.scratch.cluster import Cluster

SAMPLE = Path(__file__).parents[1] / "alembic_intowork"
SECOND, FORK, G7, H8 = "2aa492e7cc3e", "411cd9a350e0", "g7b1c5d4e3f2", "h8c2d6e5f4g3"
CONFIRM = ("--confirm", "test")


class AlembicProject(Project):
    """The sample, copied once a test writes into it; `alembic` is the program itself, on the same database."""

    def __init__(self, place: Path, conninfo: str) -> None:
        super().__init__(place)
        self.conninfo = conninfo
        self.backend = SAMPLE
        self.environment("test", conninfo)

    def alembic(self, *words: str) -> str:
        parts = conninfo_to_dict(self.conninfo)
        url = f"postgresql+psycopg://{parts.get('user', '')}@/{parts['dbname']}"
        url += f"?host={quote(str(parts['host']))}&port={parts['port']}"
        done = subprocess.run(
            [sys.executable, "-B", "-m", "alembic", *words], cwd=self.backend,
            env={**os.environ, "DATABASE_URL": url}, capture_output=True, text=True, check=True,
        )  # fmt: skip
        return done.stdout

    def current(self) -> set[str]:
        """What `alembic current` says."""
        return {line.split()[0] for line in self.alembic("current").splitlines()}

    def copied(self) -> Path:
        """The folder of its revisions, its own from now on."""
        if self.backend == SAMPLE:
            self.backend = self.place / "backend"
            shutil.copytree(SAMPLE, self.backend, ignore=shutil.ignore_patterns("__pycache__"))
            self._write()
        return self.backend / "versions"

    def revision(self, name: str, down: object, up: str, back: str = "pass") -> None:
        text = f"import sqlalchemy as sa\nfrom alembic import op\nrevision = {name!r}\ndown_revision = {down!r}\n"
        text += f"def upgrade():\n    {up}\ndef downgrade():\n    {back}\n"
        (self.copied() / f"{name}.py").write_text(text)

    def _write(self) -> Project:
        tail = f'[migrations]\nsource = "alembic"\npath = "{self.backend}/alembic.ini"\n'
        tail += '[ledger]\npath = "ledger.sqlite"\n'
        (self.place / "opskit.toml").write_text("\n".join(self.environments.values()) + tail, encoding="utf-8")
        return self


@pytest.fixture
def alembic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database: str) -> AlembicProject:
    monkeypatch.chdir(tmp_path)
    return AlembicProject(tmp_path, database)


@pytest.fixture(scope="module")
def forked(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The name of a database in which opskit has applied everything before the two heads."""
    with new_database(cluster) as conninfo, pytest.MonkeyPatch.context() as patch:
        place = tmp_path_factory.mktemp("forked")
        patch.chdir(place)
        AlembicProject(place, conninfo).run("apply", "--to", FORK, *CONFIRM).ok()
        yield str(conninfo_to_dict(conninfo)["dbname"])


@pytest.fixture
def at_fork(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cluster: Cluster, forked: str) -> Iterator[AlembicProject]:
    monkeypatch.chdir(tmp_path)
    with new_database(cluster, forked) as conninfo:
        yield AlembicProject(tmp_path, conninfo)


def versions(connect: Connect, project: AlembicProject) -> set[str]:
    return {row[0] for row in connect(project.conninfo).execute("select version_num from alembic_version")}


def test_alembic_agrees_after_apply_and_there_is_nothing_left_to_do(alembic: AlembicProject, connect: Connect) -> None:
    assert alembic.run("apply", "--to", SECOND, *CONFIRM, "--json").ok().data["verified"]
    assert alembic.current() == versions(connect, alembic) == {SECOND}
    again = alembic.run("apply", "--to", SECOND, *CONFIRM, "--json").ok().document
    assert not again["changed"]


def test_a_dry_run_leaves_no_file_and_no_table(alembic: AlembicProject, connect: Connect) -> None:
    alembic.copied()
    before = sorted(alembic.place.rglob("*"))
    alembic.run("apply", "-n", "--to", SECOND).exits(10)
    assert sorted(alembic.place.rglob("*")) == before
    assert connect(alembic.conninfo).execute("select to_regclass('alembic_version')").fetchone() == (None,)


def test_what_the_plan_prints_is_what_is_executed(
    alembic: AlembicProject, server_log: Callable[[str], ServerLog]
) -> None:
    planned = alembic.run("plan", "--to", SECOND, "--json").ok().data
    statements = [each for migration in planned["migrations"] for each in migration["statements"]]
    printed = planned["bookkeeping"] + [sql for each in statements for sql in each["safe"]]
    log = server_log(alembic.conninfo)
    run = alembic.run("apply", "--to", SECOND, *CONFIRM, "--json").ok().document["run"]
    said = [each.sql for each in log.statements(f"opskit/{run}/apply")]
    assert [sql for sql in said if sql in printed] == printed
    others = [sql for sql in said if "alembic_version" in sql and sql not in printed]
    assert [sql for sql in others if sql.lower().startswith(("update", "delete", "create"))] == []


def test_two_heads_are_refused_until_one_is_named(at_fork: AlembicProject) -> None:
    refused = at_fork.run("plan").exits(7)
    assert f"{G7} is one of 2 heads: " in refused.err and f"{H8} is one of 2 heads: " in refused.err
    assert "--to " in refused.err and "alembic merge heads" in refused.err
    named = at_fork.run("plan", "--to", G7, "--json").ok().data
    assert [each["revision"] for each in named["migrations"]] == [G7]


def test_a_table_of_a_sibling_branch_stands_in_the_way_until_it_is_there(
    at_fork: AlembicProject, connect: Connect
) -> None:
    blocked = at_fork.run("plan", "--to", H8).exits(1)
    assert "needs-sibling-branch" in blocked.out and f"opskit apply --to {G7}" in blocked.out
    assert f"{H8} uses password_reset_tokens, which only {G7}" in blocked.out
    assert "password_reset_tokens" in at_fork.run("apply", "--to", H8, *CONFIRM).exits(4).err
    assert versions(connect, at_fork) == {FORK}
    at_fork.run("apply", "--to", G7, *CONFIRM).ok()
    at_fork.run("apply", "--to", H8, *CONFIRM).ok()
    assert versions(connect, at_fork) == {G7, H8}
    at_fork.run("plan").ok()


def test_a_table_of_a_sibling_branch_that_is_there_anyway_is_no_obstacle(
    at_fork: AlembicProject, connect: Connect
) -> None:
    columns = "id integer, expires_at timestamptz, used_at timestamptz"
    connect(at_fork.conninfo).execute(f"create table password_reset_tokens ({columns})")
    at_fork.run("apply", "--to", H8, *CONFIRM).ok()
    assert versions(connect, at_fork) == {H8}


def test_a_merge_goes_in_and_back_as_alembic_would_have_it(at_fork: AlembicProject, connect: Connect) -> None:
    at_fork.revision("m1", (G7, H8), "pass")
    for revision in (G7, H8, ""):
        at_fork.run("apply", *(["--to", revision] if revision else []), *CONFIRM).ok()
    assert at_fork.current() == versions(connect, at_fork) == {"m1"}
    assert at_fork.run("rollback", *CONFIRM, "--json").ok().data["verified"]
    assert at_fork.current() == versions(connect, at_fork) == {G7, H8}


def test_rollback_goes_by_the_downgrade_and_alembic_agrees(at_fork: AlembicProject) -> None:
    at_fork.run("apply", "--to", G7, *CONFIRM).ok()
    assert "loses new data" in at_fork.run("rollback", *CONFIRM).exits(4).err
    back = at_fork.run("rollback", *CONFIRM, "--accept-data-loss", "--json").ok().data
    assert next(each["sql"] for each in back["steps"] if each["revision"]) == "DROP TABLE password_reset_tokens"
    assert back["verified"]
    assert at_fork.current() == {FORK}


def test_without_a_downgrade_the_way_back_is_derived(at_fork: AlembicProject, connect: Connect) -> None:
    at_fork.run("rollback", "--to", "f6a0b4c3d2e1", *CONFIRM, "--accept-data-loss").ok()
    assert versions(connect, at_fork) == {"f6a0b4c3d2e1"}


def test_a_downgrade_that_drops_what_was_there_before_says_so(alembic: AlembicProject, connect: Connect) -> None:
    connect(alembic.conninfo).execute("create table older ()")
    alembic.revision("x1", None, "op.execute('comment on table older is $$old$$')", "op.drop_table('older')")
    alembic.run("apply", "--to", "x1", *CONFIRM).ok()
    assert "loses old data" in alembic.run("rollback", *CONFIRM).exits(4).err


def test_a_revision_taken_back_by_another_hand_is_noticed(at_fork: AlembicProject) -> None:
    at_fork.alembic("stamp", "f6a0b4c3d2e1")
    blocked = at_fork.run("plan", "--to", G7).exits(4)
    assert f"alembic_version does not say {FORK}, which opskit applied" in blocked.err
    back = at_fork.run("rollback", *CONFIRM, "--accept-data-loss").exits(4)
    assert f"{FORK} is not what was applied last (nothing was changed)" in back.err


def test_a_revision_that_no_file_has_is_noticed(at_fork: AlembicProject, connect: Connect) -> None:
    connect(at_fork.conninfo).execute("update alembic_version set version_num = 'elsewhere'")
    assert "not among the files: elsewhere" in at_fork.run("plan", "--to", G7).exits(4).err


def test_another_hand_at_the_table_during_the_run_stops_it(at_fork: AlembicProject, connect: Connect) -> None:
    """The revision itself plays the other hand."""
    at_fork.revision("x1", G7, "op.execute('delete from alembic_version')")
    stopped = at_fork.run("apply", "--to", "x1", *CONFIRM).exits(8)
    assert "x1: alembic_version: the database moved while the plan was carried out" in stopped.err
    assert versions(connect, at_fork) == set()


def test_a_run_that_died_after_the_table_had_moved_is_closed(at_fork: AlembicProject, connect: Connect) -> None:
    begun = "update opskit.revision set state = 'applying', closed_at = null where revision = %s"
    connect(at_fork.conninfo).execute(begun, [FORK])
    steps = at_fork.run("apply", "--to", FORK, *CONFIRM, "--json").ok().data["steps"]
    assert [each["sql"] for each in steps if "alembic_version" in each["sql"]] == []
    assert versions(connect, at_fork) == {FORK}


def test_a_run_that_died_before_the_table_moved_goes_on(at_fork: AlembicProject, connect: Connect) -> None:
    session = connect(at_fork.conninfo)
    session.execute("update opskit.revision set state = 'applying', closed_at = null where revision = %s", [FORK])
    session.execute("delete from opskit.statement where revision = %s and sql like '%%alembic_version%%'", [FORK])
    session.execute("update alembic_version set version_num = 'f6a0b4c3d2e1'")
    at_fork.run("apply", "--to", FORK, *CONFIRM).ok()
    assert versions(connect, at_fork) == {FORK}


READS = "op.get_bind().execute(sa.text('select 1')).scalar()"


def test_a_revision_that_reads_data_is_refused_while_it_is_pending_only(
    at_fork: AlembicProject, connect: Connect
) -> None:
    at_fork.revision("x1", FORK, READS)
    at_fork.revision("x2", "x1", "op.execute('comment on table jobs is $$all$$')", "op.execute('analyze jobs')")
    refused = at_fork.run("plan", "--to", "x2").exits(7)
    assert "versions/x1.py:6: reads rows from the database, and offline there are none" in refused.err
    assert "run the revision with alembic" in refused.err
    at_fork.alembic("stamp", "x1")
    at_fork.run("apply", "--to", "x2", *CONFIRM).ok()
    assert versions(connect, at_fork) == {"x2"}


def test_a_stamped_revision_whose_objects_are_absent_is_told(at_fork: AlembicProject) -> None:
    at_fork.alembic("stamp", G7, H8)
    plan = at_fork.run("plan", "--json").ok().data
    told = {each["object"]: each["message"] for each in plan["warnings"]}
    assert told.keys() == {G7, H8}
    assert "alembic_version says h8c2d6e5f4g3 is applied, but 6 of the 6 tables and indexes" in told[H8]
    assert "stamped-but-absent" in at_fork.run("plan").ok().out
    assert "6 missing" in at_fork.run("verify", "indexes").exits(1).out


def test_a_stamped_revision_whose_objects_are_there_is_not_told(at_fork: AlembicProject) -> None:
    at_fork.alembic("upgrade", G7)
    assert at_fork.run("plan", "--to", G7, "--json").ok().data["warnings"] == []


def test_a_revision_edited_after_it_was_applied_is_named(at_fork: AlembicProject) -> None:
    path = next(at_fork.copied().glob(f"{FORK}*"))
    path.write_text(path.read_text() + "# edited\n")
    assert f"{path}: was edited after it was applied here" in at_fork.run("plan", "--to", G7).exits(7).err


def test_lint_without_a_path_reads_what_the_revisions_write(alembic: AlembicProject) -> None:
    found = alembic.run("lint", "--json").exits(1).data
    assert found["files"] == 10
    blocking = [each for each in found["findings"] if each["rule"] == "create-index-blocking"]
    places = {(Path(each["file"]).name.partition("_")[0], each["line"]) for each in blocking}
    assert (H8, 28) in places


@pytest.mark.parametrize(
    ("source", "path", "text"),
    [
        ("flyway", "backend/alembic.ini", "'flyway' is not known; sql and alembic are"),
        ("alembic", "backend", "'backend' does not fit"),
        ("sql", "backend/alembic.ini", "'backend/alembic.ini' does not fit"),
        ("alembic", "nowhere/alembic.ini", "is no file"),
    ],
)
def test_a_source_that_does_not_fit_is_refused(alembic: AlembicProject, source: str, path: str, text: str) -> None:
    file = alembic.place / "opskit.toml"
    told = file.read_text().replace('source = "alembic"', f'source = "{source}"')
    file.write_text(told.replace(f"{SAMPLE}/alembic.ini", path))
    assert text in alembic.run("plan").exits(7).err
