"""`opskit verify indexes --manifest FILE`: a file of SQL says which indexes are to be there."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fixtures.indexes import states, verified, with_indexes
from fixtures.program import Project
from fixtures.server import Connect

On = Callable[[str], Project]


@pytest.fixture
def applied(database: str, on: On, connect: Connect) -> Project:
    return with_indexes(on(database), connect(database))


def manifest(project: Project, text: str) -> tuple[str, str]:
    (project.place / "wanted.sql").write_text(text, encoding="utf-8")
    return "--manifest", "wanted.sql"


def test_its_indexes_are_expected_beside_those_of_the_migrations(applied: Project) -> None:
    words = manifest(
        applied,
        "-- by hand\ncreate index t_more on t (c, a);\nALTER TABLE t ADD CONSTRAINT t_c UNIQUE (c);\n"
        "alter table only public.t add constraint t_pkey primary key (a);",
    )
    found = states(applied, *words, code=1)
    assert found == {"t_a": "present", "t_b": "present", "t_c": "present", "t_more": "missing", "t_pkey": "missing"}
    assert verified(applied, *words, code=1)["basis"] == "applied"


def test_what_it_says_of_an_index_counts_not_what_the_migration_says(applied: Project) -> None:
    words = manifest(applied, "create index t_a on t (a)")
    assert states(applied, *words, code=1)["t_a"] == "different"
    assert verified(applied, *words, code=1)["summary"]["expected"] == 3


def test_it_does_without_any_migrations(applied: Project, database: str) -> None:
    (applied.place / "opskit.toml").unlink()
    words = manifest(applied, "create index t_a on t (a) where b > 0; create unique index t_b on t (b)")
    data = verified(applied, "--dsn", database, *words)
    assert (data["verdict"], data["basis"], data["summary"]["present"]) == ("pass", "manifest", 2)


def test_its_remedy_builds_what_is_missing(applied: Project, database: str, connect: Connect) -> None:
    words = manifest(applied, "create index t_more on t (c desc) include (a)")
    (missing,) = [each for each in verified(applied, *words, code=1)["indexes"] if each["state"] == "missing"]
    for statement in missing["remedy"]:
        connect(database).execute(statement)
    assert states(applied, *words)["t_more"] == "present"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("create index i on t (a);\ndrop table t;", "wanted.sql:2: is no CREATE INDEX"),
        (
            "create index i on t (a);\nalter table t add constraint f foreign key (a) references t",
            "wanted.sql:2: is no",
        ),
        ("create index on", "wanted.sql:1:"),
        ("-- nothing", "wanted.sql: names no index"),
    ],
)
def test_a_file_that_says_anything_else_is_refused_with_its_line(applied: Project, text: str, fault: str) -> None:
    assert fault in applied.run("verify", "indexes", *manifest(applied, text)).exits(7).err


def test_a_file_that_is_not_there_is_refused(applied: Project) -> None:
    assert "cannot be read" in applied.run("verify", "indexes", "--manifest", "nowhere.sql").exits(7).err
