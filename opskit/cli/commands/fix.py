"""`opskit fix`."""

from __future__ import annotations

from typing import Any

import click

from opskit.cli import completing
from opskit.cli.apply_options import budgeted, emergency, emergency_options, jobs_option, terminate_option
from opskit.cli.command import command as opskit_command
from opskit.cli.confirm import agreed, can_be_asked
from opskit.cli.opened import opened
from opskit.core.answer import Answer
from opskit.value import replace


@opskit_command(
    "Deploy",
    [
        "opskit fix -e staging -n",
        "opskit fix index_invalid dead_tuples -e staging --confirm staging",
        "opskit fix public.jobs -e production -n",
        "opskit fix bloat -e production -n --json",
    ],
    formats=("jsonl", "ansible"),
)
@click.argument("words", nargs=-1, metavar="[SLUG|RELATION]...", shell_complete=completing.checks)
@click.option("-n", "--dry-run", is_flag=True, help="show exactly what would run; exit 10 when anything would")
@click.option("--confirm", metavar="NAME", help="the environment's name, for scripts")
@jobs_option
@terminate_option
@emergency_options
def command(
    *,
    words: tuple[str, ...],
    dry_run: bool,
    confirm: str | None,
    jobs: int | None,
    terminate: str | None,
    break_glass: bool,
    reason: str | None,
) -> Answer[Any]:
    """Carry out the remedies of findings that are safe while the application runs, and prove what they did."""
    from opskit.app.carrying_out import stand_ready
    from opskit.app.fix import carry, propose
    from opskit.app.fix_findings import chosen
    from opskit.app.orphans import settle
    from opskit.app.window import refuse_outside

    why = emergency(break_glass, reason)
    context = replace(opened().budgeted(budgeted(jobs, terminate)), emergency=why)
    if not dry_run and can_be_asked(confirm):
        settle(context)
    proposal = propose(context, chosen(words, context.settings.checks))
    if dry_run or proposal.empty:
        return proposal.page
    stand_ready(context, proposal.plan, "opskit fix -n")
    refuse_outside(context, proposal.budget)
    if not agreed(context.environment, proposal.page, confirm):
        return proposal.page
    return carry(context, proposal)
