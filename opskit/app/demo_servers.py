"""Two throwaway servers with the IntoWork sample: staging, whose data holds duplicates, and production."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from opskit.catalog.resources import folder
from opskit.errors import Unreachable
from opskit.migrate.parser import split
from opskit.pg.script import run_script
from opskit.scratch.binaries import embedded_bin
from opskit.scratch.cluster import Cluster
from opskit.value import Value

DATABASE = "intowork"
# A copy of production as it was before the window: the control that the benchmark alternates with.
BEFORE = "intowork_before"
RESTORED = "intowork_restored"
_SETTINGS = {
    "shared_preload_libraries": "pg_stat_statements",
    "track_io_timing": "on",
    "log_lock_waits": "on",
    "shared_buffers": "256MB",
}
_CONFIGURATION = """\
# Written by opskit demo: two throwaway servers; production as it was before the window, and as its backup restores it.
[environments.staging]
dsn = "{staging}"

[environments.production]
dsn = "{production}"
protected = true

[environments.before]
dsn = "{before}"

[environments.restored]
dsn = "{restored}"

[migrations]
source = "sql"
path   = "migrations"

[ledger]
path = "ledger.sqlite"

[report]
claims = "claims.toml"
"""


class Servers(Value):
    staging: Cluster
    production: Cluster


@contextmanager
def servers(place: Path, scale: dict[str, str], keep: bool) -> Iterator[Servers]:
    """Created, loaded and written into `place`/opskit.toml. Left up at the end when `keep` says so; on any error, a
    signal included, nothing is left."""
    stop(place)
    made: list[Cluster] = []
    try:
        binaries = embedded_bin()
        for name in ("staging", "production"):
            made.append(Cluster.create(place / "servers", name, binaries, _SETTINGS))
        with ThreadPoolExecutor() as pool:
            list(pool.map(_load, made, [{**scale, "intowork.duplicates": "12"}, scale]))
        both = Servers(*made)
        _copy_before(both.production)
        _write(place, both)
        yield both
    except BaseException:
        _destroy(made)
        raise
    if keep:
        for cluster in made:
            cluster.detach()
    else:
        _destroy(made)


def _destroy(made: list[Cluster]) -> None:
    for cluster in made:
        cluster.destroy()


def stop(place: Path) -> int:
    """How many servers of an earlier demo were ended and removed."""
    found = 0
    for path in sorted((place / "servers").glob("*")):
        try:
            Cluster.open(path).destroy()
            found += 1
        except Unreachable:
            continue
    return found


def _load(cluster: Cluster, scale: dict[str, str]) -> None:
    cluster.start()
    run_script(cluster.conninfo(), [f"create database {DATABASE}"])
    statements = [part for name in ("schema", "data") for part in split(_sample(f"{name}.sql").read_text("utf-8"))]
    run_script(
        cluster.conninfo(DATABASE), ["create extension pg_stat_statements", *statements, "vacuum (analyze)"], scale
    )


def _copy_before(production: Cluster) -> None:
    made = [f"create database {BEFORE} template {DATABASE} strategy file_copy", f"create database {RESTORED}"]
    run_script(production.conninfo(), made)
    run_script(production.conninfo(BEFORE), ["vacuum (analyze)"])


def _write(place: Path, both: Servers) -> None:
    text = _CONFIGURATION.format(
        staging=both.staging.conninfo(DATABASE),
        production=both.production.conninfo(DATABASE),
        before=both.production.conninfo(BEFORE),
        restored=both.production.conninfo(RESTORED),
    )
    (place / "opskit.toml").write_text(text, encoding="utf-8")
    for name in ("migrations", "claims", "monitoring", "published"):
        shutil.copytree(_sample(name), place / name, dirs_exist_ok=True)
    cleanup, workload = _sample("cleanup"), _sample("workload")
    files = (cleanup / "merge_duplicate_applications.sql", workload / "application.pgbench", _sample("claims.toml"))
    for path in files:
        shutil.copy(path, place / path.name)
    (place / "ledger.sqlite").unlink(missing_ok=True)


def _sample(name: str) -> Path:
    return folder("sql") / "intowork" / name
