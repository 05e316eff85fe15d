"""What opskit understands of SQL, by PostgreSQL's own parser."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opskit.core.change import Irreversible, Loss, NotYetKnown
from opskit.errors import InvalidFile
from opskit.migrate.classify import classify
from opskit.migrate.ddl import Ddl, Other
from opskit.migrate.forms.add_unique import AddUnique
from opskit.migrate.forms.create_index import CreateIndex
from opskit.migrate.forms.drop_constraint import DropConstraint
from opskit.migrate.forms.drop_index import DropIndex
from opskit.migrate.index_form import same_index
from opskit.migrate.parser import parse, split
from opskit.migrate.sql_folder import load
from opskit.migrate.transactional import runs_in_transaction
from opskit.migrate.undo import LATER, NO_CATALOG, Undo, undo_of


def one(sql: str) -> Ddl:
    return classify(parse(sql)[0])[0]


def test_statements_are_split_with_their_lines_and_without_the_comments_above() -> None:
    text = "-- é comment;\n/* two\nlines */ select 'a;b';\n\nselect $$ ; $$ ;\n-- end\n"
    assert [(each.line, each.text) for each in parse(text)] == [(3, "select 'a;b'"), (5, "select $$ ; $$")]


def test_an_index_is_built_concurrently_and_without_if_not_exists() -> None:
    ddl = one("create unique index if not exists i on s.t (lower(a), b desc) where a <> 'x'")
    assert isinstance(ddl, CreateIndex)
    assert ddl.safe_sql == "CREATE UNIQUE INDEX CONCURRENTLY i ON s.t (lower(a), b DESC) WHERE a <> 'x'"
    assert (ddl.relation, ddl.keys, ddl.predicate) == ("s.t", ("lower(a)", "b"), "a <> 'x'")


def test_an_unnamed_index_gets_the_name_postgresql_would_choose() -> None:
    ddl = one("create index on t (a, lower(b))")
    assert isinstance(ddl, CreateIndex)
    assert ddl.name == "t_a_lower_idx"


def test_a_unique_constraint_takes_over_an_index_built_concurrently() -> None:
    ddl = one('alter table "T" add constraint u unique nulls not distinct (a, "B") include (c) deferrable')
    assert isinstance(ddl, AddUnique)
    assert ddl.index.safe_sql == 'CREATE UNIQUE INDEX CONCURRENTLY u ON "T" (a, "B") INCLUDE (c) NULLS NOT DISTINCT'
    assert ddl.attach_sql == 'ALTER TABLE "T" ADD CONSTRAINT u UNIQUE USING INDEX u DEFERRABLE'


def test_drop_index_of_several_is_one_each() -> None:
    found = classify(parse("drop index if exists a, s.b")[0])
    assert [(ddl.schema, ddl.name, ddl.if_exists) for ddl in found if isinstance(ddl, DropIndex)] == [
        ("", "a", True),
        ("s", "b", True),
    ]


@pytest.mark.parametrize(
    ("sql", "undo"),
    [
        ("create table s.t (a integer)", Undo(("DROP TABLE IF EXISTS s.t",), Loss.NEW_DATA)),
        ("create view v as select 1", Undo(("DROP VIEW IF EXISTS v",))),
        ("create temporary table t (a integer)", Undo(("DROP TABLE IF EXISTS pg_temp.t",), Loss.NEW_DATA)),
        ("lock table t", Undo()),
        ("drop table t", LATER),
        ("drop table if exists t", Undo()),
        ("comment on table t is 'x'", LATER),
    ],
)
def test_the_undo_of_what_no_catalog_tells_of(sql: str, undo: Undo | Irreversible) -> None:
    assert undo_of(parse(sql)[0], NO_CATALOG) == undo


def test_rows_that_are_changed_cannot_be_brought_back() -> None:
    found = undo_of(parse("update t set a = 1")[0], NO_CATALOG)
    assert isinstance(found, Irreversible)
    assert not isinstance(found, NotYetKnown)


def test_what_cannot_run_in_a_transaction_is_known() -> None:
    assert not runs_in_transaction("drop index concurrently if exists i")
    assert runs_in_transaction("alter table t drop constraint c")
    vacuum = one("vacuum t")
    assert isinstance(vacuum, Other)
    assert not vacuum.transactional


def test_drop_constraint_is_its_own_kind() -> None:
    ddl = one("alter table t drop constraint if exists c cascade")
    assert isinstance(ddl, DropConstraint)
    assert (ddl.name, ddl.if_exists, ddl.cascade) == ("c", True, True)


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("create index i on t (a)", "CREATE INDEX j ON public.t USING btree (a)"),
        ("create index i on t (a asc nulls last)", "CREATE INDEX j ON public.t USING btree (a)"),
        ("create index i on t (a desc nulls first)", "CREATE INDEX j ON public.t USING btree (a DESC)"),
        (
            "create index i on t (a) where s <> 'x'",
            "CREATE INDEX j ON t USING btree (a) WHERE ((s)::text <> 'x'::text)",
        ),
        (
            "create index i on t (a) where s in ('x', 'y')",
            "CREATE INDEX j ON t USING btree (a) WHERE (s = ANY (ARRAY['x'::m, 'y'::m]))",
        ),
        ("create index i on t (a) where s like 'x%'", "CREATE INDEX j ON t USING btree (a) WHERE (s ~~ 'x%'::text)"),
        (
            "create index i on t (a) where b and x between 1 and 2",
            "CREATE INDEX j ON t USING btree (a) WHERE (b AND ((x >= 1) AND (x <= 2)))",
        ),
        (
            "create index i on t (a) where x not between 1 and 2",
            "CREATE INDEX j ON t USING btree (a) WHERE ((x < 1) OR (x > 2))",
        ),
        ("create index i on t (lower(s))", "CREATE INDEX j ON public.t USING btree (lower((s)::text))"),
        (
            "create index i on t using brin (a) with (pages_per_range = 8)",
            "CREATE INDEX j ON t USING brin (a) WITH (pages_per_range='8')",
        ),
    ],
)
def test_an_index_as_written_is_the_index_as_the_catalog_prints_it(written: str, printed: str) -> None:
    assert same_index(written, printed)


@pytest.mark.parametrize(
    "other",
    [
        "create index i on t (b)",
        "create index i on t (a, b)",
        "create index i on t (a desc)",
        "create index i on t (a nulls first)",
        "create unique index i on t (a)",
        "create index i on u (a)",
        "create index i on t using hash (a)",
        "create index i on t (a) where a > 0",
        "create index i on t (a) where a between 0 and 1",
        "create index i on t (a) include (b)",
        "create index i on t (a text_pattern_ops)",
        'create index i on t (a collate "C")',
        "create index i on t (a) with (fillfactor = 70)",
    ],
)
def test_an_index_that_differs_in_anything_is_another_index(other: str) -> None:
    assert not same_index("create index i on t (a)", other)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=80))
def test_any_text_parses_or_is_refused_with_line_and_column(text: str) -> None:
    try:
        split(text)
    except InvalidFile as error:
        assert error.faults[0].line >= 1
    except UnicodeEncodeError:
        assert any(0xD800 <= ord(character) <= 0xDFFF for character in text)


def folder(tmp_path: Path, **files: str) -> Path:
    for name, text in files.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "up.sql").write_text(text)
    return tmp_path


def test_migrations_are_in_the_order_of_their_folder_names(tmp_path: Path) -> None:
    loaded = load(folder(tmp_path, b2_second="select 1", a1_first="select 1"))
    assert [each.revision for each in loaded] == ["a1", "b2"]


def test_or_in_the_order_of_the_chain_of_revises_headers(tmp_path: Path) -> None:
    loaded = load(folder(tmp_path, a1_second="-- revises: z9\nselect 1", z9_first="select 1"))
    assert [each.revision for each in loaded] == ["z9", "a1"]


@pytest.mark.parametrize(
    ("files", "text"),
    [
        (
            {"a1_x": "select 1", "b2_x": "-- revises: a1\nselect 1", "c3_x": "-- revises: a1\nselect 1"},
            "several migrations revise a1",
        ),
        ({"a1_x": "select 1", "b2_x": "-- revises: gone\nselect 1"}, "leads to no first migration"),
        ({"a1_x": "select 1", "a1_y": "select 2"}, "revision a1 is there twice"),
        ({"a1_x": "begin; select 1"}, "BEGIN without COMMIT"),
    ],
)
def test_a_folder_that_makes_no_sense_is_refused(tmp_path: Path, files: dict[str, str], text: str) -> None:
    with pytest.raises(InvalidFile) as caught:
        load(folder(tmp_path, **files))
    assert text in caught.value.why


def test_every_fault_of_a_folder_is_reported_at_once(tmp_path: Path) -> None:
    (folder(tmp_path, a1_bad="creat table", b2_bad="select 'open") / "c3_empty").mkdir()
    (tmp_path / "d4_latin").mkdir()
    (tmp_path / "d4_latin" / "up.sql").write_bytes(b"select 1;\n-- \xe9\n")
    with pytest.raises(InvalidFile) as caught:
        load(tmp_path)
    assert [str(fault).removeprefix(str(tmp_path)) for fault in caught.value.faults] == [
        '/a1_bad/up.sql:1:1: syntax error at or near "creat"',
        '/b2_bad/up.sql:1:8: unterminated quoted string at or near "\'open"',
        "/c3_empty: holds no up.sql",
        "/d4_latin/up.sql:2:4: byte 0xe9 is not UTF-8 text",
    ]
