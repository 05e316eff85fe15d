"""What the phase 3 migrations of the sample gain, beside what they replace: `python tests/benchmarks/phase3.py`.

On a server made for this, the sample at --jobs jobs with its two migrations in, and copies of that: with phase 3, with
a trigram index on the titles, with an index of the published jobs by date, and one as it was before any migration.

Queries are timed in pairs, A B B A, with the same values on both sides; ratios are of the medians, with their 95 %
interval. Only the ratios are to be leaned on: times belong to a machine. Each search is for a word of another
frequency. The claims of the analysis (search 5x, dashboard 2x) are judged for each; there are no goals. At the end, how
long a refresh of each view takes. The clean-up has a benchmark of its own, expired_cleanup.py."""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

import psycopg
import tabulate
from fixtures.intowork import SAMPLE, load

from opskit.catalog.workload import Claim, WorkloadQuery
from opskit.catalog.workload import load as workload
from opskit.core.environment import Environment
from opskit.core.step import Reader, Row
from opskit.gate.judging import judge_claim
from opskit.gate.quantiles import latency
from opskit.gate.ratio import paired
from opskit.gate.sampling import Rules, draw, sample, settle
from opskit.migrate.parser import split
from opskit.migrate.sql_folder import load as migrations
from opskit.pg.reading import reading
from opskit.scratch.cluster import Cluster
from opskit.scratch.throwaway import throwaway

# No checkpoint or autovacuum in the middle: it would be one side's bad luck.
SETTINGS = {"shared_buffers": "1GB", "work_mem": "16MB", "max_wal_size": "8GB", "autovacuum": "off"}
BARE, BEFORE, AFTER, TRIGRAMS, BY_DATE = "bare", "before", "after", "trigrams", "by_date"
ALTERNATIVES = {
    TRIGRAMS: "create extension pg_trgm; create index on jobs using gin (title gin_trgm_ops); analyze jobs",
    BY_DATE: "create index on jobs (posted_at desc) where status = 'PUBLISHED'",
}
# The last is in no title.
WORDS = ("engineer", "python", "nurse", "lead cook", "welder")
FASTER_SEARCH, FASTER_DASHBOARD = Claim("5x faster search", 5.0), Claim("35 ms -> 18 ms (2x)", 35 / 18)
REFRESHES = 15


@dataclass(frozen=True)
class Pair:
    """A query in a database, against the one that takes its place in another."""

    what: str
    old: tuple[str, str]
    new: tuple[str, str]
    claim: Claim | None = None


BOX, PATTERN, TEXT = "job_search_box", "job_title_ilike", "job_title_search"
SEARCHES = (
    Pair("the box of today -> full text, titles only", (BOX, BEFORE), (TEXT, AFTER), FASTER_SEARCH),
    Pair("ILIKE on titles -> full text, the same rows", (PATTERN, BEFORE), (TEXT, AFTER), FASTER_SEARCH),
    Pair("ILIKE on titles -> the same by trigrams", (PATTERN, BEFORE), (PATTERN, TRIGRAMS)),
    Pair("trigrams -> full text", (PATTERN, TRIGRAMS), (TEXT, AFTER)),
    Pair("the box of today -> the same with jobs by date", (BOX, BEFORE), (BOX, BY_DATE)),
)
TOTALS, KEPT_TOTALS = "dashboard_counts", "dashboard_totals"
EMPLOYER, KEPT_EMPLOYER = "employer_dashboard", "dashboard_of_employer"
DASHBOARD = (
    Pair("totals: counted -> view", (TOTALS, BEFORE), (KEPT_TOTALS, AFTER), FASTER_DASHBOARD),
    Pair("employer: no index -> index", (EMPLOYER, BARE), (EMPLOYER, BEFORE)),
    Pair("employer: index -> view", (EMPLOYER, BEFORE), (KEPT_EMPLOYER, AFTER), FASTER_DASHBOARD),
)


class Asking:
    """A session that asks its own query, whatever it is given: two different ones can be timed in turn."""

    def __init__(self, db: Reader, query: str) -> None:
        self._db, self._query = db, query

    def rows(self, query: str, /, **params: object) -> Sequence[Row]:
        return self._db.rows(self._query, **params)


def main() -> None:
    options = asked()
    queries = {each.name: each for part in ("workload", "phase3_workload") for each in workload(SAMPLE / part)}
    with throwaway("phase3", SETTINGS) as cluster:
        prepare(cluster, options)
        for title, pairs in (("Search", SEARCHES), ("Dashboard", DASHBOARD)):
            show(title, [line for pair in pairs for line in compared(cluster, queries, pair, options)])
        refreshes(cluster)


def asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jobs", type=int, default=100_000)
    parser.add_argument("--applications", type=int, default=50_000)
    parser.add_argument("--candidates", type=int, default=50_000)
    parser.add_argument("--seconds", type=float, default=4.0, help="per query and side")
    return parser.parse_args()


def prepare(cluster: Cluster, options: argparse.Namespace) -> None:
    rows = {name: getattr(options, name) for name in ("jobs", "applications", "candidates")}
    run(cluster, "postgres", f"create database {BARE}")
    with connect(cluster, BARE) as db:
        load(db, rows)
    made(cluster, BEFORE, BARE)
    carried_out(cluster, BEFORE, SAMPLE / "migrations")
    for name in (AFTER, *ALTERNATIVES):
        made(cluster, name, BEFORE)
    carried_out(cluster, AFTER, SAMPLE / "phase3")
    for name, sql in ALTERNATIVES.items():
        run(cluster, name, sql)
    print(", ".join(f"{number:,} {name}" for name, number in rows.items()))


def made(cluster: Cluster, name: str, template: str) -> None:
    run(cluster, "postgres", f"create database {name} template {template}")


def carried_out(cluster: Cluster, database: str, folder: Path) -> None:
    for each in migrations(folder):
        for statement in split((each.path / "up.sql").read_text(), each.path):
            run(cluster, database, statement)
    run(cluster, database, "vacuum (analyze)")


def compared(
    cluster: Cluster, queries: dict[str, WorkloadQuery], pair: Pair, options: argparse.Namespace
) -> Iterator[list[str]]:
    """A line for each word of a search, else one."""
    for word in WORDS if pair in SEARCHES else ("",):
        (old, old_place), (new, new_place) = pair.old, pair.new
        with opened(cluster, old_place) as one, opened(cluster, new_place) as other:
            values = [{"words": word, "pattern": f"%{word}%"}] if word else draw(one, queries[old].params)
            sides = [Asking(one, queries[old].query), Asking(other, queries[new].query)]
            before, after = sample(sides, "", values, Rules(options.seconds, least=30, most=500))
        if before.errors or after.errors:
            raise RuntimeError(f"{pair.what}: {before.errors} {after.errors}")
        ratio = paired(before.ms, after.ms)
        verdict = judge_claim(pair.claim, ratio).verdict if pair.claim else ""
        first, second = latency(before.ms), latency(after.ms)
        times = [
            f"{first.p50_ms:.2f}",
            f"{second.p50_ms:.2f}",
            f"{ratio.value:.1f}x",
            f"{ratio.low:.1f}-{ratio.high:.1f}",
        ]
        yield [pair.what, word, str(first.samples), *times, pair.claim.text if pair.claim else "", verdict]


def show(title: str, lines: Sequence[Sequence[str]]) -> None:
    heads = [title, "word", "n", "p50 before", "after", "ratio", "95 %", "claim", ""]
    print(f"\n{tabulate.tabulate(lines, heads, disable_numparse=True)}", flush=True)


def refreshes(cluster: Cluster) -> None:
    for view in (KEPT_TOTALS, KEPT_EMPLOYER):
        taken = [timed(cluster, AFTER, f"refresh materialized view concurrently {view}") for _ in range(REFRESHES)]
        print(f"refresh of {view}: p50 {1000 * statistics.median(taken):.0f} ms, n {REFRESHES}")


@contextmanager
def opened(cluster: Cluster, database: str) -> Iterator[Reader]:
    with reading(Environment(database, cluster.conninfo(database), cluster.conninfo(database)), "opskit/bench") as db:
        settle(db)
        yield db


def connect(cluster: Cluster, database: str) -> psycopg.Connection[Any]:
    return psycopg.connect(cluster.conninfo(database), autocommit=True)


def run(cluster: Cluster, database: str, sql: str) -> None:
    with connect(cluster, database) as db:
        db.execute(sql.encode())


def timed(cluster: Cluster, database: str, sql: str) -> float:
    with connect(cluster, database) as db:
        began = time.perf_counter()
        db.execute(sql.encode())
        return time.perf_counter() - began


def one(db: psycopg.Connection[Any], query: str, *values: object) -> tuple[Any, ...]:
    row = db.execute(query.encode(), values or None).fetchone()
    assert row
    return tuple(row)


if __name__ == "__main__":
    main()
