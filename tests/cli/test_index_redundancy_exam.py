"""Which indexes are redundant, on a real server: 25 cases that tools for it are known to get wrong."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import psycopg
import pytest
from fixtures.indexes import verified
from fixtures.program import Project
from fixtures.server import Connect

On = Callable[[str], Project]
# Case -> statements on a table t, and what can go: index -> (kind, what covers it, the drop).
TABLE = "create table t (a int not null, b int, c text, col1 int, col10 int, j jsonb, arr int[])"
DROP = "drop index concurrently {}"
Found = dict[str, tuple[str, str, str]]
CASES: dict[str, tuple[str, Found]] = {
    "c01 the same twice": ("create index i on t (a); create index k on t (a)", {"k": ("duplicate", "i", DROP)}),
    "c02 a prefix": ("create index i on t (a); create index k on t (a, b)", {"i": ("prefix", "k", DROP)}),
    "c03 the same expression": (
        "create index i on t (lower(c)); create index k on t (LOWER(c))",
        {"k": ("duplicate", "i", DROP)},
    ),
    "c04 a unique prefix enforces more": ("create unique index i on t (a); create index k on t (a, b)", {}),
    "c05 one column read backwards": (
        "create index i on t (a); create index k on t (a desc)",
        {"k": ("duplicate", "i", DROP)},
    ),
    "c06 one of two columns the other way": ("create index i on t (a, b); create index k on t (a, b desc)", {}),
    "c07 another operator class": ("create index i on t (c); create index k on t (c text_pattern_ops)", {}),
    "c08 another collation": ('create index i on t (c collate "C"); create index k on t (c collate "POSIX", a)', {}),
    "c09 another access method": ("create index i on t (a); create index k on t using hash (a)", {}),
    "c10 partial beside whole": ("create index i on t (a) where b > 0; create index k on t (a)", {}),
    "c11 other predicates": ("create index i on t (a) where b > 0; create index k on t (a) where b > 1", {}),
    "c12 the same predicate": (
        "create index i on t (a) where b > 0; create index k on t (a, c) where (b > 0)",
        {"i": ("prefix", "k", DROP)},
    ),
    "c13 the same keys, more included": (
        "create index i on t (a); create index k on t (a) include (b)",
        {"i": ("prefix", "k", DROP)},
    ),
    "c14 an included column that the longer one lacks": (
        "create index i on t (a) include (c); create index k on t (a, b)",
        {},
    ),
    "c15 a name that only begins so": ("create index i on t (col1); create index k on t (col10, a)", {}),
    "c16 unique over the primary key": (
        "alter table t add primary key (a); create unique index i on t (a)",
        {"i": ("duplicate", "t_pkey", DROP)},
    ),
    "c17 plain over the primary key": (
        "alter table t add primary key (a); create index i on t (a)",
        {"i": ("duplicate", "t_pkey", DROP)},
    ),
    "c18 all columns mirrored": (
        "create index i on t (a, b desc); create index k on t (a desc, b)",
        {"k": ("duplicate", "i", DROP)},
    ),
    "c19 NULLs counted otherwise": (
        "create unique index i on t (b); create unique index k on t (b) nulls not distinct",
        {},
    ),
    "c20 what is invalid covers nothing": (
        "create index i on t (a); insert into t values (1), (1); create unique index concurrently k on t (a)",
        {},
    ),
    "c21 a GIN index has no prefix": ("create index i on t using gin (j); create index k on t using gin (j, arr)", {}),
    "c22 a foreign key points at one of two, the older": (
        "create unique index k on t (a); alter table t add constraint i unique (a);"
        "create table r (a int references t (a))",
        {"i": ("duplicate", "k", "alter table {t} drop constraint i")},
    ),
    "c23 the replica identity of two": (
        "create unique index i on t (a); create unique index k on t (a);alter table t replica identity using index k",
        {"i": ("duplicate", "k", DROP)},
    ),
    "c24 two constraints alike": (
        "alter table t add constraint i unique (a); alter table t add constraint k unique (a)",
        {"k": ("duplicate", "i", "alter table {t} drop constraint k")},
    ),
    "c25 other expressions": ("create index i on t (lower(c)); create index k on t (upper(c), a)", {}),
}


@pytest.mark.parametrize("case", CASES)
def test_the_exam(case: str, database: str, on: On, connect: Connect) -> None:
    statements, expected = CASES[case]
    connection = connect(database)
    if "nulls not distinct" in statements and connection.info.server_version < 150000:
        pytest.skip("NULLS NOT DISTINCT is of PostgreSQL 15")
    for statement in (TABLE, *statements.split(";")):
        with suppress(psycopg.errors.UniqueViolation):
            connection.execute(statement.encode())
    found = verified(on(database), code=3)["redundant_elsewhere"]
    assert {each["index"].removeprefix("public."): _told(each) for each in found} == {
        name: (kind, f"public.{by}", drop.format(f"public.{name}", t="public.t"))
        for name, (kind, by, drop) in expected.items()
    }


def _told(found: dict[str, str]) -> tuple[str, str, str]:
    return found["kind"], found["covered_by"], found["drop"]


def test_an_index_that_its_table_is_clustered_by_is_the_one_that_stays(database: str, on: On, connect: Connect) -> None:
    connection = connect(database)
    for statement in (TABLE, "create index i on t (a)", "create index k on t (a)", "alter table t cluster on k"):
        connection.execute(statement.encode())
    project = on(database)
    (found,) = verified(project, code=3)["redundant_elsewhere"]
    assert (found["index"], found["covered_by"]) == ("public.i", "public.k")
    assert found["reason"] == "means the same as public.k (the table is clustered by it)"
    connection.execute("create index l on t (a, b)")
    found = {each["index"]: each for each in verified(project, code=3)["redundant_elsewhere"]}
    assert (found["public.k"]["kind"], found["public.k"]["drop"]) == ("prefix", "")
    assert "on the other one" in found["public.k"]["reason"]


def test_a_partitioned_index_is_told_once_and_not_for_each_partition(database: str, on: On, connect: Connect) -> None:
    connection = connect(database)
    connection.execute(
        "create table m (id int, at date) partition by range (at);"
        "create table m_1 partition of m for values from ('2026-01-01') to ('2026-02-01');"
        "create index m_a on m (id); create index m_b on m (id)"
    )
    (found,) = verified(on(database), code=3)["redundant_elsewhere"]
    assert (found["index"], found["drop"]) == ("public.m_b", "drop index public.m_b")
