"""`opskit apply`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from opskit.cli.apply_options import budgeted, emergency, emergency_options, jobs_option, terminate_option
from opskit.cli.command import command as opskit_command
from opskit.cli.confirm import agreed, can_be_asked
from opskit.cli.opened import opened
from opskit.cli.plan_options import accept_option, as_written_option, refuse_beside_plan, wished
from opskit.core.answer import Answer
from opskit.value import replace


@opskit_command(
    "Deploy",
    [
        "opskit apply -e staging -n",
        "opskit apply -e staging --confirm staging",
        "opskit apply -e production --to h8c2d6e5f4g3 -n",
        "opskit apply -e staging -n --accept create-index-blocking",
        "opskit apply -e production -n --jobs 4 --terminate-blockers older-than=5min",
        "opskit apply -e production -n --break-glass --reason 'the job list times out; Ann decided'",
    ],
    formats=("jsonl", "ansible"),
)
@click.option("--to", default="", metavar="REVISION", help="apply up to this revision (all pending ones)")
@click.option("-n", "--dry-run", is_flag=True, help="show exactly what would run; exit 10 when anything would")
@click.option("--confirm", metavar="NAME", help="the environment's name, for scripts")
@jobs_option
@terminate_option
@emergency_options
@as_written_option
@accept_option
@click.option(
    "--plan", "kept", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="what plan --out-plan kept"
)
def command(
    *,
    to: str,
    dry_run: bool,
    confirm: str | None,
    jobs: int | None,
    terminate: str | None,
    break_glass: bool,
    reason: str | None,
    as_written: bool,
    accept: tuple[str, ...],
    kept: Path | None,
) -> Answer[Any]:
    """Bring in the pending migrations without stopping the application."""
    from opskit.app.apply import carry, propose, propose_kept
    from opskit.app.carrying_out import stand_ready
    from opskit.app.orphans import settle
    from opskit.app.window import refuse_outside

    why = emergency(break_glass, reason)
    context = replace(opened().budgeted(budgeted(jobs, terminate)), emergency=why)
    if not dry_run and can_be_asked(confirm):
        settle(context)
    if kept:
        refuse_beside_plan(to, accept, as_written)
        context, proposal = propose_kept(context, kept)
    else:
        proposal = propose(context, wished(to, accept, as_written))
    if dry_run or proposal.empty:
        return proposal.page
    stand_ready(context, proposal.plan, "opskit plan")
    refuse_outside(context, proposal.budget)
    if not agreed(context.environment, proposal.page, confirm):
        return proposal.page
    return carry(context, proposal)
