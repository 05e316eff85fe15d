"""`opskit bench`."""

from __future__ import annotations

import click

from opskit.cli.command import command as opskit_command
from opskit.cli.opened import opened
from opskit.core.answer import Answer


@opskit_command(
    "Prepare",
    [
        "opskit bench -e staging",
        "opskit bench job_list_by_location -e production --against staging",
        "opskit bench job_list_by_location duplicate_check -e staging --seconds 0.5 --json",
    ],
)
@click.argument("query", nargs=-1)
@click.option("--against", default="", metavar="ENV", help="in turn with this environment, the one before the change")
@click.option("--baseline", default="", metavar="RUN", help="compare with an earlier bench of the ledger")
@click.option(
    "--seconds",
    type=click.FloatRange(0, min_open=True),
    default=2.0,
    help="per query and environment (2); twice that where --min-samples takes it",
)
@click.option(
    "--min-samples", type=click.IntRange(6), default=30, help="fewer never pass an SLO and give no ratio (30)"
)
@click.option("--max-samples", type=click.IntRange(6), default=1000, help="enough for a query (1000)")
@click.option("--check", is_flag=True, help="exit 1 when an SLO fails, 3 when one cannot be told")
def command(
    *,
    query: tuple[str, ...],
    against: str,
    baseline: str,
    seconds: float,
    min_samples: int,
    max_samples: int,
    check: bool,
) -> Answer[object]:
    """Time the queries of the workload: p50, p95, p99 from raw samples, before and after, against SLO and claims."""
    from dataclasses import replace

    from opskit.app import bench
    from opskit.gate.sampling import Rules

    if against and baseline:
        raise click.UsageError("--against measures the other side now, --baseline takes it from the ledger: give one")
    if min_samples > max_samples:
        raise click.UsageError("--min-samples is above --max-samples: no query could ever have enough")
    rules = Rules(seconds, min_samples, max_samples)
    if against:
        answer = bench.bench_against(opened(), query, rules, against)
    elif baseline:
        answer = bench.bench_since(opened(), query, rules, baseline)
    else:
        answer = bench.bench(opened(), query, rules)
    return replace(answer, exit_code=bench.EXIT_CODES[answer.data.verdict]) if check else answer
