"""Alembic's revisions as opskit reads them: without a database, and without the application's driver."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from textwrap import indent

import pytest

from opskit.errors import InvalidFile, MissingExtra
from opskit.migrate import source
from opskit.migrate.alembic import rendered
from opskit.migrate.alembic.version import move_sql, read_move
from opskit.migrate.lineage import heads, heads_with, up_to
from opskit.migrate.linting import Violation, project_violations
from opskit.migrate.migration import Migration

SAMPLE = Path(__file__).parents[1] / "alembic_intowork"
ENV = """
from alembic import context
context.configure(url="postgresql+asyncpg://nobody@nowhere.invalid/none")
with context.begin_transaction():
    context.run_migrations()
"""
Write = Callable[..., Path]


@dataclass(frozen=True)
class Body:
    """Of one revision: of upgrade(), of downgrade() (none without one), and lines above both."""

    up: str = "pass"
    down: str = "op.execute('analyze')"
    head: str = ""

    def text(self, number: int) -> str:
        down_revision = f'"r{number - 1}"' if number > 1 else None
        top = "import sqlalchemy as sa\nfrom alembic import op\n"
        top += f'revision = "r{number}"\ndown_revision = {down_revision}\n'
        functions = (("upgrade", self.up), ("downgrade", self.down))
        return top + self.head + "".join(f"def {name}():\n{indent(body, '    ')}\n" for name, body in functions if body)


@pytest.fixture
def written(tmp_path: Path) -> Write:
    """`written(*bodies, env=…)`: a project with a chain of revisions r1, r2, …; its alembic.ini."""

    def write(*bodies: Body, env: str = ENV) -> Path:
        (tmp_path / "versions").mkdir(exist_ok=True)
        (tmp_path / "alembic.ini").write_text("[alembic]\nscript_location = %(here)s\n")
        (tmp_path / "env.py").write_text(env)
        for number, body in enumerate(bodies, 1):
            (tmp_path / "versions" / f"r{number}.py").write_text(body.text(number))
        return tmp_path / "alembic.ini"

    return write


def loaded(ini: Path) -> Migration:
    return source.load(ini)[-1]


def sql_of(migration: Migration) -> list[str]:
    return [ddl.source.text for ddl in migration.up]


@pytest.fixture(scope="module")
def sample() -> list[Migration]:
    return source.load(SAMPLE / "alembic.ini")


def findings(migrations: list[Migration]) -> dict[tuple[str, str], Violation]:
    """By rule and revision."""
    return {(each.rule, migration.revision): each for migration, each in project_violations(migrations)}


def by_name(migrations: list[Migration], revision: str) -> Migration:
    return next(each for each in migrations if each.revision == revision)


def test_the_sample_is_read_in_order_with_its_two_heads(sample: list[Migration]) -> None:
    names = [each.revision for each in sample]
    assert names[:2] == ["61fb15a112d1", "2aa492e7cc3e"] and len(names) == 10
    assert {each.revision for each in heads(sample)} == {"g7b1c5d4e3f2", "h8c2d6e5f4g3"}
    assert {each.revision for each in sample if each not in up_to(sample, "h8c2d6e5f4g3")} == {"g7b1c5d4e3f2"}


def test_a_statement_has_the_line_of_the_file_that_wrote_it(sample: list[Migration]) -> None:
    migration = by_name(sample, "61fb15a112d1")
    lines = migration.path.read_text().splitlines()
    index = next(ddl for ddl in migration.up if "ix_jobs_title" in ddl.source.text)
    assert "op.create_index" in lines[index.source.line - 1]


def test_what_alembic_adds_of_its_own_is_left_out(sample: list[Migration]) -> None:
    text = "\n".join(sql for migration in sample for sql in sql_of(migration))
    assert "CREATE TABLE jobs" in text
    assert [word for word in ("alembic_version", "BEGIN", "COMMIT", "-- Running") if word in text] == []


def test_reading_leaves_no_file_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
    shutil.copytree(SAMPLE, tmp_path / "project", ignore=shutil.ignore_patterns("__pycache__"))
    before = sorted((tmp_path / "project").rglob("*"))
    source.load(tmp_path / "project" / "alembic.ini")
    assert sorted((tmp_path / "project").rglob("*")) == before


@pytest.mark.parametrize("configured", ['url="driver://user:pass@h/d"', "url=None", "connection=object()"])
def test_rendering_asks_neither_for_the_driver_nor_for_the_url(written: Write, configured: str) -> None:
    env = f"from alembic import context\ncontext.configure({configured})\ncontext.run_migrations()\n"
    migration = loaded(written(Body('op.add_column("t", sa.Column("c", sa.Boolean))'), env=env))
    assert sql_of(migration) == ["ALTER TABLE t ADD COLUMN c BOOLEAN"]


VALUES = Body("""op.execute("update t set a = 'x' where b like 'a%'")
op.get_bind().execute(sa.text("update t set a = :a where b = :b"), {"a": "it's", "b": 7})""")
AUTOCOMMIT = Body("""op.add_column("t", sa.Column("c", sa.Integer))
with op.get_context().autocommit_block():
    op.create_index("t_c", "t", ["c"], postgresql_concurrently=True)
op.execute("analyze t")""")


def test_statements_are_written_as_they_are_to_run(written: Write) -> None:
    values, autocommit = source.load(written(VALUES, AUTOCOMMIT))
    assert sql_of(values) == ["update t set a = 'x' where b like 'a%'", "update t set a = 'it''s' where b = 7"]
    assert sql_of(autocommit) == [
        "ALTER TABLE t ADD COLUMN c INTEGER",
        "CREATE INDEX CONCURRENTLY t_c ON t (c)",
        "analyze t",
    ]
    assert [(ddl.source.ordinal, ddl.source.line) for ddl in autocommit.up] == [(1, 6), (2, 8), (3, 9)]


NO_ROWS = "reads rows from the database, and offline there are none"
NOT_KNOWN_OFFLINE = {
    'op.get_bind().execute(sa.text("select 1")).scalar()': NO_ROWS,
    'list(op.get_bind().execute(sa.text("select 1")))': NO_ROWS,
    'bool(op.get_bind().execute(sa.text("select 1")))': NO_ROWS,
    "sa.inspect(op.get_bind()).get_table_names()": "NoInspectionAvailable",
    'op.get_bind().execute(sa.text("insert into t values (:a)"), [{"a": 1}, {"a": 2}])': "cannot be written out",
    "raise SystemExit(1)": "SystemExit",
    'op.execute("selekt 1")': "selekt",
}


def test_what_cannot_be_known_offline_is_told_with_its_line_and_leaves_the_rest_readable(written: Write) -> None:
    bodies = [Body(f'op.execute("analyze t")\n{reading}') for reading in NOT_KNOWN_OFFLINE]
    *unknown, known = source.load(written(*bodies, Body("op.execute('analyze t')")))
    for migration, text in zip(unknown, NOT_KNOWN_OFFLINE.values(), strict=True):
        fault = migration.unrenderable
        assert fault is not None and migration.up == ()
        assert (fault.path.name, fault.line) == (f"{migration.revision}.py", 7)
        assert text in fault.text
    assert sql_of(known) == ["analyze t"]
    found = [each.line for (rule, _), each in findings([*unknown, known]).items() if rule == "not-renderable"]
    assert found == [7] * len(unknown)


DOWNGRADES = {
    "": "has no downgrade()",
    "pass": "downgrade() does nothing",
    "raise NotImplementedError": "NotImplementedError",
    "op.drop_constraint(None, 't', type_='unique')": "it has no name",
}


def test_a_downgrade_that_takes_nothing_back_says_why(written: Write) -> None:
    bodies = [Body("op.execute('analyze t')", down) for down in DOWNGRADES]
    *faulty, merge = source.load(written(*bodies, Body("pass", "pass")))
    for migration, text in zip(faulty, DOWNGRADES.values(), strict=True):
        assert migration.down_sql == ""
        assert migration.down_fault is not None and text in migration.down_fault.text
    assert merge.down_fault is None
    assert list(findings([*faulty, merge])) == [("no-downgrade", each.revision) for each in faulty]


@pytest.mark.parametrize(
    ("env", "line", "text"),
    [
        ("import sys\nsys.exit('no')", 2, "SystemExit: no"),
        ("x = 1", 0, "runs no migrations in offline mode"),
        (ENV + ENV, 10, "more than once"),
        ("def broken(:", 1, "SyntaxError"),
    ],
)
def test_an_env_that_fails_is_told_with_file_and_line(written: Write, env: str, line: int, text: str) -> None:
    with pytest.raises(InvalidFile) as caught:
        loaded(written(Body(), env=env))
    fault = caught.value.faults[0]
    assert (fault.path.name, fault.line) == ("env.py", line)
    assert text in fault.text


def test_what_env_prints_and_sets_stays_in_its_own_process(written: Write, capfd: pytest.CaptureFixture[str]) -> None:
    noisy = "import os, logging\nlogging.basicConfig(level=10)\nos.environ['PGHOST'] = 'elsewhere'\nprint('hello')\n"
    assert sql_of(loaded(written(Body("op.execute('analyze t')"), env=noisy + ENV))) == ["analyze t"]
    assert capfd.readouterr() == ("", "")
    assert os.environ.get("PGHOST") != "elsewhere"


def test_a_revision_that_does_not_compile_is_named(written: Write) -> None:
    with pytest.raises(InvalidFile) as caught:
        loaded(written(Body(head="this is no python\n")))
    fault = caught.value.faults[0]
    assert (fault.path.name, fault.line) == ("r1.py", 5)


def test_a_chain_with_a_gap_is_refused(written: Write) -> None:
    ini = written(Body())
    revision = ini.parent / "versions" / "r1.py"
    revision.write_text(revision.read_text().replace("down_revision = None", 'down_revision = "r0"'))
    with pytest.raises(InvalidFile) as caught:
        loaded(ini)
    assert "r0" in caught.value.why


def test_the_version_table_is_the_one_that_env_names(written: Write) -> None:
    env = ENV.replace("context.configure(", 'context.configure(version_table="Heads", version_table_schema="aside", ')
    lineage = loaded(written(Body(), env=env)).lineage
    assert lineage is not None
    assert lineage.versions.name == 'aside."Heads"'
    assert 'CREATE TABLE aside."Heads"' in lineage.versions.create_sql


def test_a_revision_that_was_edited_is_read_anew(written: Write) -> None:
    assert sql_of(loaded(written(Body("op.execute('analyze t')")))) == ["analyze t"]
    assert sql_of(loaded(written(Body("op.execute('analyze other')")))) == ["analyze other"]


def test_without_alembic_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendered, "find_spec", lambda _: None)
    with pytest.raises(MissingExtra) as caught:
        source.load(SAMPLE / "alembic.ini")
    assert caught.value.exit_code == 2
    assert caught.value.hint == "pip install 'opskit[alembic]'"


def test_the_findings_over_the_sample(sample: list[Migration]) -> None:
    found = findings(sample)
    assert found["two-heads", "g7b1c5d4e3f2"].severity == "critical"
    sibling = found["needs-sibling-branch", "h8c2d6e5f4g3"]
    assert "uses password_reset_tokens, which only g7b1c5d4e3f2 makes" in sibling.hit.message
    path = by_name(sample, "h8c2d6e5f4g3").path
    assert "op.create_index" in path.read_text().splitlines()[sibling.line - 1]
    assert "it has no name" in found["no-downgrade", "411cd9a350e0"].hit.message
    assert found["downgrade-loses-data", "g7b1c5d4e3f2"].severity == "info"
    assert [key for key in found if key[1] == "e5f0a3b9c1d0"] == []


def test_a_downgrade_that_drops_what_was_there_before_is_worse(written: Write) -> None:
    old = Body("op.execute('analyze t')", "op.drop_table('t')")
    new = Body("op.execute('create table t ()')", "op.drop_table('t')")
    found = findings(source.load(written(old, new)))
    assert {key: each.severity for key, each in found.items()} == {
        ("downgrade-loses-data", "r1"): "warning",
        ("downgrade-loses-data", "r2"): "info",
    }


def test_what_runs_outside_of_transactions_beside_other_statements_is_told(written: Write) -> None:
    index = "with op.get_context().autocommit_block():\n    op.execute('create index concurrently i on t (a)')"
    alone, mixed, plain = Body(index), Body(f"op.execute('analyze t')\n{index}"), Body("op.execute('analyze t')\n" * 2)
    found = findings(source.load(written(alone, mixed, plain)))
    assert {key: each.line for key, each in found.items()} == {("pending-tx-mixed", "r2"): 8}


@pytest.mark.parametrize(
    ("before", "after"),
    [("", "a"), ("a", "b"), ("b", "bc"), ("ab", "c"), ("c", "ab"), ("abx", "cx"), ("a", ""), ("ab", "b")],
)
def test_a_move_of_the_heads_can_be_read_back_from_its_statement(before: str, after: str) -> None:
    old, new = frozenset(f"it's {each}" for each in before), frozenset(f"it's {each}" for each in after)
    moved = read_move(move_sql('aside."Heads"', old, new))
    assert moved is not None
    assert (moved.table.name, moved.gone, moved.come) == ('aside."Heads"', old - new, new - old)


@pytest.mark.parametrize(
    "sql",
    ["delete from t", "update t set a = 'x' where b = 'y'", "insert into t (a) values ('x')", "select 1", "analyze"],
)
def test_another_statement_is_no_move(sql: str) -> None:
    assert read_move(sql) is None


def test_heads_move_as_alembic_moves_them(sample: list[Migration]) -> None:
    g7, h8 = by_name(sample, "g7b1c5d4e3f2"), by_name(sample, "h8c2d6e5f4g3")
    one = heads_with(sample, frozenset({"411cd9a350e0"}), g7)
    assert one == {"g7b1c5d4e3f2"}
    assert heads_with(sample, one, h8) == {"g7b1c5d4e3f2", "h8c2d6e5f4g3"}
