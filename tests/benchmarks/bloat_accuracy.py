"""How far the catalog-only bloat estimates are from what REINDEX and VACUUM FULL really give back.

    python tests/benchmarks/bloat_accuracy.py --dsn "host=/tmp user=postgres dbname=postgres" [--rows 200000]

The login must be a superuser of a scratch server: the script creates and drops the database opskit_bloat_accuracy.
Prints one line for each table and B-tree of at least --min-bytes, then the mean absolute error in percentage points.
The error is that of the lower end; where the catalog leaves a range, both ends are printed.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql
from psycopg.rows import dict_row

from opskit.catalog.facts import fact
from opskit.core.bloat import Estimate
from opskit.core.bloat_btree import BtreeFact, estimate_btree
from opskit.core.bloat_heap import HeapFact, estimate_table

DATABASE = "opskit_bloat_accuracy"
RANGE_PCT = 10.0  # a wider range is listed as not settled

Connection = psycopg.Connection[dict[str, Any]]


@dataclass(frozen=True)
class Case:
    """One table, without autovacuum: its columns; the row of number g of {n}; `grown`, the indexes there before the
    rows come, so that they grow in the order of arrival; `built`, those made afterwards; `then`, what happens to the
    rows; and whether VACUUM ANALYZE follows. `fewer` divides the number of rows."""

    name: str
    columns: str
    row: str
    grown: tuple[str, ...] = ()
    built: tuple[str, ...] = ()
    then: tuple[str, ...] = ()
    settled: bool = True
    options: str = ""
    fewer: int = 1


@dataclass(frozen=True)
class Line:
    kind: str
    name: str
    size_bytes: int
    truth_pct: float
    estimate: Estimate

    @property
    def pct(self) -> float | None:
        """Signed: a rewrite that grows the table counts as such."""
        reclaim = self.estimate.reclaim_bytes
        return None if reclaim is None else 100 * reclaim / self.size_bytes

    @property
    def error(self) -> float | None:
        return None if self.pct is None else self.pct - self.truth_pct

    @property
    def is_range(self) -> bool:
        return (self.estimate.possible_pct or 0) - (self.estimate.bloat_pct or 0) > RANGE_PCT


HALF = "delete from {t} where md5(id::text) < '8'"
MOST = "delete from {t} where md5(id::text) < 'b'"
FIRST = "delete from {t} where id <= {n} * 0.9"
CHURN = "update {t} set id = id where md5(id::text) < '8'"
AT = "'2026-01-01'::timestamptz"
THREE_INTS = "g, g % 100, (random() * 1000)::int, (random() * {n} / 3)::int"

CASES = (
    Case("int_fresh", "id int primary key, v int, w bigint", "g, g, g", built=("(v)", "(w) include (v)")),
    Case("int_half", "id int primary key, v int, w bigint", "g, g, g", grown=("(w)",), then=(HALF,)),
    Case("int_range", "id bigint primary key, v int", "g, g / 10", grown=("(v)",), then=(FIRST,)),
    Case("uuid_grown", "id int, u uuid primary key", "g, md5(g::text)::uuid", built=("(u, id)",)),
    Case("uuid_half", "id int, u uuid primary key", "g, md5(g::text)::uuid", then=(HALF,)),
    Case("text_random", "id int, t text", "g, md5(g::text)", grown=("(t)",), built=("(t, id)",)),
    Case("text_half", "id int, t text", "g, md5(g::text)", grown=("(t)",), then=(HALF,)),
    Case(
        "text_lengths", "id int, t text", "g, repeat(chr(97 + g % 26), 1 + (g * 7) % 40) || g",
        grown=("(t)",), built=("(lower(t))",), then=(HALF,),
    ),
    Case("text_long", "id int, t text", "g, repeat(md5(g::text), 6 + g % 4)", built=("(t)",), then=(HALF,), fewer=4),
    Case(
        "codes", "id int, c varchar(8), d char(3)", "g, 'C' || lpad((g % 5000)::text, 5, '0'), 'EUR'",
        grown=("(c)", "(d)", "(c, d)"), then=(HALF,),
    ),
    Case("dups", "id int, a int, b int, c int", THREE_INTS, grown=("(a)", "(b)", "(c)"), built=("(a, b)",)),
    Case(
        "dups_half", "id int, a int, b int, c int", THREE_INTS,
        grown=("(a)", "(b)", "(c)", "(a, c)"), then=(HALF,),
    ),
    Case(
        "skewed", "id int, a int, b int", "g, (random() ^ 8 * 20000)::int, (random() ^ 3 * {n})::int",
        grown=("(a)", "(b)"), then=(HALF,),
    ),
    Case(
        "status_time", "id int, s text, at timestamptz, d date",
        "g, (array['draft', 'published', 'published', 'published', 'closed'])[1 + (random() * 4)::int],"
        f" {AT} + random() * interval '300 days', '2026-01-01'::date + (g % 300)",
        grown=("(s, at desc)", "(d)", "(at) where s = 'published'", "(s) where s <> 'closed'", "(d, s)"), then=(HALF,),
    ),
    Case(
        "nulls", "id int, a int, b text, c timestamptz",
        "g, case when g % 2 = 0 then g end, case when g % 20 = 0 then md5(g::text) end,"
        f" case when g % 10 = 0 then {AT} + g * interval '1 s' end",
        grown=("(a)", "(b)", "(c)", "(a, b)", "(c) where c is not null"), then=(HALF,),
    ),
    Case(
        "numbers", "id int, n numeric, f float8, m numeric(12, 2)", "g, g, random(), (random() * 1000)::numeric(12, 2)",
        grown=("(n)", "(f)", "(m)"), then=(HALF,),
    ),
    Case(
        "documents", "id int, j jsonb", "g, jsonb_build_object('user', g % 20000, 'kind', 'k' || g % 7, 'n', g)",
        grown=("((j ->> 'user'))", "(((j ->> 'n')::int))", "(j)"), then=(HALF,),
    ),
    Case(
        "names", "id int, n name, e bool, a int[]", "g, 'table_' || g, g % 3 = 0, array[g, g + 1]",
        grown=("(n)", "(e)", "(a)"), then=(HALF,),
    ),
    Case(
        "dates", "id int, at timestamptz, d date", f"g, {AT} + g * interval '1 min', '2026-01-01'::date + g / 1000",
        grown=("(at)", "(((at at time zone 'UTC')::date))", "(d, at)"), then=(FIRST,),
    ),
    Case(
        "fillfactors", "id int, a int, b int", "g, g, g % 500", options="fillfactor = 50",
        grown=("(a) with (fillfactor = 70)", "(b) with (deduplicate_items = off)"),
        built=("(b) with (fillfactor = 50)",),
    ),
    Case(
        "unique_text", "id int, e text unique, k text", "g, 'user' || g || '@example.org', 'k' || g",
        built=("(k) include (e)",), then=(HALF,),
    ),
    Case(
        "updated", "id int primary key, a int, pad text", "g, g, repeat('x', 20)", grown=("(a)",), then=(CHURN, CHURN),
    ),
    Case(
        "stale", "id int primary key, a int, b text", "g, g % 1000, md5(g::text)", grown=("(a)", "(b)"),
        then=("analyze {t}", MOST), settled=False,
    ),
    Case(
        "vacuumed_only", "id int primary key, a int", "g, g % 1000", grown=("(a)",),
        then=("analyze {t}", MOST, "vacuum {t}"), settled=False,
    ),
    Case("never_analysed", "id int primary key, a int", "g, g", grown=("(a)",), then=(HALF,), settled=False),
    Case("padding", "id int, a bool, b bigint, c bool, d bigint, e smallint, f bigint", "g, true, g, true, g, 1, g"),
    Case(
        "wide", "id int, a text, b text, c text", "g, repeat('a', 50 + g % 400), repeat('b', g % 30), md5(g::text)",
        then=(HALF,),
    ),
    Case(
        "sparse", "id int, a int, b text, c bigint, d text, e int, f bigint, h text, i int",
        "g, null, null, g, null, null, null, 'x', null", then=(MOST,),
    ),
    Case(
        "dropped_column", "id int, gone text, a int", "g, repeat('y', 100), g",
        then=("alter table {t} drop column gone",),
    ),
    Case("fast_default", "id int", "g", then=("alter table {t} add column d text default repeat('z', 60)",)),
    Case(
        "toasted", "id int, t text",
        "g, (select string_agg(md5((g * 100 + k)::text), '') from generate_series(1, 90) as k)",
        then=("delete from {t} where id % 10 < 7",), fewer=10,
    ),
    Case("compressed", "id int, t text", "g, repeat(md5(g::text), 20) || md5((g + 1)::text)", then=(HALF,)),
)  # fmt: skip


def connect(dsn: str, **parameters: str) -> Connection:
    return psycopg.connect(psycopg.conninfo.make_conninfo(dsn, **parameters), autocommit=True, row_factory=dict_row)


def build(dsn: str, case: Case, rows: int) -> None:
    options = ", ".join(filter(None, ["autovacuum_enabled = off, toast.autovacuum_enabled = off", case.options]))
    statements = [
        f"create table {{t}} ({case.columns}) with ({options})",
        *(f"create index on {{t}} {keys}" for keys in case.grown),
        f"insert into {{t}} select {case.row} from generate_series(1, {{n}}) as g",
        *(f"create index on {{t}} {keys}" for keys in case.built),
        *case.then,
        *(["vacuum analyze {t}"] if case.settled else []),
    ]
    for text in statements:
        # A session each: it reports its row counts at its end at the latest, and VACUUM must not come before that.
        with connect(dsn, dbname=DATABASE) as db:
            db.execute(text.replace("{t}", case.name).replace("{n}", str(rows // case.fewer)))


def measure(db: Connection, min_bytes: int) -> list[Line]:
    major = db.info.server_version // 10000
    db.execute("set search_path = pg_catalog")
    btrees = [
        ("btree", row["qualified_name"], row["size_bytes"], estimate_btree(BtreeFact.of(row)))
        for row in db.execute(fact("bloat_btrees", major))
    ]
    tables = [
        ("table", row["qualified_name"], row["size_bytes"] + row["toast_bytes"], estimate_table(HeapFact.of(row)))
        for row in db.execute(fact("bloat_tables", major))
    ]
    # Indexes first: VACUUM FULL would rebuild them.
    return [
        Line(kind, name.removeprefix("public."), size, 100 * (size - size_after(db, kind, name)) / size, estimate)
        for kind, name, size, estimate in [*btrees, *tables]
        if size >= min_bytes
    ]


def size_after(db: Connection, kind: str, name: str) -> int:
    """Bytes of the main forks, TOAST's with them, after the rebuild."""
    rebuild = "reindex index" if kind == "btree" else "vacuum full"
    db.execute(f"{rebuild} {name}")
    row = db.execute(
        "select pg_relation_size(oid) + coalesce(pg_relation_size(nullif(reltoastrelid, 0)), 0) as size"
        " from pg_class where oid = %s::regclass",
        (name,),
    ).fetchone()
    assert row is not None
    return int(row["size"])


def report(lines: Sequence[Line]) -> None:
    print(f"{'kind':6} {'name':26} {'MB':>7} {'true %':>7} {'est. %':>9} {'error':>6}  why not, caveats")
    for each in lines:
        shown = "-" if each.pct is None else f"{each.pct:.1f}"
        shown += f"..{each.estimate.possible_pct:.0f}" if each.is_range else ""
        error = "-" if each.error is None else f"{each.error:+.1f}"
        said = each.estimate.reason or "; ".join(each.estimate.caveats)
        size = each.size_bytes / 1e6
        print(f"{each.kind:6} {each.name:26} {size:7.1f} {each.truth_pct:7.1f} {shown:>9} {error:>6}  {said}")
    for kind in ("btree", "table"):
        summarise(kind, [each for each in lines if each.kind == kind])


def summarise(kind: str, lines: Sequence[Line]) -> None:
    errors = [abs(each.error) for each in lines if each.error is not None]
    settled = [abs(each.error) for each in lines if each.error is not None and not each.is_range]
    print(
        f"{kind}: {len(lines)} measured, {len(errors)} estimated: mean absolute error {sum(errors) / len(errors):.2f}"
        f" points, largest {max(errors):.1f}; {len(settled)} of them not a range:"
        f" {sum(settled) / len(settled):.2f}, largest {max(settled):.1f}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dsn", required=True)
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--min-bytes", type=int, default=1_000_000)
    given = parser.parse_args()
    name = sql.Identifier(DATABASE)
    with connect(given.dsn) as server:
        server.execute(sql.SQL("drop database if exists {}").format(name))
        server.execute(sql.SQL("create database {}").format(name))
        try:
            for case in CASES:
                build(given.dsn, case, given.rows)
            with connect(given.dsn, dbname=DATABASE) as db:
                report(measure(db, given.min_bytes))
        finally:
            server.execute(sql.SQL("drop database if exists {} with (force)").format(name))


if __name__ == "__main__":
    main()
