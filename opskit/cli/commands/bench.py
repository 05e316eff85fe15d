"""`opskit bench`."""

from __future__ import annotations

from typing import Any

import click

from opskit.cli import completing
from opskit.cli.command import command as opskit_command
from opskit.cli.confirm import agreed
from opskit.cli.load_options import load_options, refuse_mixed, rules
from opskit.cli.opened import opened
from opskit.core.answer import Answer
from opskit.value import replace


@opskit_command(
    "Prepare",
    [
        "opskit bench -e staging",
        "opskit bench job_list_by_location -e production --against staging",
        "opskit bench job_list_by_location duplicate_check -e staging --seconds 0.5 --json",
        "opskit bench --load -e staging --clients 10 --duration 1s --warm-up 0s",
        "opskit bench --load application -e staging --clients 10 --rate 100 --writes -n",
    ],
)
@click.argument("query", nargs=-1)
@click.option(
    "--against",
    default="",
    metavar="ENV",
    help="in turn with this environment, the one before the change",
    shell_complete=completing.environments,
)
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
@click.option("--check", is_flag=True, help="exit 1 when an SLO or a claim of a load fails, 3 when one cannot be told")
@load_options
def command(*, query: tuple[str, ...], baseline: str, check: bool, load: bool, **how: Any) -> Answer[Any]:
    """Time the queries of the workload: p50, p95, p99, before and after, alone or under the load of many clients."""
    refuse_mixed(load)
    return _load(query, baseline, check, how) if load else _bench(query, baseline, check, how)


def _bench(query: tuple[str, ...], baseline: str, check: bool, how: dict[str, Any]) -> Answer[Any]:
    from opskit.app import bench
    from opskit.gate.sampling import Rules

    if how["against"] and baseline:
        raise click.UsageError("--against measures the other side now, --baseline takes it from the ledger: give one")
    if how["min_samples"] > how["max_samples"]:
        raise click.UsageError("--min-samples is above --max-samples: no query could ever have enough")
    limits = Rules(how["seconds"], how["min_samples"], how["max_samples"])
    if how["against"]:
        answer = bench.bench_against(opened(), query, limits, how["against"])
    elif baseline:
        answer = bench.bench_since(opened(), query, limits, baseline)
    else:
        answer = bench.bench(opened(), query, limits)
    return replace(answer, exit_code=bench.EXIT_CODES[answer.data.verdict]) if check else answer


def _load(query: tuple[str, ...], baseline: str, check: bool, how: dict[str, Any]) -> Answer[Any]:
    """What writes, and any load on a protected environment, is agreed to first."""
    from opskit.app.load import carry, checked, propose

    asked = rules(how)
    context = opened()
    proposal = propose(context, query, asked, baseline)
    wanted = asked.writes or context.environment.protected
    if how["dry_run"] or (wanted and not agreed(context.environment, proposal.page, how["confirm"])):
        return proposal.page
    answer = carry(context, proposal)
    return checked(answer) if check else answer
