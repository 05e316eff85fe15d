"""How far the catalog-only bloat estimates are from what REINDEX and VACUUM FULL really give back.

    python tests/benchmarks/bloat_accuracy.py --dsn "host=/tmp user=postgres dbname=postgres" [--rows 200000]

The login must be a superuser of a scratch server: the script creates and drops the database opskit_bloat_accuracy.
Prints one line for each table and B-tree of at least --min-bytes, then the mean absolute error in percentage points.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, LiteralString, cast

import psycopg
from psycopg import sql
from psycopg.rows import dict_row

from opskit.catalog.facts import fact
from opskit.core.bloat import Estimate
from opskit.core.bloat_btree import BtreeFact, estimate_btree
from opskit.core.bloat_heap import HeapFact, estimate_table

DATABASE = "opskit_bloat_accuracy"


@dataclass(frozen=True)
class Case:
    """One table: its columns, the indexes there before its rows come (so that they grow in the order of arrival), the
    indexes built afterwards, the row of number g of {rows}, and what happens to it then. Autovacuum is off."""

    name: str
    columns: str
    row: str
    grown: tuple[str, ...] = ()
    built: tuple[str, ...] = ()
    then: tuple[str, ...] = ()
    settled: bool = True
    options: str = ""


@dataclass(frozen=True)
class Line:
    kind: str
    name: str
    size_bytes: int
    truth_pct: float
    estimate: Estimate

    @property
    def error(self) -> float | None:
        """Percentage points, of the signed share: a rewrite that grows the table counts as such."""
        if self.estimate.reclaim_bytes is None:
            return None
        return 100 * self.estimate.reclaim_bytes / self.size_bytes - self.truth_pct


HALF = "delete from {t} where md5(id::text) < '8'"
MOST = "delete from {t} where md5(id::text) < 'b'"
RANGE = "delete from {t} where id <= {rows} * 0.9"
CHURN = ("update {t} set id = id where md5(id::text) < '8'",) * 2

CASES = (
    Case("int_fresh", "id int primary key, v int, w bigint", "g, g, g", built=("(v)", "(w) include (v)")),
    Case("int_half", "id int primary key, v int, w bigint", "g, g, g", grown=("(w)",), then=(HALF,)),
    Case("int_range", "id bigint primary key, v int", "g, g / 10", grown=("(v)",), then=(RANGE,)),
    Case("uuid_grown", "id int, u uuid primary key", "g, md5(g::text)::uuid", built=("(u, id)",)),
    Case("uuid_half", "id int, u uuid primary key", "g, md5(g::text)::uuid", then=(HALF,)),
    Case("text_random", "id int, t text", "g, md5(g::text)", grown=("(t)",), built=("(t, id)",)),
    Case("text_half", "id int, t text", "g, md5(g::text)", grown=("(t)",), then=(HALF,)),
    Case("text_lengths", "id int, t text", "g, repeat(chr(97 + g %% 26), 1 + (g * 7) %% 40) || g", grown=("(t)",),
         built=("(lower(t))",), then=(HALF,)),
    Case("text_long", "id int, t text", "g, repeat(md5(g::text), 6 + g %% 4)", built=("(t)",), then=(HALF,)),
    Case("codes", "id int, c varchar(8), d char(3)", "g, 'C' || lpad((g %% 5000)::text, 5, '0'), 'EUR'",
         grown=("(c)", "(d)", "(c, d)"), then=(HALF,)),
    Case("dups", "id int, a int, b int, c int", "g, g %% 100, (random() * 1000)::int, (random() * {rows} / 3)::int",
         grown=("(a)", "(b)", "(c)"), built=("(a, b)",)),
    Case("dups_half", "id int, a int, b int, c int", "g, g %% 100, (random() * 1000)::int, (random() * {rows} / 3)::int",
         grown=("(a)", "(b)", "(c)", "(a, c)"), then=(HALF,)),
    Case("skewed", "id int, a int, b int", "g, (random() ^ 8 * 20000)::int, (random() ^ 3 * {rows})::int",
         grown=("(a)", "(b)"), then=(HALF,)),
    Case("status_time", "id int, s text, at timestamptz, d date",
         "g, (array['draft','published','published','published','closed'])[1 + (random() * 4)::int],"
         " '2026-01-01'::timestamptz + random() * interval '300 days', '2026-01-01'::date + (g %% 300)",
         grown=("(s, at desc)", "(d)", "(at) where s = 'published'", "(s) where s <> 'closed'", "(d, s)"), then=(HALF,)),
    Case("nulls", "id int, a int, b text, c timestamptz", "g, case when g %% 2 = 0 then g end,"
         " case when g %% 20 = 0 then md5(g::text) end, case when g %% 10 = 0 then now() + g * interval '1 s' end",
         grown=("(a)", "(b)", "(c)", "(a, b)", "(c) where c is not null"), then=(HALF,)),
    Case("numbers", "id int, n numeric, f float8, m numeric(12,2)", "g, g, random(), (random() * 1000)::numeric(12,2)",
         grown=("(n)", "(f)", "(m)"), then=(HALF,)),
    Case("documents", "id int, j jsonb", "g, jsonb_build_object('user', g %% 20000, 'kind', 'k' || g %% 7, 'n', g)",
         grown=("((j ->> 'user'))", "(((j ->> 'n')::int))", "(j)"), then=(HALF,)),
    Case("names", "id int, n name, e bool, a int[]", "g, 'table_' || g, g %% 3 = 0, array[g, g + 1]",
         grown=("(n)", "(e)", "(a)"), then=(HALF,)),
    Case("dates", "id int, at timestamptz, d date", "g, '2026-01-01'::timestamptz + g * interval '1 min', '2026-01-01'::date"
         " + g / 1000", grown=("(at)", "((at at time zone 'UTC')::date)".replace("((", "(((").replace("date)", "date))"), "(d, at)"),
         then=(RANGE,)),
    Case("fillfactors", "id int, a int, b int", "g, g, g %% 500", grown=("(a) with (fillfactor = 70)",
         "(b) with (deduplicate_items = off)"), built=("(b) with (fillfactor = 50)",), options="fillfactor = 50"),
    Case("unique_text", "id int, e text unique, k text", "g, 'user' || g || '@example.org', 'k' || g",
         built=("(k) include (e)",), then=(HALF,)),
    Case("updated", "id int primary key, a int, pad text", "g, g, repeat('x', 20)", grown=("(a)",), then=CHURN),
    Case("stale", "id int primary key, a int, b text", "g, g %% 1000, md5(g::text)", grown=("(a)", "(b)"),
         then=("analyze {t}", MOST), settled=False),
    Case("vacuumed_only", "id int primary key, a int", "g, g %% 1000", grown=("(a)",), then=("analyze {t}", MOST, "vacuum {t}"),
         settled=False),
    Case("never_analysed", "id int primary key, a int", "g, g", grown=("(a)",), then=(HALF,), settled=False),
    Case("padding", "id int, a bool, b bigint, c bool, d bigint, e smallint, f bigint", "g, true, g, true, g, 1, g"),
    Case("wide", "id int, a text, b text, c text", "g, repeat('a', 50 + g %% 400), repeat('b', g %% 30), md5(g::text)",
         then=(HALF,)),
    Case("sparse", "id int, a int, b text, c bigint, d text, e int, f bigint, g2 text, h int", "g, null, null, g, null, null,"
         " null, 'x', null", then=(MOST,)),
    Case("dropped_column", "id int, gone text, a int", "g, repeat('y', 100), g", then=("alter table {t} drop column gone",)),
    Case("fast_default", "id int", "g", then=("alter table {t} add column d text default repeat('z', 60)",)),
    Case("toasted", "id int, t text", "g, (select string_agg(md5((g * 100 + k)::text), '') from generate_series(1, 90) k)",
         then=("delete from {t} where id %% 10 < 7",)),
    Case("compressed", "id int, t text", "g, repeat(md5(g::text), 20) || md5((g + 1)::text)", then=(HALF,)),
)  # fmt: skip
FEWER = {"toasted": 10, "text_long": 4}


def connect(dsn: str, database: str | None = None) -> psycopg.Connection[dict[str, Any]]:
    extra = {"dbname": database} if database else {}
    return psycopg.connect(dsn, autocommit=True, row_factory=dict_row, **extra)  # type: ignore[arg-type]


def build(db: psycopg.Connection[dict[str, Any]], case: Case, rows: int) -> None:
    count = rows // FEWER.get(case.name, 1)

    def run(text: str) -> None:
        filled = text.replace("{t}", case.name).replace("{rows}", str(count)).replace("%%", "%")
        db.execute(cast(LiteralString, filled))

    options = ", ".join(filter(None, ["autovacuum_enabled = off, toast.autovacuum_enabled = off", case.options]))
    run(f"create table {{t}} ({case.columns}) with ({options})")
    for keys in case.grown:
        run(f"create index on {{t}} {keys}")
    run(f"insert into {{t}} select {case.row} from generate_series(1, {{rows}}) as g")
    for keys in case.built:
        run(f"create index on {{t}} {keys}")
    for statement in case.then:
        flush_counters(db)
        run(statement)
    flush_counters(db)
    if case.settled:
        run("vacuum analyze {t}")


def flush_counters(db: psycopg.Connection[dict[str, Any]]) -> None:
    """From 15 on a session reports its row counts when it pleases; late ones would be added to what VACUUM counted."""
    if db.info.server_version >= 150000:
        db.execute("select pg_stat_force_next_flush()")


def estimates(db: psycopg.Connection[dict[str, Any]], major: int) -> dict[str, tuple[str, int, Estimate]]:
    """Qualified name -> kind, bytes, estimate."""
    found: dict[str, tuple[str, int, Estimate]] = {}
    for row in rows_of(db, "bloat_btrees", major):
        found[row["qualified_name"]] = ("btree", row["size_bytes"], estimate_btree(BtreeFact.of(row)))
    for row in rows_of(db, "bloat_tables", major):
        size = row["size_bytes"] + row["toast_bytes"]
        found[row["qualified_name"]] = ("table", size, estimate_table(HeapFact.of(row)))
    return found


def rows_of(db: psycopg.Connection[dict[str, Any]], slug: str, major: int) -> list[dict[str, Any]]:
    return db.execute(cast(LiteralString, fact(slug, major))).fetchall()


def size_after(db: psycopg.Connection[dict[str, Any]], kind: str, name: str) -> int:
    """Bytes of the main forks (with TOAST's) after the rebuild."""
    rebuild = "reindex index" if kind == "btree" else "vacuum full"
    db.execute(cast(LiteralString, f"{rebuild} {name}"))
    row = db.execute(
        "select pg_relation_size(oid) + coalesce(pg_relation_size(nullif(reltoastrelid, 0)), 0) as size"
        " from pg_class where oid = %s::regclass",
        (name,),
    ).fetchone()
    assert row is not None
    return int(row["size"])


def measure(db: psycopg.Connection[dict[str, Any]], min_bytes: int) -> list[Line]:
    found = estimates(db, db.info.server_version // 10000)
    # Indexes first: VACUUM FULL would rebuild them.
    order = sorted(found.items(), key=lambda item: (item[1][0], item[0]))
    lines = []
    for name, (kind, size, estimate) in order:
        if size >= min_bytes:
            truth = 100 * (size - size_after(db, kind, name)) / size
            lines.append(Line(kind, name.removeprefix("public."), size, truth, estimate))
    return lines


def report(lines: Iterable[Line]) -> None:
    lines = list(lines)
    print(f"{'kind':6} {'name':40} {'MB':>7} {'true %':>7} {'est. %':>7} {'error':>6}  why not, caveats")
    for each in lines:
        pct = "-" if each.estimate.reclaim_bytes is None else f"{each.error + each.truth_pct:.1f}"  # type: ignore[operator]
        error = "-" if each.error is None else f"{each.error:+.1f}"
        said = each.estimate.reason or "; ".join(each.estimate.caveats)
        print(f"{each.kind:6} {each.name:40} {each.size_bytes / 1e6:7.1f} {each.truth_pct:7.1f} {pct:>7} {error:>6}  {said}")
    for kind in ("btree", "table"):
        of_kind = [each for each in lines if each.kind == kind]
        errors = [abs(each.error) for each in of_kind if each.error is not None]
        missed = [each.name for each in of_kind if each.error is not None and each.error < -20]
        print(
            f"{kind}: {len(of_kind)} measured, {len(errors)} estimated, mean absolute error "
            f"{sum(errors) / len(errors):.2f} points, largest {max(errors):.1f}, missed by more than 20: {missed}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dsn", required=True)
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--min-bytes", type=int, default=1_000_000)
    given = parser.parse_args()
    drop = sql.SQL("drop database if exists {}").format(sql.Identifier(DATABASE))
    with connect(given.dsn) as server:
        server.execute(drop)
        server.execute(sql.SQL("create database {}").format(sql.Identifier(DATABASE)))
        try:
            with connect(given.dsn, DATABASE) as db:
                db.execute("set search_path = public, pg_catalog")
                for case in CASES:
                    build(db, case, given.rows)
                db.execute("set search_path = pg_catalog")
                report(measure(db, given.min_bytes))
        finally:
            server.execute(drop)


if __name__ == "__main__":
    main()
