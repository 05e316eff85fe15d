"""How long `opskit check` takes on a database with very many relations: `python tests/benchmarks/check_scale.py`.

A database of 1,000 tables and 3,000 indexes and one ten times as large, both on a server made for this. The whole
command is timed end to end, as a process of its own, in turn with two public queries for bloat that DBAs run: the one
of check_postgres (Debian's package) and that of pg-extras (pgextras on PyPI), both fetched into a temporary folder.
Then each check by itself, and by how much it grew: 10 is linear.

Goals: all checks in one run under 5 s at 10,000 tables, and quicker than the slower of the two; no check of which the
time matters (over 100 ms) grows by more than 15. Exit 1 when one is missed."""

from __future__ import annotations

import argparse
import importlib.util
import os
import statistics
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import psycopg

from opskit.app.checking import load, run_checks
from opskit.app.context import open_context
from opskit.app.looking import looking
from opskit.catalog.configuration import Settings
from opskit.cli.voices.plain import PlainVoice
from opskit.core.environment import Environment
from opskit.scratch.cluster import Cluster
from opskit.scratch.throwaway import throwaway

SMALL, LARGE = 1_000, 10_000
GOAL_S, MATTERS_S, GROWTH = 5.0, 0.1, 15.0
ROUNDS = 3
PGEXTRAS = "pgextras==0.2.1"
SETTINGS = {
    "max_locks_per_transaction": "256",
    "fsync": "off",
    "shared_preload_libraries": "pg_stat_statements",
    "autovacuum": "off",
    "shared_buffers": "512MB",
}
# Every table holds rows, so that statistics are there to be read; every third refers to another one.
BUILD = """
do $$ declare n integer; begin
    for n in {first} .. {last} loop
        execute format('create table public.t%1$s (id bigint primary key, parent bigint, label text not null,'
            ' kind integer default 0, made_at timestamptz default now())', n);
        execute format('create index on public.t%1$s (parent)', n);
        execute format('create index on public.t%1$s (kind, made_at)', n);
        if n > 1 and mod(n, 3) = 0 then
            execute format('alter table public.t%1$s add foreign key (parent) references public.t%2$s', n, n - 1);
        end if;
        execute format('insert into public.t%1$s (id, label) select g, ''row '' || g from'
            ' generate_series(1, 20) as g', n);
    end loop;
end $$
"""


def build(cluster: Cluster, name: str, tables: int) -> str:
    with psycopg.connect(cluster.conninfo(), autocommit=True) as admin:
        admin.execute(f"create database {name}")
    with psycopg.connect(cluster.conninfo(name), autocommit=True) as connection:
        for first in range(1, tables + 1, 200):
            connection.execute(BUILD.format(first=first, last=min(first + 199, tables)))
        connection.execute("vacuum analyze")
    return cluster.conninfo(name)


def timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def whole_command(conninfo: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "opskit", "check", "--dsn", conninfo, "--json"], capture_output=True, check=False
    )
    if done.returncode not in (0, 1, 3):
        raise SystemExit(done.stderr.decode())


def each_check(conninfo: str) -> dict[str, float]:
    """Seconds by slug, the best of three."""
    context = open_context(Settings(), Environment("scale", conninfo, conninfo), PlainVoice())
    with looking(context) as db:
        checks = load(context.settings, db.server.major)
        return {
            check.slug: min(timed(lambda check=check: run_checks(context, [check], db)) for _ in range(3))  # type: ignore[misc]
            for check in checks
        }


def peers(folder: Path, cluster: Cluster, database: str) -> dict[str, Callable[[], object]]:
    return {
        "check_postgres --action=bloat": _check_postgres(folder, cluster, database),
        "pg-extras bloat": _pgextras(folder, cluster, database),
    }


def _check_postgres(folder: Path, cluster: Cluster, database: str) -> Callable[[], object]:
    subprocess.run(["apt-get", "download", "check-postgres"], cwd=folder, check=True, capture_output=True)
    (package,) = folder.glob("check-postgres*.deb")
    subprocess.run(["dpkg", "-x", str(package), str(folder / "tree")], check=True)
    program = next(path for path in (folder / "tree").rglob("check_postgres*") if path.is_file() and os.access(path, 1))
    command = [
        "perl", str(program), "--action=bloat", f"--host={cluster.socket_dir}", f"--port={cluster.port}",
        "--dbuser=postgres", f"--dbname={database}",
    ]  # fmt: skip

    path = {**os.environ, "PATH": f"{cluster.bin_dir}:{os.environ['PATH']}"}

    def ask() -> None:
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=path)
        if "BLOAT" not in done.stdout:
            raise SystemExit(f"check_postgres: {done.stdout}{done.stderr}")

    return ask


def _pgextras(folder: Path, cluster: Cluster, database: str) -> Callable[[], object]:
    words = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", str(folder)]
    subprocess.run([*words, PGEXTRAS], check=True, capture_output=True)
    (package,) = folder.glob("pgextras*.tar.gz")
    with tarfile.open(package) as archive:
        archive.extractall(folder, filter="data")
    (source,) = folder.rglob("sql_constants.py")
    spec = importlib.util.spec_from_file_location("sql_constants", source)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)

    def ask() -> None:
        with psycopg.connect(cluster.conninfo(database), autocommit=True) as connection:
            connection.execute(module.BLOAT).fetchall()

    return ask


def in_turn(works: dict[str, Callable[[], object]]) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(ROUNDS):
        for name, work in works.items():
            found[name].append(timed(work))
    return found


def told(found: dict[str, list[float]]) -> None:
    for name, seconds in found.items():
        print(f"  {name:32} {statistics.median(seconds):6.2f} s   ({min(seconds):.2f} to {max(seconds):.2f})")


def grown(small: dict[str, float], large: dict[str, float]) -> list[tuple[float, float, str]]:
    """Seconds at the large size, factor, slug: the slowest first."""
    return sorted(((large[slug], large[slug] / max(small[slug], 0.0005), slug) for slug in large), reverse=True)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--tables", type=int, default=LARGE)
    wanted = parser.parse_args(arguments)
    with throwaway("check-scale", SETTINGS) as cluster, tempfile.TemporaryDirectory() as folder:
        small = build(cluster, "small", SMALL)
        large = build(cluster, "large", wanted.tables)
        print(f"{SMALL:,} tables, {3 * SMALL:,} indexes")
        told(in_turn({"opskit check": lambda: whole_command(small)}))
        print(f"{wanted.tables:,} tables, {3 * wanted.tables:,} indexes")
        found = in_turn({"opskit check": lambda: whole_command(large), **peers(Path(folder), cluster, "large")})
        told(found)
        growth = grown(each_check(small), each_check(large))
    print(f"the slowest of {len(growth)} checks there, and how they grew ({wanted.tables / SMALL:.0f} is linear)")
    for seconds, factor, slug in growth[:12]:
        print(f"  {slug:32} {seconds:6.3f} s   {factor:5.1f}")
    ours, *others = (statistics.median(seconds) for seconds in found.values())
    steep = [slug for seconds, factor, slug in growth if seconds > MATTERS_S and factor > GROWTH]
    print(f"ratio to the slower public query: {ours / max(others):.2f}")
    print(f"steeper than linear: {', '.join(steep) or 'none'}")
    return 0 if ours < min(GOAL_S, max(others)) and not steep else 1


if __name__ == "__main__":
    raise SystemExit(main())
