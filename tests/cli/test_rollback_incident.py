"""`opskit rollback` on the bad day: what others have done meanwhile, rows that would go, a ledger that is no use."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from fixtures.program import Project
from fixtures.server import Connect

On = Callable[[str], Project]
CONFIRMED = ("rollback", "--confirm", "test", "--json")
LOSSY = (*CONFIRMED, "--accept-data-loss")
TABLE = "create table keep (a integer primary key, b text)"


@pytest.fixture
def applied(on: On, database: str, connect: Connect) -> Callable[..., Project]:
    """`applied(up)`: a project whose migration is in, on a table of two rows."""

    def apply(up: str, down: str = "") -> Project:
        connect(database).execute(f"{TABLE}; insert into keep values (1, 'x'), (2, 'y')")
        project = on(database).migration("r1_change", up, down)
        project.run("apply", "--confirm", "test").ok()
        return project

    return apply


def indexes(connection: psycopg.Connection[tuple[str]]) -> list[str]:
    rows = connection.execute("select indexdef from pg_indexes where schemaname = 'public' order by indexname")
    return [text for (text,) in rows]


def test_an_index_dropped_by_hand_is_no_obstacle_and_is_named(
    applied: Callable[..., Project], database: str, connect: Connect
) -> None:
    project = applied("create index keep_a on keep (a); create index keep_b on keep (b)")
    connect(database).execute("drop index keep_a")
    page = project.run("rollback", "-n").exits(10)
    assert "Changed by others since the run, and not touched:" in page.out
    assert "index public.keep_a: missing" in page.out
    assert project.run(*CONFIRMED).ok().data["verified"] is True
    again = project.run(*CONFIRMED).ok().document
    assert again["changed"] is False


def test_a_foreign_index_stays_and_the_verdict_says_whose_it_is(
    applied: Callable[..., Project], database: str, connect: Connect
) -> None:
    project = applied("create index keep_b on keep (b)")
    connect(database).execute("create index stranger on keep (b, a)")
    done = project.run("rollback", "--confirm", "test").exits(1)
    assert "nothing of the run is left, but the schema is not what it was before, for others changed it since" in (
        " ".join(done.out.split())
    )
    assert "index public.stranger: added" in done.out
    assert [each.split(" ON")[0] for each in indexes(connect(database))] == [
        "CREATE UNIQUE INDEX keep_pkey",
        "CREATE INDEX stranger",
    ]


def test_what_others_made_something_else_of_is_not_undone(
    applied: Callable[..., Project], database: str, connect: Connect
) -> None:
    project = applied("create index keep_b on keep (b); create index keep_a on keep (a)")
    connect(database).execute("drop index keep_b; create index keep_b on keep (b desc)")
    page = project.run("rollback", "-n").exits(10)
    assert "index: public.keep_b: others have made something else of it; it stays" in page.out
    assert "DROP INDEX CONCURRENTLY IF EXISTS keep_b" not in page.out
    done = project.run(*CONFIRMED).exits(1)
    assert done.data["others"] == [{"kind": "index", "name": "public.keep_b", "change": "different"}]
    assert done.data["differs"] == [{"kind": "index", "name": "public.keep_b", "change": "added"}]
    assert any("keep_b" in each and "DESC" in each for each in indexes(connect(database)))


def test_what_changed_between_two_runs_is_others_too(
    applied: Callable[..., Project], database: str, connect: Connect
) -> None:
    project = applied("create index keep_b on keep (b)")
    connect(database).execute("create index between_runs on keep (a, b)")
    project.migration("r2_more", "create index keep_a on keep (a)").run("apply", "--confirm", "test").ok()
    page = project.run("rollback", "--to", "base", "-n", "--json").exits(10)
    assert page.data["others"] == [{"kind": "index", "name": "public.between_runs", "change": "added"}]


def test_duplicates_inserted_since_block_the_way_back_of_a_dropped_unique_constraint(
    applied: Callable[..., Project], database: str, connect: Connect
) -> None:
    admin = connect(database)
    admin.execute("create table u (a integer, constraint u_a unique (a))")
    project = applied("alter table u drop constraint u_a; create index keep_b on keep (b)")
    admin.execute("insert into u values (7), (7)")
    refused = project.run("rollback", "--confirm", "test").exits(4)
    assert "nothing was changed" in refused.err
    assert "u_a: 2 rows of public.u have (a) = (7)" in refused.err
    assert "opskit rollback -n   (lists what stands in the way)" in refused.err
    admin.execute("delete from u where ctid = (select min(ctid) from u)")
    assert project.run(*CONFIRMED).ok().data["verified"] is True


def test_rows_of_a_column_are_kept_in_a_file_that_psql_reads(
    applied: Callable[..., Project], database: str, connect: Connect, pg_bin: Path, tmp_path: Path
) -> None:
    project = applied("alter table keep add column c jsonb")
    admin = connect(database)
    admin.execute("""update keep set c = '{"a\\\\b": "t\\tab"}' where a = 2""")
    value = admin.execute("select c::text from keep where a = 2").fetchone()
    refused = project.run(*CONFIRMED).exits(4)
    assert "loses new data" in refused.err
    page = project.run("rollback", "-n", "--dump", "kept.sql").exits(10)
    assert "First the rows of public.keep are kept in kept.sql." in page.out
    done = project.run(*LOSSY, "--dump", str(tmp_path / "kept.sql")).ok().data
    assert done["rows"] == {"path": str(tmp_path / "kept.sql"), "tables": [{"relation": "public.keep", "rows": 1}]}
    assert (tmp_path / "kept.sql").stat().st_mode & 0o777 == 0o600
    read_by_psql(database, tmp_path / "kept.sql")
    schema = admin.execute("select nspname from pg_namespace where nspname like 'opskit_kept_%'").fetchone()
    assert schema is not None
    assert admin.execute(f'select a, c::text from {schema[0]}."1_public_keep"').fetchall() == [(2, *(value or ()))]


def read_by_psql(database: str, file: Path) -> None:
    """As psql reads COPY … FROM stdin in a file."""
    with psycopg.connect(database, autocommit=True) as connection:
        lines = iter(file.read_text().splitlines(keepends=True))
        for line in lines:
            if line.startswith("copy "):
                rows = iter(lambda: next(lines), "\\.\n")
                with connection.cursor().copy(line.rstrip(";\n").encode()) as copy:
                    for each in rows:
                        copy.write(each)
            elif line.strip():
                connection.execute(line.encode())


def test_rows_that_a_down_sql_deletes_are_kept_and_no_others(
    applied: Callable[..., Project], database: str, tmp_path: Path
) -> None:
    project = applied("insert into keep values (3, 'z')", "delete from keep where a >= 2")
    done = project.run(*LOSSY, "--dump", str(tmp_path / "kept.sql")).ok().data
    assert done["rows"]["tables"] == [{"relation": "public.keep", "rows": 2}]
    assert "2\ty\n3\tz\n" in (tmp_path / "kept.sql").read_text()


def test_nothing_is_kept_when_that_is_refused_and_nothing_is_lost_when_it_cannot_be(
    applied: Callable[..., Project], database: str, connect: Connect, tmp_path: Path
) -> None:
    project = applied("alter table keep add column c text")
    (tmp_path / "file").write_text("")
    refused = project.run(*LOSSY, "--dump", str(tmp_path / "file" / "kept.sql")).exits(4)
    assert "could not be kept (nothing was changed)" in refused.err
    assert "--no-dump does without" in refused.err
    done = project.run(*LOSSY, "--no-dump").ok().data
    assert done["rows"] is None
    assert not list(project.place.rglob("*.sql.part"))
    assert not (project.place / "rows").exists()


def test_a_ledger_that_cannot_be_written_stops_no_rollback(applied: Callable[..., Project], database: str) -> None:
    project = applied("create index keep_b on keep (b)")
    project.ledger.write_text("no ledger at all " * 200)
    done = project.run(*CONFIRMED).ok()
    assert done.data["verified"] is True
    assert done.err.count("the ledger cannot be written; the database's own record has what is done") == 1


def test_each_line_says_where_it_leads_what_it_loses_and_how_long_it_took_when_rehearsed(
    on: On, database: str, connect: Connect
) -> None:
    connect(database).execute(TABLE)
    project = on(database).migration("r1_change", "create index keep_b on keep (b); alter table keep add column c text")
    project.run("rehearse").ok()
    project.run("apply", "--confirm", "test").ok()
    page = project.run("rollback", "-n", "--json").exits(10).data
    assert [(each["target"], each["loss"]) for each in page["statements"]] == [
        ("no column c in public.keep", "new data"),
        ("no index keep_b", "none"),
    ]
    assert all("1 measured" in each["expected"]["basis"] for each in page["statements"])
    assert [(each["revision"], each["verdict"]) for each in page["rehearsed"]] == [("r1", "pass")]
    assert "fingerprint equal" in project.run("rollback", "-n").exits(10).out


def test_a_record_of_an_older_opskit_is_good_enough_to_go_back_by_and_says_what_it_cannot_tell(
    applied: Callable[..., Project], database: str, connect: Connect
) -> None:
    project = applied("create index keep_b on keep (b)")
    connect(database).execute("alter table opskit.revision drop column objects_after")
    page = project.run("rollback", "-n").exits(10)
    assert "how r1 left the schema was not kept" in " ".join(page.out.split())
    assert project.run(*CONFIRMED).ok().data["verified"] is True


def test_a_record_of_an_older_opskit_is_completed_by_the_next_apply(
    applied: Callable[..., Project], database: str, connect: Connect
) -> None:
    project = applied("create index keep_b on keep (b)")
    connect(database).execute("alter table opskit.revision drop column objects_after")
    project.migration("r2_more", "create index keep_a on keep (a)").run("apply", "--confirm", "test").ok()
    assert project.run("rollback", "--to", "base", *CONFIRMED[1:]).ok().data["verified"] is True


def test_the_statements_of_one_undo_stand_together(
    applied: Callable[..., Project], database: str, connect: Connect
) -> None:
    connect(database).execute("create view seen as select 1 as one; comment on view seen is 'noted'")
    page = applied("drop view seen").run("rollback", "-n").exits(10).out
    assert "1. view public.seen, with 2 statements more" in page
    assert "COMMENT ON VIEW public.seen IS 'noted';" in page
    assert "2. " not in page
